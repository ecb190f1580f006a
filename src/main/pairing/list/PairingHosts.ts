import type { ErrorCode } from '../../../bridge/errors.ts';
import type { PairingHostView } from '../../../bridge/pairingList.ts';
import { issuerHost } from '../../../protocol/issuer.ts';
import { errorCodeOf } from '../../errors/errorCodeOf.ts';
import type { KnownVerifier } from '../../verifiers/KnownVerifier.ts';
import type { Verifiers } from '../../verifiers/Verifiers.ts';
import type { PairingClient } from '../PairingClient.ts';
import type { Pairings } from '../Pairings.ts';
import { hostOf, type PairingSource } from '../PairingSource.ts';
import { sourceOfLine, type WaitingLine } from './PairingLine.ts';

export interface PairingHostsParts {
  client: PairingClient;
  pairings: Pairings;
  verifiers: Verifiers;
}

/** Who answers for the lines of a list. Each host is asked once, and a link, an earlier pairing or the person vouches for the answer. */
export class PairingHosts {
  readonly #parts: PairingHostsParts;
  readonly #found = new Map<string, KnownVerifier>();
  readonly #failed = new Map<string, ErrorCode>();
  /** Thumbprints that the person has compared. */
  readonly #compared = new Set<string>();

  constructor(parts: PairingHostsParts) {
    this.#parts = parts;
  }

  /** Those of these lines, each once, in their order. */
  views(lines: readonly WaitingLine[]): PairingHostView[] {
    const views = new Map<string, PairingHostView>();
    for (const line of lines) {
      const source = sourceOfLine(line);
      const key = keyOf(source);
      const view = views.get(key) ?? this.#view(source);
      views.set(key, { ...view, lines: view.lines + 1 });
    }
    return [...views.values()];
  }

  /** Asks who answers for these lines, where that is not known yet; never rejects. */
  async reach(lines: readonly WaitingLine[]): Promise<void> {
    this.#failed.clear();
    for (const source of lines.map(sourceOfLine)) {
      const key = keyOf(source);
      if (this.#found.has(key) || this.#failed.has(key)) continue;
      try {
        this.#found.set(key, await this.#contact(source));
      } catch (error) {
        this.#failed.set(key, errorCodeOf(error));
      }
    }
  }

  /** Why the line's host was not reached, or is not to be paired with. */
  failureOf(line: WaitingLine): ErrorCode | undefined {
    return this.#failed.get(keyOf(sourceOfLine(line)));
  }

  /** Who answered for this line, once somebody vouches for it. */
  trusted(line: WaitingLine): KnownVerifier | undefined {
    const source = sourceOfLine(line);
    const verifier = this.#found.get(keyOf(source));
    if (verifier === undefined) return undefined;
    const isTrusted = this.#pinned(source, verifier.issuer) === verifier.jkt || this.#compared.has(verifier.jkt);
    return isTrusted ? verifier : undefined;
  }

  /** Somebody answered for this line, and nobody vouches for it yet. */
  isStrange(line: WaitingLine): boolean {
    return this.#found.has(keyOf(sourceOfLine(line))) && this.trusted(line) === undefined;
  }

  /** The person has compared all fingerprints that there are. */
  trustFound(): void {
    for (const { jkt } of this.#found.values()) this.#compared.add(jkt);
  }

  async #contact(source: PairingSource): Promise<KnownVerifier> {
    const { client, pairings } = this.#parts;
    const issuer = source.by === 'link' ? source.link.issuer : await client.issuerFor(source.name);
    client.checkSecure(issuer);
    return await pairings.contact(issuer, source.by === 'link' ? source.link.jkt : undefined);
  }

  #view(source: PairingSource): PairingHostView {
    const found = this.#found.get(keyOf(source));
    const issuer = found?.issuer ?? (source.by === 'link' ? source.link.issuer : undefined);
    const pinned = issuer === undefined ? undefined : this.#pinned(source, issuer);
    const fingerprint = pinned ?? found?.jkt;
    return {
      // Where a host names another one for its people, that one is paired with.
      host: found === undefined ? hostOf(source) : issuerHost(found.issuer),
      lines: 0,
      pinned: pinned !== undefined,
      insecure: issuer?.startsWith('http:') === true,
      ...(fingerprint !== undefined && { fingerprint }),
    };
  }

  #pinned(source: PairingSource, issuer: string): string | undefined {
    return (source.by === 'link' ? source.link.jkt : undefined) ?? this.#parts.verifiers.find(issuer)?.jkt;
  }
}

/** Two links to one issuer that name different identities are two. */
function keyOf(source: PairingSource): string {
  return source.by === 'link' ? `${source.link.issuer} ${source.link.jkt ?? ''}` : source.name.host;
}
