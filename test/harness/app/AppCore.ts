import { readFileSync, writeFileSync } from 'node:fs';
import { channels, type Argument, type Channel } from '../../../src/bridge/channels.ts';
import type { AnswerOf } from '../../../src/bridge/api.ts';
import type { Result } from '../../../src/bridge/errors.ts';
import { MOST_IMPORT_BYTES } from '../../../src/bridge/importing.ts';
import type {
  AccountView,
  ActivityView,
  AppView,
  PairingView,
  PasscodeView,
  PasscodeViews,
  RequestView,
} from '../../../src/bridge/views.ts';
import { compose, type Core } from '../../../src/main/compose.ts';
import { errorCodeOf } from '../../../src/main/errors/errorCodeOf.ts';
import type { FaultPoint } from '../../../src/main/files/faults.ts';
import { readBounded } from '../../../src/main/files/readBounded.ts';
import { type ManagedPolicy, UNMANAGED } from '../../../src/main/policy/ManagedPolicy.ts';
import type { SettingsStore } from '../../../src/main/settings/Settings.ts';
import type { Clock } from '../../../src/main/time/Clock.ts';
import { OsKeyring } from '../../../src/main/vault/OsKeyring.ts';
import type { Computer } from './Computer.ts';
import { RecordedNotifications } from './RecordedNotifications.ts';
import { CuttableAgent } from './CuttableAgent.ts';

export interface LaunchOptions {
  /** Allows plain http to this computer; true unless said otherwise. */
  development?: boolean;
  /** See {@link AppCore.dieAt}. */
  dieAt?: DeathPoint;
  times?: number;
  /** How the app dies at a fault point; by itself it freezes there. A process of its own can really end. */
  die?: () => void;
  /** The administrator's; none unless said otherwise. */
  policy?: ManagedPolicy;
  /** As in the app's own surroundings. */
  journalLinesLeftAlone?: number;
}

/** A fault point of `src/main`, or whichever comes. */
export type DeathPoint = FaultPoint | 'any';

const PATIENCE_MS = 20_000;

/** Where killed apps stand still. Held, so that the files they had open are not closed by the collector of garbage. */
const frozen: Promise<never>[] = [];

/** The app without its windows: a person's intents go in, and what the person sees comes out. */
export class AppCore {
  readonly computer: Computer;
  /** Every view that was sent to the windows. */
  readonly views: AppView[] = [];
  /** New passcodes that came without a view. */
  readonly passcodes: PasscodeViews[] = [];
  /** Every result of an intent. */
  readonly results: Result<unknown>[] = [];
  readonly logged: string[] = [];
  /** Requests that came up, and those that went, in order. */
  readonly arrivals: string[] = [];
  readonly ends: string[] = [];
  readonly notifications = new RecordedNotifications();
  /** Requests whose window was brought up. */
  readonly opened: string[] = [];
  /** Requests that were alerted for once more. */
  readonly halfTimes: string[] = [];
  /** How many views had been sent each time that pages were told to forget. */
  readonly locked: number[] = [];
  /** Each time that the shield of the windows changed: whether they may be captured. */
  readonly captures: boolean[] = [];
  readonly #agent = new CuttableAgent();
  readonly #core: Core;
  readonly #cancels = new Set<() => void>();
  #fatal: { point: DeathPoint | undefined; times: number };
  readonly #die: () => void;
  #isAlive = true;
  #onDeath: () => void = () => {};
  readonly died = new Promise<void>((resolve) => {
    this.#onDeath = resolve;
  });

  private constructor(computer: Computer, options: LaunchOptions) {
    this.computer = computer;
    this.#fatal = { point: options.dieAt, times: options.times ?? 1 };
    this.#die = options.die ?? (() => this.kill());
    this.#core = compose({
      folder: computer.vaultFolder,
      dataKeyStore: new OsKeyring(),
      settingsStore: jsonFile(computer.settingsFile),
      clipboard: computer.clipboard,
      notificationService: this.notifications,
      clock: this.#mortalClock(computer.clock),
      agent: this.#agent,
      device: { name: "Anna's computer", platform: 'linux', osVersion: 'Debian 12', appVersion: '0.1.0' },
      development: options.development ?? true,
      app: () => ({ version: '0.1.0', platform: 'linux', trayAvailable: true, locale: 'en-GB' }),
      isApprovalVisible: () => true,
      chooseFile: async () => await Promise.resolve(computer.exportFile),
      captureScreens: async () => await computer.captureScreens(),
      isMainInFront: () => computer.isMainInFront,
      openFile: async () => (computer.importFile === undefined ? undefined : await readBounded(computer.importFile, MOST_IMPORT_BYTES)),
      showRequest: (id) => void this.opened.push(id),
      onView: (view) => void this.views.push(view),
      onPasscodes: (passcodes) => void this.passcodes.push(passcodes),
      onArrival: (id) => void this.arrivals.push(id),
      onHalfTime: (id) => void this.halfTimes.push(id),
      onEnd: (id) => void this.ends.push(id),
      onSettings: () => {},
      quit: () => {},
      systemVerifier: computer.systemVerifier,
      policy: options.policy ?? UNMANAGED,
      presence: () => computer.presence,
      confirm: async (question) => await computer.confirm(question),
      language: () => 'en-GB',
      onLocked: () => void this.locked.push(this.views.length),
      onCapture: (isAllowed) => void this.captures.push(isAllowed),
      log: (what, code) => void this.logged.push(`${what}: ${code}`),
      faults: async (point) => await this.#passing(point),
      ...(options.journalLinesLeftAlone !== undefined && { journalLinesLeftAlone: options.journalLinesLeftAlone }),
    });
  }

  static async launch(computer: Computer, options: LaunchOptions = {}): Promise<AppCore> {
    const app = new AppCore(computer, options);
    await Promise.race([app.#core.session.open(), app.died]);
    app.#core.notifications.ready();
    return app;
  }

  /** Asks as a page does: the argument is checked, and a failure is a closed code. */
  async ask<C extends Channel>(channel: C, argument: Argument<C>): Promise<Result<AnswerOf<C>>> {
    const result = await this.#ask(channel, argument);
    this.results.push(result);
    return result;
  }

  view(): AppView {
    return this.#core.views.current();
  }

  /** The codes of this moment, as they are told without a view. */
  codes(): PasscodeViews {
    return this.#core.views.passcodes();
  }

  pairing(): PairingView {
    return this.view().pairing;
  }

  /** The one account there is, with its passcode. */
  account(): AccountView & { passcode?: PasscodeView } {
    const [account, ...more] = this.view().accounts;
    if (account === undefined || more.length > 0) throw new Error(`there are ${this.view().accounts.length} accounts`);
    const passcode = this.view().passcodes[account.id];
    return { ...account, ...(passcode !== undefined && { passcode }) };
  }

  requests(phase: RequestView['phase']): RequestView[] {
    return this.view().requests.filter((request) => request.phase === phase);
  }

  /** Lines about requests, newest first. */
  history(): ActivityView[] {
    return this.view().activity.filter(({ type }) => type === 'request');
  }

  /** Waits until the view says something: the first thing that is neither undefined nor false. */
  async until<T>(what: string, read: (view: AppView) => T | undefined | false): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = read(this.view());
      if (found !== undefined && found !== false) return found;
      if (!this.#isAlive) throw new Error(`the app ended before there was ${what}`);
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the view is ${JSON.stringify(this.view())}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async online(): Promise<void> {
    await this.until(
      'all verifiers online',
      ({ verifiers }) => verifiers.length > 0 && verifiers.every(({ connection }) => connection === 'online'),
    );
  }

  /** The next request that is open. */
  async openRequest(): Promise<RequestView> {
    return await this.until('an open request', () => this.requests('open')[0]);
  }

  async noOpenRequest(): Promise<void> {
    await this.until('no open request', () => this.requests('open').length === 0);
  }

  /** The person looks at a request for long enough. */
  async look({ id }: { id: string }): Promise<void> {
    await this.ask('requests:displayed', { id });
    this.computer.clock.advance(700);
  }

  /** The person looks, and decides. */
  async decide(request: RequestView, decision: 'approve' | 'deny' | 'report', number?: string, pin?: string): Promise<Result<void>> {
    await this.look(request);
    return await this.ask('requests:decide', {
      id: request.id,
      decision,
      ...(number !== undefined && { number }),
      ...(pin !== undefined && { pin }),
    });
  }

  /** The last word on a request, as the history keeps it. While it is open or on its way an older one may stand there yet. */
  async outcomeOf({ id }: RequestView): Promise<string> {
    const isOver = (): boolean => [...this.requests('open'), ...this.requests('sending')].every((request) => request.id !== id);
    return await this.until('an outcome', () => isOver() && this.history().find((line) => line.id === id)?.outcome);
  }

  /** Pastes a link and confirms the host; answers where that led. */
  async pairByLink(link: string): Promise<PairingView> {
    await this.ask('pairing:openLink', { link });
    await this.ask('pairing:confirm', undefined);
    return this.pairing();
  }

  /** Types name and key, confirms the host and the fingerprint that is shown; answers where that led. */
  async pairByName(signInName: string, key: string): Promise<PairingView> {
    await this.ask('pairing:openName', { signInName, key });
    await this.ask('pairing:confirm', undefined);
    if (this.pairing().step === 'fingerprint') await this.ask('pairing:confirm', undefined);
    return this.pairing();
  }

  clickLink(link: string): void {
    this.#core.openLink(link);
  }

  /** The screen is locked, or the computer goes to sleep. */
  leave(): void {
    this.#core.lock.leave();
  }

  /** A request was chosen in the tray or by its notification. */
  openRequestById(id: string): boolean {
    return this.#core.openRequest(id);
  }

  /** The computer wakes up, or its network has changed. */
  async wake(): Promise<void> {
    await this.#core.session.wake();
  }

  /** The app is killed the moment it gets to this fault point of `src/main` for the n-th time from now on. */
  dieAt(point: DeathPoint, times = 1): void {
    this.#fatal = { point, times };
  }

  /** Ends at once, as by SIGKILL: no goodbye, no last write, nothing more happens. */
  kill(): void {
    this.#end();
    this.#onDeath();
  }

  async restart(options: LaunchOptions = {}): Promise<AppCore> {
    await this.close();
    return await this.computer.launch(options);
  }

  /** The person quits the app. */
  async close(): Promise<void> {
    if (!this.#isAlive) return;
    this.#core.publisher.stop();
    await this.#core.clipboard.clear();
    await this.#core.session.close();
    this.#end();
  }

  #end(): void {
    this.#isAlive = false;
    this.#core.publisher.stop();
    this.#core.lock.stop();
    for (const cancel of this.#cancels) cancel();
    this.#agent.cut();
  }

  async #ask<C extends Channel>(channel: C, argument: Argument<C>): Promise<Result<AnswerOf<C>>> {
    const parsed = channels[channel].safeParse(argument);
    if (!parsed.success) return { ok: false, error: 'bad-arguments' };
    try {
      const death = this.died.then(() => Promise.reject(new Error('killed')));
      return { ok: true, value: await Promise.race([this.#core.intents[channel](parsed.data as Argument<C>), death]) };
    } catch (error) {
      return { ok: false, error: errorCodeOf(error) };
    }
  }

  /** A killed process never gets past the point; so nothing after it happens either. */
  async #passing(point: FaultPoint): Promise<void> {
    if (this.#isAlive) {
      if (this.#fatal.point !== point && this.#fatal.point !== 'any') return;
      this.#fatal.times -= 1;
      if (this.#fatal.times > 0) return;
      this.#die();
    }
    const never = new Promise<never>(() => {});
    frozen.push(never);
    await never;
  }

  /** The computer's clock; timers of a process end with it. */
  #mortalClock(clock: Clock): Clock {
    return {
      nowMs: () => clock.nowMs(),
      monotonicMs: () => clock.monotonicMs(),
      schedule: (delayMs, run) => {
        if (!this.#isAlive) return () => {};
        const cancel = clock.schedule(delayMs, () => {
          this.#cancels.delete(cancel);
          run();
        });
        this.#cancels.add(cancel);
        return cancel;
      },
    };
  }
}

function jsonFile(path: string): SettingsStore {
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        return {};
      }
    },
    write: (value) => writeFileSync(path, JSON.stringify(value)),
  };
}
