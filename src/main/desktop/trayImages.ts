import idle from '../../../resources/tray/idle.png?asset';
import idleTemplate from '../../../resources/tray/idleTemplate.png?asset';
import offline from '../../../resources/tray/offline.png?asset';
import offlineTemplate from '../../../resources/tray/offlineTemplate.png?asset';
import waiting from '../../../resources/tray/waiting.png?asset';
import waitingTemplate from '../../../resources/tray/waitingTemplate.png?asset';

/** Files of the tray's pictures. */
export interface TrayImages {
  idle: string;
  waiting: string;
  offline: string;
}

/** macOS draws template images in the colour of its menu bar. */
export function trayImages(): TrayImages {
  return process.platform === 'darwin'
    ? { idle: idleTemplate, waiting: waitingTemplate, offline: offlineTemplate }
    : { idle, waiting, offline };
}
