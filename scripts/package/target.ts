import { join } from 'node:path';

export type PackagePlatform = 'linux' | 'darwin' | 'win32';
export type PackageArch = 'x64' | 'arm64';

export interface Target {
  readonly platform: PackagePlatform;
  readonly arch: PackageArch;
}

/** What a package is for. Native parts are installed for the computer at hand alone, so that is what it can package for. */
export function thisTarget(): Target | undefined {
  const { platform, arch } = process;
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32') return undefined;
  return arch === 'x64' || arch === 'arm64' ? { platform, arch } : undefined;
}

/** As electron-builder's command line names a platform. */
export const builderFlag = { linux: '--linux', darwin: '--mac', win32: '--win' } as const;

export interface Layout {
  /** What a person would call the app: the folder, on macOS the bundle. */
  readonly app: string;
  readonly resources: string;
  /** The file that carries the fuses. */
  readonly fuses: string;
  /** Where the digest of the archive is embedded; Linux has none. */
  readonly integrity: string | undefined;
  readonly locales: { readonly folder: string; readonly ending: string };
}

const folderPrefix = { linux: 'linux', darwin: 'mac', win32: 'win' } as const;

/** Where electron-builder leaves the unpacked app, and where its parts are. */
export function layoutIn(output: string, { platform, arch }: Target): Layout {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'darwin') {
    const app = join(output, `mac${suffix}`, 'Deskfob.app');
    const resources = join(app, 'Contents/Resources');
    const fuses = join(app, 'Contents/Frameworks/Electron Framework.framework/Electron Framework');
    return { app, resources, fuses, integrity: join(app, 'Contents/Info.plist'), locales: { folder: resources, ending: '.lproj' } };
  }
  const app = join(output, `${folderPrefix[platform]}${suffix}-unpacked`);
  const fuses = join(app, platform === 'win32' ? 'Deskfob.exe' : 'deskfob');
  const locales = { folder: join(app, 'locales'), ending: '.pak' };
  return { app, resources: join(app, 'resources'), fuses, integrity: platform === 'win32' ? fuses : undefined, locales };
}
