import type { DesktopTexts } from './desktopTexts.ts';
import { plural } from './plural.ts';

export const es: DesktopTexts = {
  open: 'Abrir Deskfob',
  quit: 'Salir de Deskfob',
  signIn: (application) => `Acceso a ${application}`,
  confirmPairing: (organisation) => `Confirmar la vinculación con ${organisation}`,
  placeUnknown: 'Lugar desconocido',
  place: (city, country) => `${city}, ${country}`,
  onThisNetwork: 'Desde esta red',
  waiting: plural('es', { one: 'Deskfob: # solicitud pendiente', other: 'Deskfob: # solicitudes pendientes' }),
  tooltip: { idle: 'Deskfob', offline: 'Deskfob: sin conexión', locked: 'Deskfob: bloqueado' },
  far: 'lejos de aquí',
  review: 'Revisar',
  approve: 'Aprobar',
  approveMore: 'Aprobar…',
  deny: 'Denegar',
  later: 'Más tarde',
  somethingWaits: 'Hay una solicitud esperando',
  unlockToSee: 'Desbloquee Deskfob para verla.',
  unlock: 'Desbloquear',
  copyPasscode: (account) => `Copiar el código: ${account}`,
  lock: 'Bloquear Deskfob',
  verify: {
    signIn: (application, person) => `aprobar el acceso a ${application} como ${person}`,
    pairing: (organisation, person) => `confirmar la vinculación con ${organisation} como ${person}`,
    unlock: 'desbloquear Deskfob',
    change: 'cambiar la protección de Deskfob',
    pin: 'definir un PIN para Deskfob',
    export: 'guardar sus cuentas en un archivo',
    code: 'mostrar el código de una cuenta',
  },
  ask: {
    setPin: {
      message: '¿Definir un PIN para Deskfob?',
      detail: 'Quien conozca el PIN puede desbloquear Deskfob y aprobar accesos en este equipo. Continúe solo si acaba de elegir uno.',
      yes: 'Definir PIN',
      no: 'Cancelar',
    },
    removeAll: {
      message: '¿Quitar todas las cuentas de este equipo?',
      detail:
        'Sin su PIN no se pueden abrir. Se borran todas las cuentas, el historial y el PIN, y se avisa a sus organizaciones. Después vinculará cada cuenta con una clave nueva.',
      yes: 'Quitar todas las cuentas',
      no: 'Cancelar',
    },
    export: {
      message: '¿Guardar sus cuentas en un archivo?',
      detail: 'Quien tenga el archivo, y la contraseña si está cifrado, puede generar sus códigos. Continúe solo si acaba de pedirlo.',
      yes: 'Guardar',
      no: 'Cancelar',
    },
    code: {
      message: '¿Mostrar el código de esta cuenta?',
      detail: 'Quien lea o fotografíe el código puede generar los códigos de esta cuenta. Continúe solo si acaba de pedirlo.',
      yes: 'Mostrar',
      no: 'Cancelar',
    },
  },
};
