import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPortFree } from '../../../scripts/lib/isPortFree.ts';
import { portHolder } from '../../../src/verifier/cli/portHolder.ts';

let holder: ChildProcess | undefined;

afterEach(async () => {
  if (holder === undefined || holder.exitCode !== null || holder.signalCode !== null) return;
  holder.kill('SIGKILL');
  await once(holder, 'exit');
});

/** Another process that listens; resolves to its port. */
async function startHolder(host: string): Promise<number> {
  const script = `require('node:net').createServer().listen(0, process.argv[1], function () { console.log(this.address().port) })`;
  holder = spawn(process.execPath, ['-e', script, host, 'somebody-else'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk]: unknown[] = await once(holder.stdout ?? process.stdin, 'data');
  return Number(String(chunk));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('portHolder', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::1'])('names the process that listens on %s by number and command line', async (host) => {
    const port = await startHolder(host);
    expect(await isPortFree(port)).toBe(false);
    const found = portHolder(port);
    expect(found?.pid).toBe(holder?.pid);
    expect(found?.command).toContain('somebody-else');
  });

  it('names nobody for a free port, nor one who has just ended', async () => {
    const free = await freePort();
    expect(await isPortFree(free)).toBe(true);
    expect(portHolder(free)).toBeUndefined();
    const port = await startHolder('127.0.0.1');
    holder?.kill('SIGKILL');
    await once(holder as ChildProcess, 'exit');
    expect(portHolder(port)).toBeUndefined();
    expect(await isPortFree(port)).toBe(true);
  });
});
