import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Removals } from '../accounts/Removals.ts';
import type { ActivityLog } from '../activity/ActivityLog.ts';
import type { Channels } from '../channel/Channels.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { Mutes } from '../mutes/Mutes.ts';
import type { Arrangement } from '../arrangement/Arrangement.ts';
import type { OtpAccounts } from '../otp/OtpAccounts.ts';
import type { PairingList } from '../pairing/list/PairingList.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { SettingsService } from '../settings/Settings.ts';
import type { Clock } from '../time/Clock.ts';
import type { CorrectedClocks } from '../time/CorrectedClocks.ts';
import type { ManagedVault } from '../vault/Vault.ts';
import type { VaultState } from '../vault/VaultState.ts';
import type { Verifiers } from '../verifiers/Verifiers.ts';

export interface SessionParts {
  vault: ManagedVault;
  verifiers: Verifiers;
  accounts: Accounts;
  otpAccounts: OtpAccounts;
  arrangement: Arrangement;
  removals: Removals;
  activity: ActivityLog;
  mutes: Mutes;
  inbox: Inbox;
  pairing: PairingFlow;
  pairingList: PairingList;
  channels: Channels;
  clocks: CorrectedClocks;
  settings: SettingsService;
  clock: Clock;
  /** The vault is open, and nobody has seen anything of it yet. */
  onVaultOpen(): Promise<void>;
  onChange(): void;
}

/** From the opened vault to connected accounts and back: what happens in which order, and when. */
export class Session {
  readonly #parts: SessionParts;
  #vaultState: VaultState = { state: 'opening' };
  #opening: Promise<void> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  vaultState(): VaultState {
    return this.#vaultState;
  }

  /**
   * Opens the vault and loads what it holds. Failures become the vault's state, because the person must act on them.
   * Does nothing while it is open: what is held must not be read again under the hands of those who change it.
   */
  async open(): Promise<void> {
    if (this.#vaultState.state === 'open') return;
    this.#opening ??= this.#load().finally(() => (this.#opening = undefined));
    await this.#opening;
  }

  async #load(): Promise<void> {
    const { vault, verifiers, accounts, otpAccounts, arrangement, removals, mutes, activity, inbox, pairing, pairingList, clocks } =
      this.#parts;
    this.#enter({ state: 'opening' });
    try {
      await vault.open();
      await this.#parts.onVaultOpen();
      await verifiers.load();
      clocks.reset();
      await accounts.load();
      await otpAccounts.load();
      await removals.load();
      await arrangement.load();
      // Before the inbox, which hands over what ended when the app did.
      await activity.load();
      await mutes.load();
      await inbox.load();
      await this.#forgetUnusedVerifiers();
      await pairingList.load();
      await pairing.resume();
    } catch (error) {
      this.#enter({ state: 'failed', error: errorCodeOf(error) });
      return;
    }
    this.#enter({ state: 'open' });
    inbox.announceOpen();
    this.accountsChanged();
  }

  /**
   * The person's explicit wish when the vault does not open: every account and its secrets are deleted, and an empty
   * vault is made. A vault that works is never deleted, whatever a page asks.
   * @throws IntentError bad-arguments
   */
  async startOver(): Promise<void> {
    if (this.#vaultState.state !== 'failed') throw new IntentError('bad-arguments');
    this.#parts.channels.stopAll();
    await this.#closeJournals();
    await this.#parts.vault.startOver();
    await this.open();
  }

  /** Removes every account as one by one, with its farewell, and the history with them. */
  async removeAll(): Promise<void> {
    const { accounts, otpAccounts, arrangement, pairing, pairingList, inbox, activity } = this.#parts;
    await pairing.cancel();
    await pairingList.giveUp();
    await otpAccounts.change(() => []);
    for (const account of accounts.all()) await this.remove(account, true);
    await arrangement.tidy();
    await inbox.forgetAll();
    await activity.clear();
  }

  /** Connects to the verifiers that are needed now, and remembers the names of accounts for the day the vault does not open. */
  accountsChanged(): void {
    if (this.#vaultState.state !== 'open') return;
    const { accounts, removals, channels, settings } = this.#parts;
    const alive = accounts.all().filter((account) => account.secrets !== undefined);
    channels.keep(new Set([...alive.map((account) => account.issuer), ...removals.issuers()]));
    settings.rememberAccountNames(
      accounts.all().map((account) => ({ organisation: account.organisation, subscriber: account.displayName })),
    );
    this.#parts.onChange();
  }

  /** What this app can do has changed: a PIN was set, or the system can verify its user now. */
  async tellCapabilities(): Promise<void> {
    if (this.#vaultState.state === 'open') await this.#parts.channels.attachAll(this.#parts.accounts.all());
  }

  async paired(account: Account): Promise<void> {
    this.accountsChanged();
    await this.#record('paired', account);
    await this.#parts.channels.attach(account);
  }

  /** @param deleteHistory deletes the account's lines in the history, too; then none tells of the removal either */
  async remove(account: Account, deleteHistory: boolean): Promise<void> {
    await this.#remove(account, deleteHistory);
    await this.#removed([account]);
  }

  /**
   * Removes one after the other, each as by itself; one that fails keeps none of the others.
   * @returns those that are still there
   */
  async removeMany(accounts: readonly Account[], deleteHistory: boolean): Promise<Account[]> {
    const left: Account[] = [];
    for (const account of accounts) {
      try {
        await this.#remove(account, deleteHistory);
      } catch {
        if (this.#parts.accounts.get(account.recordId) !== undefined) left.push(account);
      }
    }
    await this.#removed(accounts);
    return left;
  }

  async #remove(account: Account, deleteHistory: boolean): Promise<void> {
    const { activity, inbox, removals, mutes } = this.#parts;
    // First, so that a kill in between leaves an account to remove once more rather than a history that nothing leads to.
    if (deleteHistory) await activity.deleteAccount(account.recordId);
    await removals.remove(account);
    await mutes.forget(account);
    await inbox.dropAccount(account.recordId);
    if (deleteHistory) await this.#deleteHistory(account);
    else await this.#record('removed', account);
  }

  /** The organisations are told once for all of them. */
  async #removed(accounts: readonly Account[]): Promise<void> {
    const { arrangement, removals, channels } = this.#parts;
    if (accounts.length === 0) return;
    this.accountsChanged();
    for (const issuer of new Set(accounts.map((account) => account.issuer)))
      for (const { proof } of removals.of(issuer)) channels.sendRemoval(issuer, proof);
    await arrangement.tidy();
  }

  /** No sign-in requests of this account for so many ms; 0 ends it. The verifier is told now, or with the next attach. */
  async mute(account: Account, forMs: number): Promise<void> {
    await this.#parts.mutes.change(account, forMs);
    await this.#parts.channels.sayMutes(account.issuer);
  }

  /** After sleep, or when the network has changed. */
  async wake(): Promise<void> {
    this.#parts.clocks.resume();
    if (this.#vaultState.state !== 'open') return;
    await this.#parts.inbox.wake();
    await this.#parts.activity.sweep();
    this.#parts.channels.restartAll();
  }

  async close(): Promise<void> {
    this.#parts.channels.stopAll();
    if (this.#vaultState.state === 'open') await this.#closeJournals();
    this.#parts.vault.lock();
  }

  /** The person has chosen how long the history is kept. */
  async applyRetention(): Promise<void> {
    if (this.#vaultState.state !== 'open') return;
    // What has just ended must not come back into the history with the next start.
    await this.#parts.inbox.forgetEnded();
    await this.#parts.activity.applyRetention();
  }

  async #deleteHistory({ recordId }: Account): Promise<void> {
    await this.#parts.inbox.forgetEnded();
    await this.#parts.activity.deleteAccount(recordId);
  }

  async #record(type: 'paired' | 'removed', { recordId, organisation, displayName: subscriber }: Account): Promise<void> {
    const { activity, clock } = this.#parts;
    await activity.record({ id: `${recordId}.${type}`, atMs: clock.nowMs(), type, account: recordId, organisation, subscriber });
  }

  async #closeJournals(): Promise<void> {
    await this.#parts.inbox.close();
    await this.#parts.activity.close();
  }

  /** Both ends forget: with the last account and the last farewell of an organisation its pins go, too. */
  async #forgetUnusedVerifiers(): Promise<void> {
    const { verifiers, accounts, removals } = this.#parts;
    const used = new Set([...accounts.all().map((account) => account.issuer), ...removals.issuers()]);
    for (const { issuer } of verifiers.all()) if (!used.has(issuer)) await verifiers.forget(issuer);
  }

  #enter(state: VaultState): void {
    this.#vaultState = state;
    this.#parts.onChange();
  }
}
