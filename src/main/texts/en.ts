import type { DesktopTexts } from './desktopTexts.ts';

export const en: DesktopTexts = {
  open: 'Open Deskfob',
  quit: 'Quit Deskfob',
  signIn: (application) => `Sign-in to ${application}`,
  confirmPairing: (organisation) => `Confirm pairing with ${organisation}`,
  placeUnknown: 'Place unknown',
  onThisNetwork: 'From this network',
  waiting: (count) => (count === 1 ? 'Deskfob: 1 request is waiting' : `Deskfob: ${count} requests are waiting`),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: not connected' },
};
