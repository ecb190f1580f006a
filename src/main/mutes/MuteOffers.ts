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

export interface MuteOffer {
  /** So many unexpected requests there were. */
  readonly count: number;
  /** When they are too long ago for an offer, ms. */
  readonly untilMs: number;
}

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

  /** Those of now, by the record id of their account. */
  current(): ReadonlyMap<string, MuteOffer> {
    const { accounts, inbox, activity, mutes, clock } = this.#parts;
    const unanswered = unexpectedRequests(inbox.requests(), activity.lines(), clock.nowMs() - WITHIN_MS).filter(
      ({ account, atMs }) => atMs > (this.#answeredAtMs.get(account) ?? 0),
    );
    const offers = new Map<string, MuteOffer>();
    for (const [id, requests] of Map.groupBy(unanswered, ({ account }) => account)) {
      const decisive = requests.toSorted((a, b) => a.atMs - b.atMs).at(-UNEXPECTED_REQUESTS);
      const account = accounts.get(id);
      if (decisive !== undefined && account?.state === 'active' && mutes.of(account) === undefined)
        offers.set(id, { count: requests.length, untilMs: decisive.atMs + WITHIN_MS });
    }
    return offers;
  }

  /** The person has muted the account, ended its mute, or wants neither. */
  answered({ recordId }: Account): void {
    this.#answeredAtMs.set(recordId, this.#parts.clock.nowMs());
  }
}
