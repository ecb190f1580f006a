import { describe, expect, it } from 'vitest';
import { inBackground } from '../../../../src/main/session/background.ts';
import { VaultError } from '../../../../src/main/vault/VaultError.ts';

describe('inBackground', () => {
  it('logs a failure by its code alone, and nothing when all is well', async () => {
    const log: string[] = [];
    const note = (what: string, code: string): void => void log.push(`${what}: ${code}`);
    inBackground('fine', Promise.resolve(), note);
    inBackground('vault', Promise.reject(new VaultError('vault-io', 'record of anna')), note);
    inBackground('odd', Promise.reject(new Error('seed JBSWY3DPEHPK3PXP')), note);
    await expect.poll(() => log).toEqual(['vault: vault-io', 'odd: internal']);
  });
});
