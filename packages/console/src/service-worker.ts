/**
 * Keeps the page on a phone that has installed it, so that it opens where the server can't be reached, and says so. It
 * keeps the page's own files and nothing else: what the API and the stream say is never kept, nor answered from here.
 */

/** Files of the page, below the base path. Replaced by the bundle: another bundle has another worker. */
declare const SHELL: readonly string[];

/** What a worker has that a page has not. */
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetch) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetch {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const worker = self as unknown as Worker;
const { scope } = worker.registration;
/** Servers below other paths of this host have their own. */
const PREFIX = `stepstream-shell ${scope} `;
const CACHE = `${PREFIX}${SHELL.join(' ')}`;
/** A module is asked for with other headers than it was kept with; its contents are the same. */
const KEPT = { cacheName: CACHE, ignoreVary: true } as const;
const files = new Set(SHELL.map((path) => new URL(path, scope).href));

worker.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const [url = ''] = request.url.split('#');
  if (request.mode === 'navigate' && url === scope) event.respondWith(page(request));
  else if (files.has(url)) event.respondWith(file(request));
});

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...files, scope]);
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
}

/** The page as the server has it now, which names the newest files; as it was, where there is no server. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(scope, KEPT);
    if (kept) return kept;
    throw error;
  }
}

/** Names of files change with their contents, so what is kept is right. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request, KEPT)) ?? fetch(request);
}
