import type { DesktopTexts } from './desktopTexts.ts';
import { plural } from './plural.ts';

export const de: DesktopTexts = {
  open: 'Deskfob öffnen',
  quit: 'Deskfob beenden',
  signIn: (application) => `Anmeldung bei ${application}`,
  confirmPairing: (organisation) => `Kopplung mit ${organisation} bestätigen`,
  placeUnknown: 'Ort unbekannt',
  place: (city, country) => `${city}, ${country}`,
  onThisNetwork: 'Aus diesem Netz',
  waiting: plural('de', { one: 'Deskfob: # Anfrage wartet', other: 'Deskfob: # Anfragen warten' }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: nicht verbunden', locked: 'Deskfob: gesperrt' },
  far: 'weit von hier',
  review: 'Ansehen',
  approve: 'Bestätigen',
  approveMore: 'Bestätigen …',
  deny: 'Ablehnen',
  later: 'Später',
  somethingWaits: 'Eine Anfrage wartet',
  unlockToSee: 'Entsperren Sie Deskfob, um sie zu sehen.',
  unlock: 'Entsperren',
  copyPasscode: (account) => `Passcode kopieren: ${account}`,
  lock: 'Deskfob sperren',
  verify: {
    signIn: (application, person) => `die Anmeldung bei ${application} als ${person} zu genehmigen`,
    pairing: (organisation, person) => `die Kopplung mit ${organisation} als ${person} zu bestätigen`,
    unlock: 'Deskfob zu entsperren',
    change: 'den Schutz von Deskfob zu ändern',
    pin: 'eine PIN für Deskfob festzulegen',
    export: 'Ihre Konten in einer Datei zu speichern',
    code: 'den Code eines Kontos zu zeigen',
  },
  ask: {
    setPin: {
      message: 'Eine PIN für Deskfob festlegen?',
      detail:
        'Wer die PIN kennt, kann Deskfob entsperren und auf diesem Computer Anmeldungen genehmigen. Fahren Sie nur fort, wenn Sie eben eine gewählt haben.',
      yes: 'PIN festlegen',
      no: 'Abbrechen',
    },
    removeAll: {
      message: 'Alle Konten von diesem Computer entfernen?',
      detail:
        'Ohne Ihre PIN lassen sie sich nicht öffnen. Alle Konten, der Verlauf und die PIN werden gelöscht, und Ihre Organisationen erfahren davon. Sie koppeln jedes Konto mit einem neuen Schlüssel neu.',
      yes: 'Alle Konten entfernen',
      no: 'Abbrechen',
    },
    export: {
      message: 'Ihre Konten in einer Datei speichern?',
      detail:
        'Wer die Datei hat, bei einer verschlüsselten auch ihr Passwort, kann Ihre Codes erzeugen. Fahren Sie nur fort, wenn Sie das eben verlangt haben.',
      yes: 'Speichern',
      no: 'Abbrechen',
    },
    code: {
      message: 'Den Code dieses Kontos zeigen?',
      detail:
        'Wer den Code liest oder fotografiert, kann die Passcodes dieses Kontos erzeugen. Fahren Sie nur fort, wenn Sie das eben verlangt haben.',
      yes: 'Zeigen',
      no: 'Abbrechen',
    },
  },
};
