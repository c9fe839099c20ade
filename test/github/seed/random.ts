/** Answers numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/** Pseudo-random numbers that are the same for the same text on every machine: xorshift (Marsaglia, 2003). */
export function createRandom(seed: string): Random {
  let state = 2166136261; // FNV-1a turns the text into the first state
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  state ||= 1; // the one state that xorshift cannot leave
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
