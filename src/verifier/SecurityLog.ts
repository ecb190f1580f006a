/** What an administrator must be able to find later. Ids only: never a secret, a number, or what a person typed. */
export type SecurityNote =
  | 'pairing-refused'
  | 'pairing-throttled'
  | 'pairing-redeemed'
  | 'subscriber-disabled'
  | 'subscriber-asked-too-often'
  | 'request-reported'
  | 'account-removed'
  | 'events-unknown'
  | 'api-key-created';

export interface SecurityLog {
  note(what: SecurityNote, ids?: Readonly<Record<string, string>>): void;
}
