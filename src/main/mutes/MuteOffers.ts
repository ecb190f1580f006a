import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { ActivityLog } from '../activity/ActivityLog.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { Clock } from '../time/Clock.ts';
import type { Mutes } from './Mutes.ts';
import { unexpectedRequests } from './unexpected.ts';

/** So many within so long are no mistake any more: somebody has the password and keeps trying, or wants to wear the person down. */
const UNEXPECTED_REQUESTS = 3;
const WITHIN_MS = 10 * 60_000;

export interface MuteOffersParts {
  accounts: Accounts;
  inbox: Pick<Inbox, 'requests'>;
  activity: Pick<ActivityLog, 'lines'>;
  mutes: Mutes;
  clock: Clock;
}

/** When to offer a mute: after three unexpected requests in ten minutes, and after an answer to that not until there are three more. */
export class MuteOffers {
  readonly #parts: MuteOffersParts;
  /** Account → when the person last answered an offer, ms. Requests from before count no more. */
  readonly #answeredAtMs = new Map<string, number>();

  constructor(parts: MuteOffersParts) {
    this.#parts = parts;
  }

  /** Record ids of the accounts for which a mute is offered now, with how many unexpected requests there were. */
  current(): ReadonlyMap<string, number> {
    const { accounts, inbox, activity, mutes, clock } = this.#parts;
    const counts = new Map<string, number>();
    for (const { account, atMs } of unexpectedRequests(inbox.requests(), activity.lines(), clock.nowMs() - WITHIN_MS))
      if (atMs > (this.#answeredAtMs.get(account) ?? 0)) counts.set(account, (counts.get(account) ?? 0) + 1);
    for (const [id, count] of counts) {
      const account = accounts.get(id);
      if (count < UNEXPECTED_REQUESTS || account?.state !== 'active' || mutes.of(account) !== undefined) counts.delete(id);
    }
    return counts;
  }

  /** The person has muted the account, ended its mute, or wants neither. */
  answered({ recordId }: Account): void {
    this.#answeredAtMs.set(recordId, this.#parts.clock.nowMs());
  }
}
