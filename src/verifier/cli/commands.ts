import { renderUnicodeCompact } from 'uqr';
import { z } from 'zod';
import {
  accountSchema,
  apiKeySchema,
  applicationSchema,
  createdTransactionSchema,
  issuedPairingKeySchema,
  subscriberSchema,
  transactionSchema,
} from '../http/schemas.ts';
import type { PolicyExceptions } from '../policy/policyTable.ts';
import type { AdminClient } from './AdminClient.ts';
import { CliError } from './CliError.ts';
import { applicationLines, outside } from './describePolicy.ts';

/* The administrator's commands. Each prints what a person needs, one fact a line. */

export type Print = (line: string) => void;
const nothing = z.null();

export async function addSubscriber(client: AdminClient, print: Print, name: string, displayName: string | undefined): Promise<void> {
  const added = await client.call('POST', '/v1/subscribers', subscriberSchema, { name, displayName: displayName ?? name });
  print(`Added ${added.name} (${added.displayName}).`);
}

export async function listSubscribers(client: AdminClient, print: Print): Promise<void> {
  for (const row of await client.call('GET', '/v1/subscribers', z.array(subscriberSchema)))
    print(`${row.name}\t${row.displayName}${row.disabled ? '\tdisabled' : ''}`);
}

export async function unlockSubscriber(client: AdminClient, print: Print, name: string): Promise<void> {
  await client.call('POST', `/v1/subscribers/${encodeURIComponent(name)}/unlock`, subscriberSchema);
  print(`Unlocked ${name}.`);
}

export async function issuePairingKey(client: AdminClient, print: Print, name: string): Promise<void> {
  const issued = await client.call('POST', `/v1/subscribers/${encodeURIComponent(name)}/pairing-keys`, issuedPairingKeySchema, {
    kind: 'both',
  });
  print(`Link          ${issued.link ?? ''}`);
  print(`Sign-in name  ${issued.signInName}`);
  print(`Pairing key   ${issued.typedKey ?? ''}`);
  print(`Good until    ${new Date(issued.expiresAt * 1000).toLocaleTimeString()}, once.`);
  print(renderUnicodeCompact(issued.link ?? '', { ecc: 'M' }));
}

/** Asks and waits for the outcome. Without `applicationId` the first registered application asks. */
export async function requestSignIn(client: AdminClient, print: Print, name: string, applicationId: string | undefined): Promise<void> {
  const created = await client.call('POST', '/v1/transactions', createdTransactionSchema, {
    subscriber: name,
    application: applicationId ?? (await firstApplication(client)),
  });
  print(created.match.number === undefined ? 'No number is asked for.' : `Number   ${created.match.number}`);
  if (!created.compliance.sp80063b4) print(`Policy   ${outside(created.compliance)}`);
  for (;;) {
    const { status, uv, compliance } = await client.call('GET', `/v1/transactions/${created.id}?wait=25`, transactionSchema);
    if (status === 'open') continue;
    const how = [
      ...(uv === undefined ? [] : [`user verification: ${uv}`]),
      ...(status === 'approved' && !compliance.sp80063b4 ? [outside(compliance)] : []),
    ];
    print(`Outcome  ${status}${how.length === 0 ? '' : ` (${how.join('; ')})`}`);
    return;
  }
}

async function firstApplication(client: AdminClient): Promise<string> {
  const [first] = await client.call('GET', '/v1/applications', z.array(applicationSchema));
  if (first === undefined) throw new CliError('No application is registered. Register one with: application set <id> --name <name>');
  return first.id;
}

export async function listAccounts(client: AdminClient, print: Print, subscriber: string | undefined): Promise<void> {
  const query = subscriber === undefined ? '' : `?subscriber=${encodeURIComponent(subscriber)}`;
  for (const row of await client.call('GET', `/v1/accounts${query}`, z.array(accountSchema)))
    print(`${row.id}\t${row.subscriber}\t${row.status}\t${row.device.name}\t${row.thumbprint}`);
}

export async function removeAccount(client: AdminClient, print: Print, id: string): Promise<void> {
  await client.call('DELETE', `/v1/accounts/${encodeURIComponent(id)}`, nothing);
  print(`Removed ${id}.`);
}

export async function createApiKey(client: AdminClient, print: Print, name: string, scope: string): Promise<void> {
  const created = await client.call('POST', '/v1/api-keys', apiKeySchema, { name, scope });
  print(created.key);
}

export interface ApplicationFlags {
  name: string;
  match: string;
  userVerification: string;
  policy?: PolicyExceptions;
  lifetime?: string;
}

export async function setApplication(client: AdminClient, print: Print, id: string, flags: ApplicationFlags): Promise<void> {
  const { lifetime, ...more } = flags;
  const body = { ...more, ...(lifetime !== undefined && { lifetimeSeconds: Number(lifetime) }) };
  for (const line of applicationLines(await client.call('PUT', `/v1/applications/${encodeURIComponent(id)}`, applicationSchema, body)))
    print(line);
}

export async function listApplications(client: AdminClient, print: Print): Promise<void> {
  for (const application of await client.call('GET', '/v1/applications', z.array(applicationSchema)))
    for (const line of applicationLines(application)) print(line);
}
