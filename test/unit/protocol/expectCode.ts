import { expect } from 'vitest';
import { ProtocolError, type ProtocolErrorCode } from '../../../src/protocol/ProtocolError.ts';

/** The error that a reader throws; undefined when it accepts. */
export async function errorOf(read: () => unknown): Promise<unknown> {
  try {
    await read();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Whatever a stranger sends, a reader answers with a value or a ProtocolError: a TypeError would be a crash in waiting. */
export async function expectProtocolErrorAtMost(read: () => unknown): Promise<void> {
  const error = await errorOf(read);
  expect(error === undefined || error instanceof ProtocolError, String(error)).toBe(true);
}

export async function expectCode(code: ProtocolErrorCode, act: () => unknown): Promise<void> {
  const outcome = await errorOf(act);
  expect(outcome).toBeInstanceOf(ProtocolError);
  expect((outcome as ProtocolError).code).toBe(code);
}
