import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SystemNotification } from '../../../../src/main/notifications/NotificationService.ts';

/** Electron's class as far as it is used: what it was given, and its events. */
const electron = vi.hoisted(() => ({
  shown: [] as { options: Record<string, unknown>; emit: (event: string, details: object) => void; closed: boolean }[],
  activate: undefined as ((details: { arguments: string }) => void) | undefined,
  removedAll: 0,
}));

vi.mock('electron', () => ({
  Notification: class extends EventEmitter {
    static isSupported = (): boolean => true;
    static removeAll = (): void => void (electron.removedAll += 1);
    static handleActivation = (callback: (details: { arguments: string }) => void): void => void (electron.activate = callback);
    readonly options: Record<string, unknown>;
    closed = false;

    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
    }

    show(): void {
      electron.shown.push(this);
    }

    close(): void {
      this.closed = true;
    }
  },
}));

const { ElectronNotifications } = await import('../../../../src/main/desktop/ElectronNotifications.ts');

const NOTIFICATION: SystemNotification = {
  id: 'rec-anna.req-1',
  token: 'T1',
  title: 'Sign-in to Payroll',
  lines: ['Lagos, Nigeria', 'anna@verify.example.com'],
  open: 'Review',
  approve: 'Approve',
  deny: 'Deny',
};

function start(platform: 'darwin' | 'win32') {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  const told: string[] = [];
  const service = new ElectronNotifications(() => 'Later');
  service.start({
    onShown: (id, token) => told.push(`shown ${id} ${token}`),
    onGone: (id, token) => told.push(`gone ${id} ${token}`),
    onAction: (id, token, action) => told.push(`${action} ${id} ${token}`),
    onAvailable: () => told.push('available'),
    onState: () => told.push(`state ${service.state()}`),
  });
  return { service, told };
}

describe('ElectronNotifications', () => {
  beforeEach(() => {
    electron.shown.length = 0;
    electron.activate = undefined;
    electron.removedAll = 0;
  });
  afterEach(() => vi.restoreAllMocks());

  it('tells on macOS of its buttons, of a click and of its end', () => {
    const { service, told } = start('darwin');
    expect(electron.removedAll).toBe(1);
    service.show(NOTIFICATION);
    const [shown] = electron.shown;
    expect(shown?.options).toMatchObject({ title: 'Sign-in to Payroll', closeButtonText: 'Later', hasReply: false });
    shown?.emit('show', {});
    shown?.emit('action', { actionIndex: 0 });
    shown?.emit('action', { actionIndex: 1 });
    shown?.emit('action', { actionIndex: 2 });
    shown?.emit('click', {});
    shown?.emit('close', {});
    const of = 'rec-anna.req-1 T1';
    expect(told).toEqual([`shown ${of}`, `approve ${of}`, `deny ${of}`, `open ${of}`, `gone ${of}`]);
  });

  it('hears on Windows of every press by its arguments alone, once, and from any process', () => {
    const { service, told } = start('win32');
    expect(electron.removedAll).toBe(0);
    electron.activate?.({ arguments: 'type=action&do=deny&request=rec-anna.old&token=of-yesterday' });
    electron.activate?.({ arguments: 'type=action&action=0&tag=77' });
    service.show(NOTIFICATION);
    const [shown] = electron.shown;
    expect(shown?.options['toastXml']).toContain('<text>Sign-in to Payroll</text>');
    shown?.emit('show', {});
    shown?.emit('action', { actionIndex: 0 });
    shown?.emit('click', {});
    // It has left the screen for the notification centre, where it can still be pressed.
    shown?.emit('close', {});
    electron.activate?.({ arguments: 'type=action&do=approve&request=rec-anna.req-1&token=T1' });
    expect(told).toEqual(['deny rec-anna.old of-yesterday', 'shown rec-anna.req-1 T1', 'approve rec-anna.req-1 T1']);
  });

  it('says that the system refuses, and that it no longer does', () => {
    const { service, told } = start('darwin');
    service.show(NOTIFICATION);
    electron.shown[0]?.emit('failed', {});
    expect(told).toEqual(['state refused', 'gone rec-anna.req-1 T1']);
    service.show({ ...NOTIFICATION, token: 'T2' });
    electron.shown[1]?.emit('show', {});
    expect(told.slice(2)).toEqual(['state working', 'shown rec-anna.req-1 T2']);
  });

  it('takes back what it replaces, what is withdrawn, and all at the end', async () => {
    const { service, told } = start('darwin');
    service.show(NOTIFICATION);
    service.show({ ...NOTIFICATION, token: 'T2' });
    expect(electron.shown.map(({ closed }) => closed)).toEqual([true, false]);
    // What the system says of the one before is no news of this one.
    electron.shown[0]?.emit('close', {});
    expect(told).toEqual([]);
    service.show({ ...NOTIFICATION, id: 'rec-anna.req-2' });
    service.withdraw(NOTIFICATION.id);
    await service.stop();
    expect(electron.shown.map(({ closed }) => closed)).toEqual([true, true, true]);
  });
});
