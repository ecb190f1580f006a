/** An app.asar, file by file. */
import { createHash } from 'node:crypto';
import { extractFile, getRawHeader, listPackage, statFile, uncache } from '@electron/asar';

export interface ArchivedFile {
  /** With slashes, and none at the front. */
  readonly path: string;
  readonly isUnpacked: boolean;
  /** Undefined for a link, and for a file that the header names and the disk does not have. */
  readonly content: Buffer | undefined;
}

export interface Archive {
  readonly files: readonly ArchivedFile[];
  /** What Electron compares on macOS and Windows before it loads anything: SHA-256 of the header, in hex. */
  readonly digest: string;
}

export function readArchive(archive: string): Archive {
  // The package keeps headers by path, also those of an archive that was replaced since.
  uncache(archive);
  const files: ArchivedFile[] = [];
  for (const listed of listPackage(archive, { isPack: false })) {
    const path = listed.replace(/^[/\\]/, '');
    const entry = statFile(archive, path, false);
    if ('files' in entry) continue;
    files.push({
      path: path.replaceAll('\\', '/'),
      isUnpacked: entry.unpacked === true,
      content: contentOf(archive, path, 'link' in entry),
    });
  }
  const { headerString } = getRawHeader(archive);
  return { files, digest: createHash('sha256').update(headerString).digest('hex') };
}

function contentOf(archive: string, path: string, isLink: boolean): Buffer | undefined {
  if (isLink) return undefined;
  try {
    return extractFile(archive, path, false);
  } catch {
    return undefined;
  }
}
