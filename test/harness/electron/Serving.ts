// Every request of every window pauses at the browser and is decided here: the app's own scheme is answered by its
// protocol.handle, documents pass the navigation guards, everything else passes webRequest.onBeforeRequest.
import type { CdpSession } from './CdpConnection.ts';
import type { ProtocolRegistry } from './protocol.ts';
import { fromPageUrl, toPagePolicy, toPageUrl } from './schemes.ts';
import type { StandInSession } from './session.ts';

interface Paused {
  requestId: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
  frameId: string;
  resourceType: string;
  redirectedRequestId?: string;
}

/** Decides about a document: false stops the navigation. `url` is the app's, not the page's. */
export type NavigationGuard = (frameId: string, url: string, isRedirect: boolean) => Promise<boolean>;

export const blankPath = '/__stand-in-blank';
const bodyless = new Set([101, 204, 205, 304]);

export class Serving {
  readonly #root: CdpSession;
  readonly #registry: ProtocolRegistry;
  readonly #session: StandInSession;
  readonly #guard: NavigationGuard;

  constructor(root: CdpSession, registry: ProtocolRegistry, session: StandInSession, guard: NavigationGuard) {
    this.#root = root;
    this.#registry = registry;
    this.#session = session;
    this.#guard = guard;
  }

  async start(): Promise<void> {
    this.#root.on('Fetch.requestPaused', (paused: Paused) => {
      this.#decide(paused).catch(() => this.#fail(paused, 'Failed'));
    });
    await this.#root.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  }

  #fail(paused: Paused, errorReason: 'Failed' | 'Aborted' | 'BlockedByClient'): void {
    this.#root.post('Fetch.failRequest', { requestId: paused.requestId, errorReason });
  }

  async #decide(paused: Paused): Promise<void> {
    const pageUrl = paused.request.url;
    if (pageUrl.endsWith('/favicon.ico'))
      return this.#root.post('Fetch.fulfillRequest', { requestId: paused.requestId, responseCode: 204 });
    if (new URL(pageUrl).pathname.startsWith(blankPath)) {
      return this.#root.post('Fetch.fulfillRequest', {
        requestId: paused.requestId,
        responseCode: 200,
        responseHeaders: [{ name: 'content-type', value: 'text/html' }],
        body: Buffer.from('<title> </title>').toString('base64'),
      });
    }
    const url = fromPageUrl(pageUrl, this.#registry.schemes);
    if (paused.resourceType === 'Document' && !(await this.#guard(paused.frameId, url, paused.redirectedRequestId !== undefined))) {
      return this.#fail(paused, 'Aborted');
    }
    const verdict =
      (await this.#session.beforeRequest?.({ url, method: paused.request.method, resourceType: resourceTypeOf(paused.resourceType) })) ??
      {};
    if (verdict.cancel === true) return this.#fail(paused, 'BlockedByClient');
    const scheme = url.slice(0, url.indexOf(':'));
    if (url === pageUrl) return this.#root.post('Fetch.continueRequest', { requestId: paused.requestId });
    const handler = this.#registry.handlers.get(scheme);
    if (handler === undefined) return this.#fail(paused, 'Failed');
    await this.#answer(paused, url, handler);
  }

  async #answer(paused: Paused, url: string, handler: (request: Request) => Response | Promise<Response>): Promise<void> {
    const { method, headers, postData } = paused.request;
    const request = new Request(url, { method, headers, ...(postData === undefined ? {} : { body: postData }) });
    const response = await handler(request);
    if (response.type === 'error') return this.#fail(paused, 'Failed');
    const responseHeaders: { name: string; value: string }[] = [];
    for (const [name, value] of response.headers) {
      if (name === 'content-encoding' || name === 'content-length' || name === 'transfer-encoding') continue;
      if (name === 'location') responseHeaders.push({ name, value: toPageUrl(new URL(value, url).href, this.#registry.schemes) });
      else if (name.startsWith('content-security-policy'))
        responseHeaders.push({ name, value: toPagePolicy(value, this.#registry.schemes) });
      else responseHeaders.push({ name, value });
    }
    const body = bodyless.has(response.status) ? '' : Buffer.from(await response.arrayBuffer()).toString('base64');
    this.#root.post('Fetch.fulfillRequest', { requestId: paused.requestId, responseCode: response.status, responseHeaders, body });
  }
}

/** https://electronjs.org/docs/api/web-request: the names that listeners see. */
function resourceTypeOf(type: string): string {
  const names: Record<string, string> = {
    Document: 'mainFrame',
    Stylesheet: 'stylesheet',
    Script: 'script',
    Image: 'image',
    Font: 'font',
    Media: 'media',
    XHR: 'xhr',
    Fetch: 'xhr',
    WebSocket: 'webSocket',
  };
  return names[type] ?? 'other';
}
