import type { AccountView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { SignInName } from '../../components/SignInName.tsx';

/** What the organisation calls itself and the person. */
export function TrueNames({ account: { organisation, signInName } }: { account: AccountView }) {
  return (
    <>
      <Name text={organisation.name} /> · <SignInName text={signInName} />
    </>
  );
}
