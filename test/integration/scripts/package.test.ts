import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../../scripts/lib/builds.ts';
import { readArchive } from '../../../scripts/package/archive.ts';
import { type BuilderConfig, readBuilderConfig } from '../../../scripts/package/builderConfig.ts';
import { electronFolder } from '../../../scripts/package/electronFolder.ts';
import { fuseNames, readFuses } from '../../../scripts/package/fuses.ts';
import { inspectPackage } from '../../../scripts/package/inspect.ts';
import { makePackage } from '../../../scripts/package/makePackage.ts';
import { measure, sizeComplaints } from '../../../scripts/package/sizes.ts';
import { type Layout, type Target, thisTarget } from '../../../scripts/package/target.ts';
import { PackageCopy } from '../../harness/package/PackageCopy.ts';
import { makeStubElectron } from '../../harness/package/stubElectron.ts';
import { fusesOfElectron } from '../../harness/package/stubPrograms.ts';

/*
 * The real electron-builder packs what is really built, without a network; only the Electron is a stub. Run on Linux, whose
 * native parts are expected here; on other systems `npm run package` inspects its own work.
 */

const target = thisTarget();

// Keys and tokens in pieces, so that no search for secrets takes this file for one.
const pem = ['-----BEGIN', 'PRIVATE KEY-----\nMC4CAQ\n-----END', 'PRIVATE KEY-----'].join(' ');
const accessKey = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const signed = ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiJhbm5hIn0', 'c2lnbmF0dXJl'].join('.');
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');

/** [file, its text, or what is added to it; the complaint, where it is not about the file being there at all] */
const plantedInside: readonly (readonly [string, string, string?])[] = [
  ['out/renderer/assets/main.js.map', '{}'],
  ['out/verifier/main.js', 'serve()'],
  ['out/verifier/demo.js', 'serve()'],
  ['out/renderer/licenses.json', '[]'],
  ['test/unit/main/a.test.ts', 'it()'],
  ['out/main/index.ts', 'export {}'],
  ['.env', 'KEY=1'],
  ['out/main/server.key', 'x'],
  ['node_modules/jose/index.js', 'x'],
  ['out/main/chunks/pem.js', `const key = \`${pem}\`;`, 'out/main/chunks/pem.js: holds a PEM block'],
  ['out/main/chunks/token.js', `const token = '${token}';`, 'out/main/chunks/token.js: holds an access token'],
  ['out/main/chunks/access.js', `const id = '${accessKey}';`, 'out/main/chunks/access.js: holds an access key'],
  ['out/main/chunks/signed.js', `const jws = '${signed}';`, 'out/main/chunks/signed.js: holds a signed token'],
  ['out/preload/index.cjs', '//# sourceMappingURL=x', 'out/preload/index.cjs: points to a source map'],
  ['out/main/index.js', '\n// src/verifier/main.ts\nserve();', 'out/main/index.js: holds code that is not of the app'],
  [
    'out/renderer/assets/built.js',
    JSON.stringify(join(homedir(), 'project')),
    'out/renderer/assets/built.js: names a folder of the computer it was built on',
  ],
  ['out/main/chunks/pad.js', '// node_modules/left-pad/index.js', 'licenses/THIRD-PARTY-NOTICES.md: says nothing of left-pad'],
];

const plantedBeside = [
  ['resources/default_app.asar', 'resources/default_app.asar: does not belong beside the archive'],
  ['resources/app/index.js', 'resources/app: does not belong beside the archive'],
  ['resources/server.pem', 'resources/server.pem: does not belong beside the archive'],
  ['resources/app.asar.unpacked/a.js', "app.asar.unpacked/a.js: is not in the archive's list"],
  ['locales/zh-CN.pak', 'locale zh-CN: no language of the app'],
] as const;

describe.runIf(target?.platform === 'linux')('a package', () => {
  let folder: string;
  let output: string;
  let config: BuilderConfig;
  let layout: Layout;
  let copy: PackageCopy | undefined;
  const linux = target ?? { platform: 'linux', arch: 'x64' };

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'deskfob-package-'));
    const stub = join(folder, 'electron');
    output = join(folder, 'packages');
    await makeStubElectron(stub, 'linux');
    config = await readBuilderConfig();
    const electron = electronFolder(stub, linux);
    layout = await makePackage({ target: linux, output, electron, installers: false, write: () => {} });
  });

  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  afterEach(async () => {
    await copy?.close();
    copy = undefined;
  });

  const inspectCopy = async (): Promise<string[]> => (copy === undefined ? [] : await inspectPackage(copy.layout, linux, config));

  it('holds the app, and nothing is wrong with it', async () => {
    expect(await inspectPackage(layout, linux, config)).toEqual([]);
    expect(sizeComplaints(await measure(layout))).toEqual([]);
    const { files } = readArchive(join(layout.resources, 'app.asar'));
    const main = files.find((file) => file.path === 'out/main/index.js');
    expect(main?.content?.equals(await readFile('out/main/index.js'))).toBe(true);
    expect(files.filter((file) => file.isUnpacked && file.path.endsWith('.node'))).toHaveLength(2);
  });

  it('has every fuse as it was decided, though Electron comes with others', async () => {
    const [states = []] = await readFuses(layout.fuses);
    expect(Object.fromEntries(states.map((state, index) => [fuseNames[index], state]))).toEqual({
      runAsNode: 'off',
      enableCookieEncryption: 'on',
      enableNodeOptionsEnvironmentVariable: 'off',
      enableNodeCliInspectArguments: 'off',
      enableEmbeddedAsarIntegrityValidation: 'on',
      onlyLoadAppFromAsar: 'on',
      loadBrowserProcessSpecificV8Snapshot: 'off',
      grantFileProtocolExtraPrivileges: 'off',
      wasmTrapHandlers: 'on',
    });
    expect(states).toHaveLength(fusesOfElectron.length);
  });

  it("leaves out the app that comes with Electron and languages nobody asked for; the licences are Electron's and everybody's", async () => {
    expect(existsSync(join(layout.resources, 'default_app.asar'))).toBe(false);
    expect(existsSync(join(layout.app, 'locales/zh-CN.pak'))).toBe(false);
    expect(existsSync(join(layout.app, 'locales/de.pak'))).toBe(true);
    expect(existsSync(join(layout.app, 'LICENSE.electron.txt'))).toBe(true);
    const notices = await readFile(join(layout.resources, 'licenses/THIRD-PARTY-NOTICES.md'), 'utf8');
    for (const name of ['react', 'jose', 'ws', '@napi-rs/keyring', '@node-rs/argon2', 'zxing-wasm'])
      expect(notices).toContain(`\n## ${name} `);
    expect(notices).toContain('Permission is hereby granted, free of charge');
    expect(notices).not.toMatch(/## (fastify|drizzle-orm|pg|@electric-sql\/pglite) /);
  });

  it('is found out with whatever was planted in its archive, each by its own line', async () => {
    copy = await PackageCopy.of(output, linux);
    await copy.plant(plantedInside.map(([path, content]) => [path, content] as const));
    expect((await inspectCopy()).toSorted()).toEqual(
      plantedInside.map(([path, , complaint]) => complaint ?? `${path}: does not belong in a package`).toSorted(),
    );
  });

  it('is found out with the native part of another system, and without its own', async () => {
    copy = await PackageCopy.of(output, linux);
    const other = 'node_modules/@napi-rs/keyring-linux-x64-musl/keyring.linux-x64-musl.node';
    const own = `node_modules/@node-rs/argon2-linux-${linux.arch}-gnu/argon2.linux-${linux.arch}-gnu.node`;
    await copy.repack(async (archive) => await rm(join(archive, own)));
    await copy.plant([[other, 'x']]);
    expect(await inspectCopy()).toEqual([
      expect.stringContaining(`argon2.linux-${linux.arch}-gnu.node: missing`),
      `${other}: a native part for another system, or one that nobody asked for`,
      'licenses/THIRD-PARTY-NOTICES.md: says nothing of @napi-rs/keyring-linux-x64-musl',
    ]);
  });

  it('is found out without its pages', async () => {
    copy = await PackageCopy.of(output, linux);
    await copy.repack(async (archive) => await rm(join(archive, 'out/renderer/approval.html')));
    expect(await inspectCopy()).toEqual(['out/renderer/approval.html: missing']);
  });

  it('is found out with whatever was planted beside its archive', async () => {
    copy = await PackageCopy.of(output, linux);
    for (const [path] of plantedBeside) await copy.plantBeside(path, 'x');
    expect((await inspectCopy()).toSorted()).toEqual(plantedBeside.map(([, complaint]) => complaint).toSorted());
  });

  it('is found out with a fuse that was set otherwise, and with one that nobody decided on', async () => {
    copy = await PackageCopy.of(output, linux);
    await copy.replaceBeside('deskfob', (binary) => Buffer.from(binary.toString('latin1').replace('\x01\x09010', '\x01\x0a110'), 'latin1'));
    expect(await inspectCopy()).toEqual([
      'the fuse runAsNode is on instead of off',
      'Electron has a fuse (number 9) that nobody has decided on',
    ]);
  });

  it('is found out without the licence', async () => {
    copy = await PackageCopy.of(output, linux);
    await rm(join(copy.layout.resources, 'licenses'), { recursive: true });
    const complaints = await inspectCopy();
    expect(complaints).toContain('licenses/LICENSE.txt: missing');
    expect(complaints).toContain('licenses/THIRD-PARTY-NOTICES.md: says nothing of jose');
  });

  it('for Windows carries the digest of its archive in the program, and is found out when the archive was changed', async () => {
    const windows: Target = { platform: 'win32', arch: 'x64' };
    const stub = join(folder, 'electron-windows');
    const forWindows = join(folder, 'packages-windows');
    await makeStubElectron(stub, 'win32');
    const made = await makePackage({ target: windows, output: forWindows, electron: stub, installers: false, write: () => {} });
    const natives = [
      'argon2.win32-x64-msvc.node: missing',
      'keyring.win32-x64-msvc.node: missing',
      'koffi.node: missing',
      ...['@napi-rs/keyring', '@node-rs/argon2'].map((name) => expect.stringContaining(`node_modules/${name}-linux-`) as string),
    ];
    expect(await inspectPackage(made, windows, config)).toEqual(natives);
    copy = await PackageCopy.of(forWindows, windows);
    await copy.plant([['out/main/index.js', '\n']]);
    expect(await inspectPackage(copy.layout, windows, config)).toEqual([
      ...natives,
      `${copy.layout.integrity}: the digest of the archive is not embedded`,
    ]);
  });
});
