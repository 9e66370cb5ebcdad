/* What a user typed, kept in this browser only, by calculator: a copy for the tab, so that two tabs do not take each
 * other's place on a reload, and one that outlives the tab. Storage may be refused (storage.js) or full: then nothing is
 * kept, not even what was kept before, and who asked is told.
 *
 *   hub-calc:NAME         the state of the form, as its calculator gave it
 *   hub-calc:draft:NAME   what was typed but had not reached Python yet (of a file of a person: ID:NAME)
 *   hub-calc:profile      who hands papers over (hub/web/site/tools.js asks for it)
 *   hub-calc:dossier      the file of a person that is open in this tab (dossiers.js keeps it)
 *   hub-calc:copy:ID:NAME the state of a case of that file which is not written there yet, in this tab only
 */
const PREFIX = 'hub-calc:';
const ERASED = 'hub-calc-erased';
const PLAIN = 'hub-plain-start';

/** What an action gives that a browser may refuse, or that may find its storage full: `null` then. */
export const attempt = (action) => { try { return action(); } catch { return null; } };

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

/** The file of a person that is open in this tab, or null. */
export const current = () => attempt(() => sessionStorage.getItem(`${PREFIX}dossier`));
export const setCurrent = (id) => attempt(() => (id ? sessionStorage.setItem(`${PREFIX}dossier`, id) : sessionStorage.removeItem(`${PREFIX}dossier`)));

export const recallCopy = (id, name) => attempt(() => JSON.parse(sessionStorage.getItem(`${PREFIX}copy:${id}:${name}`)));
export const keepCopy = (id, name, copy) => attempt(() => {
  if (copy) sessionStorage.setItem(`${PREFIX}copy:${id}:${name}`, JSON.stringify(copy)); else sessionStorage.removeItem(`${PREFIX}copy:${id}:${name}`);
});

/** Who hands papers over: what was filled in of it. */
export const profile = () => attempt(() => JSON.parse(localStorage.getItem(`${PREFIX}profile`))) ?? {};
export const keepProfile = (own) => attempt(() => { localStorage.setItem(`${PREFIX}profile`, JSON.stringify(own)); return true; }) ?? false;

/** What has no name yet: {calculator: state}. */
export const unnamed = () => Object.fromEntries((attempt(() => Object.keys(localStorage)) ?? [])
  .filter((key) => key.startsWith(PREFIX) && /^[a-z_]+$/.test(key.slice(PREFIX.length)) && ![`${PREFIX}dossier`, `${PREFIX}profile`].includes(key))
  .map((key) => [key.slice(PREFIX.length), localStorage.getItem(key)]));

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

/** Whether this browser has refused the memory snapshot of this version in this tab: it would again (start.js asks too). */
export const refusedSnapshot = (version) => attempt(() => sessionStorage.getItem(PLAIN)) === version;
export const refuseSnapshot = (version) => attempt(() => sessionStorage.setItem(PLAIN, version));
