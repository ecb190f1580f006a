import type { AppView } from '../../bridge/views.ts';
import { signInNameOf } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Channels } from '../channel/Channels.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import type { DisplayClock } from '../requests/DisplayClock.ts';
import type { Inbox } from '../requests/Inbox.ts';
import type { SettingsService } from '../settings/Settings.ts';
import type { Clock } from '../time/Clock.ts';
import type { CorrectedClocks } from '../time/CorrectedClocks.ts';
import type { VaultState } from '../vault/VaultState.ts';
import type { Verifiers } from '../verifiers/Verifiers.ts';
import { accountView } from './accountView.ts';
import { namedOrganisation, organisationView } from './organisationView.ts';
import { requestView } from './requestView.ts';

/** How long the outcome of a request stays in view. */
export const OUTCOME_SHOWN_MS = 4_000;

export interface AppViewParts {
  accounts: Accounts;
  verifiers: Verifiers;
  channels: Channels;
  inbox: Inbox;
  displayClock: DisplayClock;
  pairing: PairingFlow;
  settings: SettingsService;
  clocks: CorrectedClocks;
  clock: Clock;
  vaultState(): VaultState;
  app(): AppView['app'];
}

/** Draws the one complete snapshot that every window shows. */
export class AppViews {
  readonly #parts: AppViewParts;

  constructor(parts: AppViewParts) {
    this.#parts = parts;
  }

  current(): AppView {
    const { settings, pairing, inbox, displayClock } = this.#parts;
    const vault = this.#parts.vaultState();
    const isOpen = vault.state === 'open';
    return {
      vault: vault.state === 'failed' ? { ...vault, accounts: settings.accountNames() } : vault,
      accounts: isOpen ? this.#accounts() : [],
      requests: isOpen ? this.#requests() : [],
      ...(displayClock.wanted !== undefined && { shownRequestId: displayClock.wanted }),
      verifiers: isOpen ? this.#verifiers() : [],
      pairing: pairing.view(),
      activity: isOpen ? inbox.activity() : [],
      settings: settings.current(),
      app: this.#parts.app(),
    };
  }

  /** Ms until the next passcode of any account, and until an outcome leaves the view: when to draw again without any other cause. */
  nextChangeMs(): number | undefined {
    const waits = this.current().accounts.flatMap(({ passcode }) => (passcode === undefined ? [] : [passcode.remainingMs]));
    for (const { ended } of this.#parts.inbox.requests()) {
      const left = ended === undefined ? 0 : ended.atMs + OUTCOME_SHOWN_MS - this.#parts.clock.nowMs();
      if (left > 0) waits.push(Math.min(left, OUTCOME_SHOWN_MS));
    }
    return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
  }

  /** Those that a living account connects to. */
  #verifiers(): AppView['verifiers'] {
    const { verifiers, accounts, channels, clocks } = this.#parts;
    return verifiers
      .all()
      .filter(({ issuer }) => accounts.of(issuer).some((account) => account.secrets !== undefined))
      .map((verifier) => {
        const { state, problem } = channels.status(verifier.issuer);
        const clockOffsetMs = clocks.of(verifier.issuer).offsetMs;
        return {
          issuer: verifier.issuer,
          organisation: organisationView(verifier),
          connection: state,
          ...(problem !== undefined && { problem }),
          ...(clockOffsetMs !== undefined && { clockOffsetMs }),
        };
      });
  }

  #accounts(): AppView['accounts'] {
    return this.#parts.accounts
      .all()
      .map((account) => accountView(account, this.#organisation(account), this.#parts.clocks.of(account.issuer).nowMs()));
  }

  #requests(): AppView['requests'] {
    const nowMs = this.#parts.clock.nowMs();
    return this.#parts.inbox
      .requests()
      .filter(({ ended }) => ended === undefined || Math.abs(nowMs - ended.atMs) < OUTCOME_SHOWN_MS)
      .toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined) || b.receivedAtMs - a.receivedAtMs)
      .map((held) => {
        const account = this.#parts.accounts.get(held.account);
        return requestView(held, {
          organisation: this.#organisation(held),
          signInName: account === undefined ? '' : signInNameOf(account),
          verifierNowMs: this.#parts.clocks.of(held.issuer).nowMs(),
          approveInMs: this.#parts.displayClock.approveInMs(held.id),
        });
      });
  }

  #organisation({ issuer, organisation }: { issuer: string; organisation: string }): AppView['accounts'][number]['organisation'] {
    const verifier = this.#parts.verifiers.find(issuer);
    return verifier === undefined ? namedOrganisation(organisation) : organisationView(verifier);
  }
}
