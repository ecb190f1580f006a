import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RendererPages } from './RendererPages.ts';
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
    expect(await opened.asked()).toEqual([{ function: 'removeAccount', argument: { id: 'account-acme' } }]);
    await opened.close();
  });

  it('removes a dead account by its own button', async () => {
    const opened = await pages.open('index', appView({ accounts: [withoutPasscode({ state: 'removed' })] }));
    await opened.page.getByRole('button', { name: 'Remove: Acme GmbH, m.weber@acme.example' }).click();
    await opened.page.getByRole('button', { name: 'Remove account' }).click();
    expect(await opened.asked()).toEqual([{ function: 'removeAccount', argument: { id: 'account-acme' } }]);
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
    await page.getByRole('radiogroup', { name: 'Language' }).getByText('Deutsch').click();
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

describe('activity', () => {
  it('lists what happened by day, in words', async () => {
    const opened = await pages.open('index', appView());
    await opened.page.getByRole('tab', { name: 'Activity' }).click();
    expect(await opened.page.getByRole('heading', { level: 2 }).first().textContent()).toBe('Today');
    expect(await opened.page.getByRole('listitem').first().textContent()).toBe(
      'ApprovedAcme VPN · Berlin, Germanym.weber@acme.example12:00',
    );
    await opened.push(appView({ activity: [] }));
    await opened.page.getByText('Nothing has happened yet').waitFor();
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
