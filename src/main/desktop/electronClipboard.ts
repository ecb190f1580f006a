import { clipboard } from 'electron';
import type { ClipboardPort } from '../passcodes/PasscodeClipboard.ts';

export const electronClipboard: ClipboardPort = {
  read: async () => await clipboard.readText(),
  write: async (text) => await clipboard.writeText(text),
};
