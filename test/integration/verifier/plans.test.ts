import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';

const planSchema = z.object({ rows: z.array(z.object({ 'QUERY PLAN': z.string() })) });

describe('the database finds', () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
  });
  afterAll(async () => await verifier.dispose());

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
    expect(plan.join('\n')).not.toMatch(/accounts_status|Seq Scan/);
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
