import { dialog } from 'electron';
import type { Question } from '../texts/desktopTexts.ts';

/** Asks the person in a dialog of the system, which no page can press. Escape and Return mean no. */
export async function confirm({ message, detail, yes, no }: Question): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Deskfob',
    message,
    detail,
    buttons: [yes, no],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
