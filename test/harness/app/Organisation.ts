import { removeDataFolder } from '../verifier/dataFolder.ts';
import { startTestVerifier, type TestVerifier } from '../verifier/startTestVerifier.ts';
import type { VerifierOptions } from '../../../src/verifier/compose.ts';
import { freePort } from '../verifier/freePort.ts';
import type { AppCore } from './AppCore.ts';
import type { Computer } from './Computer.ts';

export interface PairingPage {
  id: string;
  link: string;
  signInName: string;
  typedKey: string;
}

type Options = Omit<Partial<VerifierOptions>, 'clock'>;

/** A real verifier with one employee and four applications, and the pages that the employee sees in the browser. */
export class Organisation {
  readonly #options: Options;
  readonly #folders = new Set<string>();
  #verifier: TestVerifier;

  private constructor(verifier: TestVerifier, options: Options) {
    this.#verifier = verifier;
    this.#options = options;
    this.#folders.add(verifier.dataFolder);
  }

  static async start(options: Options = {}): Promise<Organisation> {
    const organisation = new Organisation(await startTestVerifier(options), options);
    const { api } = organisation.#verifier;
    await api.addSubscriber('anna', 'Anna Weber');
    await api.setApplication('vpn', { name: 'Acme VPN' });
    await api.setApplication('wiki', { name: 'Wiki', match: 'choice' });
    await api.setApplication('door', { name: 'Door', match: 'none' });
    await api.setApplication('safe', { name: 'Safe', userVerification: 'required' });
    return organisation;
  }

  get verifier(): TestVerifier {
    return this.#verifier;
  }

  get api(): TestVerifier['api'] {
    return this.#verifier.api;
  }

  get issuer(): string {
    return this.#verifier.issuer;
  }

  /** A verifier that the app reaches only by way of somebody. */
  static async behind(between: { readonly origin: string; target: number }, options: Options = {}): Promise<Organisation> {
    const port = await freePort();
    between.target = port;
    return await Organisation.start({ ...options, publicUrl: between.origin, listen: { host: '127.0.0.1', port } });
  }

  /** Anna asks for a new device: the page shows link and key. */
  async pairingPage(): Promise<PairingPage> {
    return await this.api.pairingKey('anna');
  }

  /** The six digits that the page shows once the device has come. */
  async pairingNumber({ id }: PairingPage): Promise<string> {
    const { number } = await this.api.pairing(id, '?since=unused&wait=10');
    if (number === undefined) throw new Error('the page shows no number');
    return number;
  }

  /** Anna types a passcode into the pairing page. @returns what the page says then */
  async typePasscode({ id }: PairingPage, passcode: string): Promise<string | undefined> {
    const { body } = await this.api.call<{ state?: string; error?: string }>('POST', `/v1/pairing-keys/${id}/passcode`, { passcode });
    return body.state ?? body.error;
  }

  /** Anna signs in somewhere. */
  async signIn(application = 'vpn', extra: object = {}): Promise<{ id: string; number: string }> {
    const { id, match } = await this.api.ask({ subscriber: 'anna', application, ...extra });
    return { id, number: match.number ?? '' };
  }

  /** What the application hears as soon as it is decided. */
  async outcome({ id }: { id: string }): Promise<string> {
    return (await this.api.transaction(id, '?wait=10')).status;
  }

  async withdraw({ id }: { id: string }): Promise<void> {
    await this.api.call('POST', `/v1/transactions/${id}/cancel`);
  }

  /** Ids of Anna's accounts here. */
  async accountIds(): Promise<string[]> {
    return (await this.api.accounts()).map(({ id }) => id);
  }

  async removeAccount(id: string): Promise<void> {
    await this.api.call('DELETE', `/v1/accounts/${id}`);
  }

  /** Pairs this app and confirms it by the number. */
  async pair(app: AppCore): Promise<PairingPage> {
    const page = await this.pairingPage();
    const { step, ...more } = await app.pairByLink(page.link);
    if (step !== 'paired') throw new Error(`pairing ended ${step} ${JSON.stringify(more)}`);
    const accountId = app.pairing().step === 'paired' ? (more as { accountId: string }).accountId : '';
    const request = await app.until('the request to confirm', (view) =>
      view.requests.find((open) => open.accountId === accountId && open.phase === 'open'),
    );
    await app.decide(request, 'approve', await this.pairingNumber(page));
    await app.until(
      'an active account',
      ({ accounts, activity }) =>
        accounts.some(({ id, state }) => id === accountId && state === 'active') &&
        activity.some(({ id, type }) => type === 'activated' && id.startsWith(accountId)),
    );
    await app.ask('pairing:cancel', undefined);
    return page;
  }

  /** An app on that computer with an active account here. */
  async pairedApp(computer: Computer): Promise<AppCore> {
    const app = await computer.launch();
    await this.pair(app);
    return app;
  }

  async goDown(): Promise<void> {
    await this.#verifier.close();
  }

  /** Starts again on the same port, with the same data and the same clock unless told otherwise. */
  async comeBack(changes: Options = {}): Promise<void> {
    const { dataFolder, clock, port } = this.#verifier;
    await this.#verifier.close();
    const listen = { host: '127.0.0.1', port };
    this.#verifier = await startTestVerifier({ ...this.#options, dataFolder, ...changes, clock, listen });
    this.#folders.add(this.#verifier.dataFolder);
  }

  async dispose(): Promise<void> {
    await this.#verifier.close();
    for (const folder of this.#folders) await removeDataFolder(folder);
  }
}
