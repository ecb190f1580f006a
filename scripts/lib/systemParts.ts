/**
 * What the project needs of a Linux system beyond its packages. macOS and Windows bring their own vault and notifications.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { missingParts } from '../../test/harness/desktopSession.ts';
import { findChromium } from '../../test/harness/electron/Chromium.ts';
import { postgresPrograms } from '../../test/harness/postgres/PostgresServer.ts';
import { Sentence } from './Sentence.ts';

export interface Needs {
  /** The stand-in's windows, and the browser of the tour and the tests. */
  readonly chromium: boolean;
  /** What only the tests use: a notification service to watch, certificates of their own, a database server, polkit. */
  readonly tests?: boolean;
}

const forUse = ['chromium', 'gnome-keyring', 'dbus-x11'];
const forTests = ['python3-dbusmock', 'openssl', 'postgresql', 'polkitd'];
const testFiles = {
  'python3-dbusmock': '/usr/lib/python3/dist-packages/dbusmock',
  openssl: '/usr/bin/openssl',
  polkitd: '/usr/lib/polkit-1/polkitd',
};

/**
 * Sees to it that a keyring, a D-Bus and whatever else is needed are there: as root on Debian by installing them.
 * Fails with a {@link Sentence} that names the line to run.
 */
export function ensureSystemParts(needs: Needs): void {
  const missing = missingSystemParts(needs);
  if (missing.length === 0) return;
  const names = missing.join(', ');
  if (process.platform !== 'linux') throw new Sentence(`Deskfob's demo and tests need ${names}: please install it.`);
  const packages = [...forUse, ...(needs.tests === true ? forTests : [])];
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const line = `apt-get update && ${install}`;
  if (process.getuid?.() !== 0) throw new Sentence(`${names} missing. Please run this, then start again:\n  sudo sh -c '${line}'`);
  console.log(`Installing what the system lacks (${names}): ${line}`);
  const { status } = spawnSync('sh', ['-c', `apt-get update -qq && ${install} -qq`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const still = missingSystemParts(needs);
  if (status !== 0 || still.length > 0)
    throw new Sentence(`That did not bring ${still.join(', ') || 'everything'}. Please run it yourself:\n  ${line}`);
}

function missingSystemParts({ chromium, tests = false }: Needs): string[] {
  const missing = chromium && !hasChromium() ? ['Chromium'] : [];
  if (process.platform !== 'linux') return missing;
  missing.push(...missingParts());
  if (tests) for (const [name, file] of Object.entries(testFiles)) if (!existsSync(file)) missing.push(name);
  if (tests && postgresPrograms() === undefined) missing.push('PostgreSQL');
  return missing;
}

function hasChromium(): boolean {
  try {
    findChromium();
    return true;
  } catch {
    return false;
  }
}
