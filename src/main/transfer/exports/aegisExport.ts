import type { OtpParameters } from '../../otp/otpParameters.ts';
import type { ExportedAccount } from './ExportedAccount.ts';

/**
 * Accounts as the plain vault of Aegis (its docs/vault.md; groups by id as Aegis 3 writes them, content version 3), which Aegis
 * and most other apps read.
 *
 * Aegis has groups alone, any number to an entry: the group of an account comes first, its tags follow. So of an account with
 * tags but no group, the first tag comes back as its group.
 * @param makeId a random UUID in the usual spelling, another one each time: Aegis refuses a file in which one stands twice
 * @returns NOT encrypted: whoever reads it has the accounts
 */
export function exportAegis(accounts: readonly ExportedAccount[], makeId: () => string): string {
  const groups = new Map<string, string>();
  const groupId = (name: string): string => {
    const id = groups.get(name) ?? makeId();
    groups.set(name, id);
    return id;
  };
  const entries = accounts.map((account) => ({
    type: account.otp.type,
    uuid: makeId(),
    name: account.label,
    issuer: account.issuer,
    note: '',
    favorite: account.isPinned ?? false,
    // Aegis takes no entry without this member.
    icon: null,
    info: infoOf(account.otp),
    groups: groupsOf(account).map(groupId),
  }));
  const db = { version: 3, entries, groups: Array.from(groups, ([name, uuid]) => ({ uuid, name })) };
  return `${JSON.stringify({ version: 1, header: { slots: null, params: null }, db }, null, 4)}\n`;
}

/** Each once: a name is one group, whether it was a group or a tag. */
function groupsOf({ group, tags = [] }: ExportedAccount): string[] {
  return Array.from(new Set(group === undefined ? tags : [group, ...tags]));
}

function infoOf(otp: OtpParameters): object {
  const { secret } = otp;
  // Steam's own numbers: Aegis reads them from the file, and makes codes with what it read.
  if (otp.type === 'steam') return { secret, algo: 'SHA1', digits: 5, period: 30 };
  const info = { secret, algo: otp.algorithm, digits: otp.digits };
  return otp.type === 'totp' ? { ...info, period: otp.period } : { ...info, counter: otp.counter };
}
