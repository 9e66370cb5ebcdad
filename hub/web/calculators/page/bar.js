/* The line above a calculator that says whose case it is: a name or reference to type, what became of it, and ways out. */
import { putUnderName } from './keeper.js';
import * as dossiers from './dossiers.js';
import { button, growing, tied } from './elements.js';
import { hush, say } from './said.js';
import { TEXTS } from './texts.js';
import { firstOf } from './twins.js';

/** Faults by which what is typed is not in the file. */
const UNKEPT = new Set(['conflict', 'gone', 'unkept']);

export class DossierBar {
  #telling = { of: null, text: '' };   // what was just done, and with which file: of another one it says nothing
  #other = '';     // another name that was typed over that of the open file: a new name for it, or another file?
  #typing = false;
  #queue = Promise.resolve();
  #fit = () => {};   // the field to its text

  constructor(calculator) {
    this.calculator = calculator;
    this.element = calculator.element.querySelector('.calc-dossier');
    this.unkept = calculator.element.querySelector('[data-calc-unkept]');   // below, in sight beside what is typed
    if (!this.element) return;
    this.field = this.element.querySelector('[data-calc-name]');
    this.said = this.element.querySelector('[data-dossier-said]');
    this.actions = this.element.querySelector('[data-dossier-actions]');
    this.#fit = growing(this.field);
    this.field.addEventListener('input', () => { this.#typing = true; });
    this.field.addEventListener('change', () => { this.#queue = this.#queue.then(() => this.#named()); });
    this.field.addEventListener('keydown', ({ key }) => { if (key === 'Escape') { this.#typing = false; this.#other = ''; this.show(); } });
  }

  get #keeper() { return this.calculator.keeper; }
  /** The name of the file that is open, or ''. */
  get name() { return this.#keeper?.record?.name ?? ''; }

  /** Show how it stands. */
  show() {
    if (!this.element) return;
    const { id, record, fault, original } = this.#keeper;
    this.#warn(UNKEPT.has(fault) ? TEXTS.dossier[fault] : this.calculator.unkept);
    if (fault || !id) this.#other = '';
    if (!this.#typing) { this.field.value = this.#other || (record?.name ?? ''); this.#fit(); }
    this.element.dataset.fault = fault ?? '';
    this.element.dataset.open = id ? 'yes' : 'no';
    const asked = this.#other && TEXTS.dossier.which(record?.name ?? '');
    const told = (this.#telling.of === id && this.#telling.text) || (id ? TEXTS.dossier.kept : TEXTS.dossier.unnamed);
    const text = fault ? TEXTS.dossier[fault] : asked || (original ? `${told} ${TEXTS.dossier.copyOf(original.name)}` : told);
    if (this.said.textContent !== text) this.said.textContent = text;
    const buttons = {
      conflict: [["Prendre l'autre version", () => this.#takeOther()], ['Garder celle-ci à part', () => this.#tried(() => this.#keepBeside())]],
      gone: [['Le garder quand même', () => this.#tried(() => this.#keepBeside())], ['Fermer', () => this.#close()]],
      unkept: [['Enregistrer le cas dans un fichier', null], ...(id ? [['Fermer', () => this.#close()]] : [])],
    }[fault] ?? (asked ? [
      [`Passer au dossier « ${this.#other} »`, () => this.#tried(() => this.#goOver())],
      [`Renommer « ${record?.name} » en « ${this.#other} »`, () => this.#tried(() => this.#rename())],
      ['Annuler', () => { this.#other = ''; this.show(); }],
    ] : id ? [
      ...(original ? [[TEXTS.dossier.another, () => this.#tried(() => this.#settle())], [TEXTS.dossier.dropCopy, () => this.#tried(() => this.#drop())]] : []),
      ['Fermer le dossier', () => this.#close()],
    ] : []);
    const wanted = buttons.map(([label]) => label).join('|');
    if (this.actions.dataset.shown === wanted) return;
    this.actions.dataset.shown = wanted;
    this.actions.replaceChildren(...buttons.map(([label, action]) => {
      const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      if (action) made.addEventListener('click', action); else made.dataset.calcAction = 'share:file';
      return made;
    }));
  }

  /** Say beside what is typed that it is not kept ('': that it is), with a way to where one chooses what becomes of it. */
  #warn(text) {
    this.calculator.tellKept(!text);
    if (!this.unkept || this.unkept.dataset.shown === text) return;
    this.unkept.dataset.shown = text;
    this.unkept.hidden = !text;
    const choose = button(TEXTS.dossier.choose, () => {
      const first = this.actions.querySelector('button') ?? this.calculator.kept?.parentElement.querySelector('[data-calc-action="share:file"]') ?? this.field;
      first.scrollIntoView({ block: 'center' });
      first.focus();
    });
    this.unkept.replaceChildren(tied(text), ' ', choose);
  }

  /** Another file will be shown: what was said of this one is over. */
  quiet() { this.#telling = { of: null, text: '' }; }

  #tell(text) { this.#telling = { of: this.#keeper.id, text }; this.show(); }

  /** Do what needs the browser's storage; where that is refused or full, it is said and nothing is lost. */
  async #tried(action) {
    try {
      await action();
    } catch (error) {
      console.warn('hub:', error);
      this.#keeper.fault = 'unkept';
      this.show();
    }
  }

  async #named() {
    const text = dossiers.cleanName(this.field.value);
    const { id, record } = this.#keeper;
    this.#typing = false;
    if (text === (record?.name ?? '')) { this.show(); return; }
    try {
      if (id && !text) { this.field.value = record?.name ?? ''; this.#tell(TEXTS.dossier.nameless); return; }
      if (id) { this.#other = text; this.show(); return; }
      const { state, about } = this.calculator.held;
      const { record: made, joined } = await putUnderName(text, this.calculator.name, state, about);
      await this.calculator.adopted();
      this.#tell(joined ? `Ce calcul est maintenant dans le dossier « ${made.name} ».`
        : made.name === text ? TEXTS.dossier.made : TEXTS.dossier.taken(made.name));
    } catch (error) {
      console.warn('hub:', error);
      this.#keeper.fault = 'unkept';
      this.#typing = true;   // what was typed stays
      this.show();
    }
  }

  async #rename() {
    const { id, record } = this.#keeper, text = this.#other;
    this.#other = '';
    const changed = await dossiers.rename(id, text);
    this.#keeper.record = changed ?? record;
    this.#tell(changed && changed.name !== text ? TEXTS.dossier.taken(changed.name) : TEXTS.dossier.renamed);
  }

  /** To the file of another person: the one of that name, or a new one with nothing in it. */
  async #goOver() {
    const text = this.#other;
    this.#other = '';
    await this.#keeper.settled();
    const there = (await dossiers.all()).find((record) => record.name === text && !record.closed);
    const { id } = there ?? await dossiers.create(text);
    await this.calculator.become(id);
    this.#tell(there ? TEXTS.dossier.opened : TEXTS.dossier.made);
  }

  async #close() {
    await this.#keeper.settled();
    await this.calculator.become(null);
    this.#tell(TEXTS.dossier.closed);
    this.field.focus();
  }

  async #settle() {
    const { id, record } = this.#keeper;
    await this.#keeper.settled();
    this.#keeper.record = await dossiers.settle(id) ?? record;
    await this.#keeper.relate();
    this.#tell(TEXTS.dossier.settled(record.name));
    await this.calculator.hasSettled();
  }

  /** The copy goes, and what it was a copy of opens. */
  async #drop() {
    const { id, original } = this.#keeper;
    await this.#keeper.settled();
    const gone = await dossiers.remove(id);
    await this.calculator.become(original.id);
    if (!gone) return;
    this.#tell(TEXTS.dossier.dropped(gone.name));
    say(TEXTS.dossier.dropped(gone.name), { by: this, actions: [['Annuler', () => this.#tried(async () => {
      await dossiers.restore(gone);
      hush(this);
      await this.calculator.become(gone.id);
    })]] });
  }

  async #takeOther() {
    this.#keeper.dropCopy();
    this.quiet();
    await this.calculator.become(this.#keeper.id);
  }

  /** What this tab holds becomes a file of its own: the other one stays as it is. */
  async #keepBeside() {
    const { name, held: { state, about } } = this.calculator;
    const { record, id } = this.#keeper;
    const { facts = {}, ...words } = about;
    const own = state === null ? {} : { [name]: { state, rev: dossiers.fresh(), changed: new Date().toISOString(), ...words } };
    const base = await dossiers.get(id);
    const made = base ? await dossiers.copyBeside(id, own) : await dossiers.create(record?.name ?? TEXTS.dossier.again, { cases: { ...record?.cases, ...own }, facts: record?.facts ?? {}, beside: record ? firstOf(record) : '' });
    this.#keeper.dropCopy();
    await this.calculator.become(made.id);
    this.#tell(`Gardé à part, dans le dossier « ${made.name} ».`);
  }
}
