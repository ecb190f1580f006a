/**
 * What the project needs of a Linux system beyond its packages. macOS and Windows bring their own vault and notifications.
 */
import { spawnSync } from 'node:child_process';
import { missingParts } from '../../test/harness/desktopSession.ts';
import { findChromium } from '../../test/harness/electron/Chromium.ts';
import { Sentence } from './Sentence.ts';

const installCommand = 'apt-get install -y --no-install-recommends chromium gnome-keyring dbus-x11';

/**
 * Sees to it that a keyring, a D-Bus and (`chromium`) a Chromium are there: as root on Debian by installing them.
 * Fails with a {@link Sentence} that names the line to run.
 */
export function ensureSystemParts({ chromium }: { chromium: boolean }): void {
  const missing = missingSystemParts(chromium);
  if (missing.length === 0) return;
  const line = `apt-get update && ${installCommand}`;
  const names = missing.join(', ');
  if (process.platform !== 'linux') throw new Sentence(`Deskfob's demo and tests need ${names}: please install it.`);
  if (process.getuid?.() !== 0) throw new Sentence(`${names} missing. Please run this, then start again:\n  sudo sh -c '${line}'`);
  console.log(`Installing what the system lacks (${names}): ${line}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('sh', ['-c', `apt-get update -qq && ${installCommand.replace(' -y', ' -y -qq')}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  const still = missingSystemParts(chromium);
  if (status !== 0 || still.length > 0)
    throw new Sentence(`That did not bring ${still.join(', ') || 'everything'}. Please run it yourself:\n  ${line}`);
}

function missingSystemParts(chromium: boolean): string[] {
  const missing = process.platform === 'linux' ? missingParts() : [];
  return chromium && !hasChromium() ? ['Chromium', ...missing] : missing;
}

function hasChromium(): boolean {
  try {
    findChromium();
    return true;
  } catch {
    return false;
  }
}
