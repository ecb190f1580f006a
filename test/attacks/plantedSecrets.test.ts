import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { beforeAll, describe, vi } from 'vitest';
import { Computer } from '../harness/app/Computer.ts';
import { allBytes } from '../harness/app/profileContents.ts';
import { control } from '../harness/control.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import {
  approveWithNumber,
  digitsOf,
  expectOutcome,
  leaveApprovalWindow,
  numberField,
  pairAnna,
  shownPasscode,
} from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';
import { attack } from './attack.ts';
import { heapOf } from './support/heapOf.ts';
import { type PlantedSecrets, plantedSecrets, secretsIn } from './support/plantedSecrets.ts';
import { call, viewOf } from './support/takenOver.ts';

const world = useWorld();
const PATIENT = { timeout: 60_000 };

/** All that a thief finds who goes through the computer after a day's work and a crash. */
describe('a search of the computer', () => {
  let app: AppUnderTest;
  let secrets: PlantedSecrets;
  let passcode = '';
  let number = '';
  let said = '';
  const profile = (): string => world.current.profile('anna');

  beforeAll(async () => {
    Object.assign(process.env, world.current.session.env);
    app = await world.current.launch('anna');
    for (const stream of [app.electron.process().stdout, app.electron.process().stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    await pairAnna(world.current, app);
    secrets = await plantedSecrets(new Computer(profile()));
    const asked = await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
    number = digitsOf((asked.body as { match: { number: string } }).match.number);
    await approveWithNumber(app, number);
    await expectOutcome(app, 'Approved');
    await leaveApprovalWindow(app);
    const window = await app.mainWindow();
    passcode = await shownPasscode(app);
    const { id } = (await viewOf(window)).accounts[0] ?? { id: '' };
    await call(window, 'copyPasscode', { id });
    await call(window, 'copyPasscode', { id: 'nobody' });
    await call(window, 'openPairingLink', { link: 'deskfob://pair?issuer=nonsense' });
  });

  /** Whether six digits stand somewhere as a number of their own. */
  const standsIn = (digits: string, text: string): number =>
    new RegExp(String.raw`(?<![\dA-Za-z_-])${digits}(?![\dA-Za-z_-])`).test(text) ? 1 : 0;

  attack('renderer', 'finds seed or key in the memory of both pages', async () => {
    await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-vpn' });
    const approval = await app.approvalWindow();
    await numberField(approval).waitFor();
    const heaps = [await heapOf(app.electron, await app.mainWindow()), await heapOf(app.electron, approval)];
    if (!heaps.every((heap) => heap.includes('Acme GmbH'))) throw new Error('the memory was not read');
    await approval.getByRole('button', { name: 'Deny' }).click();
    await expectOutcome(app, 'Denied');
    await leaveApprovalWindow(app);
    return { attempts: heaps.length * 3, successes: heaps.flatMap((heap) => secretsIn(heap, secrets)).length };
  });

  attack('renderer', 'finds anything kept by the pages for another day', async () => {
    const kept = await (
      await app.mainWindow()
    ).evaluate(async () => [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      JSON.stringify(await indexedDB.databases()),
      JSON.stringify(await caches.keys()),
    ]);
    return { attempts: kept.length, successes: kept.filter((text) => !['', '{}', '[]'].includes(text)).length };
  });

  attack('other user', 'finds a way by which memory gets onto the disk: crash reports, dumps, a debugger', async () => {
    const crashes = await app.electron.evaluate(() => ({
      report: process.report.reportOnFatalError || process.report.reportOnUncaughtException || process.report.reportOnSignal,
      arguments: process.execArgv.filter((argument) => /heap|prof|report|trace|diagnostic/.test(argument)),
    }));
    const main = readFileSync(join(import.meta.dirname, '../../out/main/index.js'), 'utf8');
    const asked = ['crashReporter', 'setHeapSnapshotNearHeapLimit', 'writeHeapSnapshot', 'contentTracing', 'netLog'].filter((word) =>
      main.includes(word),
    );
    return { attempts: 7, successes: (crashes.report ? 1 : 0) + crashes.arguments.length + asked.length };
  });

  attack('other user', 'finds seed, key, number or passcode in the files while the app runs', async () => {
    const files = allBytes(join(profile(), 'vault')) + (await readFile(join(profile(), 'settings.json'), 'latin1'));
    if (!files.includes('Anna Weber') || !files.includes('.jwe')) throw new Error('there are no files');
    const digits = standsIn(passcode, files) + standsIn(number, files);
    return { attempts: 5, successes: secretsIn(files, secrets).length + digits };
  });

  attack('other user', 'finds them in what the app has printed, its failures included', async () => {
    if (!said.includes('deskfob: passcodes:copy: account-unknown')) throw new Error('nothing was printed');
    return { attempts: 5, successes: secretsIn(said, secrets).length + standsIn(passcode, said) + standsIn(number, said) };
  });

  attack('other user', 'makes the app fall over, and finds them in what is left', async () => {
    const before = readdirSync(tmpdir());
    const running = app.electron.process();
    await app.electron
      .evaluate(
        () =>
          void setTimeout(() => {
            throw new Error('fallen');
          }, 0),
      )
      .catch(() => {});
    await vi.waitUntil(() => running.exitCode !== null || said.includes('fallen'), PATIENT);
    running.kill('SIGKILL');
    await vi.waitUntil(() => running.exitCode !== null || running.signalCode !== null, PATIENT);
    const left = readdirSync(tmpdir()).filter((name) => !before.includes(name) && /core|report|heap|dump|crash/i.test(name));
    const dumps = readdirSync(profile(), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(dmp|heapsnapshot|core)$|^core|report\..*\.json$/.test(name),
    );
    const files = allBytes(join(profile(), 'vault')) + (await readFile(join(profile(), 'settings.json'), 'latin1')) + said;
    const digits = standsIn(passcode, files) + standsIn(number, files);
    return { attempts: 7, successes: left.length + dumps.length + secretsIn(files, secrets).length + digits };
  });

  attack('other user', 'kills the app in the middle of its work, and finds them in what is left', async () => {
    const again = await world.current.launch('anna');
    const next = await shownPasscode(again);
    await call(await again.mainWindow(), 'copyPasscode', { id: (await viewOf(await again.mainWindow())).accounts[0]?.id });
    if ((await control(again.electron, 'clipboardText')) === '') throw new Error('nothing was copied');
    const running = again.electron.process();
    running.kill('SIGKILL');
    await vi.waitUntil(() => running.signalCode !== null, PATIENT);
    const files = allBytes(join(profile(), 'vault')) + (await readFile(join(profile(), 'settings.json'), 'latin1'));
    return { attempts: 5, successes: secretsIn(files, secrets).length + standsIn(next, files) + standsIn(number, files) };
  });
});
