import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestView } from '../../../src/bridge/views.ts';
import { RendererPages } from './RendererPages.ts';
import { appView, nearRequest, pairingRequest, placelessRequest, request, sameNetworkRequest } from './views.ts';

let pages: RendererPages;
beforeAll(async () => {
  pages = await RendererPages.start();
});
afterAll(async () => await pages.close());

const open = async (...requests: RequestView[]) => await pages.open('approval', appView({ requests }));

/** As main first sends it: not displayed yet. */
function fresh(): RequestView {
  const { approveInMs: _, ...rest } = request();
  return rest;
}

const label = 'Number from the sign-in page, 6 digits';

describe('what a request shows', () => {
  it('shows who, where, how far, with what and when', async () => {
    const opened = await open(request());
    const { page } = opened;
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign-in to Acme VPN');
    const text = (await page.getByRole('main').innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('Maria Weber · m.weber@acme.example asked by Acme GmbH');
    expect(text).toContain('Where Lagos, Nigeria about 3,200 miles from here');
    expect(text).toContain('With Firefox on Windows · 102.89.23.7');
    expect(text).toMatch(/When Just now, \d\d:\d\d/);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it.each([
    [nearRequest, 'Nearby'],
    [sameNetworkRequest, 'On this network'],
    [placelessRequest(), 'Place unknown'],
  ])('names the proximity in words %#', async (shown, words) => {
    const opened = await open(shown);
    expect(await opened.page.getByRole('definition').first().innerText()).toContain(words);
    await opened.close();
  });

  it('is in German where the computer is', async () => {
    const view = appView({ requests: [request()] });
    const opened = await pages.open('approval', { ...view, app: { ...view.app, locale: 'de-DE' } });
    const text = (await opened.page.getByRole('main').innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('Anmeldung bei Acme VPN');
    expect(text).toContain('Wo Lagos, Nigeria etwa 5.200 km von hier');
    await opened.close();
  });

  it('asks to confirm a pairing by its own name', async () => {
    const opened = await open(pairingRequest);
    expect(await opened.page.getByRole('heading', { level: 1 }).textContent()).toBe('Confirm pairing with Acme GmbH');
    await opened.page.getByRole('textbox', { name: 'Number from your organisation’s page, 6 digits' }).waitFor();
    await opened.close();
  });
});

describe('approving', () => {
  it('tells main once that the request is painted, and again only when main refused', async () => {
    const opened = await open(fresh());
    await expect.poll(async () => await opened.asked()).toEqual([{ function: 'requestDisplayed', argument: { id: 'request-1' } }]);
    await opened.push(appView({ requests: [request({ approveInMs: 700 })] }));
    await opened.page.waitForTimeout(600);
    expect(await opened.asked()).toHaveLength(1);
    await opened.close();
    const refused = await pages.open('approval', appView());
    await refused.answer('requestDisplayed', { ok: false, error: 'request-unknown' });
    await refused.push(appView({ requests: [fresh()] }));
    await expect.poll(async () => (await refused.asked()).length).toBeGreaterThan(1);
    await refused.close();
  });

  it('waits for the number and for main’s clock', async () => {
    const opened = await open(fresh());
    const { page } = opened;
    const approve = page.getByRole('button', { name: 'Approve' });
    await page.getByRole('textbox', { name: label }).fill('407123');
    expect(await approve.isDisabled()).toBe(true);
    await opened.push(appView({ requests: [request({ approveInMs: 700 })] }));
    expect(await approve.isDisabled()).toBe(true);
    await expect.poll(async () => await approve.isEnabled()).toBe(true);
    await page.getByRole('textbox', { name: label }).press('Backspace');
    expect(await approve.isDisabled()).toBe(true);
    await opened.close();
  });

  it('sends the number with the decision and shows that it is under way', async () => {
    const opened = await open(request());
    const { page } = opened;
    await page.getByRole('textbox', { name: label }).fill('407 123');
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await opened.asked()).toContainEqual({
      function: 'decideRequest',
      argument: { id: 'request-1', decision: 'approve', number: '407123' },
    });
    await opened.push(appView({ requests: [request({ phase: 'sending', decision: 'approve' })] }));
    await page.getByTestId('outcome').getByText('Sending…').waitFor();
    await opened.push(appView({ requests: [request({ phase: 'settled', outcome: 'approved' })] }));
    await page.getByTestId('outcome').getByText('Approved').waitFor();
    await opened.close();
  });

  it('is never done by a key that was begun elsewhere', async () => {
    const opened = await open(sameNetworkRequest);
    const { page } = opened;
    expect(await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect((await opened.asked()).filter(({ function: name }) => name === 'decideRequest')).toEqual([]);
    await opened.close();
  });

  it('takes a choice only as a choice: Approve decides', async () => {
    const opened = await open(nearRequest);
    const { page } = opened;
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await page.getByRole('radiogroup').getByText('42').click();
    expect((await opened.asked()).filter(({ function: name }) => name === 'decideRequest')).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await opened.asked()).toContainEqual({
      function: 'decideRequest',
      argument: { id: 'request-2', decision: 'approve', number: '42' },
    });
    await opened.close();
  });

  it.each([
    ['Deny', 'deny'],
    ['I did not ask for this', 'report'],
  ])('is refused by %s, without any number', async (name, decision) => {
    const opened = await open(fresh());
    expect(await opened.page.getByRole('button', { name }).isDisabled()).toBe(true);
    await opened.push(appView({ requests: [request()] }));
    await opened.page.getByRole('button', { name }).click();
    expect(await opened.asked()).toContainEqual({ function: 'decideRequest', argument: { id: 'request-1', decision } });
    await opened.close();
  });

  it('says why main did not take the decision, and keeps the number', async () => {
    const opened = await open(request());
    const { page } = opened;
    await opened.answer('decideRequest', { ok: false, error: 'user-verification-required' });
    await page.keyboard.type('407123');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This request wants to be sure that it is you').waitFor();
    expect(await page.getByRole('textbox', { name: label }).inputValue()).toBe('407123');
    await opened.close();
  });
});

describe('the number field', () => {
  it('takes digits typed anywhere, arrows, corrections and nothing else', async () => {
    const opened = await open(request());
    const { page } = opened;
    const field = page.getByRole('textbox', { name: label });
    await page.keyboard.type('4a0-7');
    expect(await field.inputValue()).toBe('407');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('9');
    expect(await field.inputValue()).toBe('497');
    await page.keyboard.press('End');
    await page.keyboard.type('12399');
    expect(await field.inputValue()).toBe('497123');
    await page.keyboard.press('Backspace');
    expect(await field.inputValue()).toBe('49712');
    await opened.close();
  });
});

describe('outcomes', () => {
  it.each([
    ['approved', 'Approved'],
    ['denied', 'Denied'],
    ['mismatch', 'Wrong number'],
    ['reported', 'Denied and reported'],
    ['expired', 'Missed'],
    ['missed', 'Missed'],
    ['unknown', 'Outcome unknown'],
    ['cancelled', 'Cancelled'],
    ['elsewhere', 'Answered on another device'],
  ] as const)('says what %s means', async (outcome, title) => {
    const opened = await open(request({ phase: 'settled', outcome }));
    expect(await opened.page.getByTestId('outcome').textContent()).toMatch(new RegExp(`^${title}.+closes by itself\\.$`));
    expect(await opened.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await opened.close();
  });

  it('becomes missed when the time runs out on screen', async () => {
    const opened = await open(request({ remainingMs: 900 }));
    await opened.page.getByTestId('outcome').getByText('Missed').waitFor();
    expect(await opened.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await opened.close();
  });
});

describe('several requests', () => {
  it('lists them with what tells them apart, and never swaps the one on show', async () => {
    const opened = await open(request());
    const { page } = opened;
    await opened.push(appView({ requests: [nearRequest, request()] }));
    await page.getByText('2 requests waiting').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign-in to Acme VPN');
    expect(await page.getByRole('option').allInnerTexts()).toEqual([
      expect.stringMatching(/Payroll[\s\S]*Potsdam, Germany · Chrome on macOS/),
      expect.stringMatching(/Acme VPN[\s\S]*Lagos, Nigeria · Firefox on Windows/),
    ]);
    await page.getByRole('option', { name: /Sign-in to Payroll/ }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign-in to Payroll');
    await opened.close();
  });

  it('leads on to the next after one is settled', async () => {
    const opened = await open(request({ phase: 'open' }));
    await opened.push(appView({ requests: [nearRequest, request({ phase: 'settled', outcome: 'denied' })] }));
    await opened.page.getByTestId('outcome').waitFor();
    await opened.page.getByRole('button', { name: 'Show next request' }).click();
    expect(await opened.page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign-in to Payroll');
    await opened.close();
  });

  it('turns to the one that main was asked to show', async () => {
    const opened = await open(request(), nearRequest);
    await opened.push(appView({ requests: [request(), nearRequest], shownRequestId: nearRequest.id }));
    await opened.page.getByRole('heading', { level: 1, name: 'Sign-in to Payroll' }).waitFor();
    await opened.close();
  });
});
