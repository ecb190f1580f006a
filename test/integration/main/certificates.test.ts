import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Middleman } from '../../harness/app/Middleman.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { opened } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const folder = await mkdtemp(join(tmpdir(), 'deskfob-certificates-'));
const certificate = await selfSigned('localhost');
const middleman = await Middleman.start(certificate);
const organisation = await Organisation.behind(middleman);
afterAll(async () => {
  middleman.stop();
  await organisation.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function selfSigned(name: string): Promise<{ key: string; cert: string; file: string }> {
  const [keyFile, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      ...curve,
      '-keyout',
      keyFile,
      '-out',
      file,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=DNS:${name}`,
    ],
    { stdio: 'ignore' },
  );
  return { key: await readFile(keyFile, 'utf8'), cert: await readFile(file, 'utf8'), file };
}

/** Pairs in a process whose computer keeps this certificate in its store. */
async function pairWhereStoreHolds(file: string, trust: boolean, link: string): Promise<unknown> {
  const { folder: profile } = await freshComputer();
  const program = join(import.meta.dirname, '../../harness/app/trustedProgram.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, profile, link, ...(trust ? ['trust'] : [])], {
    env: { ...process.env, SSL_CERT_FILE: file },
  });
  return JSON.parse(stdout);
}

describe('a verifier with a certificate of the organisation’s own', () => {
  it('is not trusted by a computer that does not know it; nothing is sent', async () => {
    const app = await (await freshComputer()).launch({ development: false });
    const page = await organisation.pairingPage();
    expect(await app.pairByLink(page.link)).toEqual({
      step: 'failed',
      host: new URL(organisation.issuer).host,
      error: 'certificate-untrusted',
      retry: true,
    });
    expect(
      await app.pairByName(`anna@${new URL(organisation.issuer).host.replace('localhost', 'localhost')}`, page.typedKey),
    ).toMatchObject({ step: 'failed' });
    expect((await organisation.api.pairing(page.id)).state).toBe('unused');
    expect(await opened(app.computer, 'pairing')).toEqual([]);
  });

  it('is trusted, by page and socket, where the computer’s store holds it', async () => {
    const { link } = await organisation.pairingPage();
    expect(await pairWhereStoreHolds(certificate.file, true, link)).toMatchObject({
      pairing: { step: 'paired', organisation: { name: 'Acme GmbH' } },
      verifiers: [{ issuer: organisation.issuer, connection: 'online' }],
    });
  });

  it('would not be without looking into that store', async () => {
    const { link } = await organisation.pairingPage();
    expect(await pairWhereStoreHolds(certificate.file, false, link)).toMatchObject({
      pairing: { step: 'failed', error: 'certificate-untrusted' },
    });
  });

  it('is not trusted under the name of another host', async () => {
    const wrong = await selfSigned('verify.example.com');
    const impostor = await Middleman.start(wrong);
    const behind = await Organisation.behind(impostor);
    try {
      const { link } = await behind.pairingPage();
      expect(await pairWhereStoreHolds(wrong.file, true, link)).toMatchObject({
        pairing: { step: 'failed', error: 'certificate-untrusted' },
      });
    } finally {
      impostor.stop();
      await behind.dispose();
    }
  });
});
