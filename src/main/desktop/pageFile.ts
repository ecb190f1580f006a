import type { PlatformPath } from 'node:path';

const HOST = 'deskfob';

/**
 * The file of a page's URL below `folder`, or undefined when it would be anywhere else: another host, an escape by dots or by
 * either slash in whatever spelling, or text that is no path at all.
 * @param path the system's path functions
 */
export function pageFile(folder: string, address: string, path: PlatformPath): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.host !== HOST) return undefined;
  const name = decoded(url.pathname);
  if (name === undefined || name.includes('\0')) return undefined;
  const file = path.join(folder, name);
  return file.startsWith(folder + path.sep) ? file : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
