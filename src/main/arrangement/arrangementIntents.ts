import type { Channel } from '../../bridge/channels.ts';
import type { Account } from '../accounts/Account.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { RemovedOtp } from '../otp/RemovedOtp.ts';
import { marked } from '../otp/editedOtp.ts';
import type { Intents } from '../session/Intents.ts';
import type { Session } from '../session/Session.ts';
import { cleanName } from '../transfer/cleanName.ts';
import type { Marks } from './Arrangement.ts';
import { moved } from './order.ts';
import { type ArrangedParts, shownOrder } from './shownOrder.ts';

export interface ArrangementParts extends ArrangedParts {
  removedOtp: RemovedOtp;
  session: Session;
  /** Refuses while the vault is not open. */
  whenOpen: () => void;
}

type ArrangementChannel = Extract<Channel, `accounts:${'pin' | 'edit' | 'move' | 'group' | 'removeMany'}`>;

/** What a page may ask for to arrange accounts: of organisations alone, or of both kinds at once. */
export function arrangementIntents(parts: ArrangementParts): Pick<Intents, ArrangementChannel> {
  const { accounts, otpAccounts, arrangement, removedOtp, session, whenOpen } = parts;
  const paired = (ids: readonly string[]): Account[] => [...new Set(ids)].flatMap((id) => accounts.get(id) ?? []);
  const mark = async (id: string, edit: (marks: Marks) => Marks): Promise<void> => {
    whenOpen();
    if (accounts.get(id) === undefined) throw new IntentError('account-unknown');
    await arrangement.mark([id], edit);
  };
  return {
    'accounts:pin': async ({ id, pinned }) => await mark(id, (marks) => ({ ...marks, isPinned: pinned })),
    'accounts:edit': async ({ id, ...edit }) => await mark(id, (marks) => edited(marks, edit)),
    'accounts:move': async ({ ids, target, position }) => {
      whenOpen();
      if (accounts.get(target) === undefined && otpAccounts.get(target) === undefined) throw new IntentError('account-unknown');
      await arrangement.reorder(() => moved(shownOrder(parts), new Set(ids), target, position));
    },
    'accounts:group': async ({ ids, group }) => {
      whenOpen();
      const chosen = new Set(ids);
      // Two records: a disk that fails between them leaves each kind whole, and the same again does no harm.
      await otpAccounts.change((all) =>
        all.some(({ id }) => chosen.has(id)) ? all.map((one) => (chosen.has(one.id) ? marked(one, { group }) : one)) : all,
      );
      const organisations = paired(ids).map(({ recordId }) => recordId);
      if (organisations.length > 0) await arrangement.mark(organisations, (marks) => marked(marks, { group }));
    },
    'accounts:removeMany': async ({ ids, deleteHistory = false }) => {
      whenOpen();
      await removedOtp.remove(new Set(ids));
      const left = await session.removeMany(paired(ids), deleteHistory);
      return { left: left.map(({ recordId }) => recordId) };
    },
  };
}

interface Edit {
  ownName?: string | undefined;
  group?: string | undefined;
  tags?: readonly string[] | undefined;
}

/** Members that are absent stay; empty ones are none. */
function edited({ ownName: before, ...marks }: Marks, { ownName, ...edit }: Edit): Marks {
  const name = ownName === undefined ? before : cleanName(ownName);
  return { ...marked(marks, edit), ...(name !== undefined && name !== '' && { ownName: name }) };
}
