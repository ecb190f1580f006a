import { randomInt, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '../../protocol/limits.ts';
import type { Match } from '../../protocol/messages/request.ts';

/** The number for the page, and what the request tells the app of it. */
export interface MatchPlan {
  match: Match;
  number?: string;
}

export function planMatch(type: Match['type']): MatchPlan {
  switch (type) {
    case 'entry':
      return {
        match: { type, digits: LIMITS.matchDigits },
        number: String(randomInt(10 ** LIMITS.matchDigits)).padStart(LIMITS.matchDigits, '0'),
      };
    case 'choice': {
      const options = new Set<string>();
      while (options.size < LIMITS.choiceOptions) options.add(String(randomInt(10, 100)));
      const list = [...options];
      return { match: { type, options: list }, number: list[randomInt(list.length)] ?? '' };
    }
    case 'none':
      return { match: { type } };
  }
}

/** Constant time for numbers of the same length. */
export function sameNumber(expected: string, given: string): boolean {
  return expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}
