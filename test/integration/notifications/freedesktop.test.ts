import { afterEach, describe, expect, it } from 'vitest';
import { FreedesktopNotifications } from '../../../src/main/notifications/FreedesktopNotifications.ts';
import type { SystemNotification } from '../../../src/main/notifications/NotificationService.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { NotificationDaemon } from '../../harness/NotificationDaemon.ts';
import { callBus } from '../../harness/sessionBus.ts';

const NOTIFICATION: SystemNotification = {
  id: 'account.request',
  token: 'T1',
  title: 'Sign-in to Payroll <b>&',
  lines: ['Lagos, Nigeria', 'anna@verify.example.com <i>&amp;'],
  open: 'Review',
  approve: 'Approve',
  deny: 'Deny',
};

const session = await sessionForThisFile({ keyring: false });
const address = session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';

describe('notifications of a Linux desktop', () => {
  const daemons: NotificationDaemon[] = [];
  const services: FreedesktopNotifications[] = [];

  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
    for (const daemon of daemons.splice(0)) await daemon.stop();
  });

  async function daemonWith(capabilities?: string): Promise<NotificationDaemon> {
    const daemon = await NotificationDaemon.start(address, capabilities);
    daemons.push(daemon);
    return daemon;
  }

  function start(): { service: FreedesktopNotifications; told: string[]; failures: string[] } {
    const [told, failures] = [[] as string[], [] as string[]];
    const service = new FreedesktopNotifications((what, code) => failures.push(`${what}: ${code}`));
    services.push(service);
    service.start({
      onShown: (id, token) => told.push(`shown ${id} ${token}`),
      onGone: (id, token) => told.push(`gone ${id} ${token}`),
      onAction: (id, token, action) => told.push(`${action} ${id} ${token}`),
      onAvailable: () => told.push('available'),
      onState: () => told.push(`state ${service.state()}`),
    });
    return { service, told, failures };
  }

  it('shows title, place and account with two buttons, urgent and until the person decides', async () => {
    const daemon = await daemonWith();
    const { service, told, failures } = start();
    service.show(NOTIFICATION);
    const shown = await daemon.one();
    expect(shown).toMatchObject({
      title: 'Sign-in to Payroll <b>&',
      body: 'Lagos, Nigeria\nanna@verify.example.com &lt;i&gt;&amp;amp;',
      actions: { default: 'Review', 'approve.T1': 'Approve', 'deny.T1': 'Deny' },
      urgency: 2,
    });
    await expect.poll(() => told).toEqual(['shown account.request T1']);
    expect(service.state()).toBe('working');
    expect(failures).toEqual([]);
  });

  it('tells of each button, and of a click beside them', async () => {
    const daemon = await daemonWith();
    for (const [label, action] of [
      ['Approve', 'approve'],
      ['Deny', 'deny'],
      ['Review', 'open'],
    ] as const) {
      const { service, told } = start();
      service.show(NOTIFICATION);
      await expect.poll(() => told).toContain('shown account.request T1');
      const [shown] = (await daemon.notifications()).slice(-1);
      if (shown === undefined) throw new Error('nothing was shown');
      await daemon.press(shown, label);
      await expect.poll(() => told).toEqual(['shown account.request T1', `${action} account.request T1`, 'gone account.request T1']);
      await service.stop();
    }
  });

  it('leaves out what the daemon cannot do', async () => {
    const plain = await daemonWith('body');
    const { service } = start();
    service.show(NOTIFICATION);
    expect(await plain.one()).toMatchObject({ body: 'Lagos, Nigeria\nanna@verify.example.com <i>&amp;', actions: {} });
    await plain.stop();
    const bare = await daemonWith('actions');
    const second = start();
    second.service.show({ ...NOTIFICATION, title: 'Sign-in', lines: ['Lagos', 'anna@x'] });
    expect(await bare.one()).toMatchObject({ title: 'Sign-in · Lagos · anna@x', body: '' });
  });

  it('shows a locked one without buttons, in the place of the one before', async () => {
    const daemon = await daemonWith();
    const { service, told } = start();
    service.show(NOTIFICATION);
    service.show({ id: NOTIFICATION.id, token: 'T2', title: 'A request is waiting', lines: ['Unlock'], open: 'Unlock' });
    await expect.poll(() => told).toContain('shown account.request T2');
    expect(await daemon.notifications()).toMatchObject([
      { id: 1, title: 'A request is waiting', body: 'Unlock', actions: { default: 'Unlock' } },
    ]);
    expect(told).not.toContain('shown account.request T1');
  });

  it('withdraws, also what is still on its way to the screen', async () => {
    const daemon = await daemonWith();
    const { service, told } = start();
    service.show(NOTIFICATION);
    service.withdraw(NOTIFICATION.id);
    await expect.poll(async () => (await daemon.notifications()).map(({ isOpen }) => isOpen)).toEqual([false]);
    service.show({ ...NOTIFICATION, token: 'T2' });
    await expect.poll(() => told).toEqual(['shown account.request T2']);
    service.withdraw(NOTIFICATION.id);
    await expect.poll(async () => await daemon.open()).toEqual([]);
    expect(await daemon.notifications()).toHaveLength(2);
  });

  it('takes everything back when it stops', async () => {
    const daemon = await daemonWith();
    const { service } = start();
    for (const id of ['a', 'b', 'c']) service.show({ ...NOTIFICATION, id });
    await service.stop();
    expect((await daemon.notifications()).map(({ isOpen }) => isOpen)).toEqual([false, false, false]);
  });

  it('says that nobody shows notifications, and comes back with the daemon', async () => {
    const { service, told } = start();
    service.show(NOTIFICATION);
    await expect.poll(() => told).toEqual(['gone account.request T1', 'state missing']);
    const daemon = await daemonWith();
    await expect.poll(() => told).toEqual(['gone account.request T1', 'state missing', 'available', 'state working']);
    service.show({ ...NOTIFICATION, token: 'T2' });
    await daemon.one();
    await daemon.stop();
    await expect.poll(() => told.slice(4)).toEqual(['shown account.request T2', 'gone account.request T2', 'state missing']);
    await daemonWith();
    await expect.poll(() => told.slice(7)).toEqual(['available', 'state working']);
  });

  it('says that do not disturb is on, and that it is off again', async () => {
    const daemon = await daemonWith();
    await daemon.setInhibited(true);
    const { service, told } = start();
    service.refresh();
    await expect.poll(() => told).toEqual(['state silenced']);
    service.show(NOTIFICATION);
    await daemon.one();
    await daemon.setInhibited(false);
    service.refresh();
    await expect.poll(() => service.state()).toBe('working');
  });

  it('is missing without a session bus', async () => {
    process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus';
    const { service, told, failures } = start();
    service.show(NOTIFICATION);
    await expect.poll(() => told).toEqual(['gone account.request T1', 'state missing']);
    process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
    expect(failures).toEqual([]);
  });

  it('believes buttons of the daemon alone, and those of this showing', async () => {
    const daemon = await daemonWith();
    const { service, told } = start();
    service.show(NOTIFICATION);
    const { id } = await daemon.one();
    await expect.poll(() => told).toHaveLength(1);
    await forge(id);
    for (const key of ['approve', 'approve.T0', 'approve.T1 ', 'approve.', '', 'T1', 'Approve'])
      await daemon.emit('ActionInvoked', 'us', [
        ['u', id],
        ['s', key],
      ]);
    for (const other of [0, id + 1, 4_294_967_295])
      await daemon.emit('ActionInvoked', 'us', [
        ['u', other],
        ['s', 'approve.T1'],
      ]);
    await daemon.emit('ActionInvoked', 's', [['s', 'approve.T1']]);
    await daemon.emit('ActionInvoked', '', []);
    await daemon.emit('NotificationClosed', 'uu', [
      ['u', id],
      ['u', 2],
    ]);
    await expect.poll(() => told).toEqual(['shown account.request T1', 'gone account.request T1']);
  });

  /** Anybody on the bus can say what the daemon says, to everybody and to us alone. */
  async function forge(id: number): Promise<void> {
    const { default: dbus } = await import('dbus-native');
    const bus = dbus.createClient({ busAddress: address });
    await new Promise<void>((resolve) => void bus.connection.once('connect', () => resolve()));
    const [names] = await callBus(address, {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'ListNames',
    });
    const unique = (names as string[]).filter((name) => name.startsWith(':'));
    for (const destination of [undefined, ...unique])
      bus.connection.message({
        type: 4,
        serial: 90 + unique.indexOf(destination ?? ''),
        path: '/org/freedesktop/Notifications',
        interface: 'org.freedesktop.Notifications',
        member: 'ActionInvoked',
        signature: 'us',
        body: [id, 'approve.T1'],
        ...(destination !== undefined && { destination }),
      });
    // The bus keeps the order of what one connection says: its answer comes after the signals.
    await bus.invoke({ destination: 'org.freedesktop.DBus', path: '/', interface: 'org.freedesktop.DBus', member: 'GetId' });
    bus.connection.end();
  }
});
