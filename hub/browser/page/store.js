/* What a user typed, kept in this browser only, by calculator: a copy for the tab, so that two tabs do not take each
 * other's place on a reload, and one that outlives the tab. Storage may be refused (storage.js) or full: then nothing is
 * kept, not even what was kept before, and who asked is told.
 *
 *   hub-calc:NAME         the state of the form, as its calculator gave it
 *   hub-calc:draft:NAME   what was typed but had not reached Python yet
 */
const PREFIX = 'hub-calc:';
const ERASED = 'hub-calc-erased';
const PLAIN = 'hub-plain-start';

const attempt = (action) => { try { return action(); } catch { return null; } };   // refused, or full

const read = (key) => attempt(() => [sessionStorage, localStorage].map((place) => place.getItem(key)).find((text) => text !== null)) ?? null;

/** Write, or erase; whether it outlives the tab. */
function write(key, text) {
  let kept = window.hubStorage !== false;
  for (const place of [sessionStorage, localStorage]) {
    if (text && attempt(() => { place.setItem(key, text); return true; })) continue;
    attempt(() => place.removeItem(key));   // what stood there before would come back as if it were the last
    if (text && place === localStorage) kept = false;
  }
  return kept;
}

export const recall = (name) => read(PREFIX + name);
export const keep = (name, json) => write(PREFIX + name, json);

/** Changes that were on their way: [{field, attr, value}] */
export function recallDraft(name) {
  const found = attempt(() => JSON.parse(read(`${PREFIX}draft:${name}`)));
  return Array.isArray(found) ? found.filter((change) => change?.field && change.attr) : [];
}

export const keepDraft = (name, changes) => write(`${PREFIX}draft:${name}`, changes.length ? JSON.stringify(changes) : null);

const clear = (place) => { for (const key of Object.keys(place)) if (key.startsWith(PREFIX)) place.removeItem(key); };

/** Erase what is kept of every calculator, in the other tabs too. */
export function forget() {
  for (const place of [sessionStorage, localStorage]) attempt(() => clear(place));
  attempt(() => { localStorage.setItem(ERASED, String(Date.now())); localStorage.removeItem(ERASED); });
}

/** Call when what is kept was erased in another tab, by us or with all that this site has stored. */
export function onErased(listener) {
  addEventListener('storage', ({ key, newValue, storageArea }) => {
    if (storageArea !== localStorage || !(key === null || (key === ERASED && newValue))) return;
    attempt(() => clear(sessionStorage));
    listener();
  });
}

/** Whether this browser has refused the memory snapshot of this version in this tab: it would again. */
export const refusedSnapshot = (version) => attempt(() => sessionStorage.getItem(PLAIN)) === version;
export const refuseSnapshot = (version) => attempt(() => sessionStorage.setItem(PLAIN, version));
