import { cleanName, cleanNames } from '../transfer/cleanName.ts';
import type { OtpAccount } from './OtpAccount.ts';

export interface OtpEdit {
  issuer?: string | undefined;
  label?: string | undefined;
  group?: string | undefined;
  tags?: readonly string[] | undefined;
  pinned?: boolean | undefined;
}

/** Members that are absent stay; an empty group is none, and so is an empty list of tags. */
export function editedOtp(account: OtpAccount, { issuer, label, group, tags, pinned }: OtpEdit): OtpAccount {
  const regrouped = group === undefined ? account : grouped(account, cleanName(group));
  const { tags: before, ...rest } = regrouped;
  const next = tags === undefined ? before : cleanNames(tags);
  return {
    ...rest,
    ...(issuer !== undefined && { issuer: cleanName(issuer) }),
    ...(label !== undefined && { label: cleanName(label) }),
    ...(pinned !== undefined && { isPinned: pinned }),
    ...(next !== undefined && next.length > 0 && { tags: next }),
  };
}

/** The same in another group, whose name is clean. Empty: in none. */
export function grouped<T extends { group?: string | undefined }>(one: T, group: string): Omit<T, 'group'> & { group?: string } {
  const { group: _, ...rest } = one;
  return { ...rest, ...(group !== '' && { group }) };
}
