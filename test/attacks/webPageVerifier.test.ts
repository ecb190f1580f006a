import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { SUBPROTOCOL } from '../../src/protocol/frames.ts';
import { findChromium } from '../harness/electron/Chromium.ts';
import { startTestVerifier, type TestVerifier } from '../harness/verifier/startTestVerifier.ts';
import { attack } from './attack.ts';
import { Listener } from './support/Listener.ts';

describe('a page in a browser inside the organisation, with the verifier in reach', () => {
  let verifier: TestVerifier;
  let elsewhere: Listener;
  let browser: Browser;
  let page: Page;
  const paths = [
    '/v1/accounts',
    '/v1/subscribers',
    '/v1/applications',
    '/v1/transactions',
    '/v1/api-keys',
    '/.well-known/deskfob',
    '/healthz',
  ];

  beforeAll(async () => {
    verifier = await startTestVerifier();
    await verifier.api.addSubscriber('anna');
    await verifier.api.setApplication('vpn', { name: 'VPN' });
    elsewhere = await Listener.start();
    browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
    await page.goto(elsewhere.origin);
  });
  afterAll(async () => {
    await browser.close();
    elsewhere.stop();
    await verifier.dispose();
  });

  /** All that a page could have changed. */
  async function state(): Promise<string> {
    const read = ['/v1/accounts', '/v1/subscribers', '/v1/applications'].map(async (path) => (await verifier.api.call('GET', path)).body);
    return JSON.stringify(await Promise.all(read));
  }

  attack('web page', 'reads what the verifier says', async () => {
    const read = await page.evaluate(
      async ({ url, all }) => {
        const modes = [
          {},
          { credentials: 'include' },
          { headers: { authorization: 'Bearer x' } },
          { mode: 'no-cors' },
          { method: 'OPTIONS' },
        ];
        const tries = all.flatMap((path) =>
          modes.map(async (mode) => {
            const reply = await fetch(url + path, mode as RequestInit);
            return reply.type !== 'opaque' && (await reply.text()) !== '';
          }),
        );
        const results = await Promise.allSettled(tries);
        return { attempts: results.length, successes: results.filter((result) => result.status === 'fulfilled' && result.value).length };
      },
      { url: verifier.api.url, all: paths },
    );
    return read;
  });

  attack('web page', 'changes something by a request that needs no leave: forms, beacons, plain text', async () => {
    const before = await state();
    const accepted: string[] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(verifier.api.url) && response.request().method() === 'POST' && response.status() < 400)
        accepted.push(response.url());
    });
    const attempts = await page.evaluate(
      async ({ url, all }) => {
        const body = JSON.stringify({ name: 'mallory', displayName: 'Mallory', subscriber: 'anna', application: 'vpn', scope: 'admin' });
        const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
        const posts = all.flatMap((path) =>
          types.map((type) =>
            fetch(url + path, { method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'content-type': type }, body }),
          ),
        );
        const results = await Promise.allSettled(posts);
        for (const path of all) navigator.sendBeacon(url + path, body);
        for (const path of all) {
          const frame = Object.assign(document.createElement('iframe'), { name: `frame${path}` });
          const form = Object.assign(document.createElement('form'), {
            action: url + path,
            method: 'POST',
            enctype: 'text/plain',
            target: frame.name,
          });
          form.append(Object.assign(document.createElement('input'), { name: body, value: '' }));
          document.body.append(frame, form);
          const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
          form.submit();
          await loaded;
        }
        return results.length + 2 * all.length;
      },
      { url: verifier.api.url, all: [...paths, '/v1/pairing', '/v1/passcodes/check', '/v1/subscribers/anna/pairing-keys'] },
    );
    return { attempts, successes: accepted.length + ((await state()) === before ? 0 : 1) };
  });

  attack('web page', 'speaks with the verifier as a device does', async () => {
    const socket = `${verifier.issuer.replace(/^http/, 'ws')}/v1/socket`;
    const opened = await page.evaluate(
      async ({ address, protocol }) => {
        const offers = [[protocol], [], [protocol, 'x'], ['x']];
        const tries = offers.map(
          async (offer) =>
            await new Promise<number>((resolve) => {
              const ws = new WebSocket(address, offer);
              ws.addEventListener('open', () => resolve(1));
              ws.addEventListener('error', () => resolve(0));
            }),
        );
        return await Promise.all(tries);
      },
      { address: socket, protocol: SUBPROTOCOL },
    );
    return { attempts: opened.length, successes: opened.filter((one) => one === 1).length };
  });
});
