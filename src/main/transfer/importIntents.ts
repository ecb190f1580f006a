import type { Channel } from '../../bridge/channels.ts';
import { IntentError } from '../errors/IntentError.ts';
import { oneAtATime } from '../files/oneAtATime.ts';
import type { Intents } from '../session/Intents.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import type { Importer } from './Importer.ts';

/** Asks the person for a file and reads it; undefined when they do not want to. Rejects when it can not be read. */
export type OpenFile = () => Promise<Uint8Array | 'tooMuch' | undefined>;

export interface ImportParts {
  importer: Importer;
  pairing: PairingFlow;
  openFile: OpenFile;
  /** Refuses while the vault is not open. */
  whenOpen: () => void;
}

/** What a page may ask for on the way from a code or a file to accounts. */
export function importIntents({ importer, pairing, openFile, whenOpen }: ImportParts): Pick<Intents, Extract<Channel, `import:${string}`>> {
  const ask = oneAtATime(async () => {
    try {
      return await openFile();
    } catch {
      throw new IntentError('file-unreadable');
    }
  });
  return {
    'import:texts': async ({ texts }) => {
      whenOpen();
      if (await importer.readTexts(texts)) return;
      const [link, ...others] = new Set(texts.map((text) => text.trim()).filter((text) => /^deskfob:/i.test(text)));
      if (link === undefined) throw new IntentError('code-unknown');
      // Which one it is to be is the person's choice.
      if (others.length > 0) throw new IntentError('code-several');
      pairing.openLink(link);
    },
    'import:file': async ({ bytes }) => {
      whenOpen();
      await importer.readFile(bytes);
    },
    'import:choose': async () => {
      whenOpen();
      const bytes = await ask();
      if (bytes === 'tooMuch') throw new IntentError('file-too-large');
      if (bytes !== undefined) await importer.readFile(bytes);
    },
    'import:password': async ({ password }) => await importer.openWith(password),
    'import:entries': () => importer.entries(),
    'import:confirm': async () => {
      whenOpen();
      await importer.confirm();
    },
    'import:cancel': () => importer.cancel(),
  };
}
