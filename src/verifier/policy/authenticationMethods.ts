import type { UserVerificationMethod } from '../../protocol/messages/common.ts';

const VERIFIED_BY: Record<UserVerificationMethod, string[]> = {
  none: [],
  pin: ['pin'],
  'touch-id': ['fpt'],
  'windows-hello': [],
  polkit: [],
};

/**
 * `amr` values of RFC 8176 for an approval: a software-secured key, presence of the user, and how the user was verified where
 * the registry has a word for it. The device says so itself; nothing attests it.
 */
export function authenticationMethods(uv: UserVerificationMethod): string[] {
  return ['swk', 'user', ...VERIFIED_BY[uv]];
}
