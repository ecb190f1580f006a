import type { Account } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Removals } from '../accounts/Removals.ts';
import type { Channels } from '../channel/Channels.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import { IntentError } from '../errors/IntentError.ts';
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
  removals: Removals;
  inbox: Inbox;
  pairing: PairingFlow;
  channels: Channels;
  clocks: CorrectedClocks;
  settings: SettingsService;
  clock: Clock;
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
    const { vault, verifiers, accounts, removals, inbox, pairing, clocks } = this.#parts;
    this.#enter({ state: 'opening' });
    try {
      await vault.open();
      await verifiers.load();
      clocks.reset();
      await accounts.load();
      await removals.load();
      await inbox.load();
      await this.#forgetUnusedVerifiers();
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
    await this.#parts.inbox.close();
    await this.#parts.vault.startOver();
    await this.open();
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

  async paired(account: Account): Promise<void> {
    this.accountsChanged();
    await this.#parts.inbox.record({
      id: `${account.recordId}.paired`,
      atMs: this.#parts.clock.nowMs(),
      type: 'paired',
      organisation: account.organisation,
      subscriber: account.displayName,
    });
    await this.#parts.channels.attach(account);
  }

  async remove(account: Account): Promise<void> {
    const { inbox, removals, channels, clock } = this.#parts;
    await removals.remove(account);
    await inbox.dropAccount(account.recordId);
    const { organisation, displayName: subscriber, recordId } = account;
    await inbox.record({ id: `${recordId}.removed`, atMs: clock.nowMs(), type: 'removed', organisation, subscriber });
    this.accountsChanged();
    for (const { proof } of removals.of(account.issuer)) channels.sendRemoval(account.issuer, proof);
  }

  /** After sleep, or when the network has changed. */
  async wake(): Promise<void> {
    this.#parts.clocks.resume();
    if (this.#vaultState.state !== 'open') return;
    await this.#parts.inbox.wake();
    this.#parts.channels.restartAll();
  }

  async close(): Promise<void> {
    this.#parts.channels.stopAll();
    if (this.#vaultState.state === 'open') await this.#parts.inbox.close();
    this.#parts.vault.lock();
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
