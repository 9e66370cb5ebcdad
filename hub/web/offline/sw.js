/* The site without network: one whole version of it, kept in the browser after the choice on the start page.
 *
 * A version is installed only when every one of its files is here and has the SHA-256 of the list: a half-done
 * deployment changes nothing. Files that an installed version has already, under whatever name, are not fetched again.
 * A new version waits until the page asks for it; then the pages load anew, all from it. Every listed file is answered
 * from the version's own cache and never from the network, so that versions cannot mix.
 *
 * `sw.js?cours` keeps the notebooks of the course (lab/) as well.
 */
'use strict';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { version: VERSION, hub: HUB, lab: LAB } = /* FILES */ { version: '', hub: [], lab: [] };   // [path, hash, bytes]
const WITH_LAB = new URL(worker.location.href).searchParams.has('cours');
const SCOPE = worker.registration.scope;
const ROOT = new URL(SCOPE).pathname;
const PREFIX = `hub-offline:${ROOT}:`;   // another site on this host has caches of its own
const CACHE = PREFIX + VERSION + (WITH_LAB ? '+cours' : '');
const FILES = new Map((WITH_LAB ? [...HUB, ...LAB] : HUB).map(([path, hash, bytes]) => [path, { path, hash, bytes }]));
const SHORT = 'r/index.json';            // short addresses of rules and where they lead
const HASH = 'x-hub-sha256';
const KEPT = ['content-type', 'content-security-policy', 'x-content-type-options', 'referrer-policy'];
const AT_ONCE = 6;

const addressOf = (path) => SCOPE + path.split('/').map(encodeURIComponent).join('/');
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function tell(message) {
  for (const client of await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })) client.postMessage({ offline: message });
}

// ---- installing
worker.addEventListener('install', (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(CACHE);
  const known = await byContent();
  const waiting = [...FILES.values()], total = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  const count = { reused: 0, fetched: 0 };
  let read = 0, told = 0;
  const work = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      const kept = known.get(file.hash);
      const response = kept ? await (await caches.open(kept.cache)).match(kept.address) : undefined;
      count[response ? 'reused' : 'fetched'] += 1;
      await cache.put(addressOf(file.path), response ?? await fetched(file));
      read += file.bytes;
      if (performance.now() - told > 150) { told = performance.now(); await tell({ type: 'progress', read, total }); }
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    waiting.length = 0;
    await caches.delete(CACHE);
    await tell({ type: 'failed', reason: String(error?.message ?? error) });
    throw error;   // the browser drops this version and keeps the one before
  }
  await tell({ type: 'installed', version: VERSION, ...count });
}

/** Where each content lies that is here already: hash -> {cache, address}. */
async function byContent() {
  const found = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const hash = (await cache.match(request))?.headers.get(HASH);
      if (hash) found.set(hash, { cache: name, address: request.url });
    }
  }
  return found;
}

async function fetched({ path, hash }) {
  const response = await fetch(addressOf(path), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  const body = await response.arrayBuffer();
  if (hex(await crypto.subtle.digest('SHA-256', body)) !== hash) throw new Error(`not the file of this version: ${path}`);
  const headers = new Headers({ [HASH]: hash });
  for (const name of KEPT) if (response.headers.has(name)) headers.set(name, response.headers.get(name));
  return new Response(body, { headers });
}

// ---- taking over
worker.addEventListener('message', ({ data }) => { if (data === 'take') worker.skipWaiting(); });

worker.addEventListener('activate', (event) => event.waitUntil((async () => {
  // a notebook that is open is not loaded anew, it may hold unsaved work: its version stays for now
  const inLab = (await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).some(({ url }) => url.startsWith(`${SCOPE}lab/`));
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE && !inLab) await caches.delete(name);
  await worker.clients.claim();
})()));

// ---- answering
worker.addEventListener('fetch', (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(SCOPE)) return;
  const path = decodeURIComponent(url.pathname.slice(ROOT.length));
  if (path === 'sw.js' || path === 'offline.json') return;   // what says that there is a new version
  const file = FILES.get(path) ?? FILES.get(path === '' || path.endsWith('/') ? `${path}index.html` : '');
  if (file) event.respondWith(kept(file, request));
  else if (FILES.has(`${path}/index.html`)) event.respondWith(Response.redirect(`${SCOPE}${path}/${url.search}`, 301));
  else if (path.startsWith('r/') && FILES.has(SHORT)) event.respondWith(short(path, request));
  else event.respondWith(other(request, path));
});

async function kept(file, request) {
  // (not with `open`, which would make the cache again after it was taken away)
  const response = await caches.match(addressOf(file.path), { cacheName: CACHE });
  if (response) return response;
  // The browser has thrown the copy away, and it does so with all of it: be an ordinary site again.
  await worker.registration.unregister();
  return fetch(request);
}

async function short(path, request) {
  const table = await (await kept(FILES.get(SHORT), new Request(addressOf(SHORT)))).json();
  const target = table[path.replace(/^r\//, '').replace(/\/(index\.html)?$/, '')];
  return target === undefined ? other(request, path) : Response.redirect(SCOPE + target, 302);
}

/** What this version does not have: files of an older one that an open notebook still needs, the course, nothing. */
async function other(request, path) {
  if (path.startsWith('lab/')) {
    for (const name of await caches.keys()) {
      const response = name.startsWith(PREFIX) && name !== CACHE ? await (await caches.open(name)).match(request.url.split(/[?#]/)[0]) : undefined;
      if (response) return response;
    }
  }
  try {
    return await fetch(request);
  } catch (error) {
    const page = request.mode === 'navigate' && FILES.get('404.html');
    if (!page) throw error;
    const response = await kept(page, request);
    return new Response(response.body, { status: 404, headers: response.headers });
  }
}
