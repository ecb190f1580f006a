import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';
import type { AppUnderTest } from './AppUnderTest.ts';
import type { World } from './world.ts';

/*
 * What a person does, in the words of the screens. Each step waits for what the person would wait for.
 */

/** Shown text of an element of the organisation's page. */
export async function textOf(page: Page, testId: string): Promise<string> {
  return (await page.getByTestId(testId).innerText()).trim();
}

export async function pastePairingLink(app: AppUnderTest, link: string): Promise<Page> {
  const window = await app.mainWindow();
  await window.getByRole('button', { name: 'Add account' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Pairing link' }).fill(link);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  return window;
}

export async function typePairingKey(app: AppUnderTest, signInName: string, key: string): Promise<Page> {
  const window = await app.mainWindow();
  await window.getByRole('button', { name: 'Add account' }).click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Name and key' }).click();
  await dialog.getByRole('textbox', { name: 'Sign-in name' }).fill(signInName);
  await dialog.getByRole('textbox', { name: 'Pairing key' }).fill(key);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  return window;
}

/** Drags a picture over the place for images and lets it fall, as the system does. @param file path of the picture */
export async function dropPicture(app: AppUnderTest, file: string): Promise<Page> {
  const window = await app.mainWindow();
  await window.getByRole('button', { name: 'Add account' }).click();
  await window.getByRole('dialog').getByRole('tab', { name: 'Image' }).click();
  const box = await window.getByText('Drop images with QR codes here').boundingBox();
  if (box === null) throw new Error('There is no place for images.');
  const session = await window.context().newCDPSession(window);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  await session.detach();
  return window;
}

/** Pastes a picture into the dialog for adding an account, wherever the keyboard is in it. */
export async function pastePicture(app: AppUnderTest, picture: Buffer): Promise<Page> {
  const window = await app.mainWindow();
  await window.getByRole('button', { name: 'Add account' }).click();
  await window.getByRole('dialog').waitFor();
  await window.evaluate((text) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, picture.toString('base64'));
  return window;
}

/** Types the digits that a page of the organisation shows, waits out the 700 ms, and approves. */
export async function approveWithNumber(app: AppUnderTest, digits: string): Promise<Page> {
  const window = await app.approvalWindow();
  await numberField(window).fill(digits);
  await window.getByRole('button', { name: 'Approve' }).click();
  return window;
}

export function numberField(window: Page): Locator {
  return window.getByRole('textbox', { name: /^Number from/ });
}

/** Waits until the approval window tells this outcome. */
export async function expectOutcome(app: AppUnderTest, outcome: string): Promise<void> {
  const window = await app.approvalWindow();
  await window.getByTestId('outcome').getByText(outcome, { exact: true }).waitFor();
}

/** Waits until the approval window has gone by itself. */
export async function expectNoApprovalWindow(app: AppUnderTest): Promise<void> {
  await vi.waitUntil(async () => !(await app.hasApprovalWindow()), { timeout: 15_000 });
}

/** Closes the approval window, as a person does who has read the outcome. */
export async function leaveApprovalWindow(app: AppUnderTest): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.isVisible() && window.webContents.getURL() === 'app://deskfob/approval.html')
      ?.close(),
  );
  await expectNoApprovalWindow(app);
}

/** Pairs by link and confirms with the six digits: the shortest way to a working account. */
export async function pairAnna(world: World, app: AppUnderTest): Promise<void> {
  const site = await world.organisation.open('/pair');
  const window = await pastePairingLink(app, await textOf(site, 'pair-link'));
  await window.getByRole('button', { name: 'Pair', exact: true }).click();
  await site.getByTestId('pair-number').waitFor();
  await approveWithNumber(app, digitsOf(await textOf(site, 'pair-number')));
  await window.getByRole('heading', { name: /is ready$/ }).waitFor();
  await window.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await leaveApprovalWindow(app);
  await site.context().close();
}

/** `123 456` → `123456` */
export function digitsOf(shown: string): string {
  return shown.replace(/\D/g, '');
}

/** The passcode on the card of the one account. */
export async function shownPasscode(app: AppUnderTest): Promise<string> {
  const passcode = (await app.mainWindow()).getByTestId('passcode');
  return await vi.waitUntil(async () => /^\d{6}$/.exec(digitsOf(await passcode.innerText()))?.[0], { timeout: 15_000 });
}
