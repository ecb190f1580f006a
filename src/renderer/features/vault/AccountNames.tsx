import type { AccountName } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';

/** Accounts by name, as far as they are known without the vault. */
export function AccountNames({ accounts }: { accounts: readonly AccountName[] }) {
  return (
    <ul className="account-names-list">
      {accounts.map((account) => (
        <li key={`${account.subscriber} ${account.organisation}`}>
          <strong>
            <Name text={account.organisation} />
          </strong>
          {' · '}
          <Name text={account.subscriber} />
        </li>
      ))}
    </ul>
  );
}
