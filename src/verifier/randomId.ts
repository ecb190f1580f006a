import { drawRandom } from '../protocol/drawRandom.ts';

/** 128 random bits in base64url: an id that nobody guesses. Never with a dash before it, which a command line takes for an option. */
export function randomId(): string {
  const id = drawRandom(16).toString('base64url');
  return id.startsWith('-') ? randomId() : id;
}
