import { join } from 'node:path';
import { z } from 'zod';
import type { VerifierOptions } from '../../../src/verifier/compose.ts';
import { peekPayload } from '../../../src/protocol/jws.ts';
import { openPgliteStore } from '../../../src/verifier/store/openPgliteStore.ts';
import { openPostgresStore } from '../../../src/verifier/store/openPostgresStore.ts';
import { accounts, events, requests, transactions } from '../../../src/verifier/store/schema.ts';

const settled = z.object({ event: z.string(), request: z.string().optional(), outcome: z.string().optional() });

/** What a verifier that has ended has in its book. */
export interface Book {
  /** Status of each transaction of that kind. */
  transactions(kind: 'sign-in' | 'pairing'): string[];
  /** Outcomes of the events `settled`, by request: as many as it was settled. */
  settled: Map<string, string[]>;
  accounts: string[];
  /** Per account: the numbers of its events, which must have no gap and no double. */
  sequences: number[][];
  /** That could still be answered. */
  openRequests: number;
}

export async function bookOf({ dataFolder, database }: Pick<VerifierOptions, 'dataFolder' | 'database'>): Promise<Book> {
  const store = database === undefined ? await openPgliteStore(join(dataFolder, 'db')) : await openPostgresStore(database, () => {});
  try {
    const [all, told, living, asked] = [
      await store.db.select().from(transactions),
      await store.db.select().from(events).orderBy(events.accountId, events.seq),
      await store.db.select().from(accounts),
      await store.db.select().from(requests),
    ];
    const ongoing = new Set(all.filter(({ status }) => status === 'open').map(({ id }) => id));
    const outcomes = new Map<string, string[]>();
    for (const { jws } of told) {
      const { event, request = '', outcome = '' } = peekPayload(jws, settled);
      if (event === 'settled') outcomes.set(request, [...(outcomes.get(request) ?? []), outcome]);
    }
    const sequences = Object.values(Object.groupBy(told, ({ accountId }) => accountId)).map((own) => (own ?? []).map(({ seq }) => seq));
    return {
      transactions: (kind) => all.filter((row) => row.kind === kind).map(({ status }) => status),
      settled: outcomes,
      accounts: living.map(({ status }) => status),
      sequences,
      openRequests: asked.filter(({ open, transactionId }) => open && ongoing.has(transactionId)).length,
    };
  } finally {
    await store.close();
  }
}
