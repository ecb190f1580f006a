import type { Channel } from '../../bridge/channels.ts';
import { IntentError } from '../errors/IntentError.ts';
import { oneAtATime } from '../files/oneAtATime.ts';
import type { Intents } from '../session/Intents.ts';
import type { PairingList } from '../pairing/list/PairingList.ts';
import { isPairingList } from '../pairing/list/readPairingLines.ts';
import type { PairingFlow } from '../pairing/PairingFlow.ts';
import { ImportFile } from './ImportFile.ts';
import type { Importer } from './Importer.ts';
import type { PastedSecrets } from './PastedSecrets.ts';

/** Asks the person for a file and reads it; undefined when they do not want to. Rejects when it can not be read. */
export type OpenFile = () => Promise<Uint8Array | 'tooMuch' | undefined>;

export interface ImportParts {
  importer: Importer;
  pastedSecrets: PastedSecrets;
  pairing: PairingFlow;
  pairingList: PairingList;
  openFile: OpenFile;
  /** Refuses while the vault is not open. */
  whenOpen: () => void;
}

/** What a page may ask for on the way from a code or a file to accounts. */
export function importIntents(parts: ImportParts): Pick<Intents, Extract<Channel, `import:${string}`>> {
  const { importer, pastedSecrets, pairing, pairingList, openFile, whenOpen } = parts;
  const readFile = async (bytes: Uint8Array): Promise<void> => {
    const { text } = new ImportFile(bytes);
    if (text !== undefined && isPairingList(text)) pairingList.open(text);
    else await importer.readFile(bytes);
  };
  const ask = oneAtATime(async () => {
    try {
      return await openFile();
    } catch {
      throw new IntentError('file-unreadable');
    }
  });
  return {
    'import:pasted': () => {
      whenOpen();
      pastedSecrets.picturePasted();
    },
    'import:texts': async ({ texts, fromClipboard = false }) => {
      whenOpen();
      if (await importer.readTexts(texts)) {
        pastedSecrets.remember(texts, fromClipboard);
        return;
      }
      const [link, ...others] = new Set(texts.map((text) => text.trim()).filter((text) => /^deskfob:/i.test(text)));
      if (link === undefined) throw new IntentError('code-unknown');
      if (others.length === 0) pairing.openLink(link);
      else pairingList.open([link, ...others].join('\n'));
    },
    'import:file': async ({ bytes }) => {
      whenOpen();
      await readFile(bytes);
    },
    'import:choose': async () => {
      whenOpen();
      const bytes = await ask();
      if (bytes === 'tooMuch') throw new IntentError('file-too-large');
      if (bytes !== undefined) await readFile(bytes);
    },
    'import:password': async ({ password }) => await importer.openWith(password),
    'import:entries': () => importer.entries(),
    'import:confirm': async () => {
      whenOpen();
      await importer.confirm();
      pastedSecrets.clear();
    },
    'import:cancel': () => {
      importer.cancel();
      pastedSecrets.forget();
    },
  };
}
