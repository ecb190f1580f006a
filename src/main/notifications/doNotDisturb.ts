import { execFile } from 'node:child_process';
import type { SessionBus } from '../dbus/SessionBus.ts';
import { SERVER } from './freedesktopMessages.ts';

type Probe = (bus: SessionBus) => Promise<boolean>;

/** There is no common way to ask for it: each server, by the name it gives itself, has its own. */
const PROBES: Record<string, Probe> = {
  'gnome-shell': isBannerless,
  dunst: async (bus) => (await bus.property(SERVER.destination, SERVER.path, 'org.dunstproject.cmd0', 'paused')) === true,
  'Xfce Notify Daemon': async (bus) => {
    const xfconf = { destination: 'org.xfce.Xfconf', path: '/org/xfce/Xfconf', interface: 'org.xfce.Xfconf' };
    const body = ['xfce4-notifyd', '/do-not-disturb'];
    return (await bus.call({ ...xfconf, member: 'GetProperty', signature: 'ss', body }))[0] === true;
  },
};

/** Plasma's property, which others have taken over. */
const isInhibited: Probe = async (bus) => (await bus.property(SERVER.destination, SERVER.path, SERVER.interface, 'Inhibited')) === true;

/** Whether do not disturb is on, as far as this server can be asked; where it cannot, nothing is claimed. */
export async function isSilenced(bus: SessionBus, server: string): Promise<boolean> {
  const probe = PROBES[server] ?? isInhibited;
  return await probe(bus).catch(() => false);
}

/** GNOME keeps it in its settings, to which no D-Bus interface leads; the program to ask comes with GLib. */
async function isBannerless(): Promise<boolean> {
  return await new Promise((resolve) => {
    execFile('gsettings', ['get', 'org.gnome.desktop.notifications', 'show-banners'], { timeout: 2000 }, (error, output) =>
      resolve(error === null && output.trim() === 'false'),
    );
  });
}
