import type { EntryProblem } from '../../bridge/importing.ts';
import { type OtpAlgorithm, otpAlgorithmSchema, type OtpParameters, otpParametersSchema } from '../otp/otpParameters.ts';
import { cleanName, cleanNames } from './cleanName.ts';
import { canonicalSecret } from './canonicalSecret.ts';

/** An account as another app's file names it, every value checked. */
export interface ImportedAccount {
  /** Whose account it is, `ACME`; empty when the file does not say. */
  readonly issuer: string;
  /** `anna@example.com`; empty when the file does not say. */
  readonly label: string;
  readonly otp: OtpParameters;
  /** The one group or folder it is in. */
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly isPinned?: boolean;
}

/** One entry of a file: an account, or the name of what can not be one. Nothing of a file is ever dropped silently. */
export type ImportedEntry =
  { readonly name: string; readonly account: ImportedAccount } | { readonly name: string; readonly problem: EntryProblem };

/** An entry as it stands in a file, nothing of it believed. `undefined` takes the default of RFC 6238 and the otpauth format. */
export interface RawEntry {
  readonly issuer?: unknown;
  readonly label?: unknown;
  /** `totp`, `hotp` or `steam`, in whatever case; undefined is totp. */
  readonly type?: unknown;
  /** Base32 in any spelling; a format that keeps it otherwise converts it first. */
  readonly secret: unknown;
  /** `SHA1`, `sha-256`, `HmacSHA512`…; undefined is SHA-1. */
  readonly algorithm?: unknown;
  /** A number or its text; undefined is 6. */
  readonly digits?: unknown;
  /** Seconds; undefined is 30. */
  readonly period?: unknown;
  /** Undefined is 0. */
  readonly counter?: unknown;
  readonly group?: unknown;
  readonly tags?: readonly unknown[] | undefined;
  readonly isPinned?: boolean | undefined;
}

/** Checks one entry. Never throws: what is wrong with it becomes its problem. */
export function entryOf(raw: RawEntry): ImportedEntry {
  const issuer = cleanName(raw.issuer);
  const label = cleanName(raw.label);
  const name = nameOf(issuer, label);
  const otp = otpOf(raw);
  if (typeof otp === 'string') return { name, problem: otp };
  const group = cleanName(raw.group);
  const tags = cleanNames(raw.tags ?? []);
  return {
    name,
    account: {
      issuer,
      label,
      otp,
      ...(group !== '' && { group }),
      ...(tags.length > 0 && { tags }),
      ...(raw.isPinned === true && { isPinned: true }),
    },
  };
}

/** How an entry is called in the preview. */
export function nameOf(issuer: string, label: string): string {
  return [issuer, label].filter((part) => part !== '').join(' – ');
}

function otpOf(raw: RawEntry): OtpParameters | EntryProblem {
  const type = typeOf(raw.type);
  if (type === undefined) return 'type-unsupported';
  if (typeof raw.secret !== 'string' || raw.secret.trim() === '') return 'secret-missing';
  const secret = canonicalSecret(raw.secret);
  if (secret === undefined) return 'secret-invalid';
  if (type === 'steam') return { type, secret };
  const algorithm = algorithmOf(raw.algorithm);
  if (algorithm === undefined) return 'algorithm-unsupported';
  const digits = numberOf(raw.digits, 6);
  const rest = type === 'totp' ? { period: numberOf(raw.period, 30) } : { counter: numberOf(raw.counter, 0) };
  const parsed = otpParametersSchema.safeParse({ type, secret, algorithm, digits, ...rest });
  if (parsed.success) return parsed.data;
  const [wrong] = parsed.error.issues.map(({ path }) => path[0]);
  return wrong === 'digits' ? 'digits-unsupported' : wrong === 'period' ? 'period-unsupported' : 'counter-unsupported';
}

function typeOf(value: unknown): OtpParameters['type'] | undefined {
  if (value === undefined) return 'totp';
  if (typeof value !== 'string') return undefined;
  const type = value.trim().toLowerCase();
  return type === 'totp' || type === 'hotp' || type === 'steam' ? type : undefined;
}

function algorithmOf(value: unknown): OtpAlgorithm | undefined {
  if (value === undefined) return 'SHA1';
  if (typeof value !== 'string') return undefined;
  const name = value
    .trim()
    .toUpperCase()
    .replace(/^HMAC[-_]?/, '')
    .replace(/^SHA[-_]/, 'SHA');
  return otpAlgorithmSchema.safeParse(name === 'SHA' ? 'SHA1' : name).data;
}

/** The whole number that is meant; NaN for anything else, so that the schema says which member is wrong. */
function numberOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*\d{1,20}\s*$/.test(value) ? Number(value) : NaN;
}
