import type { Page } from 'playwright-core';

/** The demo organisation's page as a person sees it; the tour knows it only through this class. */
export class OrganisationPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** Resolves to the pairing link that stands beside the QR code. */
  async openPairing(): Promise<string> {
    await this.page.goto(`${this.#url}/pair`);
    const start = this.page.getByRole('button', { name: /pairing|pair/i }).first();
    if (await start.isVisible()) await start.click();
    const link = this.page.locator('[href^="deskfob:"]').first();
    return (await link.getAttribute('href')) ?? '';
  }

  /** Six digits, shown once the app has been paired. */
  async pairingNumber(): Promise<string> {
    return await this.#number();
  }

  async signIn(): Promise<void> {
    await this.page.goto(this.#url);
    await this.page.getByRole('button', { name: /sign in/i }).first().click();
  }

  async matchNumber(): Promise<string> {
    return await this.#number();
  }

  async enterPasscode(passcode: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /passcode/i }).fill(passcode);
    await this.page.keyboard.press('Enter');
  }

  async waitForWelcome(): Promise<void> {
    await this.page.getByText(/signed in|welcome/i).first().waitFor();
  }

  async waitForPaired(): Promise<void> {
    await this.page.getByText(/ready|confirmed|paired/i).first().waitFor();
  }

  async #number(): Promise<string> {
    const shown = this.page.getByTestId('number');
    await shown.waitFor();
    return ((await shown.textContent()) ?? '').replace(/\D/g, '');
  }
}
