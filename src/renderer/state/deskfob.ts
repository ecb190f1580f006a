import type { DeskfobApi } from '../../bridge/api.ts';

declare global {
  interface Window {
    readonly deskfob: DeskfobApi;
  }
}

/** The bridge that the preload script put into this page. */
export function deskfob(): DeskfobApi {
  return window.deskfob;
}
