import { clipboard } from 'electron';
import type { PictureClipboard } from '../transfer/PastedSecrets.ts';

const PNG = 'image/png';

export const electronClipboard: PictureClipboard = {
  read: async () => await clipboard.readText(),
  write: async (text) => await clipboard.writeText(text),
  picture: async () => {
    const item = (await clipboard.read()).find(({ types }) => types.includes(PNG));
    return item === undefined ? undefined : new Uint8Array(await (await item.getType(PNG)).arrayBuffer());
  },
};
