/** A failure that the person at the terminal can act on: shown as this one message, without a stack. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}

/** Ends the process with exit code 1 after showing `error`. */
export function sayAndExit(error: unknown): never {
  console.error(error instanceof Sentence ? error.message : error);
  process.exit(1);
}
