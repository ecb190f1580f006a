import { spawn } from 'node:child_process';
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/protocol/limits.ts';
import { parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import type { PairingKeyLine } from '../../../src/verifier/pairings/PairingKeyLists.ts';
import type { Answered } from '../../harness/verifier/Api.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { startTestVerifier, type TestVerifier } from '../../harness/verifier/startTestVerifier.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';
import type { Finished } from '../../harness/verifier/VerifierProcess.ts';

const PATH = '/v1/pairing-keys';
const MAIN = join(import.meta.dirname, '../../../src/verifier/main.ts');

type Reply = Answered<{ results: PairingKeyLine[]; error?: string }>;

describe('pairing keys for a list of subscribers', { timeout: 200_000 }, () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    for (const name of ['anna', 'bert', 'carla', 'doomed', 'locked']) await verifier.api.addSubscriber(name);
  });
  afterAll(async () => await verifier.dispose());

  const post = async (body: unknown, api = verifier.api): Promise<Reply> => await api.call('POST', PATH, body);
  const issue = async (...subscribers: string[]): Promise<PairingKeyLine[]> => {
    const { status, body } = await post({ subscribers });
    expect(status).toBe(200);
    expect(body.results.map((line) => line.subscriber)).toEqual(subscribers);
    return body.results;
  };
  const made = (line: PairingKeyLine | undefined): Exclude<PairingKeyLine, { error: unknown }> => {
    if (line === undefined || 'error' in line) throw new Error(`no key: ${JSON.stringify(line)}`);
    return line;
  };
  /** Of somebody who has an active account. */
  const lock = async (subscriber: string): Promise<void> => {
    for (let wrong = 0; wrong < LIMITS.failuresUntilDisabled; wrong += 1)
      await verifier.api.call('POST', '/v1/passcodes/check', { subscriber, passcode: '000000' });
  };
  const countKeys = async (lines: PairingKeyLine[]): Promise<number> => {
    const states = await Promise.all(lines.map(async (line) => (await verifier.api.pairing(made(line).id)).state));
    return states.filter((state) => state === 'unused').length;
  };

  it('are enough alone where the list says so: the first attach completes the pairing, and nobody is asked', async () => {
    const { body } = await post({ subscribers: ['anna', 'nobody'], confirm: false });
    const [line, refused] = body.results;
    expect(refused).toEqual({ subscriber: 'nobody', error: 'not-found' });
    expect(made(line)).not.toHaveProperty('key');
    const device = await TestDevice.paired(made(line).link);
    // Not by the reply alone, which may be lost on its way: until the app has it, the same proof gets it again.
    expect(await verifier.api.pairing(made(line).id)).toMatchObject({ state: 'waiting' });
    expect(await verifier.api.pairing(made(line).id)).not.toHaveProperty('requestState');
    const socket = await DeviceSocket.open(device);
    await socket.attach([device]);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'activated', seq: 1 });
    expect((await verifier.api.pairing(made(line).id)).state).toBe('active');
    expect((await socket.attach([device])).accounts).toMatchObject([{ id: device.accountId, status: 'active' }]);
    socket.close();
  });

  it('do not complete the pairing of a locked person', async () => {
    const { body } = await post({ subscribers: ['locked'], confirm: false });
    const device = await TestDevice.paired(made(body.results[0]).link);
    const other = made((await issue('locked'))[0]);
    const confirmed = await TestDevice.paired(other.link);
    await verifier.api.call('POST', `${PATH}/${other.id}/passcode`, { passcode: confirmed.passcodeAt(verifier.clock.nowMs()) });
    await lock('locked');
    const socket = await DeviceSocket.open(device);
    expect((await socket.attach([device])).accounts).toMatchObject([{ status: 'waiting' }]);
    expect((await socket.attach([device])).accounts).toMatchObject([{ status: 'waiting' }]);
    socket.close();
  });

  it('come in the order of the list, one line a name, and what is wrong with some costs the others nothing', async () => {
    const before = verifier.clock.nowMs();
    const lines = await issue('carla', 'nobody', 'anna', 'Not A Name', '', 'bert', '\u0000', '__proto__', 'x'.repeat(5_000));
    expect(lines.map((line) => ('error' in line ? line.error : 'made'))).toEqual([
      'made',
      'not-found',
      'made',
      'malformed',
      'malformed',
      'made',
      'malformed',
      'malformed',
      'malformed',
    ]);
    const { id, link, key, expiresAt } = made(lines[0]);
    expect(parsePairingLink(link)).toMatchObject({ issuer: verifier.issuer, jkt: verifier.jkt });
    expect(key).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const at = expiresAt - LIMITS.pairingKeyLifetimeSeconds;
    expect(at).toBeGreaterThanOrEqual(Math.floor(before / 1000));
    expect(at).toBeLessThanOrEqual(verifier.clock.nowMs() / 1000);
    expect(await verifier.api.pairing(id)).toEqual({ id, state: 'unused', expiresAt });
  });

  it('really pair, by link and by typed key, each its own subscriber and once', async () => {
    const [anna, bert] = (await issue('anna', 'bert')).map(made);
    const byLink = await TestDevice.paired(anna?.link ?? '');
    const byKey = await TestDevice.make(verifier.issuer, verifier.jkt);
    const typed = (bert?.key ?? '').replaceAll('-', '');
    expect((await byKey.post(await byKey.pairingMessage(typed, { name: 'anna' }))).status).toBe(403);
    const reply = await byKey.post(await byKey.pairingMessage(typed, { name: 'bert' }));
    expect(reply.status).toBe(200);
    await byKey.take(reply.text);
    expect((await byKey.post(await byKey.pairingMessage((anna?.key ?? '').replaceAll('-', ''), { name: 'anna' }))).status).toBe(403);
    const owners = new Map((await verifier.api.accounts()).map((account) => [account.id, account.subscriber]));
    expect([owners.get(byLink.accountId), owners.get(byKey.accountId)]).toEqual(['anna', 'bert']);
    expect(
      await verifier.api.call('POST', `${PATH}/${anna?.id ?? ''}/passcode`, { passcode: byLink.passcodeAt(verifier.clock.nowMs()) }),
    ).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  it('are two for a name that stands there twice, as for two calls', async () => {
    const lines = (await issue('anna', 'bert', 'anna')).map(made);
    expect(new Set(lines.flatMap(({ id, link, key }) => [id, link, key])).size).toBe(9);
    await TestDevice.paired(lines[0]?.link ?? '');
    await TestDevice.paired(lines[2]?.link ?? '');
  });

  it('are refused to whom one is refused: the disabled', async () => {
    await verifier.api.addSubscriber('dora');
    const pairing = made((await issue('dora'))[0]);
    const device = await TestDevice.paired(pairing.link);
    await verifier.api.call('POST', `${PATH}/${pairing.id}/passcode`, { passcode: device.passcodeAt(verifier.clock.nowMs()) });
    await lock('dora');
    expect((await verifier.api.call('POST', '/v1/subscribers/dora/pairing-keys', {})).body.error).toBe('disabled');
    expect((await issue('dora', 'anna'))[0]).toEqual({ subscriber: 'dora', error: 'disabled' });
    await verifier.api.call('POST', '/v1/subscribers/dora/unlock');
    made((await issue('dora'))[0]);
  });

  it.each([
    ['nothing', undefined],
    ['no list', {}],
    ['an empty list', { subscribers: [] }],
    ['501 names', { subscribers: Array.from({ length: 501 }, () => 'anna') }],
    ['a name that is no text', { subscribers: ['anna', 7] }],
    ['a name that is nothing', { subscribers: ['anna', null] }],
    ['an object for a list', { subscribers: { 0: 'anna', length: 1 } }],
    ['a text for a list', { subscribers: 'anna' }],
    ['more than asked', { subscribers: ['anna'], kind: 'link' }],
    ['a bare list', ['anna']],
  ])('are not made for %s', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { error: 'malformed' } });
  });

  it('are not made for more than a body holds', async () => {
    expect(await post({ subscribers: ['x'.repeat(70_000)] })).toMatchObject({ status: 413, body: { error: 'too-large' } });
  });

  it('need an administrator, and are followed by none but who asked', async () => {
    const keyOf = async (name: string, scope: string): Promise<string> =>
      (await verifier.api.call<{ key: string }>('POST', '/v1/api-keys', { name, scope })).body.key;
    const subscribers = ['anna'];
    expect(await post({ subscribers }, verifier.api.as(undefined))).toMatchObject({ status: 401, body: { error: 'unauthorised' } });
    expect(await post({ subscribers }, verifier.api.as(await keyOf('wiki', 'relying')))).toMatchObject({
      status: 403,
      body: { error: 'forbidden' },
    });
    const other = verifier.api.as(await keyOf('help desk', 'admin'));
    const [line] = (await post({ subscribers }, other)).body.results;
    expect((await other.pairing(made(line).id)).state).toBe('unused');
    expect((await verifier.api.call('GET', `${PATH}/${made(line).id}`)).status).toBe(404);
  });

  it('are kept by nothing on the way', async () => {
    const response = await fetch(verifier.api.url + PATH, {
      method: 'POST',
      headers: { authorization: `Bearer ${verifier.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ subscribers: ['anna'] }),
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.body?.cancel();
  });

  it('are 500 at once, while others are served', async () => {
    const names = Array.from({ length: 500 }, (_, index) => ['anna', 'bert', 'carla', 'nobody'][index % 4] ?? '');
    const list = issue(...names);
    const state = { done: false };
    const finished = list.finally(() => (state.done = true));
    let served = 0;
    while (!state.done) {
      await verifier.api.subscriber('anna');
      served += 1;
      await delay(10);
    }
    const lines = await finished;
    expect(served).toBeGreaterThan(20);
    expect(lines.filter((line) => 'error' in line)).toHaveLength(125);
    const good = lines.filter((line) => !('error' in line)).map(made);
    expect(new Set(good.flatMap(({ id, link, key }) => [id, link, key])).size).toBe(3 * 375);
    expect(await countKeys(good)).toBe(375);
  });

  it('end as not-found for a subscriber who is removed meanwhile', async () => {
    const count = 400;
    const list = issue(...Array.from({ length: count }, () => 'doomed'), 'anna');
    await delay(300);
    expect((await verifier.api.call('DELETE', '/v1/subscribers/doomed')).status).toBe(204);
    const lines = await list;
    expect(new Set(lines.flatMap((line) => ('error' in line ? [line.error] : [])))).toEqual(new Set(['not-found']));
    made(lines[0]);
    made(lines[count]);
  });

  it('are made for four lists at once, and no longer when their callers hang up', async () => {
    const hangUp = new AbortController();
    const body = JSON.stringify({ subscribers: Array.from({ length: 500 }, () => 'anna') });
    const headers = { authorization: `Bearer ${verifier.adminKey}`, 'content-type': 'application/json' };
    const list = async (): Promise<void> => {
      const { status } = await fetch(verifier.api.url + PATH, { method: 'POST', headers, body, signal: hangUp.signal });
      expect(status).toBe(429);
      await delay(20);
      await list();
    };
    const lists = Array.from({ length: 4 }, async () => await expect(list()).rejects.toThrow('abort'));
    const small = async (): Promise<Reply> => await post({ subscribers: ['bert'] });
    while ((await small()).status === 200) await delay(20);
    expect(await small()).toMatchObject({ status: 429, body: { error: 'throttled' } });
    hangUp.abort();
    await Promise.all(lists);
    const after = performance.now();
    while ((await small()).status !== 200) await delay(20);
    const waited = performance.now() - after;
    // All that was asked for takes a hundred times as long as twenty keys.
    const twenty = performance.now();
    await issue(...Array.from({ length: 20 }, () => 'anna'));
    expect(waited).toBeLessThan(25 * (performance.now() - twenty));
  });
});

describe('the command for a list', { timeout: 200_000 }, () => {
  let verifier: TestVerifier;
  beforeAll(async () => {
    verifier = await startTestVerifier();
    for (const name of ['anna', 'bert', 'carla']) await verifier.api.addSubscriber(name);
  });
  afterAll(async () => await verifier.dispose());

  const run = async (args: readonly string[], input = '', data = verifier.dataFolder): Promise<Finished> => {
    const child = spawn(process.execPath, [MAIN, 'pairing-keys', ...args, '--data', data], { stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const { promise, resolve } = Promise.withResolvers<Finished>();
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    return await promise;
  };
  const file = (name: string): string => join(verifier.dataFolder, name);
  const rowsOf = (table: string): string[][] =>
    table
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
  const HEADER = ['subscriber', 'link', 'key', 'expires', 'error'];

  it('reads names from standard input and prints keys that pair', async () => {
    const { code, stdout, stderr } = await run([], 'bert\nanna\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header, bert, anna] = rowsOf(stdout);
    expect(header).toEqual(HEADER);
    expect([bert?.[0], anna?.[0]]).toEqual(['bert', 'anna']);
    expect(anna?.[2]).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(Date.parse(anna?.[3] ?? '') - verifier.clock.nowMs()).toBeGreaterThan(500_000);
    expect(anna?.[4]).toBe('');
    const device = await TestDevice.paired(bert?.[1] ?? '');
    expect((await verifier.api.accounts()).find(({ id }) => id === device.accountId)?.subscriber).toBe('bert');
  });

  it('makes links that are enough alone when it is told to', async () => {
    const { code, stdout } = await run(['--no-confirm'], 'anna\n');
    const [, anna] = rowsOf(stdout);
    expect([code, anna?.[0], anna?.[2], anna?.[4]]).toEqual([0, 'anna', '', '']);
    const device = await TestDevice.paired(anna?.[1] ?? '');
    const socket = await DeviceSocket.open(device);
    await socket.attach([device]);
    expect((await socket.nextEvent(device)).event).toMatchObject({ event: 'activated' });
    socket.close();
  });

  it('reads a table from a file and writes another that its owner alone may read', async () => {
    await writeFile(file('team.csv'), '\uFEFFTeam;Subscriber\r\nIT;anna\r\nHR;nobody\r\nHR;=Anna Weber\r\nIT;carla\r\n');
    const out = file('keys.csv');
    const { code, stdout, stderr } = await run([file('team.csv'), '--out', out]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: 'Issued 2 pairing keys.\n',
      stderr: '2 of 4 names got no pairing key; the column "error" says why.\n',
    });
    const table = await readFile(out, 'utf8');
    // Windows has no such modes.
    expect(process.platform === 'win32' ? 0o600 : (await stat(out)).mode & 0o777).toBe(0o600);
    const rows = rowsOf(table);
    expect(rows.map((row) => [row[0], row[4]])).toEqual([
      ['subscriber', 'error'],
      ['anna', ''],
      ['nobody', 'not-found'],
      ["'=Anna Weber", 'malformed'],
      ['carla', ''],
    ]);
    await TestDevice.paired(rows[4]?.[1] ?? '');
    // A second run would show the keys to whoever may read the file that is there.
    await chmod(out, 0o644);
    expect(await run(['-', '--out', out], 'anna\n')).toMatchObject({ code: 1, stderr: 'The file for the keys is there already.\n' });
    expect(await readFile(out, 'utf8')).toBe(table);
    await symlink(file('elsewhere.csv'), file('link.csv'));
    expect(await run(['-', '--out', file('link.csv')], 'anna\n')).toMatchObject({ code: 1 });
    await expect(stat(file('elsewhere.csv'))).rejects.toThrow('ENOENT');
  });

  it('goes on after the first 500, in order, and sends no more than a call may hold', async () => {
    // What is long and no name is not sent at all.
    const names = Array.from({ length: 1_003 }, (_, index) =>
      index % 50 === 0 ? (['anna', 'bert', 'carla'][index % 3] ?? '') : 'X'.repeat(900),
    );
    names[1_002] = 'nobody';
    const { code, stdout } = await run([], names.join('\n'));
    expect(code).toBe(2);
    const rows = rowsOf(stdout).slice(1);
    expect(rows).toHaveLength(1_003);
    rows.forEach((row, index) => {
      const name = names[index] ?? '';
      const expected = name === 'nobody' ? 'not-found' : name.startsWith('X') ? 'malformed' : '';
      expect([row[0], row[4]], String(index)).toEqual([name.startsWith('X') ? `${'X'.repeat(64)}…` : name, expected]);
    });
  });

  it('says in one sentence what keeps it from beginning, and makes no file then', async () => {
    const out = file('none.csv');
    const cases: [string[], string, RegExp][] = [
      [[], '', /^There is no name in the list\.\n$/],
      [[], 'name,team\nanna,IT\n', /^The first line names no column "subscriber"/],
      [[], 'anna\n'.repeat(10_001), /^The list has more than 10000 names\.\n$/],
      [[file('missing.csv')], '', /^The list cannot be read \(ENOENT\)\.\n$/],
    ];
    for (const [args, input, message] of cases) {
      const finished = await run([...args, '--out', out], input);
      expect(finished).toMatchObject({ code: 1, stdout: '' });
      expect(finished.stderr).toMatch(message);
    }
    await expect(stat(out)).rejects.toThrow('ENOENT');
    expect((await run([], 'anna\n', file('no-folder'))).stderr).toMatch(/^There is no readable admin\.json/);
  });
});
