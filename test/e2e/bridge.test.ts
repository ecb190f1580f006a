import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeskfobApi } from '../../src/bridge/api.ts';
import { control } from '../harness/control.ts';
import { electronHost } from '../harness/launchApp.ts';
import type { AppUnderTest } from '../harness/world/AppUnderTest.ts';
import { leaveApprovalWindow, pairAnna } from '../harness/world/steps.ts';
import { useWorld } from '../harness/world/world.ts';

const world = useWorld();

describe('a page that was taken over', () => {
  let app: AppUnderTest;
  let page: Page;

  beforeAll(async () => {
    app = await world.current.launch('anna');
    await pairAnna(world.current, app);
    page = await app.mainWindow();
  });

  it('finds nothing of Node or Electron, and no function beyond the bridge', async () => {
    const found = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
      functions: Object.keys(window.deskfob).toSorted(),
    }));
    expect(found.globals).toEqual([]);
    expect(found.functions).toEqual([
      'allowCapture',
      'cancelImport',
      'cancelPairing',
      'captureScreens',
      'changeProtection',
      'changeSettings',
      'chooseImport',
      'closePairingList',
      'codeOfOtp',
      'confirmImport',
      'confirmPairing',
      'confirmPairingList',
      'copyPasscode',
      'countOldActivity',
      'countOtp',
      'decideRequest',
      'declineMute',
      'editAccount',
      'editOtp',
      'endMute',
      'exportActivity',
      'exportOtp',
      'forgotPin',
      'groupAccounts',
      'importEntries',
      'importFile',
      'importTexts',
      'lock',
      'moveAccounts',
      'muteAccount',
      'onPasscodes',
      'onView',
      'openImport',
      'openPairingLink',
      'openPairingList',
      'openPairingName',
      'pairingLines',
      'picturePasted',
      'pinAccount',
      'queryActivity',
      'quit',
      'removeAccount',
      'removeAccounts',
      'removeOtp',
      'removePin',
      'requestDisplayed',
      'retryVault',
      'savePairingLines',
      'setPin',
      'showRequest',
      'startOver',
      'stopPairingList',
      'undoRemoval',
      'unlock',
      'view',
    ]);
  });

  it('gets no seed and no key in a view', async () => {
    const view = JSON.stringify(await page.evaluate(async () => await window.deskfob.view()));
    expect(view).toContain('Acme GmbH');
    // A seed in base32, a P-256 coordinate, or a private member of a JWK.
    expect(view).not.toMatch(/[A-Z2-7]{26,}|[A-Za-z0-9_-]{43,}|"d":/);
  });

  it('cannot decide from the main window, nor say that something was displayed', async () => {
    await world.current.organisation.api('POST', '/v1/transactions', { subscriber: 'anna', application: 'acme-printer' });
    await app.approvalWindow();
    const answers = await page.evaluate(async () => {
      const view = await window.deskfob.view();
      const id = view.ok ? (view.value.requests[0]?.id ?? '') : '';
      const tries = [window.deskfob.requestDisplayed({ id }), window.deskfob.decideRequest({ id, decision: 'approve' })];
      return (await Promise.allSettled(tries)).map(({ status }) => status);
    });
    expect(answers).toEqual(['rejected', 'rejected']);
    const approval = await app.approvalWindow();
    await approval.getByRole('button', { name: 'Deny' }).click();
    await approval.getByTestId('outcome').getByText('Denied', { exact: true }).waitFor();
    await leaveApprovalWindow(app);
  });

  it('gets a closed error code for shapes that no page of ours sends', async () => {
    const errors = await page.evaluate(async () => {
      const call = window.deskfob.copyPasscode as (argument: unknown) => ReturnType<DeskfobApi['copyPasscode']>;
      const answers = await Promise.all(
        [undefined, null, 7, 'x', [], { id: 7 }, { id: '' }, { id: 'x'.repeat(1000) }].map((argument) => call(argument)),
      );
      return answers.map((answer) => (answer.ok ? 'ok' : answer.error));
    });
    expect(errors).toEqual(Array.from({ length: 8 }, () => 'bad-arguments'));
  });

  it('can load nothing, run nothing inline, open no window and go nowhere', async () => {
    const before = page.url();
    const tries = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.head.append(script);
      const fetched = await fetch('https://example.com/').then(
        () => 'loaded',
        () => 'refused',
      );
      return { ran: 'wasRun' in window, fetched, opened: window.open('https://example.com/') !== null };
    });
    expect(tries).toEqual({ ran: false, fetched: 'refused', opened: false });
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await page.getByTestId('account').waitFor();
    expect(page.url()).toBe(before);
  });

  it.runIf(electronHost() === 'stand-in')('is given no permission but the camera, without sound', async () => {
    const [window] = await control(app.electron, 'windows');
    const ask = async (permission: string, details: object = {}) =>
      await control(app.electron, 'permission', window?.id ?? 0, permission, details);
    const denied = { request: false, check: false };
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'usb'])
      expect(await ask(permission)).toEqual(denied);
    expect(await ask('media', { mediaTypes: ['video'], mediaType: 'video' })).toEqual({ request: true, check: true });
    expect(await ask('media', { mediaTypes: ['audio'], mediaType: 'audio' })).toEqual(denied);
    expect(await ask('media', { mediaTypes: ['video', 'audio'], mediaType: 'unknown' })).toEqual(denied);
    expect(await ask('media', { mediaTypes: ['video'], mediaType: 'video', isMainFrame: false })).toEqual(denied);
    expect((await ask('media', { mediaTypes: ['video'], mediaType: 'video', requestingUrl: 'https://example.com/' })).request).toBe(false);
    expect(await ask('display-capture', { mediaTypes: ['video'], mediaType: 'video' })).toEqual(denied);
  });
});
