/**
 * Characters that would change how the text around them reads, or cannot be seen: line breaks, other controls, writing
 * direction, spaces without width. The joiner of emoji (200d) stays.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const LONGEST = 200;

/** What the editor draws as an icon, as the pattern of its label parser. */
const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi;

/**
 * A text for a place where the editor draws `$(name)` as an icon, such as a quick pick: there a backslash before it
 * makes it text again (code.visualstudio.com, "Icons in labels").
 */
export function withoutIcons(text: string): string {
  return text.replace(ICON, '\\$&');
}

/** A name from outside, as one line that cannot disguise what stands beside it. */
export function displayText(text: string): string {
  const line = text.replace(UNSAFE, '\ufffd');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/**
 * Whether a person has typed a name, as far as it can be seen and typed: without what {@link displayText} makes visible
 * and without regard to how many spaces there are. A name of nothing else has to be pasted as it is.
 */
export function isTyped(typed: string, name: string): boolean {
  const visible = (text: string): string => displayText(text).replaceAll('\ufffd', '').replace(/\s+/g, ' ').trim();
  return visible(name) === '' ? typed === name : visible(typed) === visible(name);
}
