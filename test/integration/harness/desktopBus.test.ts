// Notifications of the stand-in on a real session bus with a notification service (python3-dbusmock).
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../../harness/control.ts';
import { callBus } from '../../harness/sessionBus.ts';
import { startFixture, until } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

const service = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const mock = 'org.freedesktop.DBus.Mock';

describe('notifications on the session bus', () => {
  const started: ChildProcess[] = [];
  let address = '';
  let fixture: FixtureApp;

  beforeAll(async () => {
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(bus);
    for await (const line of createInterface({ input: bus.stdout })) {
      address = line;
      break;
    }
    const parameters = JSON.stringify({ capabilities: 'body actions' });
    started.push(
      spawn('/usr/bin/python3', ['-m', 'dbusmock', '--session', '--template', 'notification_daemon', '--parameters', parameters], {
        stdio: 'ignore',
        env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
      }),
    );
    const hasOwner = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'NameHasOwner',
      signature: 's',
      body: [service],
    };
    await until(async () => (await callBus(address, hasOwner))[0] === true, 'the notification service');
    fixture = await startFixture({ DBUS_SESSION_BUS_ADDRESS: address });
  });
  afterAll(async () => {
    await fixture.stop();
    for (const child of started) child.kill('SIGKILL');
  });

  async function emit(member: string, signature: string, body: unknown[]): Promise<void> {
    await callBus(address, {
      destination: service,
      path,
      interface: mock,
      member: 'EmitSignal',
      signature: 'sssav',
      body: [service, member, signature, body],
    });
  }

  it('shows, is clicked and is dismissed there', async () => {
    const { app } = fixture;
    await app.evaluate(() => (globalThis as unknown as { notify(): void }).notify());
    await until(async () => (await control(app, 'notifications'))[0]?.onBus ?? false, 'the notification on the bus');
    const [calls] = await callBus(address, {
      destination: service,
      path,
      interface: mock,
      member: 'GetMethodCalls',
      signature: 's',
      body: ['Notify'],
    });
    const [[, given]] = calls as [[unknown, unknown[]]];
    expect(given.slice(3, 6)).toEqual(['Sign-in request', 'VPN', ['default', 'View']]);
    await emit('ActionInvoked', 'us', [
      ['u', 1],
      ['s', 'default'],
    ]);
    await until(async () => (await fixture.log()).some(([name]) => name === 'notification-click'), 'the click');
    await emit('NotificationClosed', 'uu', [
      ['u', 1],
      ['u', 2],
    ]);
    await until(async () => (await control(app, 'notifications'))[0]?.isOpen === false, 'the dismissal');
  });
});
