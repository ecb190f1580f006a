import { readFile } from 'node:fs/promises';
import path, { extname } from 'node:path';
import { protocol } from 'electron';
import { pageFile } from './pageFile.ts';

/*
 * The pages come from `app://deskfob/`, never from `file:` or the network, so they have an origin of their own that the
 * content security policy and the sender check can name.
 */

export const PAGE_ORIGIN = 'app://deskfob';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  // The reader of QR codes is WebAssembly. It comes inside a script, so that pages still need to fetch nothing.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  // One script of the app's own reads pictures beside the page: see docs/adr/0015-scanning.md. No text and no other origin becomes a worker.
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const DOCUMENT = 'text/html; charset=utf-8';
const TYPES: Record<string, string> = {
  '.html': DOCUMENT,
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/**
 * Serves the built pages from `folder` and nothing else. Scripts wait until there is somebody `answering` what they ask; a document
 * can not ask anything.
 */
export function servePages(folder: string, answering: Promise<void>): void {
  protocol.handle('app', async (request) => {
    const file = pageFile(folder, request.url, path);
    const type = TYPES[extname(file ?? '')];
    if (file === undefined || request.method !== 'GET' || type === undefined) return new Response(null, { status: 404 });
    // A service worker would outlive its page; the policy has no word that keeps out these alone.
    if (request.headers.get('service-worker') !== null) return new Response(null, { status: 403 });
    if (type !== DOCUMENT) await answering;
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(type) });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

function headersFor(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}
