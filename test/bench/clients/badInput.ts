/** The app's core, to which files and codes are given that are meant to harm it. One process for each of them, so that its memory is its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hashRaw } from '@node-rs/argon2';
import { Computer } from '../../harness/app/Computer.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { answerCalls } from '../process/answerCalls.ts';
import { forgetMostMemory, mostMemory } from '../process/mostMemory.ts';
import { settledMemory } from '../process/settledMemory.ts';

export interface BadInputAnswer {
  /** Until the app has said something. */
  readonly ms: number;
  /** What it has said: a closed code, or that there is a preview. */
  readonly said: string;
  /** Most resident memory of the process meanwhile, over that of the idle app, in MiB. */
  readonly mib: number;
  /** The account that was there before is still all there is. */
  readonly isUntouched: boolean;
}

export type BadInputMethods = {
  /** Starts the app with one account. */
  start(plan: { profile: string }): Promise<void>;
  /** The person chooses this file and, when asked, types the password; a preview is read to its end and left. */
  choose(plan: { file: string; password: string }): Promise<BadInputAnswer>;
  scan(plan: { texts: string[] }): Promise<BadInputAnswer>;
  /** Ms of the bare call for Ente's cost. */
  bareEnte(plan: { memoryKiB: number; passes: number }): Promise<number>;
};

const OWN = 'otpauth://totp/Mine:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mine';

let computer: Computer | undefined;
let app: AppCore | undefined;

async function answerTo(work: (running: AppCore) => Promise<string>): Promise<BadInputAnswer> {
  if (app === undefined) throw new Error('The app was not started.');
  const idleBytes = await settledMemory();
  await forgetMostMemory();
  const startMs = performance.now();
  const said = await work(app);
  const ms = performance.now() - startMs;
  const mostBytes = await mostMemory();
  await app.ask('import:cancel', undefined);
  const { otpAccounts } = app.view();
  return {
    ms,
    said,
    mib: (mostBytes - idleBytes) / 2 ** 20,
    isUntouched: otpAccounts.length === 1 && otpAccounts[0]?.issuer === 'Mine',
  };
}

async function importAnswer(running: AppCore): Promise<string> {
  const { importing } = running.view();
  if (importing.step === 'failed') return importing.error;
  if (importing.step === 'password') return importing.wrong ? 'password-wrong' : 'password';
  if (importing.step !== 'preview') return importing.step;
  const entries = await running.ask('import:entries', undefined);
  return entries.ok ? `a preview of ${entries.value.length}` : entries.error;
}

const methods: BadInputMethods = {
  start: async ({ profile }) => {
    computer = new Computer(profile);
    app = await computer.launch();
    await app.ask('import:texts', { texts: [OWN] });
    await app.ask('import:confirm', undefined);
    await app.ask('import:cancel', undefined);
    // What starts by itself has come to its end.
    await sleep(200);
  },
  choose: async ({ file, password }) =>
    await answerTo(async (running) => {
      if (computer !== undefined) computer.importFile = file;
      const chosen = await running.ask('import:choose', undefined);
      if (!chosen.ok) return chosen.error;
      if (running.view().importing.step === 'password') await running.ask('import:password', { password });
      return await importAnswer(running);
    }),
  scan: async ({ texts }) =>
    await answerTo(async (running) => {
      const scanned = await running.ask('import:texts', { texts });
      return scanned.ok ? await importAnswer(running) : scanned.error;
    }),
  bareEnte: async ({ memoryKiB, passes }) => {
    // As before a choice: a virtual computer may give free memory back meanwhile, and has to fetch it again.
    await settledMemory();
    const startMs = performance.now();
    await hashRaw('not this one', {
      algorithm: 2,
      memoryCost: memoryKiB,
      timeCost: passes,
      parallelism: 1,
      outputLen: 32,
      salt: Buffer.alloc(16, 1),
    });
    return performance.now() - startMs;
  },
};

answerCalls(methods);
