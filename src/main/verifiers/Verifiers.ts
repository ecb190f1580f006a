import { createHash } from 'node:crypto';
import { verifyMetadata } from '../../protocol/messages/metadata.ts';
import { metadataUrl } from '../../protocol/issuer.ts';
import { ProtocolError } from '../../protocol/ProtocolError.ts';
import type { HttpClient } from '../network/HttpClient.ts';
import type { RememberedTime } from '../time/CorrectedClock.ts';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import { type KnownVerifier, knownVerifierSchema } from './KnownVerifier.ts';
import { VerifierError } from './VerifierError.ts';

const OFFSET_MATTERS_MS = 1_000;
/** Only what is forgotten hangs on it, and that may wait for the next start. */
const TOLD_MATTERS_MS = 3_600_000;

/** The verifiers that this app knows, their pins and their metadata. */
export class Verifiers {
  readonly #vault: Vault;
  readonly #http: HttpClient;
  readonly #known = new Map<string, KnownVerifier>();

  constructor(vault: Vault, http: HttpClient) {
    this.#vault = vault;
    this.#http = http;
  }

  async load(): Promise<void> {
    this.#known.clear();
    for (const record of await this.#vault.list('verifier')) {
      const verifier = parseRecord(record, knownVerifierSchema);
      this.#known.set(verifier.issuer, verifier);
    }
  }

  all(): KnownVerifier[] {
    return [...this.#known.values()];
  }

  find(issuer: string): KnownVerifier | undefined {
    return this.#known.get(issuer);
  }

  /**
   * Fetches the metadata of an issuer and holds it against every pin there is. Stores nothing.
   * @param jkt the identity key that a link or policy names, if any
   * @param isReliedOn whether a living account needs the pinned identity; if none does, another one may take its place
   * @throws NetworkError, ProtocolError, VerifierError
   */
  async fetch(issuer: string, jkt?: string, isReliedOn = true): Promise<KnownVerifier> {
    const known = this.#known.get(issuer);
    const reply = await this.#http.get(metadataUrl(issuer));
    if (reply.status >= 500) throw new VerifierError('verifier-unreachable', 'The verifier is not working at the moment.');
    if (reply.status !== 200) throw new VerifierError('verifier-not-found', 'No verifier answers there.');
    const pinned = jkt ?? (isReliedOn ? known?.jkt : undefined);
    const { metadata, jkt: found } = await verifyMetadata(reply.body.trim(), { issuer, ...(pinned !== undefined && { jkt: pinned }) });
    if (known === undefined || (known.jkt !== found && !isReliedOn)) return { issuer, jkt: found, metadata };
    if (known.jkt !== found) throw new VerifierError('thumbprint-mismatch', 'The verifier has another identity key than before.');
    if (metadata.seq < known.metadata.seq) throw new ProtocolError('stale', 'The metadata is older than what was seen before.');
    return { ...known, metadata };
  }

  /** Fetches and pins the current metadata of a verifier that is known already. */
  async refresh(issuer: string): Promise<KnownVerifier> {
    const fetched = await this.fetch(issuer);
    const known = this.#known.get(issuer);
    if (known !== undefined && known.metadata.seq === fetched.metadata.seq) return known;
    await this.pin(fetched);
    return fetched;
  }

  /** Keeps the verifier's time for the next start, when it has moved enough to matter. */
  async rememberTime(issuer: string, { offsetMs, toldMs }: RememberedTime): Promise<void> {
    const known = this.#known.get(issuer);
    if (known === undefined || offsetMs === undefined || toldMs === undefined) return;
    const hasMoved = Math.abs((known.clockOffsetMs ?? 0) - offsetMs) >= OFFSET_MATTERS_MS;
    if (hasMoved || Math.abs((known.clockToldMs ?? 0) - toldMs) >= TOLD_MATTERS_MS)
      await this.pin({ ...known, clockOffsetMs: offsetMs, clockToldMs: toldMs });
  }

  /** Pins what {@link fetch} brought; durable when it resolves. */
  async pin(verifier: KnownVerifier): Promise<void> {
    await this.#vault.put({ recordId: recordIdOf(verifier.issuer), type: 'verifier', format: 1, value: verifier });
    this.#known.set(verifier.issuer, verifier);
  }

  async forget(issuer: string): Promise<void> {
    await this.#vault.delete(recordIdOf(issuer));
    this.#known.delete(issuer);
  }
}

/** An issuer is a URL and never a file name. */
function recordIdOf(issuer: string): string {
  return createHash('sha256').update(issuer).digest('base64url');
}
