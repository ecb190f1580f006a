import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Children, hasEnded, lastLines } from '../../../scripts/lib/Children.ts';

let folder: string;
let children: Children;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskfob-children-'));
  children = new Children();
});

afterEach(async () => {
  children.kill();
  await children.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, script: string): { child: ReturnType<Children['start']>; log: string } {
  const log = join(folder, 'logs', `${name}.log`);
  return { child: children.start({ name, command: process.execPath, args: ['-e', script], env: process.env, log }), log };
}

async function untilLogged(log: string, text: string): Promise<void> {
  while (!readFileSync(log, 'utf8').includes(text)) await sleep(20);
}

/** Writes its name into the file `note` when it is asked to end. */
const patient = (name: string, note: string): string => `
  process.on('SIGTERM', () => { require('node:fs').appendFileSync(${JSON.stringify(note)}, '${name} '); process.exit(0); });
  console.log('ready'); setInterval(() => {}, 1000);`;

describe('Children', () => {
  it('ends them in the opposite order of their start, each allowed to finish', async () => {
    const note = join(folder, 'order');
    const logs = ['first', 'second', 'third'].map((name) => start(name, patient(name, note)).log);
    for (const log of logs) await untilLogged(log, 'ready');
    await children.stop();
    expect(readFileSync(note, 'utf8').trim()).toBe('third second first');
  });

  it('keeps what a child said, and tells that it has ended', async () => {
    const { child, log } = start('brief', "console.log('one'); console.error('two'); process.exitCode = 3;");
    await new Promise((resolve) => child.once('exit', resolve));
    expect(hasEnded(child)).toBe(true);
    expect(child.exitCode).toBe(3);
    expect(lastLines(log)).toBe('one\ntwo');
    expect(lastLines(log, 1)).toBe('two');
  });

  it('makes a child end that does not want to', async () => {
    const { child, log } = start('deaf', "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000);");
    await untilLogged(log, 'ready');
    await children.stop();
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('takes a program that does not exist for one that has ended', async () => {
    const gone = new Children();
    const child = gone.start({
      name: 'gone',
      command: join(folder, 'no-such-program'),
      args: [],
      env: process.env,
      log: join(folder, 'gone.log'),
    });
    if (!hasEnded(child)) await new Promise((resolve) => child.once('exit', resolve));
    expect(hasEnded(child)).toBe(true);
    await gone.stop();
  });

  it('starts nothing more once it is stopping', async () => {
    await children.stop();
    expect(() => start('late', '')).toThrow('Stopped.');
  });
});
