// Is node_modules what package-lock.json asks for? npm keeps what it installed in node_modules/.package-lock.json, written
// at the very end, so an interrupted install has none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why `npm ci` is due in `root`, in a few words; undefined when the installed packages are those of the lock. */
export function whyInstall(root, host = thisHost()) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === undefined) throw new Error('package-lock.json is missing or damaged');
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (installed === undefined) return 'nothing is installed yet';
  for (const place of Object.keys(installed)) {
    if (wanted[place] === undefined) return `${place} is installed and not wanted`;
    if (!existsSync(join(root, place, 'package.json'))) return `${place} is gone`;
  }
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    const present = installed[place];
    if (present === undefined) {
      if (!mayBeAbsent(entry, host)) return `${place} is missing`;
    } else if (entry.version !== present.version || entry.integrity !== present.integrity) {
      return `${place} differs`;
    }
  }
  return undefined;
}

/** npm leaves out optional packages of other systems, and what only those need (which names no system itself). */
function mayBeAbsent(entry, host) {
  if (!entry.optional && !entry.devOptional) return false;
  if (entry.os === undefined && entry.cpu === undefined && entry.libc === undefined) return true;
  return !fits(entry.os, host.os) || !fits(entry.cpu, host.cpu) || !fits(entry.libc, host.libc);
}

function fits(constraint, value) {
  if (constraint === undefined) return true;
  const list = [constraint].flat();
  if (list.includes(`!${value}`)) return false;
  const positive = list.filter((one) => !one.startsWith('!'));
  return positive.length === 0 || positive.includes(value) || positive.includes('any');
}

function readPackages(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof packages === 'object' && packages !== null ? packages : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {{ os: string, cpu: string, libc: string | undefined }} in npm's words. */
export function thisHost() {
  return { os: process.platform, cpu: process.arch, libc: libc() };
}

function libc() {
  if (process.platform !== 'linux') return undefined;
  // Without this the report looks up the host names of every open connection.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
