import type { DesktopTexts } from './desktopTexts.ts';

export const de: DesktopTexts = {
  open: 'Deskfob öffnen',
  quit: 'Deskfob beenden',
  signIn: (application) => `Anmeldung bei ${application}`,
  confirmPairing: (organisation) => `Kopplung mit ${organisation} bestätigen`,
  placeUnknown: 'Ort unbekannt',
  onThisNetwork: 'Aus diesem Netz',
  waiting: (count) => (count === 1 ? 'Deskfob: 1 Anfrage wartet' : `Deskfob: ${count} Anfragen warten`),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: nicht verbunden' },
};
