/**
 * The main job without a person: pair by link, approve the pairing with its six digits, approve a sign-in by its number,
 * sign in by passcode. Each step is one line and one picture under out/tour/.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type ElectronApplication, type Page, chromium } from 'playwright-core';
import { findChromium } from '../../test/harness/electron/Chromium.ts';
import { launchApp } from '../../test/harness/launchApp.ts';
import type { Children } from '../lib/Children.ts';
import type { ElectronHost } from '../lib/electronHost.ts';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';
import { OrganisationPage } from './OrganisationPage.ts';
import { freePorts } from './ports.ts';
import { type DemoServices, startServices } from './services.ts';

const folder = join(projectRoot, '.deskfob-demo/tour');
const pictures = join(projectRoot, 'out/tour');
const patienceMs = 30_000;

type OnClose = (close: () => Promise<void>) => void;

interface Stage {
  readonly app: ElectronApplication;
  readonly main: Page;
  readonly organisation: OrganisationPage;
}

/** Takes the picture `NN-name.png` of `page` after `act`, and prints `sentence`. */
type Step = <Result>(name: string, sentence: string, page: () => Page, act: () => Promise<Result>) => Promise<Result>;

export async function runTour(host: ElectronHost, children: Children, onClose: OnClose): Promise<number> {
  if (host.kind === 'stand-in') process.env['DESKFOB_STAND_IN'] = '1';
  await rm(folder, { recursive: true, force: true });
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const services = await startServices({ folder, ...(await freePorts()) }, children);
  onClose(services.stop);
  const stage = await setStage(services, onClose);
  const step = stepper();
  const link = await pairByLink(stage, step);
  if (!link.startsWith('deskfob://')) throw new Sentence('The organisation’s page showed no pairing link.');
  await approvePairing(stage, step);
  await approveSignIn(stage, step);
  await signInByPasscode(stage, step);
  console.log(`The tour is over: pictures are in ${relative(projectRoot, pictures)}/.`);
  return 0;
}

async function setStage({ appEnv, pageUrl }: DemoServices, onClose: OnClose): Promise<Stage> {
  const browser = await chromium.launch({ executablePath: findChromium(), chromiumSandbox: process.getuid?.() !== 0 });
  onClose(async () => await browser.close());
  const page = await browser.newPage({ viewport: { width: 900, height: 760 }, locale: 'en-US' });
  const app = await launchApp({
    mainScript: join(projectRoot, 'out/main/index.js'),
    userDataDir: join(folder, 'app'),
    env: { LANG: 'en_US.UTF-8', LANGUAGE: 'en', ...appEnv },
    args: ['--lang=en-US'],
  });
  onClose(async () => await app.close());
  const main = await app.firstWindow();
  for (const one of [page, main]) one.setDefaultTimeout(patienceMs);
  return { app, main, organisation: new OrganisationPage(page, pageUrl) };
}

async function pairByLink({ main, organisation }: Stage, step: Step): Promise<string> {
  await step(
    'welcome',
    'Deskfob opens for the first time',
    () => main,
    async () => await main.getByRole('button', { name: 'I have a pairing link' }).waitFor(),
  );
  const link = await step(
    'pairing-page',
    'Acme GmbH shows Anna a pairing link',
    () => organisation.page,
    async () => await organisation.openPairing(),
  );
  await step(
    'confirm-host',
    'Anna pastes the link and sees with whom she pairs',
    () => main,
    async () => {
      await main.getByRole('button', { name: 'I have a pairing link' }).click();
      await main.getByRole('textbox', { name: 'Pairing link' }).fill(link);
      await main.getByRole('button', { name: 'Continue' }).click();
      await main.getByRole('button', { name: 'Pair', exact: true }).waitFor();
    },
  );
  await step(
    'paired',
    'This computer is paired and waits for confirmation',
    () => main,
    async () => {
      await main.getByRole('button', { name: 'Pair', exact: true }).click();
      await main.getByText('Current passcode').waitFor();
    },
  );
  return link;
}

async function approvePairing(stage: Stage, step: Step): Promise<void> {
  const { main, organisation } = stage;
  const approval = await step(
    'pairing-request',
    'The pairing request arrives',
    () => approvalOf(stage),
    async () => await approvalWindow(stage),
  );
  const digits = await step(
    'pairing-number',
    'The page shows six digits',
    () => organisation.page,
    async () => await organisation.pairingNumber(),
  );
  await approve(approval, digits);
  await step(
    'pairing-confirmed',
    'Anna types them and approves: the pairing is confirmed',
    () => main,
    async () => {
      await organisation.waitForPaired();
      await main.getByRole('button', { name: 'Done' }).click();
      await main.getByTestId('passcode').waitFor();
    },
  );
}

async function approveSignIn(stage: Stage, step: Step): Promise<void> {
  const { organisation } = stage;
  const number = await step(
    'sign-in',
    'Anna signs in on the page, which shows a number',
    () => organisation.page,
    async () => {
      await organisation.signInFrom('Lagos');
      return await organisation.signInNumber();
    },
  );
  const approval = await step(
    'approval',
    'The request says what, where and when',
    () => approvalOf(stage),
    async () => await approvalWindow(stage),
  );
  await step(
    'approved',
    'Anna types the number and approves',
    () => approval,
    async () => {
      await approve(approval, number);
      await approval.getByTestId('outcome').getByText('Approved').waitFor();
    },
  );
  await step(
    'signed-in',
    'The page lets her in',
    () => organisation.page,
    async () => await organisation.waitForWelcome(),
  );
}

async function signInByPasscode({ main, organisation }: Stage, step: Step): Promise<void> {
  const passcode = await step(
    'passcode',
    'Deskfob shows a passcode',
    () => main,
    async () => {
      const shown = main.getByTestId('passcode');
      await shown.waitFor();
      return ((await shown.textContent()) ?? '').replace(/\D/g, '');
    },
  );
  await step(
    'passcode-accepted',
    'Anna signs in with it instead',
    () => organisation.page,
    async () => {
      await organisation.signInByPasscode(passcode);
      await organisation.waitForWelcome();
    },
  );
}

async function approve(approval: Page, number: string): Promise<void> {
  await approval.getByRole('textbox', { name: /^Number from/ }).fill(number);
  await approval.getByRole('button', { name: 'Approve', exact: true }).click();
}

/** The window that comes up for a request; it may be a new one or the one of the last request. */
async function approvalWindow(stage: Stage): Promise<Page> {
  if (stage.app.windows().length < 2) await stage.app.waitForEvent('window', { timeout: patienceMs });
  const approval = approvalOf(stage);
  approval.setDefaultTimeout(patienceMs);
  await approval.getByRole('button', { name: 'Deny', exact: true }).waitFor();
  return approval;
}

function approvalOf({ app, main }: Stage): Page {
  const found = app.windows().find((window) => window !== main && !window.isClosed());
  if (found === undefined) throw new Error('no approval window is open');
  return found;
}

function stepper(): Step {
  let number = 0;
  return async (name, sentence, page, act) => {
    number += 1;
    const label = String(number).padStart(2, '0');
    const file = join(pictures, `${label}-${name}.png`);
    try {
      const result = await act();
      await page().screenshot({ path: file });
      console.log(`${label}  ${sentence}`);
      return result;
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new Sentence(`${label}  ${sentence}: this step failed (${why}).`);
    }
  };
}
