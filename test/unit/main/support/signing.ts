import type { Account } from '../../../../src/main/accounts/Account.ts';
import type { KnownVerifier } from '../../../../src/main/verifiers/KnownVerifier.ts';
import { type MessageType, signMessage } from '../../../../src/protocol/jws.ts';
import { generateKey, type PrivateJwk, publicJwk, thumbprint } from '../../../../src/protocol/keys.ts';
import { metadataSchema } from '../../../../src/protocol/messages/metadata.ts';
import { ACCOUNT, ISSUER, KEYS, metadata, NOW, request, SECRET } from '../../../vectors/samples.ts';

/*
 * The verifier's side of the messages, signed for real. `NOW` of the vectors is the verifier's time in s unless a test says otherwise.
 */

export const NOW_MS = NOW * 1000;

export const VERIFIER: KnownVerifier = { issuer: ISSUER, jkt: await thumbprint(KEYS.identity), metadata: metadataSchema.parse(metadata) };

/** Another organisation, with its own keys. */
export const OTHER_KEY = await generateKey('ES256');
export const OTHER: KnownVerifier = {
  issuer: 'https://other.example.org',
  jkt: await thumbprint(OTHER_KEY),
  metadata: metadataSchema.parse({
    ...metadata,
    iss: 'https://other.example.org',
    identity: publicJwk(OTHER_KEY),
    keys: { sig: [publicJwk(OTHER_KEY)], enc: metadata.keys.enc },
    socket: 'wss://other.example.org/v1/socket',
    pairing: 'https://other.example.org/v1/pairing',
    organisation: { name: 'Other AG', colour: '#123456' },
  }),
};

export const SECRETS: NonNullable<Account['secrets']> = { deviceKey: KEYS.device, passcode: SECRET.passcode };

export function account(change: Partial<Account> = {}): Account {
  return {
    recordId: 'rec-anna',
    issuer: ISSUER,
    id: ACCOUNT,
    subscriber: 'anna',
    displayName: 'Anna Weber',
    organisation: 'Example AG',
    state: 'active',
    pairedAtMs: NOW_MS - 86_400_000,
    policy: { userVerification: 'preferred', passcodes: true },
    eventSeq: 0,
    secrets: SECRETS,
    ...change,
  };
}

export async function sign(typ: MessageType, payload: object, key: PrivateJwk = KEYS.signing): Promise<string> {
  return await signMessage(typ, payload, key);
}

export async function signRequest(change: object = {}, key: PrivateJwk = KEYS.signing): Promise<string> {
  return await sign('deskfob-request+jwt', { ...request, ...change }, key);
}

export async function signEvent(seq: number, change: object, key: PrivateJwk = KEYS.signing): Promise<string> {
  return await sign('deskfob-event+jwt', { v: 1, iss: ISSUER, aud: ACCOUNT, iat: NOW, jti: `evt-${seq}`, seq, ...change }, key);
}
