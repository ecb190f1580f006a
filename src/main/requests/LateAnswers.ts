import type { Attached } from '../../protocol/messages/attach.ts';
import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import { type HeldRequest, isUnderWay, type LocalOutcome, outcomeDueMs } from './HeldRequest.ts';

export interface LateAnswer {
  account: Account;
  answer: string;
}

/** The part of the inbox that is spoken to. */
export interface AnsweredRequests {
  requests(): HeldRequest[];
  settle(accountRecordId: string, jti: string, outcome: LocalOutcome): Promise<void>;
}

/**
 * Answers to requests that are over for so long that a verifier which knows them has told how they ended. One that was
 * restored from an older backup does not know them and never tells: then they must not stay under way for ever.
 */
export class LateAnswers {
  readonly #inbox: AnsweredRequests;
  readonly #accounts: Accounts;
  readonly #verifierNowMs: (issuer: string) => number;

  constructor(inbox: AnsweredRequests, accounts: Accounts, verifierNowMs: (issuer: string) => number) {
    this.#inbox = inbox;
    this.#accounts = accounts;
    this.#verifierNowMs = verifierNowMs;
  }

  /** To be sent once more, and asked after. */
  of(issuer: string): LateAnswer[] {
    const nowMs = this.#verifierNowMs(issuer);
    return this.#inbox.requests().flatMap((held) => {
      const account = this.#accounts.get(held.account);
      if (held.issuer !== issuer || account === undefined || !isUnderWay(held) || nowMs < outcomeDueMs(held)) return [];
      return [{ account, answer: held.decided.answer }];
    });
  }

  /**
   * The verifier's signed reply to a question that was asked after these answers were sent. What it had to say of them
   * came before this reply, so what is under way still, it knows nothing of.
   */
  async heard(attached: Attached, answers: ReadonlySet<string>): Promise<void> {
    for (const held of this.#inbox.requests()) {
      const account = this.#accounts.get(held.account);
      if (account === undefined || held.issuer !== attached.iss || !isUnderWay(held)) continue;
      if (!answers.has(held.decided.answer) || attached.iat * 1000 < outcomeDueMs(held) || !hasNoMoreToSay(attached, account)) continue;
      await this.#inbox.settle(held.account, held.request.jti, 'unknown');
    }
  }
}

/** An event above the last one processed is on its way, or withheld. */
function hasNoMoreToSay(attached: Attached, { id, eventSeq }: Account): boolean {
  return attached.rejected.includes(id) || attached.accounts.some((told) => told.id === id && told.seq <= eventSeq);
}
