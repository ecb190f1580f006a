/** Makes a profile of the app with accounts: the app's own core, on the keyring of its session, pairs with a verifier. */
import { Computer } from '../../harness/app/Computer.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import { Api } from '../../harness/verifier/Api.ts';
import { answerCalls } from '../process/answerCalls.ts';
import type { ServerAddress } from '../servers/ServerMethods.ts';

export type ProfileMethods = {
  make(plan: { profile: string; server: ServerAddress; accounts: number }): Promise<void>;
};

async function pair(app: AppCore, api: Api, subscriber: string): Promise<void> {
  await api.addSubscriber(subscriber);
  const { id, link } = await api.pairingKey(subscriber, { kind: 'link' });
  await app.pairByLink(link);
  const passcode = await app.until(
    'a passcode',
    ({ accounts, passcodes }) => passcodes[accounts.find(({ state }) => state === 'waiting')?.id ?? '']?.current,
  );
  await api.call('POST', `/v1/pairing-keys/${id}/passcode`, { passcode });
  await app.until('an active account', ({ accounts }) => accounts.every(({ state }) => state === 'active'));
  await app.ask('pairing:cancel', undefined);
}

const methods: ProfileMethods = {
  make: async ({ profile, server, accounts }) => {
    const app = await new Computer(profile).launch();
    const api = new Api(server.url, server.apiKey);
    for (let index = 0; index < accounts; index += 1) await pair(app, api, `person-${index}`);
    await app.until('nothing open', ({ requests }) => requests.every(({ phase }) => phase === 'settled'));
    await app.close();
    // What follows once from pairing is done at the next start; the ones that are measured are ordinary ones.
    await (await new Computer(profile).launch()).close();
  },
};

answerCalls(methods);
