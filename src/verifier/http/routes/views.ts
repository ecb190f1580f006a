import type { z } from 'zod';
import type { Account } from '../../accounts/Accounts.ts';
import type { Application } from '../../policy/Applications.ts';
import { complianceOfTable } from '../../policy/compliance.ts';
import type { Subscriber } from '../../subscribers/Subscribers.ts';
import { seconds } from '../../time/Clock.ts';
import type { accountSchema, applicationSchema, subscriberSchema } from '../schemas.ts';

export function subscriberView(row: Subscriber): z.infer<typeof subscriberSchema> {
  return {
    name: row.name,
    displayName: row.displayName,
    disabled: row.disabled,
    failures: row.failures,
    createdAt: seconds(row.createdAt),
  };
}

/** With what of its policy leaves SP 800-63B-4. */
export function applicationView({ id, name, policy, lifetimeSeconds }: Application): z.infer<typeof applicationSchema> {
  return { id, name, policy, compliance: complianceOfTable(policy), lifetimeSeconds };
}

export function accountView(row: Account, subscriber: string): z.infer<typeof accountSchema> {
  return {
    id: row.id,
    subscriber,
    status: row.status,
    device: row.device,
    thumbprint: row.thumbprint,
    createdAt: seconds(row.createdAt),
    ...(row.activatedAt !== null && { activatedAt: seconds(row.activatedAt) }),
    ...(row.attachedAt !== null && { lastAttachedAt: seconds(row.attachedAt) }),
  };
}
