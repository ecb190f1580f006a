import { cleanName, cleanNames } from '../transfer/cleanName.ts';
import type { OtpAccount } from './OtpAccount.ts';

export interface OtpEdit extends GroupAndTags {
  issuer?: string | undefined;
  label?: string | undefined;
  pinned?: boolean | undefined;
}

/** Members that are absent stay; an empty group is none, and so is an empty list of tags. */
export function editedOtp(account: OtpAccount, { issuer, label, pinned, ...marks }: OtpEdit): OtpAccount {
  return {
    ...marked(account, marks),
    ...(issuer !== undefined && { issuer: cleanName(issuer) }),
    ...(label !== undefined && { label: cleanName(label) }),
    ...(pinned !== undefined && { isPinned: pinned }),
  };
}

interface GroupAndTags {
  group?: string | undefined;
  tags?: readonly string[] | undefined;
}

/** The same in another group, with other tags. Members that are absent stay; empty ones are none. */
export function marked<T extends { group?: string | undefined; tags?: string[] | undefined }>(
  one: T,
  edit: GroupAndTags,
): Omit<T, 'group' | 'tags'> & { group?: string; tags?: string[] } {
  const { group: groupBefore, tags: tagsBefore, ...rest } = one;
  const group = edit.group === undefined ? groupBefore : cleanName(edit.group);
  const tags = edit.tags === undefined ? tagsBefore : cleanNames(edit.tags);
  return { ...rest, ...(group !== undefined && group !== '' && { group }), ...(tags !== undefined && tags.length > 0 && { tags }) };
}
