// Finds an npm that does not live in the folder it is about to replace. `npm start` puts node_modules/.bin first on PATH,
// so `node` there is the project's own; `npm ci` run by that one would delete the program it runs on.
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative, isAbsolute } from 'node:path';

/** PATH without any node_modules folder. */
export function hostPath(path) {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '' && !/(^|[\\/])node_modules([\\/]|$)/.test(folder))
    .join(delimiter);
}

/** `env` with another PATH; Windows spells its name in several ways. */
export function withPath(env, ...folders) {
  const others = Object.entries(env).filter(([name]) => name.toUpperCase() !== 'PATH');
  return { ...Object.fromEntries(others), PATH: [...folders, hostPath(pathOf(env))].join(delimiter) };
}

function pathOf(env) {
  return Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
}

/**
 * @returns {{ node: string, npm: string } | undefined} the host's Node and the script of its npm.
 */
export function findHostNpm(root, env = process.env, execPath = process.execPath) {
  const modules = real(join(root, 'node_modules'));
  const outside = (file) => file !== undefined && existsSync(file) && !isInside(modules, real(file));
  const nodeName = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = hostPath(pathOf(env)).split(delimiter);
  const nodes = [env.npm_node_execpath, execPath, ...folders.map((folder) => join(folder, nodeName))].filter(outside);
  const scripts = [];
  if (env.npm_execpath !== undefined && basename(env.npm_execpath) === 'npm-cli.js') scripts.push(env.npm_execpath);
  for (const place of [...nodes.map((node) => dirname(node)), ...nodes.map((node) => dirname(real(node))), ...folders]) {
    scripts.push(join(place, 'node_modules/npm/bin/npm-cli.js'), join(place, '../lib/node_modules/npm/bin/npm-cli.js'));
    // Debian and version managers: `npm` on PATH is a link to the script.
    const link = join(place, 'npm');
    if (existsSync(link) && basename(real(link)) === 'npm-cli.js') scripts.push(real(link));
  }
  const node = nodes[0];
  const npm = scripts.find(outside);
  return node === undefined || npm === undefined ? undefined : { node, npm };
}

function isInside(folder, file) {
  const path = relative(folder, file);
  return path !== '' && !path.startsWith('..') && !isAbsolute(path);
}

function real(file) {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
