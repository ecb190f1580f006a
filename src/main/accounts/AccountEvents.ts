import { peekPayload, verifyMessage } from '../../protocol/jws.ts';
import type { Attached } from '../../protocol/messages/attach.ts';
import { type AccountEvent, eventSchema } from '../../protocol/messages/event.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import { idSchema } from '../../protocol/text.ts';
import { z } from 'zod';
import type { Activity } from '../activity/Activity.ts';
import { type Faults, noFaults } from '../files/faults.ts';
import type { Clock } from '../time/Clock.ts';
import { findSigningKey, type KnownVerifier } from '../verifiers/KnownVerifier.ts';
import type { LocalOutcome } from '../requests/HeldRequest.ts';
import { type Account } from './Account.ts';
import type { Accounts } from './Accounts.ts';
import type { Removals } from './Removals.ts';

/** The part of the inbox that events speak to. */
export interface Outcomes {
  settle(accountRecordId: string, jti: string, outcome: LocalOutcome): Promise<void>;
  dropAccount(accountRecordId: string): Promise<void>;
}

/** The part of the history that events speak to. */
export interface Lines {
  record(line: Activity): Promise<void>;
}

const CANCELLED: Record<Extract<AccountEvent, { event: 'cancelled' }>['reason'], LocalOutcome> = {
  elsewhere: 'elsewhere',
  withdrawn: 'cancelled',
  expired: 'expired',
};

/** Carries out the verifier's signed words about accounts: each once, in order, remembered by its `seq`. */
export class AccountEvents {
  readonly #accounts: Accounts;
  readonly #removals: Removals;
  readonly #outcomes: Outcomes;
  readonly #lines: Lines;
  readonly #clock: Clock;
  readonly #faults: Faults;
  /** Account → the `seq` after which events were missing once already. Missing again, the verifier has forgotten them. */
  readonly #gaps = new Map<string, number>();

  constructor(accounts: Accounts, removals: Removals, outcomes: Outcomes, lines: Lines, clock: Clock, faults: Faults = noFaults) {
    this.#accounts = accounts;
    this.#removals = removals;
    this.#outcomes = outcomes;
    this.#lines = lines;
    this.#clock = clock;
    this.#faults = faults;
  }

  /**
   * `gap`: events before this one are missing, perhaps withheld on the way. Nothing was done; a new attach brings them.
   * @throws ProtocolError when the event is not to be believed
   */
  async process(jws: string, verifier: KnownVerifier): Promise<'processed' | 'gap'> {
    const { aud } = peekPayload(jws, z.object({ aud: idSchema }));
    const event = await verifyMessage('deskfob-event+jwt', jws, eventSchema, (kid) => findSigningKey(verifier, kid));
    if (event.iss !== verifier.issuer || event.aud !== aud) throw new ProtocolError('wrong-issuer', 'The event is of another issuer.');
    if (event.event === 'removed') await this.#removals.confirmed(verifier.issuer, event.aud);
    const account = this.#accounts.find(verifier.issuer, event.aud);
    // A removal is the last word: nothing brings an account without secrets back.
    if (account?.secrets === undefined || event.seq <= account.eventSeq) return 'processed';
    if (event.seq > account.eventSeq + 1 && this.#gaps.get(account.recordId) !== account.eventSeq) {
      this.#gaps.set(account.recordId, account.eventSeq);
      return 'gap';
    }
    await this.#apply(event, account);
    await this.#faults('event:kept');
    return 'processed';
  }

  /** Takes over the states that a signed, nonce-bound attach reply tells. */
  async attached(attached: Attached): Promise<void> {
    for (const { id, status, seq } of attached.accounts) {
      const account = this.#accounts.find(attached.iss, id);
      // Held up on the way until an event had overtaken it.
      if (account === undefined || seq < account.eventSeq) continue;
      // What was removed has no secrets any more; a reply that is older than the removal does not bring it back.
      if (account.secrets !== undefined && account.state !== status) await this.#accounts.save({ ...account, state: status });
    }
    for (const id of attached.rejected) {
      const account = this.#accounts.find(attached.iss, id);
      // The secrets stay: a verifier that was restored from an older backup may know this account again tomorrow.
      if (account?.secrets !== undefined && account.state !== 'rejected') await this.#accounts.save({ ...account, state: 'rejected' });
    }
  }

  /** The account with its `seq` is written last: killed before that, the event comes again and finds its work half done. */
  async #apply(event: AccountEvent, account: Account): Promise<void> {
    const seen = { ...account, eventSeq: event.seq };
    switch (event.event) {
      case 'settled':
        await this.#outcomes.settle(account.recordId, event.request, event.outcome);
        await this.#accounts.save(seen);
        return;
      case 'cancelled':
        await this.#outcomes.settle(account.recordId, event.request, CANCELLED[event.reason]);
        await this.#accounts.save(seen);
        return;
      case 'activated':
        await this.#record('activated', event, account);
        await this.#accounts.save({ ...seen, state: 'active' });
        return;
      case 'suspended':
        await this.#record('suspended', event, account);
        await this.#accounts.save({ ...seen, state: 'suspended' });
        return;
      case 'resumed':
        await this.#record('resumed', event, account);
        await this.#accounts.save({ ...seen, state: 'active' });
        return;
      case 'policy':
        await this.#accounts.save({ ...seen, policy: event.policy });
        return;
      case 'removed':
        await this.#outcomes.dropAccount(account.recordId);
        await this.#record('removed', event, account);
        await this.#forgetSecrets(event.reason === 'unconfirmed' ? 'unconfirmed' : 'removed', seen);
    }
  }

  /** What is left is a name and a date, so that the person is told and can pair again. */
  async #forgetSecrets(state: 'removed' | 'unconfirmed', { secrets: _, ...rest }: Account): Promise<void> {
    await this.#accounts.save({ ...rest, state });
  }

  async #record(type: Activity['type'], event: AccountEvent, account: Account): Promise<void> {
    const { organisation, displayName: subscriber, recordId } = account;
    const id = `${recordId}.${event.seq}.${type}`;
    await this.#lines.record({ id, atMs: this.#clock.nowMs(), type, account: recordId, organisation, subscriber });
  }
}
