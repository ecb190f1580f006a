import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/verifier/keys/MasterKey.ts';
import { Sealer } from '../../../src/verifier/keys/Sealer.ts';

const place = { table: 'accounts', row: 'a', column: 'sealed_seed' };

describe('Sealer', () => {
  const { sealing, pepper } = deriveKeys(randomBytes(32));
  const sealer = new Sealer(sealing);

  it('opens what it sealed, and seals the same text differently each time', () => {
    const [one, two] = [sealer.seal(place, 'säd'), sealer.seal(place, 'säd')];
    expect(one).not.toBe(two);
    expect(sealer.open(place, one)).toBe('säd');
    expect(one).not.toContain(Buffer.from('säd').toString('base64url'));
  });

  it('opens nothing that was moved to another table, row or column', () => {
    const sealed = sealer.seal(place, 'x');
    for (const other of [
      { ...place, table: 'b' },
      { ...place, row: 'b' },
      { ...place, column: 'b' },
    ])
      expect(() => sealer.open(other, sealed)).toThrow();
  });

  it('opens nothing that was changed, cut, or sealed with another key', () => {
    const sealed = sealer.seal(place, 'secret');
    const bytes = Buffer.from(sealed.slice(2), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealer.open(place, `1.${changed.toString('base64url')}`)).toThrow();
    }
    expect(() => sealer.open(place, sealed.slice(0, 20))).toThrow();
    expect(() => sealer.open(place, '')).toThrow();
    expect(() => new Sealer(pepper).open(place, sealed)).toThrow();
  });
});
