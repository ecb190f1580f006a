import idle from '../../../resources/tray/idle.png?asset';
import idle2x from '../../../resources/tray/idle@2x.png?asset';
import idleTemplate from '../../../resources/tray/idleTemplate.png?asset';
import idleTemplate2x from '../../../resources/tray/idleTemplate@2x.png?asset';
import offline from '../../../resources/tray/offline.png?asset';
import offline2x from '../../../resources/tray/offline@2x.png?asset';
import offlineTemplate from '../../../resources/tray/offlineTemplate.png?asset';
import offlineTemplate2x from '../../../resources/tray/offlineTemplate@2x.png?asset';
import waiting from '../../../resources/tray/waiting.png?asset';
import waiting2x from '../../../resources/tray/waiting@2x.png?asset';
import waitingTemplate from '../../../resources/tray/waitingTemplate.png?asset';
import waitingTemplate2x from '../../../resources/tray/waitingTemplate@2x.png?asset';

/** Files of one picture, for displays of normal and of double density. */
export interface TrayImage {
  normal: string;
  double: string;
}

export type TrayImages = Record<'idle' | 'waiting' | 'offline', TrayImage>;

/** macOS draws template images in the colour of its menu bar. */
export function trayImages(): TrayImages {
  if (process.platform === 'darwin') {
    return {
      idle: { normal: idleTemplate, double: idleTemplate2x },
      waiting: { normal: waitingTemplate, double: waitingTemplate2x },
      offline: { normal: offlineTemplate, double: offlineTemplate2x },
    };
  }
  return {
    idle: { normal: idle, double: idle2x },
    waiting: { normal: waiting, double: waiting2x },
    offline: { normal: offline, double: offline2x },
  };
}
