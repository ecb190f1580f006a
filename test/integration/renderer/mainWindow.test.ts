import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityView } from '../../../src/bridge/activity.ts';
import { type RendererPage, RendererPages } from './RendererPages.ts';
import { account, appView, nearRequest, request, sixAccounts, troubledAccounts, verifier, withoutPasscode } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

describe('accounts', () => {
  it('shows the passcode in two groups and copies it through main', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    expect(await page.getByTestId('passcode').textContent()).toBe('492 031');
    await page.getByRole('button', { name: 'Copy passcode of Acme GmbH, m.weber@acme.example' }).click();
    await page.getByText('Copied – cleared in 30 s').waitFor();
    expect(await page.getByText('Passcode of Acme GmbH copied.').count()).toBe(1);
    expect(await opened.asked()).toEqual([{ function: 'copyPasscode', argument: { id: 'account-acme' } }]);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('says why a passcode could not be copied', async () => {
    const opened = await pages.open('index', appView());
    await opened.answer('copyPasscode', { ok: false, error: 'account-unknown' });
    await opened.page.getByRole('button', { name: 'Copy passcode' }).click();
    await opened.page.getByRole('alert').getByText('This account is no longer here').waitFor();
    await opened.close();
  });

  it('shows the next passcode in the last seconds, and goes on to it when no view comes', async () => {
    const opened = await pages.open(
      'index',
      appView({ accounts: [account({ passcode: { current: '111111', next: '222333', remainingMs: 1500, periodMs: 30_000 } })] }),
    );
    await opened.page.getByText('next 222 333').waitFor();
    await opened.page.getByTestId('passcode').filter({ hasText: '222 333' }).waitFor();
    await opened.close();
  });

  it('hides passcodes until they are pointed at or reached by keyboard', async () => {
    const settings = { ...appView().settings, hideCodes: true };
    const opened = await pages.open('index', appView({ settings }));
    const code = opened.page.getByTestId('passcode');
    expect(await opened.page.content()).not.toContain('492 031');
    await code.hover();
    expect(await code.textContent()).toBe('492 031');
    await opened.page.mouse.move(0, 0);
    expect(await code.textContent()).not.toContain('492');
    await opened.page.getByRole('tab', { name: 'Authentication' }).focus();
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Tab');
    expect(await code.textContent()).toBe('492 031');
    await opened.close();
  });

  it('offers a search only where there are more than five', async () => {
    const opened = await pages.open('index', appView({ accounts: sixAccounts }));
    await opened.page.getByRole('searchbox', { name: 'Search 6 accounts' }).fill('globex test');
    await expect.poll(async () => await opened.page.getByTestId('account').count()).toBe(1);
    await opened.page.getByRole('searchbox').fill('nobody');
    await opened.page.getByText('No account matches').waitFor();
    await opened.page.getByRole('button', { name: 'Clear search' }).click();
    await expect.poll(async () => await opened.page.getByTestId('account').count()).toBe(6);
    await opened.push(appView({ accounts: sixAccounts.slice(0, 5) }));
    await expect.poll(async () => await opened.page.getByRole('searchbox').count()).toBe(0);
    await opened.close();
  });

  it('says in words what keeps an account from working, and offers the way on', async () => {
    const opened = await pages.open('index', appView({ accounts: troubledAccounts }));
    const { page } = opened;
    for (const words of [
      'Waiting for confirmation',
      'Paused by Globex',
      'Removed by Initech',
      'Never confirmed',
      'Not known to شركة القاهرة',
    ]) {
      expect(await page.getByText(words).count(), words).toBe(1);
    }
    await page.getByRole('button', { name: 'Pair again: Initech, maria@initech.example' }).click();
    expect(await page.getByRole('textbox', { name: 'Sign-in name' }).inputValue()).toBe('maria@initech.example');
    await opened.close();
  });

  it('pins an account, says that it is, and unpins it', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    const menu = page.getByRole('button', { name: 'Options for Acme GmbH, m.weber@acme.example' });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Pin to top and tray' }).click();
    await opened.push(appView({ accounts: [account({ pinned: true })] }));
    await page.getByText('Pinned', { exact: true }).waitFor();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Unpin' }).click();
    expect(await opened.asked()).toEqual([
      { function: 'pinAccount', argument: { id: 'account-acme', pinned: true } },
      { function: 'pinAccount', argument: { id: 'account-acme', pinned: false } },
    ]);
    await opened.close();
  });

  it('removes an account after asking, and not when the person keeps it', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    const ask = async () => {
      await page.getByRole('button', { name: 'Options for Acme GmbH, m.weber@acme.example' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
    };
    await ask();
    await page.getByRole('alertdialog', { name: 'Remove Acme GmbH?' }).getByRole('button', { name: 'Keep' }).click();
    await ask();
    await page.keyboard.press('Escape');
    expect(await opened.asked()).toEqual([]);
    await ask();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove account' }).click();
    await expect.poll(async () => await page.getByRole('alertdialog').count()).toBe(0);
    expect(await opened.asked()).toEqual([{ function: 'removeAccount', argument: { id: 'account-acme', deleteHistory: false } }]);
    await opened.close();
  });

  it('removes a dead account by its own button', async () => {
    const opened = await pages.open('index', appView({ accounts: [withoutPasscode({ state: 'removed' })] }));
    await opened.page.getByRole('button', { name: 'Remove: Acme GmbH, m.weber@acme.example' }).click();
    await opened.page.getByRole('checkbox', { name: 'Delete its history, too' }).click({ force: true });
    await opened.page.getByRole('button', { name: 'Remove account' }).click();
    expect(await opened.asked()).toEqual([{ function: 'removeAccount', argument: { id: 'account-acme', deleteHistory: true } }]);
    await opened.close();
  });

  it('shows names from the network as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const opened = await pages.open(
      'index',
      appView({ accounts: [account({ organisation: { name: hostile, colour: 'red;background:url(x)' }, signInName: hostile })] }),
    );
    expect(await opened.page.getByTestId('account').locator('bdi').first().textContent()).toBe(hostile);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });
});

describe('requests on top', () => {
  it('announces one that arrives and leads to the approval window', async () => {
    const opened = await pages.open('index', appView());
    await opened.push(appView({ requests: [request()] }));
    const card = opened.page.getByTestId('request');
    expect(await card.textContent()).toMatch(/Sign-in to Acme VPN.*Lagos, Nigeria · 4\d s left/);
    await opened.page.locator('output', { hasText: 'New request: Sign-in to Acme VPN, Lagos, Nigeria' }).waitFor({ state: 'attached' });
    await card.getByRole('button', { name: 'Review: Sign-in to Acme VPN' }).click();
    expect(await opened.asked()).toEqual([{ function: 'showRequest', argument: { id: 'request-1' } }]);
    await opened.close();
  });

  it('says what became of one, and offers no review of it any more', async () => {
    const opened = await pages.open(
      'index',
      appView({ requests: [request({ phase: 'settled', outcome: 'denied' }), { ...nearRequest, phase: 'sending' }] }),
    );
    expect(await opened.page.getByTestId('request').allTextContents()).toEqual(['Sign-in to Acme VPNDenied', 'Sign-in to PayrollSending…']);
    expect(await opened.page.getByRole('button', { name: /Review/ }).count()).toBe(0);
    await opened.close();
  });
});

describe('connections', () => {
  it.each([
    [verifier(), 'Connected to Acme · clock in step'],
    [verifier({ clockOffsetMs: 600_000 }), 'Connected to Acme · the clock of this computer is 10 minutes behind; codes are corrected'],
    [verifier({ clockOffsetMs: -600_000 }), 'Connected to Acme · the clock of this computer is 10 minutes ahead; codes are corrected'],
    [verifier({ connection: 'connecting' }), 'Connecting to Acme…'],
    [
      verifier({ connection: 'offline', problem: 'certificate-untrusted' }),
      'Offline from Acme – trying again… The certificate is not trusted.',
    ],
    [verifier({ connection: 'offline' }), 'Offline from Acme – trying again…'],
  ])('says how the connection stands %#', async (state, words) => {
    const opened = await pages.open('index', appView({ verifiers: [state] }));
    expect(await opened.page.getByTestId('connection').textContent()).toBe(words);
    await opened.close();
  });
});

describe('settings', () => {
  it('asks main for each change and shows what main then sends', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
    await page.getByRole('switch', { name: 'Hide passcodes' }).press('Space');
    await page.getByRole('radiogroup', { name: 'Clear copied passcodes after' }).getByText('60 s').click();
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    expect(await opened.asked()).toEqual([
      { function: 'changeSettings', argument: { theme: 'dark' } },
      { function: 'changeSettings', argument: { hideCodes: true } },
      { function: 'changeSettings', argument: { clearClipboardSeconds: 60 } },
      { function: 'changeSettings', argument: { language: 'de' } },
    ]);
    await opened.push(appView({ settings: { ...appView().settings, theme: 'dark', language: 'de' } }));
    await page.getByRole('tab', { name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await opened.close();
  });
});

describe('a desktop that lacks something', () => {
  const withApp = (changes: object) => appView({ app: { ...appView().app, ...changes } });

  it('is told where notifications do not get through, unless they are not wanted', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    const note = page.getByTestId('notifications-note');
    expect(await note.textContent()).toBe('');
    for (const [notifications, words] of [
      ['silenced', 'Do not disturb is on'],
      ['refused', 'The system does not let Deskfob notify you'],
      ['missing', 'This desktop shows no notifications'],
    ]) {
      await opened.push(withApp({ notifications }));
      await note.getByText(words ?? '').waitFor();
      await note.getByText('still come up in Deskfob’s own window').waitFor();
    }
    await opened.push({ ...withApp({ notifications: 'missing' }), settings: { ...appView().settings, notifications: false } });
    await expect.poll(async () => await note.count()).toBe(0);
    await opened.close();
  });

  it('has a way to quit where there is no tray, and only there', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    const quit = page.getByRole('button', { name: 'Quit Deskfob' });
    expect(await quit.count()).toBe(0);
    await opened.push(withApp({ trayAvailable: false }));
    await quit.click();
    expect(await opened.asked()).toEqual([{ function: 'quit' }]);
    await opened.close();
  });
});

describe('languages', () => {
  it('are all offered by their own names, and Arabic turns the window round', async () => {
    const opened = await pages.open('index', appView());
    const { page } = opened;
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: /Language/ }).click();
    expect(await page.getByRole('option').allTextContents()).toEqual([
      'As the computer',
      'English',
      'Deutsch',
      'العربية',
      'Français',
      'Español',
      '日本語',
    ]);
    await page.getByRole('option', { name: 'العربية' }).click();
    expect(await opened.asked()).toContainEqual({ function: 'changeSettings', argument: { language: 'ar' } });
    await opened.push(appView({ settings: { ...appView().settings, language: 'ar' } }));
    await page.getByRole('tab', { name: 'الإعدادات' }).waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    const tabs = await page.getByRole('tab').evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().left));
    expect(tabs.toSorted((a, b) => b - a)).toEqual(tabs);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('leave codes and numbers as they are in Arabic', async () => {
    const arabic = { ...appView().app, locale: 'ar-EG' };
    const opened = await pages.open('index', appView({ app: arabic }));
    const digits = opened.page.getByTestId('passcode');
    const places = await digits.evaluate((element) => {
      const text = element.firstChild ?? element;
      return [0, 4].map((at) => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 3);
        return range.getBoundingClientRect().left;
      });
    });
    // 492 stands to the left of 031.
    expect(places[0]).toBeLessThan(places[1] ?? 0);
    await opened.close();
  });
});

/** So many lines, newest first, an hour apart. */
const many = (count: number): ActivityView[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `line-${n}`,
    atMs: Date.UTC(2026, 9, 30) - n * 3_600_000,
    type: 'request',
    organisation: 'Acme GmbH',
    subscriber: 'Maria Weber',
    application: `Application ${n}`,
    outcome: 'approved',
  }));

describe('activity', () => {
  const openActivity = async (...changes: Parameters<typeof appView>) => {
    const opened = await pages.open('index', appView(...changes));
    await opened.page.getByRole('tab', { name: 'Activity' }).click();
    return opened;
  };

  it('lists what happened by day, in words', async () => {
    const opened = await openActivity();
    const { page } = opened;
    const rows = page.getByRole('grid', { name: 'Activity' }).getByRole('row');
    expect(await rows.first().textContent()).toBe('Today');
    expect(await rows.nth(1).textContent()).toBe(
      'ApprovedAcme VPN · Berlin, Germanym.weber@acme.example · number typed · with your PIN12:00',
    );
    await opened.push(appView({ activity: [], activityRevision: 2 }));
    await page.getByText('Nothing has happened yet').waitFor();
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('says what the person did where the outcome does not', async () => {
    const opened = await openActivity();
    await opened.page.getByText('m.weber@acme.example · you denied · from the notification').waitFor();
    await opened.close();
  });

  it('shows a new line when one has come', async () => {
    const opened = await openActivity();
    await opened.page.getByText('9 entries').waitFor();
    const [newest] = many(1);
    await opened.push(appView({ activity: [...(newest === undefined ? [] : [newest]), ...appView().activity], activityRevision: 2 }));
    await opened.page.getByText('10 entries').waitFor();
    await opened.page.getByText('Application 0').waitFor();
    await opened.close();
  });

  it('asks main for what is typed and chosen, and for nothing else', async () => {
    const opened = await openActivity();
    const { page } = opened;
    await page.getByRole('searchbox', { name: 'Search the history' }).fill('lagos');
    await page.getByRole('button', { name: /What happened/ }).click();
    await page.getByRole('option', { name: 'Requests' }).click();
    await page.getByRole('button', { name: /How it ended/ }).click();
    await page.getByRole('option', { name: 'Reported: not you' }).click();
    await page.getByRole('button', { name: /Organisation/ }).click();
    await page.getByRole('option', { name: 'Globex' }).click();
    const filter = { search: 'lagos', kind: 'requests', outcome: 'reported', organisation: 'Globex' };
    await expect
      .poll(async () => (await opened.asked()).at(-1))
      .toEqual({
        function: 'queryActivity',
        argument: { ...filter, offset: 0, limit: 100 },
      });
    await page.getByRole('button', { name: /What happened/ }).click();
    await page.getByRole('option', { name: 'All', exact: true }).click();
    const { kind: _, ...rest } = filter;
    await expect.poll(async () => (await opened.asked()).at(-1)?.argument).toEqual({ ...rest, offset: 0, limit: 100 });
    await opened.answer('exportActivity', { ok: true, value: { written: 3 } });
    await page.getByRole('button', { name: 'Save as CSV…' }).click();
    await page.getByText('3 entries saved').waitFor();
    expect(await opened.asked()).toContainEqual({ function: 'exportActivity', argument: rest });
    await opened.answer('exportActivity', { ok: false, error: 'export-failed' });
    await page.getByRole('button', { name: 'Save as CSV…' }).click();
    await page.getByRole('alert').getByText('The file could not be saved').waitFor();
    await opened.close();
  });

  it('offers a way back when nothing fits', async () => {
    const opened = await openActivity();
    const { page } = opened;
    await page.getByText('9 entries').waitFor();
    await opened.answer('queryActivity', { ok: true, value: { lines: [], found: 0, kept: 9, organisations: [], revision: 1 } });
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('No entry fits').waitFor();
    await opened.answer('queryActivity', undefined);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByText('9 entries').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await opened.close();
  });

  it('holds ten thousand lines without drawing them, and fetches them as far as one scrolls', async () => {
    const opened = await openActivity({ activity: many(10_000) });
    const { page } = opened;
    await page.getByText('10,000 entries').waitFor();
    const grid = page.getByRole('grid', { name: 'Activity' });
    expect(await grid.getByRole('row').count()).toBeLessThan(40);
    for (let round = 0; round < 4; round += 1) {
      const before = (await opened.asked()).length;
      await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await expect.poll(async () => (await opened.asked()).length).toBeGreaterThan(before);
    }
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await expect.poll(async () => (await grid.innerText()).match(/Application (\d+)/)?.[1]).toMatch(/^[3-9]\d\d$/);
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await opened.close();
  });

  it('is walked through by keyboard', async () => {
    const opened = await openActivity();
    const { page } = opened;
    await page.getByRole('button', { name: 'Save as CSV…' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const focused = async () => await page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toContain('Reported: not you');
    await page.keyboard.press('End');
    await expect.poll(focused).toContain('Account removed');
    await opened.close();
  });
});

describe('how long the history is kept', () => {
  const openSettings = async () => {
    const opened = await pages.open('index', appView());
    await opened.page.getByRole('tab', { name: 'Settings' }).click();
    return opened;
  };
  const choose = async ({ page }: RendererPage, name: string) => {
    await page.getByRole('button', { name: /Keep the history/ }).click();
    await page.getByRole('option', { name }).click();
  };

  it('changes at once where nothing is deleted by it', async () => {
    const opened = await openSettings();
    await choose(opened, 'For a year');
    await expect
      .poll(async () => await opened.asked())
      .toEqual([
        { function: 'countOldActivity', argument: { retention: '1-year' } },
        { function: 'changeSettings', argument: { activityRetention: '1-year' } },
      ]);
    await opened.close();
  });

  it('changes only after asking where entries are deleted, and says how many', async () => {
    const opened = await openSettings();
    const { page } = opened;
    await opened.answer('countOldActivity', { ok: true, value: { count: 1234 } });
    await choose(opened, 'For 30 days');
    const asking = page.getByRole('alertdialog', { name: 'Delete older entries?' });
    await asking.getByText('1,234 entries are deleted').waitFor();
    await asking.getByRole('button', { name: 'Keep everything' }).click();
    expect((await opened.asked()).filter(({ function: name }) => name === 'changeSettings')).toEqual([]);
    await choose(opened, 'Not at all');
    await asking.getByRole('button', { name: 'Delete' }).click();
    await expect
      .poll(async () => (await opened.asked()).at(-1))
      .toEqual({
        function: 'changeSettings',
        argument: { activityRetention: 'nothing' },
      });
    await opened.close();
  });
});

describe('a vault that does not open', () => {
  const failed = appView({
    vault: { state: 'failed', error: 'vault-key-missing', accounts: [{ organisation: 'Acme GmbH', subscriber: 'm.weber' }] },
  });

  it('says what happened, whom it concerns, and tries again', async () => {
    const opened = await pages.open('index', failed);
    expect(await opened.page.getByRole('heading', { level: 1 }).textContent()).toBe('The key to your accounts is gone from the keyring');
    expect(await opened.page.getByRole('listitem').textContent()).toBe('Acme GmbH · m.weber');
    await opened.answer('retryVault', { ok: false, error: 'vault-locked' });
    await opened.page.getByRole('button', { name: 'Try again' }).click();
    await opened.page.getByRole('alert').getByText('The keyring of this computer is locked').waitFor();
    expect(await opened.asked()).toEqual([{ function: 'retryVault' }]);
    await opened.close();
  });

  it('starts over only after asking twice', async () => {
    const opened = await pages.open('index', failed);
    const { page } = opened;
    await page.getByRole('button', { name: 'Start over…' }).click();
    const first = page.getByRole('alertdialog', { name: 'Start over without your accounts?' });
    expect(await first.getByRole('listitem').textContent()).toBe('Acme GmbH · m.weber');
    await first.getByRole('button', { name: 'Go on…' }).click();
    const second = page.getByRole('alertdialog', { name: 'Delete for good?' });
    expect(await opened.asked()).toEqual([]);
    await second.getByRole('button', { name: 'Delete and start over' }).click();
    await expect.poll(async () => await opened.asked()).toEqual([{ function: 'startOver' }]);
    await opened.close();
  });
});
