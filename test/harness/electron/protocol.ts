// https://electronjs.org/docs/api/protocol
import type * as Electron from 'electron';
import { guarded } from './guard.ts';

type Handler = (request: Request) => Response | Promise<Response>;

export interface ProtocolRegistry {
  readonly privileged: Electron.CustomScheme[];
  readonly handlers: Map<string, Handler>;
  /** Schemes that pages reach through an https host. */
  readonly schemes: Set<string>;
}

export function makeProtocol(isReady: () => boolean) {
  const registry: ProtocolRegistry = { privileged: [], handlers: new Map(), schemes: new Set() };
  const protocol = guarded('protocol', {
    /** Recorded, not enforced. Like Electron, only before `ready`. */
    registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
      if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      registry.privileged.splice(0, registry.privileged.length, ...customSchemes);
      for (const { scheme } of customSchemes) registry.schemes.add(scheme);
    },
    handle(scheme: string, handler: Handler): void {
      if (registry.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      registry.handlers.set(scheme, handler);
      registry.schemes.add(scheme);
    },
    unhandle(scheme: string): void {
      if (!registry.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme: string): boolean => registry.handlers.has(scheme),
  });
  return { protocol, registry };
}
