import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeDataFolder } from '../harness/verifier/dataFolder.ts';
import { pairActive } from '../harness/verifier/pairActive.ts';
import { startTestVerifier } from '../harness/verifier/startTestVerifier.ts';

it('a verifier that was restored from an older backup takes a passcode that was used since then once more, and then no more', async () => {
  const first = await startTestVerifier();
  const { clock, port } = first;
  const device = await pairActive(first.api, clock.nowMs());
  // A passcode of another step than the one that has confirmed the pairing.
  clock.advance(90_000);
  await first.close();
  const backup = await mkdtemp(join(tmpdir(), 'deskfob-backup-'));
  await cp(first.dataFolder, backup, { recursive: true });
  const listen = { host: '127.0.0.1', port };
  const second = await startTestVerifier({ dataFolder: first.dataFolder, clock, listen });
  const passcode = device.passcodeAt(clock.nowMs());
  const tries = [await second.api.passcode('anna', passcode), await second.api.passcode('anna', passcode)];
  expect(tries.map(({ valid }) => valid)).toEqual([true, false]);
  await second.dispose();
  const restored = await startTestVerifier({ dataFolder: backup, clock, listen });
  onTestFinished(async () => {
    await restored.close();
    await removeDataFolder(backup);
  });
  const again = [await restored.api.passcode('anna', passcode), await restored.api.passcode('anna', passcode)];
  expect(again.map(({ valid }) => valid)).toEqual([true, false]);
});
