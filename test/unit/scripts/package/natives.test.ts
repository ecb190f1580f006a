import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { madeFor, nativeComplaints, wantedNatives } from '../../../../scripts/package/natives.ts';
import { type Target, thisTarget } from '../../../../scripts/package/target.ts';

/** The beginning of a program, as each system's format has it. */
function program(make: (head: Buffer) => void): Buffer {
  const head = Buffer.alloc(0x100);
  make(head);
  return head;
}

const elf = (machine: number): Buffer =>
  program((head) => {
    head.writeUInt32BE(0x7f454c46, 0);
    head.writeUInt16LE(machine, 18);
  });
const machO = (processor: number): Buffer =>
  program((head) => {
    head.writeUInt32LE(0xfeedfacf, 0);
    head.writeUInt32LE(processor, 4);
  });
const pe = (machine: number): Buffer =>
  program((head) => {
    head.write('MZ', 0);
    head.writeUInt32LE(0x80, 0x3c);
    head.write('PE', 0x80);
    head.writeUInt16LE(machine, 0x84);
  });

describe('madeFor', () => {
  it.each([
    ['linux-x64', elf(0x3e)],
    ['linux-arm64', elf(0xb7)],
    ['darwin-x64', machO(0x01000007)],
    ['darwin-arm64', machO(0x0100000c)],
    ['win32-x64', pe(0x8664)],
    ['win32-arm64', pe(0xaa64)],
    ['something else', elf(0x08)],
    ['something else', Buffer.from('MZ')],
    ['something else', Buffer.alloc(0x100, 'x')],
  ])('tells %s', (made, content) => {
    expect(madeFor(content)).toBe(made);
  });

  it('tells the program that runs this test', () => {
    const target = thisTarget();
    expect(madeFor(readFileSync(process.execPath))).toBe(`${target?.platform}-${target?.arch}`);
  });
});

describe('nativeComplaints', () => {
  const windows: Target = { platform: 'win32', arch: 'x64' };

  it('has none for exactly those of the system', () => {
    const natives = new Map(wantedNatives(windows).map((name) => [`node_modules/a/${name}`, pe(0x8664)]));
    expect(nativeComplaints(natives, windows)).toEqual([]);
  });

  it('names what is missing, what is foreign and what only has the right name', () => {
    const natives = new Map([
      ['a/argon2.win32-x64-msvc.node', elf(0x3e)],
      ['a/keyring.linux-x64-musl.node', elf(0x3e)],
    ]);
    expect(nativeComplaints(natives, windows)).toEqual([
      'keyring.win32-x64-msvc.node: missing',
      'koffi.node: missing',
      'a/argon2.win32-x64-msvc.node: made for linux-x64',
      'a/keyring.linux-x64-musl.node: a native part for another system, or one that nobody asked for',
    ]);
  });
});
