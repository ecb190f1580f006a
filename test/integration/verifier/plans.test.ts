import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';

const planSchema = z.object({ rows: z.array(z.object({ 'QUERY PLAN': z.string() })) });
const indexSchema = z.object({ rows: z.array(z.object({ indexdef: z.string() })) });

describe('the database finds', () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
  });
  afterAll(async () => await verifier.dispose());

  it.each([
    ["a transaction's requests", "select id from requests where transaction_id = 'x' and open"],
    ['what is open of an account', "select id from requests where account_id = 'x' and open and expires_at > 1"],
    ['a transaction', "select id from transactions where id = 'x' and client_id = 'y' and kind = 'sign-in'"],
    ['what has run out', "select id from transactions where status = 'open' and expires_at > 1 and expires_at <= 2"],
    ['who was not confirmed in time', "select id from accounts where status = 'waiting' and waiting_until <= 1"],
    ['what an account was told', "select jws from events where account_id = 'x' and seq > 1"],
  ])('%s by an index, also when it was planned before there was anything', async (_what, statement) => {
    const plan = planSchema.parse(await verifier.db.execute(sql.raw(`explain ${statement}`)));
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan|transactions_idempotency/);
  });

  it('no index to write when a request is received, answered and settled', async () => {
    const found = await verifier.db.execute(sql`select indexdef from pg_indexes where schemaname = 'public'
      and tablename in ('subscribers', 'accounts', 'transactions', 'requests')`);
    const columns = indexSchema.parse(found).rows.map(({ indexdef }) => indexdef.slice(indexdef.indexOf('(')));
    expect(columns.length).toBeGreaterThan(8);
    expect(columns.join('\n')).not.toMatch(
      /\b(turn|failures|event_seq|attachment|open|received_at|outcome_seq|settled_at|sealed_number|uv)\b/,
    );
    expect(columns.filter((each) => /\bstatus\b/.test(each))).toEqual([
      '(subscriber_id, status)',
      "(waiting_until) WHERE (status = 'waiting'::text)",
    ]);
  });

  it("a subscriber's active accounts without looking at everybody's, also before it has counted any", async () => {
    const { db } = verifier;
    await db.execute(sql`insert into subscribers (id, name, display_name, created_at)
      select 's' || i, 'n' || i, 'Somebody', 0 from generate_series(1, 1000) i`);
    await db.execute(sql`insert into accounts
      (id, subscriber_id, status, device_key, thumbprint, device, sealed_seed, created_at, waiting_until)
      select 'a' || i, 's' || i, 'active', '{}', 't' || i, '{}', 'x', 0, 0 from generate_series(1, 1000) i`);
    const asked = sql`explain select accounts.id from subscribers
      left join accounts on accounts.subscriber_id = subscribers.id and accounts.status = 'active' and accounts.muted_until <= 1
      where subscribers.name = 'n500'`;
    const plan = planSchema.parse(await db.execute(asked)).rows.map((row) => row['QUERY PLAN']);
    expect(plan.join('\n')).toMatch(/accounts_subscriber/);
    expect(plan.join('\n')).not.toMatch(/accounts_waiting|Seq Scan/);
  });

  it("a subscriber's latest sign-ins without looking at older ones, or at everybody's", async () => {
    const { db } = verifier;
    await db.execute(sql`insert into transactions (id, client_id, subscriber_id, kind, status, match_type, weakest_match, created_at, expires_at)
      select 't' || i, 'c', 's' || (i % 1000 + 1), 'sign-in', 'denied', 'entry', 'entry', i, i from generate_series(1, 20000) i`);
    const asked = sql`explain select count(*) from transactions
      where subscriber_id = 's500' and kind = 'sign-in' and transactions.created_at > 19000`;
    const plan = planSchema.parse(await db.execute(asked)).rows.map((row) => row['QUERY PLAN']);
    expect(plan.join('\n')).toMatch(/transactions_subscriber_created/);
    expect(plan.join('\n')).not.toMatch(/Seq Scan/);
  });
});
