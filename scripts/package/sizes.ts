import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const MB = 1_000_000;

/** What a package may weigh on the disk. A change that needs more says so here. */
export const budgets = {
  /** Ours: the archive and the unpacked native parts. 12.1 MB on Linux x64; what reads QR codes is 3.1 MB of it, once for the page and once for its worker (docs/adr/0015). */
  own: 13 * MB,
  /** With Electron. The desktop apps that this one is compared with take 212 MB and more. */
  whole: 300 * MB,
};

/** No real Electron binary is smaller; a stand-in for one says nothing of the whole. */
const electronAtLeast = 30 * MB;

export interface Sizes {
  readonly archive: number;
  readonly unpacked: number;
  /** Undefined without a real Electron. */
  readonly whole: number | undefined;
}

export async function measure(layout: { readonly app: string; readonly resources: string; readonly fuses: string }): Promise<Sizes> {
  const archive = await sizeOf(join(layout.resources, 'app.asar'));
  const unpacked = await sizeOf(join(layout.resources, 'app.asar.unpacked'));
  const isReal = (await sizeOf(layout.fuses)) >= electronAtLeast;
  return { archive, unpacked, whole: isReal ? await sizeOf(layout.app) : undefined };
}

export function sizeComplaints({ archive, unpacked, whole }: Sizes): string[] {
  const own = archive + unpacked;
  const complaints: string[] = [];
  if (own > budgets.own) complaints.push(`the app's own files take ${inMB(own)}; the budget is ${inMB(budgets.own)}`);
  if (whole !== undefined && whole > budgets.whole)
    complaints.push(`the package takes ${inMB(whole)}; the budget is ${inMB(budgets.whole)}`);
  return complaints;
}

export function sizeLines({ archive, unpacked, whole }: Sizes): string[] {
  const own = `app.asar ${inMB(archive)} and native parts ${inMB(unpacked)}, of ${inMB(budgets.own)} at most`;
  return [
    own,
    whole === undefined
      ? 'the whole folder says nothing: this Electron is not a real one'
      : `the whole ${inMB(whole)}, of ${inMB(budgets.whole)} at most`,
  ];
}

function inMB(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}

/** Of a file, or of everything in a folder; links count as themselves. */
async function sizeOf(place: string): Promise<number> {
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  const entries = await readdir(place);
  const sizes = await Promise.all(entries.map(async (name) => await sizeOf(join(place, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
