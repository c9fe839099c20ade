/** Quick picks draw `$(trash)` as an icon, unless it is escaped. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, '\\$(');
}
