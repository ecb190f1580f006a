/** An Electron that somebody has unpacked already, for computers that cannot download one. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../lib/projectRoot.ts';
import { Sentence } from '../lib/Sentence.ts';
import type { Target } from './target.ts';

const program = { linux: 'electron', darwin: 'Electron.app', win32: 'electron.exe' } as const;

/** Its absolute path, if `folder` is an Electron of the locked version for `target`. */
export function electronFolder(folder: string, { platform }: Target): string {
  // npm changes into the project; the person meant the folder they were in.
  const place = resolve(process.env['INIT_CWD'] ?? '.', folder);
  if (!existsSync(join(place, program[platform])))
    throw new Sentence(`${place} is no unpacked Electron for this system: it has no ${program[platform]}.`);
  const version = join(place, 'version');
  const found = existsSync(version) ? readFileSync(version, 'utf8').trim().replace(/^v/, '') : undefined;
  if (found !== undefined && found !== electronVersion())
    throw new Sentence(`${place} holds Electron ${found}; Deskfob is packaged with ${electronVersion()}.`);
  return place;
}

export function electronVersion(): string {
  const manifest = readFileSync(join(projectRoot, 'node_modules/electron/package.json'), 'utf8');
  return z.looseObject({ version: z.string() }).parse(JSON.parse(manifest)).version;
}
