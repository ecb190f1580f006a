import { createHmac, createPublicKey } from 'node:crypto';
import { generateKey, type PublicJwk, publicJwk, thumbprint } from '../../../src/protocol/keys.ts';
import { b64, forge, json64 } from '../../vectors/forge.ts';

/** Order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Every way known to pass a message off as signed by the holder of `victim`, whose private key the attacker does not have. */
export async function forgedSignatures(typ: string, payload: object, victim: PublicJwk): Promise<Record<string, string>> {
  const own = await generateKey('ES256');
  const [kid, ownKid] = [await thumbprint(victim), await thumbprint(own)];
  const header = { alg: 'ES256', typ, kid };
  const input = (changed: object): string => `${json64(changed)}.${json64(payload)}`;
  const withMac = (changed: object, secret: string | Buffer): string =>
    `${input(changed)}.${createHmac('sha256', secret).update(input(changed)).digest('base64url')}`;
  const twoMacs = (changed: object, secret: string | Buffer): string =>
    `${input(changed)}.${createHmac('sha512', secret).update(input(changed)).digest('base64url')}`;
  const pem = createPublicKey({ key: { ...publicJwk(victim) }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const point = Buffer.concat([Buffer.from(victim.x, 'base64url'), Buffer.from(victim.y, 'base64url')]);
  const signature = (r: bigint, s: bigint): string => b64(Buffer.from(hex(r) + hex(s), 'hex'));
  const byOwnKey: [string, object][] = [
    ["the victim's kid", {}],
    ['an embedded key', { jwk: publicJwk(own) }],
    ['an embedded key in place of the kid', { kid: undefined, jwk: publicJwk(own) }],
    ['its own kid', { kid: ownKid }],
    ['no kid', { kid: undefined }],
    ['a key set elsewhere', { jku: 'http://127.0.0.1/keys.json' }],
    ['a certificate', { x5c: [b64('certificate')] }],
    ['a certificate elsewhere', { x5u: 'http://127.0.0.1/cert.pem' }],
    ['a kid that is a path', { kid: '../../dev/null' }],
    ['a kid with a quote', { kid: "' or '1'='1" }],
    ['a critical member', { crit: ['jwk'], jwk: publicJwk(own) }],
    ['a payload that is not encoded', { b64: false, crit: ['b64'] }],
    ['another curve', { alg: 'ES384' }],
    ['another family', { alg: 'RS256' }],
    ['an algorithm in lower case', { alg: 'es256' }],
  ];
  const forged: Record<string, string> = {
    'no algorithm, no signature': `${input({ ...header, alg: 'none' })}.`,
    'no algorithm, blank signature': `${input({ ...header, alg: 'none' })}.${'A'.repeat(86)}`,
    'no algorithm, odd case': `${input({ ...header, alg: 'nOnE' })}.${'A'.repeat(86)}`,
    'an empty signature': `${input(header)}.`,
    'the public key as MAC key, PEM': withMac({ ...header, alg: 'HS256' }, pem),
    'the public key as MAC key, JWK': withMac({ ...header, alg: 'HS256' }, JSON.stringify(publicJwk(victim))),
    'the public key as MAC key, point': twoMacs({ ...header, alg: 'HS512' }, point),
    'r and s zero': `${input(header)}.${signature(0n, 0n)}`,
    'r and s the order': `${input(header)}.${signature(ORDER, ORDER)}`,
    'r zero, s one': `${input(header)}.${signature(0n, 1n)}`,
    'a signature in DER': `${input(header)}.${b64(Buffer.from('3006020101020101', 'hex'))}`,
  };
  for (const [name, change] of byOwnKey)
    forged[`signed by the attacker with ${name}`] = await forge({ ...header, ...change }, payload, own);
  return forged;
}

/** The same content as another message: (r, n − s) is as good a signature as (r, s). */
export function twisted(jws: string): string {
  const [head = '', body = '', signature = ''] = jws.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  return `${head}.${body}.${b64(Buffer.concat([bytes.subarray(0, 32), Buffer.from(hex(ORDER - s), 'hex')]))}`;
}

/** Spellings of a good message that a lenient reader would take for it, and that a second reader might not. */
export function misspelt(jws: string): Record<string, string> {
  const [head = '', body = '', signature = ''] = jws.split('.');
  const spare = (part: string): string => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return part.slice(0, -1) + alphabet.charAt(alphabet.indexOf(part.slice(-1)) + 1);
  };
  return {
    'padding behind the signature': `${jws}==`,
    'padding behind the header': `${head}=.${body}.${signature}`,
    'a blank behind it': `${jws} `,
    'a line break inside': `${head}.${body.slice(0, 8)}\n${body.slice(8)}.${signature}`,
    'a NUL behind it': `${jws}\0`,
    'spare bits of the signature': `${head}.${body}.${spare(signature)}`,
    'a character too much': `${jws}A`,
    'a character too few': jws.slice(0, -1),
    'half a signature': `${head}.${body}.${signature.slice(0, 43)}`,
    'a fourth part': `${jws}.${signature}`,
    'the signature twice': `${head}.${body}.${signature}${signature}`,
    'the plain alphabet': `${head}.${body}.${signature.replaceAll('-', '+').replaceAll('_', '/')}+`,
    'the JSON serialisation': JSON.stringify({ protected: head, payload: body, signature }),
  };
}

const hex = (value: bigint): string => value.toString(16).padStart(64, '0');
