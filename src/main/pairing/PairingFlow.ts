import type { ErrorCode } from '../../bridge/errors.ts';
import type { PairingView, ReplacedView } from '../../bridge/views.ts';
import { issuerHost } from '../../protocol/issuer.ts';
import { isDead, signInNameOf } from '../accounts/Account.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Clock } from '../time/Clock.ts';
import { type KnownVerifier } from '../verifiers/KnownVerifier.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import { IntentError } from '../errors/IntentError.ts';
import { organisationView } from '../view/organisationView.ts';
import { credentialOf, hostOf, type PairingSource, signInNameOfSource, sourceOfLink, sourceOfName } from './PairingSource.ts';
import type { PairingCredential } from './PendingPairing.ts';
import type { Pairings } from './Pairings.ts';
import type { PairingClient } from './PairingClient.ts';
import { mayTryAgain } from './mayTryAgain.ts';
import type { Verifiers } from '../verifiers/Verifiers.ts';

/** Where the flow stands, with what the next step needs. */
type Step =
  | { at: 'none' }
  | { at: 'confirm'; source: PairingSource; /** Monotonic ms before which it is not confirmed. */ notBeforeMs?: number }
  | { at: 'contacting'; host: string }
  | { at: 'fingerprint'; host: string; verifier: KnownVerifier; credential: PairingCredential }
  | { at: 'paired'; view: Extract<PairingView, { step: 'paired' }> }
  | { at: 'failed'; host: string; error: ErrorCode; again: (() => Promise<void>) | undefined };

/** A web page chooses when its link opens the question: a click or key on its way to something else must not answer it. */
const CLICKED_READ_MS = 700;

export interface PairingFlowParts {
  client: PairingClient;
  verifiers: Verifiers;
  accounts: Accounts;
  pairings: Pairings;
  clock: Clock;
  onChange: () => void;
}

/**
 * The one pairing of the moment, from a link or a key to a waiting account. Nothing is sent before the person has seen
 * and confirmed the host, so a link on a web page can open a question and no more.
 */
export class PairingFlow {
  readonly #client: PairingClient;
  readonly #verifiers: Verifiers;
  readonly #accounts: Accounts;
  readonly #pairings: Pairings;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #step: Step = { at: 'none' };
  /** Raised when the flow is left or begun anew, so that a late result of an earlier one is dropped. */
  #run = 0;

  constructor(parts: PairingFlowParts) {
    this.#client = parts.client;
    this.#verifiers = parts.verifiers;
    this.#accounts = parts.accounts;
    this.#pairings = parts.pairings;
    this.#clock = parts.clock;
    this.#onChange = parts.onChange;
  }

  view(): PairingView {
    const step = this.#step;
    switch (step.at) {
      case 'none':
        return { step: 'none' };
      case 'confirm':
        return this.#confirmView(step.source);
      case 'contacting':
        return { step: 'contacting', host: step.host };
      case 'fingerprint':
        return { step: 'fingerprint', host: step.host, organisation: organisationView(step.verifier), fingerprint: step.verifier.jkt };
      case 'paired':
        return step.view;
      case 'failed':
        return { step: 'failed', host: step.host, error: step.error, retry: step.again !== undefined };
    }
  }

  /** Takes up a pairing that a kill or a crash has interrupted. */
  async resume(): Promise<void> {
    const pending = (await this.#pairings.interrupted()).find(({ line }) => line === undefined);
    if (pending === undefined) return;
    const host = issuerHost(pending.issuer);
    this.#enter({
      at: 'failed',
      host,
      error: 'pairing-interrupted',
      again: async () => await this.#finish(host, () => this.#pairings.repeat(pending)),
    });
  }

  /** @throws IntentError link-malformed; VerifierError insecure-verifier */
  openLink(text: string): void {
    if (this.#step.at === 'contacting') return;
    this.#enter({ at: 'confirm', source: this.#sourceOf(text) });
  }

  /**
   * A link that was clicked, perhaps by a web page. It never changes a question that the person is looking at, or their
   * next click would answer another one. What is wrong with it becomes the step `failed`, because nobody waits for an answer.
   */
  openClickedLink(text: string): void {
    if (this.#step.at === 'confirm' || this.#step.at === 'contacting' || this.#step.at === 'fingerprint') return;
    try {
      this.#enter({ at: 'confirm', source: this.#sourceOf(text), notBeforeMs: this.#clock.monotonicMs() + CLICKED_READ_MS });
    } catch (error) {
      // A broken link must not take away a second try that waits.
      if (this.#step.at === 'failed' && this.#step.again !== undefined) return;
      this.#enter({ at: 'failed', host: '', error: errorCodeOf(error), again: undefined });
    }
  }

  /** @throws IntentError name-malformed, key-malformed */
  openName(signInName: string, keyText: string): void {
    if (this.#step.at === 'contacting') return;
    this.#enter({ at: 'confirm', source: sourceOfName(signInName, keyText) });
  }

  /**
   * Goes on from the host's confirmation, from the fingerprint's, or tries again. Failures become the step `failed`.
   * @throws IntentError pairing-nothing-pending, request-too-early
   */
  async confirm(): Promise<void> {
    const step = this.#step;
    if (step.at === 'confirm' && (step.notBeforeMs ?? -Infinity) > this.#clock.monotonicMs()) throw new IntentError('request-too-early');
    if (step.at === 'confirm') await this.#contact(step.source);
    else if (step.at === 'fingerprint') await this.#finish(step.host, () => this.#pairings.pair(step.verifier, step.credential));
    else if (step.at === 'failed' && step.again !== undefined) await step.again();
    else throw new IntentError('pairing-nothing-pending');
  }

  async cancel(): Promise<void> {
    this.#run += 1;
    const paired = this.#step.at === 'paired';
    this.#enter({ at: 'none' });
    if (!paired) await this.#pairings.abandon();
  }

  async #contact(source: PairingSource): Promise<void> {
    const host = hostOf(source);
    const run = this.#begin(host);
    try {
      const issuer = source.by === 'link' ? source.link.issuer : await this.#client.issuerFor(source.name);
      const jkt = source.by === 'link' ? source.link.jkt : undefined;
      const verifier = await this.#pairings.contact(issuer, jkt);
      if (run !== this.#run) return;
      const credential = credentialOf(source);
      const pinned = jkt !== undefined || this.#verifiers.find(issuer)?.jkt === verifier.jkt;
      if (pinned) await this.#finish(host, () => this.#pairings.pair(verifier, credential));
      else this.#enter({ at: 'fingerprint', host: issuerHost(issuer), verifier, credential });
    } catch (error) {
      if (run === this.#run) this.#fail(host, error, async () => await this.#contact(source));
    }
  }

  async #finish(host: string, pair: () => ReturnType<Pairings['pair']>): Promise<void> {
    const run = this.#begin(host);
    try {
      const { account, verifier, replaced } = await pair();
      if (run !== this.#run) return;
      const view = {
        step: 'paired' as const,
        accountId: account.recordId,
        organisation: organisationView(verifier),
        displayName: account.displayName,
      };
      const replacedViews: ReplacedView[] = replaced.map((old) => ({
        organisation: old.organisation,
        subscriber: old.displayName,
        pairedAtMs: old.pairedAtMs,
      }));
      this.#enter({ at: 'paired', view: { ...view, replaced: replacedViews } });
    } catch (error) {
      if (run === this.#run) this.#fail(host, error, async () => await this.#finish(host, pair));
    }
  }

  #sourceOf(text: string): PairingSource {
    const source = sourceOfLink(text);
    this.#client.checkSecure(source.link.issuer);
    return source;
  }

  #begin(host: string): number {
    this.#run += 1;
    this.#enter({ at: 'contacting', host });
    return this.#run;
  }

  #fail(host: string, error: unknown, again: () => Promise<void>): void {
    const code = errorCodeOf(error);
    this.#enter({ at: 'failed', host, error: code, again: mayTryAgain(code) ? again : undefined });
  }

  #enter(step: Step): void {
    this.#step = step;
    this.#onChange();
  }

  #confirmView(source: PairingSource): PairingView {
    const issuer = source.by === 'link' ? source.link.issuer : undefined;
    const known = issuer === undefined ? undefined : this.#verifiers.find(issuer);
    const fingerprint = (source.by === 'link' ? source.link.jkt : undefined) ?? known?.jkt;
    return {
      step: 'confirm',
      host: hostOf(source),
      ...(source.by === 'name' && { signInName: signInNameOfSource(source) }),
      pinned: fingerprint !== undefined,
      ...(fingerprint !== undefined && { fingerprint }),
      insecure: issuer?.startsWith('http:') === true,
      already: this.#already(source),
    };
  }

  /** A link names nobody: whoever has an account there may be the one it is for. */
  #already(source: PairingSource): string[] {
    const living = this.#accounts.all().filter((account) => !isDead(account));
    if (source.by === 'link') return living.filter(({ issuer }) => issuer === source.link.issuer).map(signInNameOf);
    const signInName = signInNameOfSource(source);
    return living.map(signInNameOf).filter((name) => name === signInName);
  }
}
