import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { managedPolicyFile, readManagedPolicy, UNMANAGED } from '../../../../src/main/policy/ManagedPolicy.ts';
import { freshFolder } from '../vault/openVault.ts';

const STRICTEST = { verifyApprovals: true, lock: '1', damaged: true };

async function read(content: string): Promise<unknown> {
  const file = join(await freshFolder(), 'policy.json');
  writeFileSync(file, content);
  return await readManagedPolicy(file);
}

describe('the administrator’s file', () => {
  it('need not be there', async () => {
    const folder = await freshFolder();
    expect(await readManagedPolicy(join(folder, 'policy.json'))).toEqual(UNMANAGED);
    expect(await readManagedPolicy(join(folder, 'nowhere', 'policy.json'))).toEqual(UNMANAGED);
  });

  it('can require user verification and a lock', async () => {
    expect(await read('{}')).toEqual(UNMANAGED);
    expect(await read('{"userVerification":"required"}')).toEqual({ verifyApprovals: true, damaged: false });
    expect(await read('{"lockAfterMinutes":0}')).toEqual({ verifyApprovals: false, lock: 'start', damaged: false });
    expect(await read('{"userVerification":"required","lockAfterMinutes":5}')).toEqual({
      verifyApprovals: true,
      lock: '5',
      damaged: false,
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"required"',
    '{"lockAfterMinutes":2}',
    '{"lockAfterMinutes":"5"}',
    '{"userVerification":"discouraged"}',
    '{"lock":5}',
  ])('counts as the strictest when it is %s', async (content) => expect(await read(content)).toEqual(STRICTEST));

  it('is neither taken into memory as a giant nor waited for as a pipe', async () => {
    const folder = await freshFolder();
    const [giant, pipe, loop] = ['giant', 'pipe', 'loop'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(giant, '{}');
    truncateSync(giant, 1e9);
    execFileSync('mkfifo', [pipe]);
    symlinkSync(loop, loop);
    for (const file of [giant, pipe, loop, folder]) expect(await readManagedPolicy(file)).toEqual(STRICTEST);
  });

  it('lies where only administrators write', () => {
    expect(managedPolicyFile('linux', {})).toBe('/etc/deskfob/policy.json');
    expect(managedPolicyFile('darwin', {})).toBe('/Library/Application Support/Deskfob/policy.json');
    expect(managedPolicyFile('win32', { ProgramData: 'D:/Data' })).toBe('D:/Data/Deskfob/policy.json');
  });
});
