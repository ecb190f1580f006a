import { expect, it } from 'vitest';
import { randomId } from '../../../src/verifier/randomId.ts';

it('an id is never twice the same, and can be typed after a command', () => {
  const ids = Array.from({ length: 5_000 }, randomId);
  expect(new Set(ids).size).toBe(5_000);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
});
