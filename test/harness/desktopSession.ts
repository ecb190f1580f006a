/**
 * A desktop session of one's own: a private D-Bus session bus and a real gnome-keyring on it, for tests and the demo.
 * The person's own bus and login keyring are never touched: no address, folder or service file of theirs is used, and
 * the bus activates nothing, so no prompter ever pops up. Both daemons get SIGKILL when the process that started the
 * session ends, however it ends. Linux only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasSecretService, isDefaultCollectionLocked, lockDefaultCollection, unlockDefaultCollection } from './sessionBus.ts';

export interface DesktopSession {
  /**
   * DBUS_SESSION_BUS_ADDRESS, HOME, XDG_RUNTIME_DIR, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME (all inside the
   * session's folders). Lay them over a child's environment; they stay the same over restarts of the keyring.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the keyring daemon with SIGKILL, as a crash would. The bus stays. */
  killKeyring(): Promise<void>;
  /** Starts a keyring daemon (ending the old one) and unlocks it, or leaves it locked. */
  restartKeyring(options?: { locked?: boolean }): Promise<void>;
  /** Locks the default collection over D-Bus, as a person would in the password manager. */
  lockKeyring(): Promise<void>;
  /** Unlocks again with the session's password, without any prompt. */
  unlockKeyring(): Promise<void>;
  /** Ends both daemons and removes the runtime folder; the keyring's files in `folder` stay. */
  stop(): Promise<void>;
}

export interface DesktopSessionOptions {
  /** Where the keyring's files live; the same folder later gives the same keyring. Made if missing, mode 0700. */
  readonly folder: string;
  /** Password of the keyring; the same folder needs the same one. Default: a fixed word, good for tests and demo. */
  readonly password?: string;
  /** false: only a bus, with no Secret Service on it. Default true. */
  readonly keyring?: boolean;
}

const programs = ['dbus-daemon', 'gnome-keyring-daemon', 'setpriv'];

/** Programs that are needed and not installed, e.g. ['gnome-keyring-daemon', 'dbus-daemon']; empty when all are there. */
export function missingParts(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return programs.filter((program) => !folders.some((folder) => isExecutable(join(folder, program))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Fails if a program is missing, a daemon doesn't come up, or the password doesn't fit the keyring in `folder`. */
export async function startDesktopSession(options: DesktopSessionOptions): Promise<DesktopSession> {
  const missing = missingParts();
  if (missing.length > 0) throw new Error(`a desktop session needs ${missing.join(', ')}`);
  // Short, because a socket's path may have no more than 107 characters.
  const runtime = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'dfs-'));
  const env = await makeFolders(options.folder, runtime);
  const password = options.password ?? 'deskfob';
  const bus = await startBus(runtime, env);
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  let keyring: ChildProcess | undefined;

  const killKeyring = async (): Promise<void> => {
    if (keyring !== undefined) await end(keyring);
    keyring = undefined;
    while (await hasSecretService(address)) await sleep(10);
  };
  const restartKeyring = async ({ locked = false }: { locked?: boolean } = {}): Promise<void> => {
    await killKeyring();
    keyring = await startKeyring(runtime, env, address, locked ? undefined : password);
  };
  const stop = async (): Promise<void> => {
    if (keyring !== undefined) await end(keyring);
    await end(bus);
    await rm(runtime, { recursive: true, force: true });
  };
  try {
    if (options.keyring !== false) await restartKeyring();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env,
    killKeyring,
    restartKeyring,
    lockKeyring: () => lockDefaultCollection(address),
    unlockKeyring: () => unlockDefaultCollection(address, password),
    stop,
  };
}

async function makeFolders(folder: string, runtime: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'bus')}`,
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  for (const made of [folder, env['HOME'], env['XDG_DATA_HOME'], env['XDG_CONFIG_HOME'], env['XDG_CACHE_HOME']]) {
    if (made !== undefined) await mkdir(made, { recursive: true, mode: 0o700 });
  }
  await chmod(folder, 0o700);
  return env;
}

/**
 * Nothing of the caller's environment but PATH reaches a daemon: a GNOME_KEYRING_CONTROL would lead it to the real one.
 * The kernel drops the death signal of a program with file capabilities, as gnome-keyring-daemon has on some systems;
 * that one ends by itself when the bus is gone.
 */
function daemon(command: string, args: string[], env: Record<string, string>, stdin: 'ignore' | 'pipe'): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
}

async function startBus(runtime: string, env: Record<string, string>): Promise<ChildProcess> {
  const config = join(runtime, 'bus.conf');
  await writeFile(
    config,
    `<busconfig><type>session</type><listen>${env['DBUS_SESSION_BUS_ADDRESS']}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  const bus = daemon('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${config}`, '--print-address=1'], env, 'ignore');
  await firstOutput(bus, 'dbus-daemon');
  return bus;
}

/** Without a password the keyring comes up locked. */
async function startKeyring(
  runtime: string,
  env: Record<string, string>,
  address: string,
  password: string | undefined,
): Promise<ChildProcess> {
  const args = ['--foreground', '--components=secrets', `--control-directory=${join(runtime, 'keyring')}`];
  const keyring = daemon('gnome-keyring-daemon', password === undefined ? args : [...args, '--unlock'], env, 'pipe');
  let errors = '';
  keyring.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
  keyring.stdout?.resume();
  keyring.stdin?.on('error', () => {});
  keyring.stdin?.end(password ?? '');
  while (!(await hasSecretService(address))) {
    if (keyring.exitCode !== null || keyring.signalCode !== null) throw new Error(`gnome-keyring-daemon ended: ${errors}`);
    await sleep(10);
  }
  if (password !== undefined && (await isDefaultCollectionLocked(address)) !== false) {
    await end(keyring);
    throw new Error('the keyring in this folder has another password');
  }
  return keyring;
}

async function firstOutput(child: ChildProcess, name: string): Promise<void> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${name} ended: ${errors}`)));
  });
  child.stdout?.resume();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
