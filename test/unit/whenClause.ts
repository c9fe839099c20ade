/** What the editor knows when it looks at a `when` clause. */
export type Context = Readonly<Record<string, string | boolean>>;

/**
 * Whether a `when` clause of the manifest holds: `&&`, `||`, `!key`, `key == value`, `key != value`, `key =~ /…/`.
 * @throws Error for anything else, so that nothing is taken for true by mistake
 */
export function holds(clause: string, context: Context): boolean {
  return clause.split('||').some((part) => part.split('&&').every((term) => termHolds(term.trim(), context)));
}

/** The keys that a clause looks at. */
export function keysOf(clause: string): string[] {
  return clause
    .split(/\|\||&&/)
    .map((term) => parse(term.trim()).key)
    .filter((key) => key !== 'true' && key !== 'false');
}

function termHolds(term: string, context: Context): boolean {
  const { not, key, operator, operand } = parse(term);
  const value = context[key];
  switch (operator) {
    case '==':
      return value === operand;
    case '!=':
      return value !== operand;
    case '=~': {
      const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(operand) ?? [];
      if (source === undefined) throw new Error(`No regular expression: ${term}`);
      return new RegExp(source, flags).test(String(value ?? ''));
    }
    default:
      return (key === 'true' || (key !== 'false' && Boolean(value))) !== not;
  }
}

function parse(term: string): { not: boolean; key: string; operator: string | undefined; operand: string } {
  const [, not, key, operator, operand = ''] = /^(!?)([\w.:-]+)(?:\s*(==|!=|=~)\s*(\S.*))?$/.exec(term) ?? [];
  if (key === undefined || (not === '!' && operator)) throw new Error(`Not understood: ${term}`);
  return { not: not === '!', key, operator, operand: operand.replace(/^'(.*)'$/, '$1') };
}
