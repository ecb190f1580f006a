// https://electronjs.org/docs/api/session, web-request
import type * as Electron from 'electron';
import { GuardedEmitter, guarded } from './guard.ts';

type Session = Electron.Session;
type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0];
export type BeforeRequest = (details: {
  url: string;
  method: string;
  resourceType: string;
}) => Promise<{ cancel?: boolean; redirectURL?: string }>;

export class StandInSession extends GuardedEmitter {
  permissionRequestHandler: RequestHandler = null;
  permissionCheckHandler: CheckHandler = null;
  devicePermissionHandler: DeviceHandler = null;
  beforeRequest: BeforeRequest | null = null;
  /** What was asked for and is only remembered. */
  readonly recorded: { spellChecker: boolean; proxy: Electron.ProxyConfig | null; headersReceived: boolean; cleared: string[] } = {
    spellChecker: true,
    proxy: null,
    headersReceived: false,
    cleared: [],
  };

  readonly webRequest = guarded('webRequest', {
    /** Enforced for every request that the windows make over http, https and the app's own schemes. */
    onBeforeRequest: (...given: unknown[]): void => {
      const [filter, listener] = given.length > 1 ? given : [null, given[0]];
      const urls = (filter as Electron.WebRequestFilter | null)?.urls ?? ['<all_urls>'];
      this.beforeRequest =
        typeof listener === 'function'
          ? async (details) =>
              urls.some((pattern) => matches(pattern, details.url))
                ? await new Promise((resolve) => (listener as (given: object, done: (answer: object) => void) => void)(details, resolve))
                : {}
          : null;
    },
    /** Recorded only: the headers of the app's own responses are set in protocol.handle. */
    onHeadersReceived: (...given: unknown[]): void => {
      this.recorded.headersReceived = given.some((item) => typeof item === 'function');
    },
  });

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.permissionRequestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.permissionCheckHandler = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.devicePermissionHandler = handler;
  }

  /** DIRECT, or the PAC-style answer in DESKFOB_HARNESS_PROXY. */
  resolveProxy(_url: string): Promise<string> {
    const fixed = process.env['DESKFOB_HARNESS_PROXY'];
    return Promise.resolve(fixed === undefined || fixed === '' ? 'DIRECT' : fixed);
  }

  setProxy(config: Electron.ProxyConfig): Promise<void> {
    this.recorded.proxy = config;
    return Promise.resolve();
  }

  clearStorageData(): Promise<void> {
    this.recorded.cleared.push('storage');
    return Promise.resolve();
  }

  clearCache(): Promise<void> {
    this.recorded.cleared.push('cache');
    return Promise.resolve();
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.recorded.spellChecker = enable;
  }

  isSpellCheckerEnabled(): boolean {
    return this.recorded.spellChecker;
  }

  /** What Electron would answer to a page that asks: no handler grants. */
  askPermission(contents: Electron.WebContents, permission: string, details: object): Promise<boolean> {
    const handler = this.permissionRequestHandler as
      ((contents: Electron.WebContents, permission: string, done: (granted: boolean) => void, details: object) => void) | null;
    return handler === null ? Promise.resolve(true) : new Promise((resolve) => handler(contents, permission, resolve, details));
  }

  checkPermission(contents: Electron.WebContents | null, permission: string, origin: string, details: object): boolean {
    const handler = this.permissionCheckHandler as
      ((contents: Electron.WebContents | null, permission: string, origin: string, details: object) => boolean) | null;
    return handler === null ? true : handler(contents, permission, origin, details);
  }
}

/** https://electronjs.org/docs/api/structures/web-request-filter: match patterns, as far as scheme, host and path go. */
function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true;
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(url);
}
