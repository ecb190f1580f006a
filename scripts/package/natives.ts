/** The native parts of a package: exactly those that its system takes, for its processor. */
import { basename } from 'node:path';
import type { Target } from './target.ts';

const triples = {
  linux: (arch: string) => `linux-${arch}-gnu`,
  darwin: (arch: string) => `darwin-${arch}`,
  win32: (arch: string) => `win32-${arch}-msvc`,
};

/** Their file names, which tell glibc from musl, too. */
export function wantedNatives({ platform, arch }: Target): string[] {
  const triple = triples[platform](arch);
  // Windows Hello has no other way than an FFI.
  return [`argon2.${triple}.node`, `keyring.${triple}.node`, ...(platform === 'win32' ? ['koffi.node'] : [])];
}

/** @param natives the `.node` files by path. */
export function nativeComplaints(natives: ReadonlyMap<string, Buffer>, target: Target): string[] {
  const wanted = wantedNatives(target);
  const found = new Set([...natives.keys()].map((path) => basename(path)));
  const missing = wanted.filter((name) => !found.has(name)).map((name) => `${name}: missing`);
  const foreign = [...natives].flatMap(([path, content]) => {
    if (!wanted.includes(basename(path))) return [`${path}: a native part for another system, or one that nobody asked for`];
    const made = madeFor(content);
    return made === `${target.platform}-${target.arch}` ? [] : [`${path}: made for ${made}`];
  });
  return [...missing, ...foreign];
}

const elf = new Map([
  [0x3e, 'linux-x64'],
  [0xb7, 'linux-arm64'],
]);
const machO = new Map([
  [0x01000007, 'darwin-x64'],
  [0x0100000c, 'darwin-arm64'],
]);
const pe = new Map([
  [0x8664, 'win32-x64'],
  [0xaa64, 'win32-arm64'],
]);

/** What the first bytes of a program say of the system and processor that it is for. */
export function madeFor(content: Buffer): string {
  const other = 'something else';
  if (content.length < 0x40) return other;
  if (content.readUInt32BE(0) === 0x7f454c46) return elf.get(content.readUInt16LE(18)) ?? other;
  if (content.readUInt32LE(0) === 0xfeedfacf) return machO.get(content.readUInt32LE(4)) ?? other;
  const header = content.readUInt32LE(0x3c);
  if (content.readUInt16BE(0) !== 0x4d5a || header + 6 > content.length) return other;
  return pe.get(content.readUInt16LE(header + 4)) ?? other;
}
