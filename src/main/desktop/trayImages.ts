import idleIco from '../../../resources/tray/idle.ico?asset';
import idle from '../../../resources/tray/idle.png?asset';
import idle2x from '../../../resources/tray/idle@2x.png?asset';
import idleTemplate from '../../../resources/tray/idleTemplate.png?asset';
import idleTemplate2x from '../../../resources/tray/idleTemplate@2x.png?asset';
import lockedIco from '../../../resources/tray/locked.ico?asset';
import locked from '../../../resources/tray/locked.png?asset';
import locked2x from '../../../resources/tray/locked@2x.png?asset';
import lockedTemplate from '../../../resources/tray/lockedTemplate.png?asset';
import lockedTemplate2x from '../../../resources/tray/lockedTemplate@2x.png?asset';
import offlineIco from '../../../resources/tray/offline.ico?asset';
import offline from '../../../resources/tray/offline.png?asset';
import offline2x from '../../../resources/tray/offline@2x.png?asset';
import offlineTemplate from '../../../resources/tray/offlineTemplate.png?asset';
import offlineTemplate2x from '../../../resources/tray/offlineTemplate@2x.png?asset';
import waitingIco from '../../../resources/tray/waiting.ico?asset';
import waiting from '../../../resources/tray/waiting.png?asset';
import waiting2x from '../../../resources/tray/waiting@2x.png?asset';
import waitingTemplate from '../../../resources/tray/waitingTemplate.png?asset';
import waitingTemplate2x from '../../../resources/tray/waitingTemplate@2x.png?asset';
import type { TrayState } from '../tray/trayMenu.ts';

/** Files of one picture; `double` is for displays of double density, where the first does not hold every size itself. */
export interface TrayImage {
  normal: string;
  double?: string;
}

export type TrayImages = Record<TrayState, TrayImage>;

/** Windows picks a size from an .ico, macOS draws template images in the colour of its menu bar, Linux takes PNGs (StatusNotifierItem). */
export function trayImages(): TrayImages {
  if (process.platform === 'win32')
    return { idle: { normal: idleIco }, waiting: { normal: waitingIco }, offline: { normal: offlineIco }, locked: { normal: lockedIco } };
  if (process.platform === 'darwin') {
    return {
      idle: { normal: idleTemplate, double: idleTemplate2x },
      waiting: { normal: waitingTemplate, double: waitingTemplate2x },
      offline: { normal: offlineTemplate, double: offlineTemplate2x },
      locked: { normal: lockedTemplate, double: lockedTemplate2x },
    };
  }
  return {
    idle: { normal: idle, double: idle2x },
    waiting: { normal: waiting, double: waiting2x },
    offline: { normal: offline, double: offline2x },
    locked: { normal: locked, double: locked2x },
  };
}
