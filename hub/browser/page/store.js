/* What a user typed, kept in this browser only, by calculator: a copy for the tab, so that two tabs do not take each
 * other's place on a reload, and one that outlives the tab. Storage may be refused: then nothing is kept.
 *
 *   hub-calc:NAME         the state of the form, as its calculator gave it
 *   hub-calc:draft:NAME   what was typed but had not reached Python yet
 */
const PREFIX = 'hub-calc:';
const ERASED = 'hub-calc-erased';
const places = () => [sessionStorage, localStorage];

const attempt = (action) => { try { return action(); } catch { return null; } };   // refused, or full

const read = (key) => attempt(() => places().map((place) => place.getItem(key)).find((text) => text !== null)) ?? null;

function write(key, text) {
  for (const place of attempt(places) ?? []) attempt(() => (text ? place.setItem(key, text) : place.removeItem(key)));
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
  for (const place of attempt(places) ?? []) attempt(() => clear(place));
  attempt(() => { localStorage.setItem(ERASED, String(Date.now())); localStorage.removeItem(ERASED); });
}

addEventListener('storage', ({ key, newValue }) => { if (key === ERASED && newValue) attempt(() => clear(sessionStorage)); });
