import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { messageHash } from '../../../src/protocol/messageHash.ts';

it('a message is named by SHA-256 over its bytes as they travelled', async () => {
  expect(messageHash('a.b.c')).toBe(createHash('sha256').update('a.b.c', 'ascii').digest('base64url'));
  expect(messageHash('a.b.c')).not.toBe(messageHash('a.b.d'));
  expect(messageHash('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
});
