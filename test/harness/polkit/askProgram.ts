/**
 * An ordinary user at a desktop: gives up root, registers an agent that asks as a desktop's does (unless there is none), and lets the
 * product's own code ask polkit. Arguments: the bus, what the person does, and options.
 */
import { readFileSync } from 'node:fs';
import dbus from 'dbus-native';
import { Polkit } from '../../../src/main/verification/polkit/Polkit.ts';
import type { Person } from './PolkitSession.ts';

const NOBODY = 65_534;
const AGENT_PATH = '/dev/deskfob/Agent';
const [address, person, json] = process.argv.slice(2) as [string, Person, string];
const { asRoot = false, abortAfterMs } = JSON.parse(json) as { asRoot?: boolean; abortAfterMs?: number };
if (!asRoot) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}

if (person !== 'none') await registerAgent();
const polkit = new Polkit(address);
const unavailable = (await polkit.unavailable()) ?? 'can ask';
const end = new AbortController();
if (abortAfterMs !== undefined) setTimeout(() => end.abort(), abortAfterMs);
const result = await polkit.verify('approve', end.signal);
process.send?.({ done: { unavailable, result } });

async function registerAgent(): Promise<void> {
  const bus = dbus.createClient({ busAddress: address, timeout: 10_000 });
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const start = BigInt(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0');
  const agent = {
    BeginAuthentication: async (_action: string, _message: string, _icon: string, _details: unknown, cookie: string) => {
      if (person === 'waits') return await new Promise<never>(() => {});
      if (person === 'dismisses') throw Object.assign(new Error('dismissed'), { dbusName: 'org.freedesktop.PolicyKit1.Error.Cancelled' });
      if (person === 'accepts') process.send?.({ authenticate: { cookie, uid: process.getuid?.() ?? 0 } });
      // The prompt closes a moment after the password was taken.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return undefined;
    },
    CancelAuthentication: () => undefined,
  };
  bus.exportInterface(agent, AGENT_PATH, {
    name: 'org.freedesktop.PolicyKit1.AuthenticationAgent',
    methods: { BeginAuthentication: ['sssa{ss}sa(sa{sv})', '', [], []], CancelAuthentication: ['s', '', [], []] },
    properties: {},
    signals: {},
  });
  const subject = [
    'unix-process',
    [
      ['pid', ['u', process.pid]],
      ['start-time', ['t', start]],
    ],
  ];
  await new Promise<void>((resolve, reject) => {
    bus.connection.on('error', reject);
    bus.invoke(
      {
        destination: 'org.freedesktop.PolicyKit1',
        path: '/org/freedesktop/PolicyKit1/Authority',
        interface: 'org.freedesktop.PolicyKit1.Authority',
        member: 'RegisterAuthenticationAgent',
        signature: '(sa{sv})ss',
        body: [subject, 'C', AGENT_PATH],
      },
      (error: Error | null | undefined) => (error === null || error === undefined ? resolve() : reject(error)),
    );
  });
}
