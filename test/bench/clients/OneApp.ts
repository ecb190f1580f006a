import type { Agent } from 'node:http';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Account } from '../../../src/main/accounts/Account.ts';
import { activityEntrySchema } from '../../../src/main/activity/Activity.ts';
import { ActivityLog } from '../../../src/main/activity/ActivityLog.ts';
import { Accounts } from '../../../src/main/accounts/Accounts.ts';
import { VerifierChannel } from '../../../src/main/channel/VerifierChannel.ts';
import { SealedJournal } from '../../../src/main/journal/SealedJournal.ts';
import { DisplayClock } from '../../../src/main/requests/DisplayClock.ts';
import { Inbox, type Receipt } from '../../../src/main/requests/Inbox.ts';
import { journalEntrySchema } from '../../../src/main/requests/journalEntry.ts';
import { verifyRequest } from '../../../src/main/requests/verifyRequest.ts';
import { CorrectedClock } from '../../../src/main/time/CorrectedClock.ts';
import { systemClock } from '../../../src/main/time/Clock.ts';
import type { Vault } from '../../../src/main/vault/Vault.ts';
import { findSigningKey, type KnownVerifier } from '../../../src/main/verifiers/KnownVerifier.ts';
import { verifyMessage } from '../../../src/protocol/jws.ts';
import { type AccountEvent, eventSchema } from '../../../src/protocol/messages/event.ts';
import type { AuthenticationRequest } from '../../../src/protocol/messages/request.ts';
import { nowMs } from '../lib/nowMs.ts';
import { Next } from './Next.ts';

export interface Computer {
  readonly verifier: KnownVerifier;
  readonly vault: Vault;
  readonly folder: string;
  readonly agent: Agent;
}

export interface Arrival {
  /** As of {@link nowMs}. */
  readonly atMs: number;
  readonly jws: string;
  readonly request: AuthenticationRequest;
}

/** One person's app as far as requests go: the app's own channel, inbox and journal, put together as it does. */
export class OneApp {
  readonly account: Account;
  /** A request that is verified and, where there is an inbox, safe on disk. */
  readonly arrival = new Next<Arrival>();
  /** An event that is verified. */
  readonly event = new Next<{ readonly atMs: number; readonly event: AccountEvent }>();
  readonly #verifier: KnownVerifier;
  readonly #accounts: Accounts;
  readonly #clock = new CorrectedClock(systemClock);
  readonly #computer: Computer;
  readonly #channel: VerifierChannel;
  readonly #online = Promise.withResolvers<void>();
  #inbox: Inbox | undefined;

  constructor(account: Account, computer: Computer) {
    this.account = account;
    this.#computer = computer;
    this.#verifier = computer.verifier;
    this.#accounts = new Accounts(computer.vault, () => {});
    this.#channel = new VerifierChannel({
      clock: systemClock,
      correctedClock: this.#clock,
      agent: computer.agent,
      refreshVerifier: async () => this.#verifier,
      accounts: () => [account],
      verifies: () => [],
      undelivered: () => ({ removals: [], answers: [] }),
      lateAnswers: () => [],
      mutes: () => [],
      onAttached: async () => {},
      onRequest: async (jws) => await this.#receive(jws),
      onEvent: async (jws) => await this.#hear(jws),
      onState: (state, problem) => {
        if (state === 'online') this.#online.resolve();
        if (state === 'offline') this.#online.reject(new Error(`A socket was lost: ${problem}`));
      },
    });
  }

  async connect(): Promise<void> {
    await this.#accounts.save(this.account);
    this.#channel.start();
    await this.#online.promise;
  }

  /** From now on requests go into an inbox with a journal on disk. */
  async openInbox(): Promise<void> {
    if (this.#inbox !== undefined) return;
    const { vault, folder } = this.#computer;
    const { recordId } = this.account;
    const journalOf = <T>(name: string, schema: z.ZodType<T>): SealedJournal<T> =>
      new SealedJournal({ file: join(folder, recordId, `${name}.jsonl`), journalId: name, vault, schema });
    const activity = new ActivityLog({
      journal: journalOf('activity', activityEntrySchema),
      clock: systemClock,
      surelyMs: () => systemClock.nowMs(),
      retention: () => 'forever',
      setAside: () => {},
      onChange: () => {},
      log: () => {},
    });
    await activity.load();
    const inbox: Inbox = new Inbox({
      journal: journalOf('requests', journalEntrySchema),
      activity,
      accounts: this.#accounts,
      clock: systemClock,
      displayClock: new DisplayClock(systemClock),
      isLocked: () => false,
      requirement: (asked) => asked,
      verifierNowMs: () => this.#clock.nowMs(),
      verifierSurelyMs: () => this.#clock.surelyMs,
      verifyApproval: async () => await Promise.resolve('none'),
      sendAnswer: () => {},
      onLateAnswers: () => {},
      onArrival: (held) => this.arrival.give({ atMs: nowMs(), jws: held.jws, request: held.request }),
      onEnd: () => {},
      onChange: () => {},
      log: () => {},
    });
    await inbox.load();
    this.#inbox = inbox;
  }

  /** Ends what is in the inbox, so that the next request finds it empty. */
  async forget(request: AuthenticationRequest): Promise<void> {
    await this.#inbox?.settle(this.account.recordId, request.jti, 'cancelled');
  }

  sendAnswer(answer: string): void {
    this.#channel.sendAnswer(answer);
  }

  async #receive(jws: string): Promise<Receipt> {
    if (this.#inbox !== undefined) return await this.#inbox.receive(jws, this.#verifier);
    const { request } = await verifyRequest(jws, this.#verifier, this.#accounts, this.#clock.nowMs());
    this.arrival.give({ atMs: nowMs(), jws, request });
    return { type: 'received', id: request.jti };
  }

  async #hear(jws: string): Promise<'processed'> {
    const event = await verifyMessage('deskfob-event+jwt', jws, eventSchema, (kid) => findSigningKey(this.#verifier, kid));
    this.event.give({ atMs: nowMs(), event });
    return 'processed';
  }
}
