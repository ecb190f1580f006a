import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { staticChecks } from '../../../scripts/test/checks.ts';

/*
 * The tool that guards the import rules is proved by breaking each rule: one planted file a line, in a tree of its own.
 */

const root = join(import.meta.dirname, '../../..');
const tool = join(root, staticChecks.imports.script);

/** [planted file, its text, the rule it breaks; undefined: allowed] */
const planted: readonly (readonly [string, string, string | undefined])[] = [
  [
    'src/renderer/own.tsx',
    "import { view } from './view.ts'; import { useState } from 'react'; export const own = [view, useState];",
    undefined,
  ],
  ['src/renderer/main.ts', "import '../main/vault/Vault.ts';", 'renderer-knows-only-itself-bridge'],
  [
    'src/renderer/mainType.tsx',
    "import type { Vault } from '../main/vault/Vault.ts'; export type V = Vault;",
    'renderer-knows-only-itself-bridge',
  ],
  [
    'src/renderer/inlineType.ts',
    "import { type Vault } from '../main/vault/Vault.ts'; export type V = Vault;",
    'renderer-knows-only-itself-bridge',
  ],
  ['src/renderer/reExport.ts', "export type { Vault } from '../main/vault/Vault.ts';", 'renderer-knows-only-itself-bridge'],
  ['src/renderer/lazy.ts', "export const lazy = () => import('../protocol/jws.ts');", 'renderer-knows-only-itself-bridge'],
  ['src/renderer/files.ts', "import 'node:fs';", 'no-node-in-pages'],
  ['src/renderer/electron.ts', "import 'electron';", 'electron-in-its-places-only'],
  ['src/bridge/crypto.ts', "import 'node:crypto';", 'no-node-in-pages'],
  ['src/bridge/protocol.ts', "import '../protocol/jws.ts';", 'bridge-knows-only-itself'],
  ['src/preload/bridge.ts', "import '../bridge/views.ts'; import 'electron';", undefined],
  ['src/preload/main.ts', "import '../main/vault/Vault.ts';", 'preload-knows-only-itself-bridge'],
  ['src/main/vault/needs.ts', "import '../../protocol/jws.ts'; import '../../bridge/views.ts'; import 'node:fs';", undefined],
  ['src/main/vault/verifier.ts', "import '../../verifier/store.ts';", 'main-knows-only-itself-bridge-protocol'],
  ['src/main/vault/renderer.ts', "import '../../renderer/view.ts';", 'main-knows-only-itself-bridge-protocol'],
  ['src/main/vault/electron.ts', "import { app } from 'electron'; app.quit();", 'electron-in-its-places-only'],
  ['src/main/vault/electronType.ts', "import type { App } from 'electron'; export type A = App;", 'electron-in-its-places-only'],
  ['src/main/vault/store.ts', "import 'electron-store';", 'electron-store-in-desktop-only'],
  ['src/main/vault/compose.ts', "import '../compose.ts';", 'app-root-composed-by-start-only'],
  ['src/main/vault/harness.ts', "import '../../../test/harness/helper.ts';", 'main-knows-only-itself-bridge-protocol'],
  ['src/main/vault/build.ts', "import 'vite';", 'product-without-development-packages'],
  ['src/main/desktop/windows.ts', "import 'electron'; import 'electron-store';", undefined],
  ['src/main/verification/touchId.ts', "import 'electron';", 'electron-in-its-places-only'],
  ['src/main/index.ts', "import './desktop/startDesktop.ts'; import 'electron';", undefined],
  ['src/main/desktop/startDesktop.ts', "import '../compose.ts'; import 'electron';", undefined],
  ['src/main/ipc/compose.ts', "import '../compose.ts';", 'app-root-composed-by-start-only'],
  ['src/main/cycleA.ts', "import { b } from './cycleB.ts'; export const a = () => b;", 'no-cycles'],
  ['src/main/dead.ts', "import './gone.ts';", 'no-dead-imports'],
  ['src/main/undeclared.ts', "import 'enhanced-resolve';", 'only-declared-packages'],
  ['src/verifier/cli/serve.ts', "import '../compose.ts';", undefined],
  ['src/verifier/other.ts', "import './compose.ts';", 'verifier-root-composed-by-serve-only'],
  ['src/verifier/app.ts', "import '../main/vault/Vault.ts';", 'verifier-knows-only-itself-protocol'],
  ['src/verifier/scripts.ts', "import '../../scripts/tool.ts';", 'verifier-knows-only-itself-protocol'],
  ['src/demo/verifier.ts', "import '../verifier/store.ts';", 'demo-knows-only-itself'],
  ['src/demo/protocol.ts', "import '../protocol/jws.ts';", 'demo-knows-only-itself'],
  ['src/protocol/ciphers.ts', "import 'node:crypto';", undefined],
  ['src/protocol/net.ts', "import 'node:net';", 'protocol-is-pure'],
  ['src/protocol/http.ts', "import 'http';", 'protocol-is-pure'],
  ['src/protocol/bridge.ts', "import '../bridge/views.ts';", 'protocol-knows-only-itself'],
  ['test/unit/electron.test.ts', "import { app } from 'electron'; app.quit();", 'no-electron-in-plain-node'],
  ['test/harness/types.ts', "import type { App } from 'electron'; export type A = App;", undefined],
  ['scripts/electron.ts', "import 'electron';", 'no-electron-in-plain-node'],
];

/** What the planted files import. */
const grounds: readonly (readonly [string, string])[] = [
  ['src/bridge/views.ts', 'export interface Views { open: true }'],
  ['src/renderer/view.ts', "import '../bridge/views.ts'; export const view = 1;"],
  ['src/main/vault/Vault.ts', 'export interface Vault { open: true }'],
  ['src/main/compose.ts', 'export const compose = 1;'],
  ['src/main/cycleB.ts', "import { a } from './cycleA.ts'; export const b = () => a;"],
  ['src/protocol/jws.ts', 'export const jws = 1;'],
  ['src/verifier/store.ts', 'export const store = 1;'],
  ['src/verifier/compose.ts', 'export const compose = 1;'],
  ['test/harness/helper.ts', 'export const helper = 1;'],
  ['scripts/tool.ts', 'export const tool = 1;'],
];

const reportSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

let folder: string;
let broken: Map<string, string[]>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskfob-imports-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['package.json', '.dependency-cruiser.mjs']) cpSync(join(root, file), join(folder, file));
  for (const [file, text] of [...grounds, ...planted]) write(file, `${text}\n`);
  const { stdout } = cruise(['--output-type', 'json', 'src', 'test', 'scripts']);
  broken = new Map();
  for (const { from, rule } of reportSchema.parse(JSON.parse(stdout)).summary.violations) {
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function cruise(args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [tool, '--config', '.dependency-cruiser.mjs', ...args], { cwd: folder, encoding: 'utf8' });
}

describe('import rules', () => {
  it.each(planted.filter(([, , rule]) => rule !== undefined))('finds %s: %s', (file, _text, rule) => {
    expect(broken.get(file) ?? []).toContain(rule);
  });

  it.each(planted.filter(([, , rule]) => rule === undefined))('leaves %s alone: %s', (file) => {
    expect(broken.get(file)).toBeUndefined();
  });

  it('fails the very command of `npm test` when one forbidden import stands in the real source', () => {
    for (const part of ['src', 'test', 'scripts']) rmSync(join(folder, part), { recursive: true });
    for (const part of ['src', 'test', 'scripts']) cpSync(join(root, part), join(folder, part), { recursive: true });
    write('src/main/vault/planted.ts', "import { app } from 'electron';\napp.quit();\n");
    const [, , ...args] = staticChecks.imports.args;
    const { status, stdout } = cruise(args);
    expect(status).not.toBe(0);
    expect(stdout).toContain('electron-in-its-places-only: src/main/vault/planted.ts');
  });
});
