import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions, extractAll, uncache } from '@electron/asar';
import { type Layout, type Target, layoutIn } from '../../../scripts/package/target.ts';

/** A copy of a packaged app, to plant things in. */
export class PackageCopy {
  readonly #output: string;
  readonly layout: Layout;

  private constructor(output: string, layout: Layout) {
    this.#output = output;
    this.layout = layout;
  }

  static async of(output: string, target: Target): Promise<PackageCopy> {
    const copy = await mkdtemp(join(tmpdir(), 'deskfob-package-copy-'));
    await cp(output, copy, { recursive: true });
    return new PackageCopy(copy, layoutIn(copy, target));
  }

  /** Lets `change` work on the archive's files in a folder, and packs them again as electron-builder does. */
  async repack(change: (folder: string) => Promise<void>): Promise<void> {
    const archive = join(this.layout.resources, 'app.asar');
    const folder = join(this.#output, 'archive');
    // The package keeps the headers it has read, also of what has been replaced since.
    uncache(archive);
    extractAll(archive, folder);
    await change(folder);
    await rm(archive);
    await rm(`${archive}.unpacked`, { recursive: true });
    await createPackageWithOptions(folder, archive, { unpack: '**/*.node' });
  }

  /** New files in the archive, or something added to those that are there. */
  async plant(files: readonly (readonly [path: string, content: string])[]): Promise<void> {
    await this.repack(async (folder) => {
      for (const [path, content] of files) await append(join(folder, path), content);
    });
  }

  /** The same beside the archive, anywhere in the app. */
  async plantBeside(path: string, content: string): Promise<void> {
    await append(join(this.layout.app, path), content);
  }

  async replaceBeside(path: string, change: (content: Buffer) => Buffer): Promise<void> {
    const file = join(this.layout.app, path);
    await writeFile(file, change(await readFile(file)));
  }

  async close(): Promise<void> {
    await rm(this.#output, { recursive: true });
  }
}

async function append(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { flag: 'a' });
}
