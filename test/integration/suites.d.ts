/** Made by esbuild.js: every file of the pattern, loaded one after the other. */
declare module 'glob:*' {
  export function load(): Promise<void>;
}

/** Has no types of its own; it sets the globals that @types/mocha describes. */
declare module 'mocha/mocha.js';
