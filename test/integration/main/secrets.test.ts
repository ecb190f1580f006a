import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsyncEntry } from '@napi-rs/keyring';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePairingLink } from '../../../src/protocol/pairingLink.ts';
import { sessionForThisFile } from '../../harness/app/keyringSession.ts';
import { freshComputer } from '../../harness/app/freshComputer.ts';
import { Organisation } from '../../harness/app/Organisation.ts';
import { allBytes, secretsOf } from '../../harness/app/profileContents.ts';

await sessionForThisFile();
const organisation = await Organisation.start();
afterAll(async () => await organisation.dispose());

/** The number alone, not as a part of a longer one such as a time. */
const asWord = (number: string): RegExp => new RegExp(String.raw`(?<!\d)${number}(?!\d)`);

describe('no secret', () => {
  it('stands in a file, a log, a result or a view, through a whole life of an account', async () => {
    const computer = await freshComputer();
    const app = await computer.launch();
    const first = await organisation.pairingPage();
    await app.pairByName(first.signInName, first.typedKey.replace('-', '')); // Typed half way as shown.
    await app.ask('pairing:cancel', undefined);
    await app.ask('accounts:remove', { id: app.account().id });

    const page = await organisation.pair(app);
    const { deviceKey, seed } = await secretsOf(computer);
    const { vaultId } = JSON.parse(await readFile(join(computer.vaultFolder, 'vault.json'), 'utf8')) as { vaultId: string };
    const dataKey = Buffer.from((await new AsyncEntry('Deskfob', vaultId, { linux: { store: 'secret-service' } }).getSecret()) ?? []);
    expect(dataKey).toHaveLength(32);

    const passcodes = Object.values(app.account().passcode ?? {}).filter((value) => typeof value === 'string');
    await app.ask('passcodes:copy', { id: app.account().id });
    const approved = await organisation.signIn();
    const request = await app.openRequest();
    await app.decide(request, 'approve', approved.number);
    await app.outcomeOf(request);
    await app.decide(request, 'approve', approved.number);
    const filesBefore = allBytes(computer.folder);
    await organisation.goDown();
    await app.pairByLink(page.link);
    await app.ask('pairing:openLink', { link: `${page.link}&broken=1` });
    await app.ask('accounts:remove', { id: app.account().id });
    await app.restart();

    const said = JSON.stringify([app.results, app.logged, await readFile(computer.settingsFile, 'utf8')]);
    const views = JSON.stringify([app.views, app.passcodes]);
    const files = filesBefore + allBytes(computer.folder);
    expect(views).toContain('Acme VPN');
    expect(files).toContain('Anna Weber');
    const { key } = parsePairingLink(page.link);
    const typed = first.typedKey.replaceAll('-', '');
    const keys = ['base64', 'base64url', 'hex', 'latin1'].map((encoding) => dataKey.toString(encoding as BufferEncoding));
    for (const secret of [deviceKey, seed, key, page.typedKey, typed, first.typedKey, ...keys]) {
      for (const place of [said, views, files]) expect(place.includes(secret)).toBe(false);
    }
    for (const place of [said, views, files]) expect(place).not.toMatch(asWord(approved.number));
    // The passcode's place is the view, and no other.
    for (const passcode of passcodes) {
      expect(views).toContain(passcode);
      for (const place of [said, files]) expect(place).not.toMatch(asWord(passcode));
    }
  });
});
