/** The fuses of a built Electron: bytes behind a mark in its binary, which switch its features for good. */
import { readFile } from 'node:fs/promises';

/** Electron's published mark. Version and number of the fuses follow, then one byte for each. */
const mark = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');

/** In Electron's order, in the words of electron-builder.yml. New ones come at the end. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;

export type FuseState = 'off' | 'on' | 'removed' | 'unknown';

const states = new Map<number, FuseState>([
  [0x30, 'off'],
  [0x31, 'on'],
  [0x72, 'removed'],
]);

/** electron-builder 26 cannot set these: they have to be as we want them already. Bounds checks of WebAssembly by the processor. */
const leftAlone: Readonly<Record<string, boolean>> = { wasmTrapHandlers: true };

/** The states in every set of fuses that `file` carries; a universal binary of macOS has one for each processor. */
export async function readFuses(file: string): Promise<FuseState[][]> {
  const binary = await readFile(file);
  const sets: FuseState[][] = [];
  for (let at = binary.indexOf(mark); at !== -1; at = binary.indexOf(mark, at + 1)) {
    const start = at + mark.length + 2;
    const count = binary[start - 1] ?? 0;
    sets.push([...binary.subarray(start, start + count)].map((byte) => states.get(byte) ?? 'unknown'));
  }
  return sets;
}

/** What is not as `wanted` says, and what nobody has decided on. */
export function fuseComplaints(sets: readonly FuseState[][], wanted: Readonly<Record<string, boolean>>): string[] {
  if (sets.length === 0) return ['the binary carries no fuses'];
  return sets.flatMap((set) => set.flatMap((state, index) => complaint(state, index, { ...leftAlone, ...wanted })));
}

function complaint(state: FuseState, index: number, wanted: Readonly<Record<string, boolean>>): string[] {
  const name = fuseNames[index];
  // A fuse that Electron has removed switches nothing any more.
  if (state === 'removed') return [];
  if (name === undefined) return [`Electron has a fuse (number ${index}) that nobody has decided on`];
  const want = wanted[name];
  if (want === undefined) return [`nobody has decided on the fuse ${name}`];
  return state === (want ? 'on' : 'off') ? [] : [`the fuse ${name} is ${state} instead of ${want ? 'on' : 'off'}`];
}
