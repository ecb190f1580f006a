import type { Channel } from '../../../bridge/channels.ts';
import type { Intents } from '../../session/Intents.ts';
import type { PairingList } from './PairingList.ts';
import type { PairingListExport } from './PairingListExport.ts';

export interface ListParts {
  pairingList: PairingList;
  pairingListExport: PairingListExport;
  /** Refuses while the vault is not open. */
  whenOpen: () => void;
}

/** What a page may ask for about many pairings in one go. */
export function listIntents(parts: ListParts): Pick<Intents, Extract<Channel, `pairings:${string}`>> {
  const { pairingList, pairingListExport, whenOpen } = parts;
  return {
    'pairings:openList': ({ text }) => {
      whenOpen();
      pairingList.open(text);
    },
    'pairings:lines': () => pairingList.lines(),
    'pairings:confirm': async () => {
      whenOpen();
      await pairingList.confirm();
    },
    'pairings:stop': () => pairingList.stop(),
    'pairings:save': async () => ({ written: await pairingListExport.run() }),
    'pairings:close': async () => await pairingList.close(),
  };
}
