import { expect } from 'vitest';

/** Expects a failure with this closed code. */
export async function expectCode(work: Promise<unknown> | (() => unknown), code: string): Promise<void> {
  const outcome = await Promise.resolve()
    .then(async () => (typeof work === 'function' ? await work() : await work))
    .then(
      () => 'no error',
      (error: unknown) => error,
    );
  expect(outcome).toMatchObject({ code });
}
