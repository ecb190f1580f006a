import type { z } from 'zod';
import type { Account } from '../../accounts/Accounts.ts';
import type { Subscriber } from '../../subscribers/Subscribers.ts';
import { seconds } from '../../time/Clock.ts';
import type { accountSchema, subscriberSchema } from '../schemas.ts';

export function subscriberView(row: Subscriber): z.infer<typeof subscriberSchema> {
  return {
    name: row.name,
    displayName: row.displayName,
    disabled: row.disabled,
    failures: row.failures,
    createdAt: seconds(row.createdAt),
  };
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
