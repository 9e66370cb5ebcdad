/* Where what is typed into one calculator is kept: without a name in this browser's storage (store.js), under a name in
 * the file of a person (dossiers.js). A new keeper for each file that is opened. */
import * as dossiers from './dossiers.js';
import { current, keep, keepCopy, keepDraft, recall, recallCopy, recallDraft, setCurrent } from './store.js';
import { firstOf, originalOf } from './twins.js';

export class Keeper {
  #rev = null;        // of the case that this one goes on from
  #next = null;       // what is still to be written
  #writing = null;
  record = null;
  original = null;    // the file of which this one is an unsettled copy
  fault = null;       // unkept | conflict | gone

  /** `changed` is called when the record or the fault is another. */
  constructor(name, changed) {
    this.name = name;
    this.id = current();
    this.changed = changed;
  }

  /** What was kept: a state, null, or a promise of either for a file of a person. */
  recall() { return this.id ? this.#recallCase() : recall(this.name); }

  async #recallCase() {
    const left = recallCopy(this.id, this.name);   // of this tab, which could not be written
    try {
      this.record = await dossiers.get(this.id);
    } catch {
      this.fault = 'unkept';
      return left?.state ?? null;
    }
    if (!this.record) {
      if (!left) { setCurrent(null); this.id = null; this.fault = 'missing'; return recall(this.name); }
      this.fault = 'gone';
      return left.state;
    }
    await this.relate();
    const kept = this.record.cases[this.name] ?? null;
    this.#rev = left ? left.rev : kept?.rev ?? null;
    return left ? left.state : kept?.state ?? null;
  }

  /** Keep a state (null: that of an empty form). Whether it outlives the page, as far as is known now. */
  keep(state, about) {
    if (!this.id) return keep(this.name, state);
    keepCopy(this.id, this.name, { state, rev: this.#rev });
    this.#next = { state, about };
    if (this.fault !== 'conflict' && this.fault !== 'gone') this.#writing ??= this.#write();
    return this.fault === null;
  }

  async #write() {
    let fault = null;
    while (this.#next && !fault) {
      const { state, about } = this.#next;
      this.#next = null;
      try {
        const done = await dossiers.write(this.id, this.name, state, about, this.#rev);
        fault = done.conflict ? 'conflict' : done.gone ? 'gone' : null;
        if (fault) break;
        this.#rev = done.rev;
        this.record = done.record ?? this.record;
        keepCopy(this.id, this.name, this.#next && { state: this.#next.state, rev: this.#rev });
      } catch {
        fault = 'unkept';
      }
    }
    this.#writing = null;
    this.fault = fault;
    this.changed();
  }

  /** See of which file this one is an unsettled copy: the others may have changed. */
  async relate() { this.original = this.record?.beside ? originalOf(this.record, await dossiers.all().catch(() => [])) : null; }

  /** All that was to be written is, or cannot be. */
  async settled() { while (this.#writing) await this.#writing; }

  /** News of another tab. */
  async heard({ id, name, rev, removed }) {
    if (!this.id) return;
    if (id && id !== this.id) {
      if (this.record?.beside) { await this.relate(); this.changed(); }
      return;
    }
    if (removed) this.fault = 'gone';
    else if (name === this.name && rev !== this.#rev) this.fault = 'conflict';
    else if (this.fault !== 'gone') this.record = await dossiers.get(this.id).catch(() => this.record);
    await this.relate();
    this.changed();
  }

  /** Let go of what this tab has and the file has not. */
  dropCopy() { keepCopy(this.id, this.name, null); }

  recallDraft() { return recallDraft(this.#draft); }
  keepDraft(changes) { return keepDraft(this.#draft, changes); }
  get #draft() { return this.id ? `${this.id}:${this.name}` : this.name; }
}

/** Put a case under a name: in the file of that name if it has no case of this calculator, or in a new one. `again`: it
 *  comes from a file, and is a copy of what has that name already until somebody says that it is not. */
export async function fileUnder(text, name, state, about, again = false) {
  const those = (await dossiers.all()).filter((record) => record.name === text);
  const there = those.find((record) => !record.cases[name] && !record.closed), rival = again && those.find((record) => record.cases[name]);
  const record = there ?? await dossiers.create(text, rival ? { beside: firstOf(rival) } : {});
  if (state === null) return { record, joined: Boolean(there) };
  const done = await dossiers.write(record.id, name, state, about, null);
  // another tab has put its own case there meanwhile, or has deleted the file: this one is looked for again
  if (done.conflict || done.gone) return fileUnder(text, name, state, about, again);
  return { record: done.record ?? record, joined: Boolean(there) };
}

/** Put what has no name yet under one. */
export async function putUnderName(text, name, state, about) {
  const done = await fileUnder(text, name, state, about);
  keep(name, null);
  keepDraft(name, []);
  setCurrent(done.record.id);
  return done;
}
