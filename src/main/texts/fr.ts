import type { DesktopTexts } from './desktopTexts.ts';
import { plural } from './plural.ts';

export const fr: DesktopTexts = {
  open: 'Ouvrir Deskfob',
  quit: 'Quitter Deskfob',
  signIn: (application) => `Connexion à ${application}`,
  confirmPairing: (organisation) => `Confirmer l’association avec ${organisation}`,
  placeUnknown: 'Lieu inconnu',
  place: (city, country) => `${city}, ${country}`,
  onThisNetwork: 'Depuis ce réseau',
  waiting: plural('fr', { one: 'Deskfob : # demande en attente', other: 'Deskfob : # demandes en attente' }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob : pas de connexion', locked: 'Deskfob : verrouillé' },
  far: 'loin d’ici',
  review: 'Examiner',
  approve: 'Approuver',
  approveMore: 'Approuver…',
  deny: 'Refuser',
  later: 'Plus tard',
  somethingWaits: 'Une demande attend',
  unlockToSee: 'Déverrouillez Deskfob pour la voir.',
  unlock: 'Déverrouiller',
  copyPasscode: (account) => `Copier le code : ${account}`,
  lock: 'Verrouiller Deskfob',
  verify: {
    signIn: (application, person) => `approuver la connexion à ${application} en tant que ${person}`,
    pairing: (organisation, person) => `confirmer l’association avec ${organisation} en tant que ${person}`,
    unlock: 'déverrouiller Deskfob',
    change: 'modifier la protection de Deskfob',
    pin: 'définir un code PIN pour Deskfob',
    export: 'enregistrer vos comptes dans un fichier',
    code: 'afficher le code d’un compte',
  },
  ask: {
    setPin: {
      message: 'Définir un code PIN pour Deskfob ?',
      detail:
        'Qui connaît le code PIN peut déverrouiller Deskfob et approuver des connexions sur cet ordinateur. Ne continuez que si vous venez d’en choisir un.',
      yes: 'Définir le code PIN',
      no: 'Annuler',
    },
    removeAll: {
      message: 'Supprimer tous les comptes de cet ordinateur ?',
      detail:
        'Sans votre code PIN, ils ne peuvent pas être ouverts. Tous les comptes, l’historique et le code PIN sont supprimés, et vos organisations en sont informées. Vous associez de nouveau chaque compte avec une nouvelle clé.',
      yes: 'Supprimer tous les comptes',
      no: 'Annuler',
    },
    export: {
      message: 'Enregistrer vos comptes dans un fichier ?',
      detail:
        'Qui possède le fichier, et le mot de passe s’il est chiffré, peut générer vos codes. Ne continuez que si vous venez de le demander.',
      yes: 'Enregistrer',
      no: 'Annuler',
    },
    code: {
      message: 'Afficher le code de ce compte ?',
      detail: 'Qui lit ou photographie le code peut générer les codes de ce compte. Ne continuez que si vous venez de le demander.',
      yes: 'Afficher',
      no: 'Annuler',
    },
  },
};
