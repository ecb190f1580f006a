import type { ErrorCode } from '../../bridge/errors.ts';
import { issuerHost } from '../../protocol/issuer.ts';
import { normalizePairingKey } from '../../protocol/pairingKey.ts';
import { type PairingLink, parsePairingLink } from '../../protocol/pairingLink.ts';
import { parseSignInName, type SignInName } from '../../protocol/signInName.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { PairingCredential } from './PendingPairing.ts';

/** With whom to pair and by which key, as a person brings it. */
export type PairingSource = { by: 'link'; link: PairingLink } | { by: 'name'; name: SignInName; key: string };

/** @throws IntentError link-malformed */
export function sourceOfLink(text: string): Extract<PairingSource, { by: 'link' }> {
  return { by: 'link', link: read(() => parsePairingLink(text), 'link-malformed') };
}

/** @throws IntentError name-malformed, key-malformed */
export function sourceOfName(signInName: string, keyText: string): PairingSource {
  const name = read(() => parseSignInName(signInName), 'name-malformed');
  const key = normalizePairingKey('typed', keyText);
  if (key === undefined) throw new IntentError('key-malformed');
  return { by: 'name', name, key };
}

export function hostOf(source: PairingSource): string {
  return source.by === 'link' ? issuerHost(source.link.issuer) : source.name.host;
}

export function credentialOf(source: PairingSource): PairingCredential {
  return source.by === 'link' ? { key: source.link.key } : { key: source.key, name: source.name.subscriber };
}

/** `anna@verify.example.com` */
export function signInNameOfSource({ name }: Extract<PairingSource, { by: 'name' }>): string {
  return `${name.subscriber}@${name.host}`;
}

function read<T>(parse: () => T, code: ErrorCode): T {
  try {
    return parse();
  } catch {
    throw new IntentError(code);
  }
}
