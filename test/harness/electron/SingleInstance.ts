// app.requestSingleInstanceLock, for real: one process per userData folder. The lock answers at once, like
// Electron's, so a second process hands its command line over through a short-lived helper and waits for it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SecondInstance {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

const sender = `
const net = require('node:net');
const message = require('node:fs').readFileSync(0);
const deadline = Date.now() + Number(process.argv[2]);
const attempt = () => {
  const socket = net.connect(process.argv[1], () => socket.write(message + '\\n'));
  socket.on('data', () => process.exit(0));
  socket.on('error', () => (Date.now() < deadline ? setTimeout(attempt, 20) : process.exit(1)));
};
attempt();
setTimeout(() => process.exit(1), 5000);`;

export class SingleInstance {
  readonly #socketPath: string;
  readonly #lockPath: string;
  readonly #onSecond: (second: SecondInstance) => void;
  #server: Server | undefined;

  constructor(userData: string, onSecond: (second: SecondInstance) => void) {
    mkdirSync(userData, { recursive: true });
    this.#lockPath = join(userData, 'stand-in.lock');
    // A socket's path has room for about a hundred characters, a userData folder may be deeper.
    const name = `deskfob-stand-in-${createHash('sha256').update(userData).digest('hex').slice(0, 16)}`;
    const inside = join(userData, 'stand-in.sock');
    if (process.platform === 'win32') this.#socketPath = `\\\\.\\pipe\\${name}`;
    else this.#socketPath = Buffer.byteLength(inside) < 100 ? inside : join(tmpdir(), `${name}.sock`);
    this.#onSecond = onSecond;
  }

  get isHeld(): boolean {
    return this.#server !== undefined;
  }

  /** False when another process holds the lock; that process then knows of `mine`. */
  request(mine: SecondInstance): boolean {
    if (this.isHeld) return true;
    if (this.#createLock()) return this.#listen();
    // Somebody holds it, or died with it: only an answer counts. A process that has just begun gets a moment.
    if (this.#handOver(mine)) return false;
    rmSync(this.#lockPath, { force: true });
    rmSync(this.#socketPath, { force: true });
    return this.#createLock() ? this.#listen() : false;
  }

  release(): void {
    if (this.#server === undefined) return;
    this.#server.close();
    this.#server = undefined;
    rmSync(this.#lockPath, { force: true });
    if (process.platform !== 'win32') rmSync(this.#socketPath, { force: true });
  }

  #createLock(): boolean {
    try {
      closeSync(openSync(this.#lockPath, 'wx', 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  #handOver(mine: SecondInstance): boolean {
    const sent = spawnSync(process.execPath, ['-e', sender, this.#socketPath, '400'], { input: JSON.stringify(mine), env: {} });
    return sent.status === 0;
  }

  #listen(): true {
    if (process.platform !== 'win32') rmSync(this.#socketPath, { force: true });
    const server = createServer((socket) => {
      let text = '';
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (!text.endsWith('\n')) return;
        socket.end('ok');
        this.#onSecond(JSON.parse(text) as SecondInstance);
      });
    });
    server.on('error', () => undefined);
    server.listen(this.#socketPath);
    server.unref();
    this.#server = server;
    return true;
  }
}
