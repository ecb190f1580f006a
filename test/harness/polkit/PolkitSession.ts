/**
 * A system bus of one's own with the real polkitd on it, which knows the action that the packages install and no other
 * rule of this computer. Takes root, because polkitd does; in a mount namespace, so that nothing of the computer changes.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callBus } from '../sessionBus.ts';

const POLKITD = '/usr/lib/polkit-1/polkitd';
const POLICY = join(import.meta.dirname, '../../../resources/linux/dev.deskfob.app.policy');

/** What the person in front of the desktop's prompt does. */
export type Person = 'none' | 'accepts' | 'refuses' | 'dismisses' | 'waits';

export class PolkitSession {
  readonly address: string;
  readonly #folder: string;
  readonly #bus: ChildProcess;
  #polkitd: ChildProcess | undefined;

  private constructor(folder: string, address: string, bus: ChildProcess) {
    this.#folder = folder;
    this.address = address;
    this.#bus = bus;
  }

  /** @param policy the action's file; without one polkit does not know the action, as where an AppImage runs */
  static async start(policy: string | undefined = POLICY): Promise<PolkitSession> {
    const folder = await mkdtemp(join(tmpdir(), 'dfp-'));
    await chmod(folder, 0o755);
    const address = `unix:path=${join(folder, 'bus')}`;
    await writeFile(join(folder, 'bus.conf'), busConfig(address));
    const bus = spawn('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${join(folder, 'bus.conf')}`, '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(bus.stdout ?? bus, 'data');
    await chmod(join(folder, 'bus'), 0o777);
    const session = new PolkitSession(folder, address, bus);
    await session.#startPolkit(policy);
    return session;
  }

  /** Another, ordinary user asks polkit by the product's own code; see askProgram.ts. */
  async asks(person: Person, options: { asRoot?: boolean; abortAfterMs?: number } = {}): Promise<{ unavailable: string; result: unknown }> {
    const child = fork(join(import.meta.dirname, 'askProgram.ts'), [this.address, person, JSON.stringify(options)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { PATH: process.env['PATH'] ?? '' },
      serialization: 'advanced',
    });
    child.on('message', (message: { authenticate?: { cookie: string; uid: number } }) => {
      if (message.authenticate !== undefined) void this.#authenticated(message.authenticate);
    });
    const answer = new Promise<{ unavailable: string; result: unknown }>((resolve, reject) => {
      child.on('message', (message: { done?: { unavailable: string; result: unknown } }) => {
        if (message.done !== undefined) resolve(message.done);
      });
      child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
    });
    try {
      return await answer;
    } finally {
      child.kill('SIGKILL');
    }
  }

  async stop(): Promise<void> {
    for (const child of [this.#polkitd, this.#bus]) if (child?.exitCode === null) child.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startPolkit(policy: string | undefined): Promise<void> {
    const [actions, rules] = [join(this.#folder, 'actions'), join(this.#folder, 'rules')];
    for (const made of [actions, rules]) await mkdir(made);
    if (policy !== undefined) await copyFile(policy, join(actions, 'dev.deskfob.app.policy'));
    const mounts = `mount --bind ${actions} /usr/share/polkit-1/actions && mount --bind ${rules} /usr/share/polkit-1/rules.d && mount --bind ${rules} /etc/polkit-1/rules.d`;
    await chmod(rules, 0o755);
    this.#polkitd = spawn('unshare', ['--mount', 'sh', '-c', `${mounts}; exec ${POLKITD} --no-debug`], {
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.address },
      stdio: 'ignore',
    });
    const isThere = async (): Promise<boolean> => {
      const name = 'org.freedesktop.DBus';
      const body = ['org.freedesktop.PolicyKit1'];
      const call = { destination: name, path: '/org/freedesktop/DBus', interface: name, member: 'NameHasOwner', signature: 's', body };
      return (await callBus(this.address, call))[0] === true;
    };
    while (!(await isThere())) {
      if (this.#polkitd.exitCode !== null) throw new Error('polkitd ended');
      await sleep(20);
    }
  }

  /** What polkit's own helper does as root once PAM has taken the person's password. */
  async #authenticated({ cookie, uid }: { cookie: string; uid: number }): Promise<void> {
    await callBus(this.address, {
      destination: 'org.freedesktop.PolicyKit1',
      path: '/org/freedesktop/PolicyKit1/Authority',
      interface: 'org.freedesktop.PolicyKit1.Authority',
      member: 'AuthenticationAgentResponse2',
      signature: 'us(sa{sv})',
      body: [uid, cookie, ['unix-user', [['uid', ['u', uid]]]]],
    });
  }
}

function busConfig(address: string): string {
  return `<busconfig><type>system</type><listen>${address}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;
}
