import { z } from 'zod';
import { parseFrame, verifierFrameSchema } from '../../../src/protocol/frames.ts';
import type { AppCore } from '../../harness/app/AppCore.ts';
import type { Computer } from '../../harness/app/Computer.ts';
import { Middleman } from '../../harness/app/Middleman.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { opened } from '../../harness/app/profileContents.ts';
import type { VerifierOptions } from '../../../src/verifier/compose.ts';

const accountRecord = z.object({ id: z.string(), issuer: z.string() });
const PATIENCE_MS = 20_000;

/** An organisation, and somebody between it and its apps who can say anything to them. */
export class AppUnderAttack {
  readonly middleman: Middleman;
  readonly organisation: Organisation;

  private constructor(middleman: Middleman, organisation: Organisation) {
    this.middleman = middleman;
    this.organisation = organisation;
  }

  static async start(options: Omit<Partial<VerifierOptions>, 'clock'> = {}): Promise<AppUnderAttack> {
    const middleman = await Middleman.start();
    return new AppUnderAttack(middleman, await Organisation.behind(middleman, options));
  }

  async dispose(): Promise<void> {
    this.middleman.stop();
    await this.organisation.dispose();
  }

  /** Says something to the app, and waits until it has dealt with it and is connected. */
  async hears(app: AppCore, frame: string | object): Promise<void> {
    this.middleman.slip(typeof frame === 'string' ? frame : JSON.stringify(frame));
    await this.settled(app);
  }

  /** Waits until the app has dealt with everything that it was told, down to the line in its history. */
  async settled(app: AppCore): Promise<void> {
    const { middleman } = this;
    const [said, connections] = [middleman.toVerifier.length, middleman.opened];
    // A frame of an unknown type is answered, and frames are handled in order. A lost socket has forgotten what was on it.
    middleman.slip('{"type":"barrier"}');
    const isThrough = (): boolean => middleman.toVerifier.slice(said).some((text) => text.includes('"unsupported"'));
    await until('the app to be through', () => isThrough() || middleman.opened > connections);
    await app.until(
      'the verifier online',
      ({ verifiers }) => verifiers.find(({ issuer }) => issuer === this.organisation.issuer)?.connection === 'online',
    );
  }

  /** The verifier's id of the one account that this computer has there. */
  async accountId(computer: Computer): Promise<string> {
    const records = (await opened(computer, 'account')).map(({ value }) => accountRecord.parse(value));
    return records.find(({ issuer }) => issuer === this.organisation.issuer)?.id ?? '';
  }

  /** Everything that the verifier has said so far, of one type. */
  said(type: 'attached' | 'request' | 'event'): string[] {
    return this.middleman.toApp.filter((text) => parseFrame(text, verifierFrameSchema).type === type);
  }
}

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
