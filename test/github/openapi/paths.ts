export interface PathMatch {
  readonly template: string;
  /** Decoded values by the names in the template. */
  readonly parameters: Map<string, string>;
}

/**
 * Finds the OpenAPI path template for a percent-encoded path. An encoded slash stays inside its segment; where two
 * templates fit, the one with fewer parameters is meant. Undefined when none fits or the encoding is broken.
 */
export function matchPath(templates: readonly string[], path: string): PathMatch | undefined {
  const matches = templates
    .map((template) => matchTemplate(template, path))
    .filter((match) => match !== undefined)
    .sort((one, other) => one.parameters.size - other.parameters.size);
  return matches[0];
}

function matchTemplate(template: string, path: string): PathMatch | undefined {
  const expected = template.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [index, segment] of expected.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return undefined;
    parameters.set(name, decoded);
  }
  return { template, parameters };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // a stray percent sign
  }
}
