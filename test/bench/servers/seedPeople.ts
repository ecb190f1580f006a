import { publicJwk, thumbprint } from '../../../src/protocol/keys.ts';
import { policyTable } from '../../../src/verifier/policy/policyTable.ts';
import { accounts, applications, subscribers } from '../../../src/verifier/store/schema.ts';
import type { Database } from '../../../src/verifier/store/Store.ts';
import type { Person } from '../lib/people.ts';

const AT_ONCE = 500;

/** The application that people sign in to. */
export const APPLICATION = 'vpn';

/** Writes the rows that a thousand pairings would leave, without the minute that those would take. */
export async function seedPeople(db: Database, people: readonly Person[]): Promise<void> {
  const now = Date.now();
  await db.insert(applications).values({
    id: APPLICATION,
    name: 'Acme VPN',
    policy: policyTable({ match: 'entry', userVerification: 'preferred' }),
    lifetimeSeconds: 60,
  });
  for (let start = 0; start < people.length; start += AT_ONCE) {
    const some = people.slice(start, start + AT_ONCE);
    await db
      .insert(subscribers)
      .values(
        some.map(({ subscriberId, subscriber }) => ({ id: subscriberId, name: subscriber, displayName: subscriber, createdAt: now })),
      );
    await db.insert(accounts).values(await Promise.all(some.map(async (person) => await accountRow(person, now))));
  }
}

async function accountRow({ accountId, subscriberId, deviceKey }: Person, now: number): Promise<typeof accounts.$inferInsert> {
  return {
    id: accountId,
    subscriberId,
    status: 'active',
    deviceKey: publicJwk(deviceKey),
    thumbprint: await thumbprint(deviceKey),
    device: { name: 'A computer', platform: 'linux', osVersion: 'Debian 12', appVersion: '0.1.0' },
    // As long as a sealed seed; no passcode is checked here.
    sealedSeed: 'A'.repeat(256),
    createdAt: now,
    activatedAt: now,
    waitingUntil: now,
  };
}
