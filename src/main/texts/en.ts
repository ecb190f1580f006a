import type { DesktopTexts } from './desktopTexts.ts';
import { plural } from './plural.ts';

export const en: DesktopTexts = {
  open: 'Open Deskfob',
  quit: 'Quit Deskfob',
  signIn: (application) => `Sign-in to ${application}`,
  confirmPairing: (organisation) => `Confirm pairing with ${organisation}`,
  placeUnknown: 'Place unknown',
  place: (city, country) => `${city}, ${country}`,
  onThisNetwork: 'From this network',
  waiting: plural('en', { one: 'Deskfob: # request is waiting', other: 'Deskfob: # requests are waiting' }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: not connected', locked: 'Deskfob: locked' },
  far: 'far from here',
  review: 'Review',
  approve: 'Approve',
  approveMore: 'Approve…',
  deny: 'Deny',
  later: 'Later',
  somethingWaits: 'A request is waiting',
  unlockToSee: 'Unlock Deskfob to see it.',
  unlock: 'Unlock',
  copyPasscode: (account) => `Copy passcode: ${account}`,
  lock: 'Lock Deskfob',
  verify: {
    signIn: (application, person) => `approve the sign-in to ${application} as ${person}`,
    pairing: (organisation, person) => `confirm the pairing with ${organisation} as ${person}`,
    unlock: 'unlock Deskfob',
    change: 'change how Deskfob is protected',
    pin: 'set a PIN for Deskfob',
    export: 'save your accounts to a file',
    code: 'show the code of an account',
  },
  ask: {
    setPin: {
      message: 'Set a PIN for Deskfob?',
      detail: 'Whoever knows the PIN can unlock Deskfob and approve sign-ins on this computer. Go on only if you have just chosen one.',
      yes: 'Set PIN',
      no: 'Cancel',
    },
    removeAll: {
      message: 'Remove all accounts from this computer?',
      detail:
        'Without your PIN they cannot be opened. All accounts, the history and the PIN are deleted, and your organisations are told. You pair each account again with a new key.',
      yes: 'Remove all accounts',
      no: 'Cancel',
    },
    export: {
      message: 'Save your accounts to a file?',
      detail:
        'Whoever has the file, and the password of an encrypted one, can make your passcodes. Go on only if you have just asked for it.',
      yes: 'Save',
      no: 'Cancel',
    },
    code: {
      message: 'Show the code of this account?',
      detail: 'Whoever reads or photographs the code can make the passcodes of this account. Go on only if you have just asked for it.',
      yes: 'Show',
      no: 'Cancel',
    },
  },
};
