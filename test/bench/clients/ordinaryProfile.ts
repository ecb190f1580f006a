/** Makes a profile of the app with accounts of ordinary sites, by the app's own core on the keyring of its session, and times its codes. */
import { serialize } from 'node:v8';
import { Computer } from '../../harness/app/Computer.ts';
import { linksOf, ordinaryAccounts } from '../accounts/ordinaryAccounts.ts';
import { answerCalls } from '../process/answerCalls.ts';

export type OrdinaryProfileMethods = {
  /** @param plan period of the codes in seconds */
  make(plan: { profile: string; accounts: number; period: number }): Promise<void>;
  /** Ms that main takes for each of so many changes of all codes: to compute them and to write them down for a page. */
  ticks(plan: { profile: string; times: number; period: number }): Promise<number[]>;
};

const methods: OrdinaryProfileMethods = {
  make: async ({ profile, accounts, period }) => {
    const app = await new Computer(profile).launch();
    await app.ask('import:file', { bytes: Buffer.from(linksOf(ordinaryAccounts(accounts), period)) });
    await app.ask('import:confirm', undefined);
    await app.ask('import:cancel', undefined);
    const { length } = app.view().otpAccounts;
    await app.close();
    if (length !== accounts) throw new Error(`There are ${length} accounts.`);
  },
  ticks: async ({ profile, times, period }) => {
    const computer = new Computer(profile);
    const app = await computer.launch();
    const measured: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      computer.clock.stepWall(period * 1000);
      const startMs = performance.now();
      serialize(app.codes());
      measured.push(performance.now() - startMs);
    }
    await app.close();
    return measured;
  },
};

answerCalls(methods);
