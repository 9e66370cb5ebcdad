/* Files of persons, kept in this browser only (IndexedDB): under a name, the case of each calculator and the facts that
 * they share.
 *
 *   {id, name, created, changed, closed, version, told: [versions that are in a file], facts: {fact: {value, from}},
 *    beside: the file that this one was kept beside in a conflict (twins.js),
 *    cases: {calculator: {state, rev, changed, conclusion, figures, facts}}}
 *
 * A case is written only over the one that it was read from (`rev`): two tabs never take each other's place. A file of all
 * of it is merged by `version`: what another device has changed replaces, what both have changed stands side by side.
 * Every function may throw Unkept: storage is refused, or full.
 */
import { attempt } from './store.js';
import { anew, firstOf } from './twins.js';

const DATABASE = 'hub-dossiers';
const STORE = 'dossiers';
export const FORMAT = 'readaptation-ai/dossiers';

export class Unkept extends Error {}

/** News of other tabs: {id, name, rev}, {id, removed}, or nothing particular. */
const news = typeof BroadcastChannel === 'function' ? attempt(() => new BroadcastChannel(DATABASE)) : null;
export const onNews = (listener) => news?.addEventListener('message', ({ data }) => listener(data ?? {}));
const tell = (message) => attempt(() => news?.postMessage(message));

export const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A name as it is kept. */
export const cleanName = (text) => text.trim().replace(/\s+/g, ' ');

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => {
      const found = request.result;
      found.onversionchange = () => { found.close(); opened = null; };
      found.onclose = () => { opened = null; };
      resolve(found);
    };
    request.onerror = request.onblocked = () => reject(request.error ?? new Error('blocked'));
  });
  opened.catch(() => { opened = null; });
  return opened;
}

/** One transaction; `action` gets the store and a function for its result. */
async function work(mode, action) {
  try {
    const found = await database();
    return await new Promise((resolve, reject) => {
      const transaction = found.transaction(STORE, mode);
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      action(transaction.objectStore(STORE), (value) => { result = value; });
    });
  } catch (error) {
    throw new Unkept(String(error), { cause: error });
  }
}

export const all = () => work('readonly', (store, give) => { store.getAll().onsuccess = ({ target }) => give(target.result); });
export const get = (id) => work('readonly', (store, give) => { store.get(id).onsuccess = ({ target }) => give(target.result ?? null); });

/** Change a record in one go: `change(record or null)` returns what is to be written, or null. What was written, or null. */
const alter = (id, change) => work('readwrite', (store, give) => {
  store.get(id).onsuccess = ({ target }) => {
    const next = change(target.result ?? null);
    give(next);
    if (next) store.put(next);
  };
});

const now = () => new Date().toISOString();
const touched = (record) => ({ ...record, changed: now(), version: fresh() });

/** A name that no file has yet: « M. B. », « M. B. (2) ». */
function free(name, taken) {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name} (${n})`;
    if (!taken.has(tried)) return tried;
  }
}
const names = (records) => new Set(records.map((record) => record.name));

/** Write all of these, or none. */
const putAll = (records) => work('readwrite', (store) => { for (const record of records) store.put(record); });

export async function create(name, parts = {}) {
  const record = touched({ id: fresh(), name: free(name, names(await all())), created: now(), closed: false, told: [], facts: {}, cases: {}, ...parts });
  await putAll([record]);
  tell({ id: record.id });
  return record;
}

/** Put a record back as it was. */
export async function restore(record) { await putAll([record]); tell({ id: record.id }); }

export async function rename(id, name) {
  const taken = names((await all()).filter((record) => record.id !== id));
  const record = await alter(id, (old) => old && touched({ ...old, name: free(name, taken) }));
  tell({ id });
  return record;
}

/** A copy that a conflict has made is another mandate, invoiced by itself; or a copy again, of the file `beside`. */
export async function settle(id, beside = '') {
  const record = await alter(id, (old) => old && touched({ ...old, beside }));
  tell({ id });
  return record;
}

export async function setClosed(id, closed) {
  await alter(id, (old) => old && touched({ ...old, closed }));
  tell({ id });
}

/** The file once more, for another mandate of the person. */
export async function copy(id) {
  const { coaching } = (await get(id))?.cases ?? {};
  return duplicate(id, coaching ? { coaching: { ...coaching, state: anew(coaching.state), rev: fresh() } } : {});
}

/** @param {(old: any) => object} parts */
async function duplicate(id, changes, parts = (_) => ({})) {
  const old = await get(id);
  return old && create(old.name, { facts: old.facts, cases: { ...old.cases, ...changes }, ...parts(old) });
}

/** The file with another case of a calculator, beside it: both tell of the same. */
export const copyBeside = (id, changes) => duplicate(id, changes, (old) => ({ beside: firstOf(old) }));

export async function remove(id) {
  const record = await get(id);
  await work('readwrite', (store) => { store.delete(id); });
  tell({ id, removed: true });
  return record;
}

/** Nothing is kept any more. */
export async function removeAll() {
  await work('readwrite', (store) => { store.clear(); });
  tell({ removed: true });
}

/** Write a case over the one with the revision `rev` (null: over none). {record, rev}; {conflict: true}: another stands
 *  there; {gone: true}: the file itself is no more. */
export async function write(id, name, state, about, rev) {
  const mine = fresh();
  let fault = null;
  const record = await alter(id, (old) => {
    if (!old) { fault = { gone: true }; return null; }
    const before = old.cases[name] ?? null;
    if ((before?.rev ?? null) !== rev) { fault = { conflict: true }; return null; }
    if (state === null) {
      if (!before) return null;
      const { [name]: _, ...cases } = old.cases;
      return touched({ ...old, cases, facts: merged(old.facts, name, {}) });
    }
    if (before?.state === state && before.conclusion === about.conclusion && before.figures === about.figures) return null;
    const { facts = {}, ...words } = about;
    return touched({ ...old, facts: merged(old.facts, name, facts), cases: { ...old.cases, [name]: { state, rev: mine, changed: now(), ...words } } });
  });
  if (fault) return fault;
  if (!record) return { rev };
  tell({ id, name, rev: mine });
  return { record, rev: state === null ? null : mine };
}

/** Put other states, each {id, before: {state, rev}, state}, in the place of those that were read, in one go:
 *  [{id, before, after}] of what was written; what was changed meanwhile is left. */
export async function exchange(name, changes) {
  const done = [];
  await work('readwrite', (store) => {
    for (const { id, before, state } of changes) {
      store.get(id).onsuccess = ({ target }) => {
        const old = target.result;
        const one = old?.cases[name];
        if (!one || one.rev !== before.rev || one.state !== before.state) return;
        const after = { state, rev: fresh() };
        store.put(touched({ ...old, cases: { ...old.cases, [name]: { ...one, ...after, changed: now() } } }));
        done.push({ id, before, after });
      };
    }
  });
  for (const { id, after } of done) tell({ id, name, rev: after.rev });
  return done;
}

/** The facts of a file after a calculator has told those that it holds now: a value that it only took over keeps its origin. */
function merged(facts, name, mine) {
  const kept = Object.entries(facts).filter(([fact, { from }]) => from !== name || fact in mine);
  const result = Object.fromEntries(kept);
  for (const [fact, value] of Object.entries(mine)) {
    if (result[fact]?.value !== value) result[fact] = { value, from: name };
  }
  return result;
}

// ---- a file of all of it
/** {text, count}: every file of persons (or one: its identifier), and what is not under a name yet. */
export async function save(unnamed, profile = {}, id = null) {
  const records = (await all()).filter((record) => id === null || record.id === id).map((record) => ({ ...record, told: [...new Set([...record.told, record.version])].slice(-200) }));
  await work('readwrite', (store) => {
    for (const record of records) {   // unless it was changed meanwhile
      store.get(record.id).onsuccess = ({ target }) => { if (target.result?.version === record.version) store.put(record); };
    }
  }).catch((error) => { console.info('hub: not noted as saved:', error); });   // full: the file is what is left, and a merge asks once more
  return { text: JSON.stringify({ format: FORMAT, v: 1, saved: now(), dossiers: records, unnamed, profile }), count: records.length };
}

const text = (value, longest) => (typeof value === 'string' && value.length <= longest ? value : null);
const object = (value) => (value && typeof value === 'object' && !Array.isArray(value) ? value : {});

/** What a file holds, as far as it makes sense; throws when it is no such file. */
export function read(content) {
  const data = object(JSON.parse(content));
  if (data.format !== FORMAT || !Array.isArray(data.dossiers)) throw new Error('not a file of dossiers');
  const records = data.dossiers.map(object).filter(({ id, name, version }) => text(id, 64) && text(name, 200) && text(version, 64)).map((found) => ({
    id: found.id, name: found.name, version: found.version, closed: found.closed === true, beside: text(found.beside, 64) ?? '',
    created: text(found.created, 40) ?? now(), changed: text(found.changed, 40) ?? now(),
    told: (Array.isArray(found.told) ? found.told : []).filter((version) => text(version, 64)),
    facts: Object.fromEntries(Object.entries(object(found.facts)).filter(([, fact]) => text(object(fact).value, 1000) !== null && text(fact.from, 64))),
    cases: Object.fromEntries(Object.entries(object(found.cases)).filter(([name, one]) => /^[a-z_]+$/.test(name) && text(object(one).state, 1e8)).map(([name, one]) => [name, {
      state: one.state, rev: text(one.rev, 64) ?? fresh(), changed: text(one.changed, 40) ?? now(), conclusion: text(one.conclusion, 200) ?? '', figures: text(one.figures, 500) ?? '',
    }])),
  }));
  const { profile: before, ...unnamed } = object(data.unnamed);   // an older file has the profile among what has no name
  const profile = object(data.profile ?? attempt(() => JSON.parse(before)));
  return { records, left: data.dossiers.length - records.length, unnamed, profile: Object.fromEntries(Object.entries(profile).filter(([name, value]) => /^[a-z_]{1,40}$/.test(name) && text(value, 200)?.trim())) };
}

/** Bring the files of another device in: {added, replaced, kept, beside} (names). */
export async function merge(records) {
  const outcome = { added: [], replaced: [], kept: [], beside: [] };
  const here = new Map((await all()).map((record) => [record.id, record]));
  const taken = names([...here.values()]);
  const wanted = [];
  for (const theirs of records) {
    const mine = here.get(theirs.id);
    const told = [...new Set([...(mine?.told ?? []), ...theirs.told, theirs.version])];
    if (!mine) {
      wanted.push({ ...theirs, told, name: free(theirs.name, taken) });
      outcome.added.push(wanted.at(-1).name);
    } else if (mine.version === theirs.version || mine.told.includes(theirs.version)) {   // an older state of what is here
      outcome.kept.push(mine.name);
      continue;
    } else if (theirs.told.includes(mine.version)) {   // goes on from what is here
      wanted.push({ ...theirs, told });
      outcome.replaced.push(theirs.name);
    } else {   // both have gone on
      wanted.push({ ...theirs, told, id: fresh(), beside: firstOf(mine), name: free(`${theirs.name} (autre appareil)`, taken) });
      outcome.beside.push(wanted.at(-1).name);
    }
    taken.add(wanted.at(-1).name);
  }
  await putAll(wanted);
  tell({});
  return outcome;
}
