import type { Page } from 'playwright-core';

/** The demo organisation's pages as a person sees them; the tour knows them only through this class. */
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
    return ((await this.page.getByTestId('pair-link').textContent()) ?? '').trim();
  }

  /** Six digits, shown once the app has been paired. */
  async pairingNumber(): Promise<string> {
    return await this.#number('pair-number');
  }

  async waitForPaired(): Promise<void> {
    await this.page.locator('[data-testid="pair-state"][data-state="active"]').waitFor();
  }

  /** @param place as the page names it, such as `Lagos` */
  async signInFrom(place: string): Promise<void> {
    await this.page.goto(this.#url);
    const choice = this.page.getByLabel('Sign in from');
    const option = choice.locator('option', { hasText: place });
    await choice.selectOption((await option.getAttribute('value')) ?? '');
    await this.page.getByTestId('sign-in').click();
  }

  async signInNumber(): Promise<string> {
    return await this.#number('sign-in-number');
  }

  async signInByPasscode(passcode: string): Promise<void> {
    await this.page.goto(this.#url);
    await this.page.getByTestId('sign-in-passcode').fill(passcode);
    await this.page.getByTestId('sign-in-passcode-submit').click();
  }

  async waitForWelcome(): Promise<void> {
    await this.page.locator('[data-testid="sign-in-state"][data-state="approved"]').waitFor();
  }

  async #number(testId: string): Promise<string> {
    return (await this.page.getByTestId(testId).getAttribute('data-number')) ?? '';
  }
}
