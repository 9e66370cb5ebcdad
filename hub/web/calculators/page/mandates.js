/* The mandates of all files side by side; the package works them out (calculators/kit/desk.py). */
import { exchange } from './dossiers.js';
import { asMandates, madeOf, remember } from './numbers.js';
import { originalOf, twins } from './twins.js';
import { decoded, saveFile, today } from './files.js';
import { say } from './said.js';
import { attempt, profile } from './store.js';
import { TEXTS } from './texts.js';

const HEADS = [['name', 'Dossier'], ['canton', 'Canton'], ['end', 'Fin'], ['month', 'Mois en cours du mandat'], ['left', 'Reste'], ['next', 'Prochaine date'], ['billed', 'À facturer']];

const mandatesOf = (records) => records.filter((record) => record.cases.coaching && !record.closed);

const NUMBER = 'hub-calc:next-invoice';   // written by older versions, before lines kept their number
const kept = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));

/** The month that is billed: this one, in its first week the one before. */
function toBill() {
  const day = new Date();
  if (day.getDate() <= 7) day.setDate(0);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`;
}

export class Mandates {
  #turn = 0;
  #typed = false;   // the number is not the one that follows

  /** `refresh` draws the list of files again. */
  constructor(root, compute, refresh, open) {
    this.root = root;
    this.compute = compute;
    this.refresh = refresh;
    this.open = open;
    this.month = Object.assign(document.createElement('input'), { type: 'month', value: toBill(), required: true });
    this.number = Object.assign(document.createElement('input'), { type: 'text', maxLength: 30, size: 10, autocomplete: 'off', value: '' });
    this.number.addEventListener('input', () => { this.#typed = true; });
    this.month.addEventListener('change', () => { if (this.#month) this.draw(this.records); });
  }

  get #month() { return /^\d{4}-(0[1-9]|1[0-2])$/.test(this.month.value) ? this.month.value : null; }

  /** What the numbers of invoices are looked up in beside the mandates that are shown or billed (`records`). */
  #others(records = mandatesOf(this.records)) {
    return { others: asMandates(this.records.filter((record) => record.cases.coaching && !records.includes(record))), made: madeOf(this.records) };
  }

  #ask(ask, records = this.records, more = {}) {
    const mandates = asMandates(mandatesOf(records));
    return this.compute('kit.desk', JSON.stringify({ ask, day: today(), month: this.#month ?? today().slice(0, 7), mandates, ...more })).then(JSON.parse);
  }

  /** Show the mandates of these files; nothing where there are none. Whether there are some. */
  draw(records) {
    const turn = ++this.#turn;
    this.records = records;
    const those = mandatesOf(records);
    if (!those.length) { this.root.replaceChildren(); return false; }
    if (!this.root.firstChild) this.#frame(those);
    this.#compute(turn);
    return true;
  }

  async #compute(turn) {
    try {
      const aside = twins(this.records).map(({ id }) => id);
      const { rows, total, month, next } = await this.#ask('mandates', this.records, { profile: profile(), aside, ...this.#others() });
      if (turn !== this.#turn) return;
      this.#fill(rows, total, month);
      if (!this.#typed) this.number.value = next || kept(NUMBER) || '';
    } catch (error) {
      console.warn('hub:', error);
      if (turn === this.#turn) this.body.replaceChildren(this.#wide("Les mandats n'ont pas pu être calculés."));
    }
  }

  #frame(records) {
    const title = Object.assign(document.createElement('h2'), { id: 'mandats', textContent: 'Mandats de coaching' });
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const [key, text] of HEADS) { const cell = Object.assign(document.createElement('th'), { scope: 'col', textContent: text }); cell.dataset.key = key; head.append(cell); }
    this.body = table.createTBody();
    this.foot = table.createTFoot();
    // a line each, as there will be: nothing below moves when they are worked out
    this.body.append(...records.map((record) => { const line = this.#line(record); this.#across(line, 'se calcule …'); return line; }));
    const box = Object.assign(document.createElement('div'), { className: 'calc-table mandates', tabIndex: 0 });
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'Mandats de coaching');
    box.append(table);
    const label = document.createElement('label');
    label.append('Mois à facturer ', this.month);
    const jump = Object.assign(document.createElement('a'), { href: '#dossiers', textContent: 'Tous les dossiers' });
    jump.addEventListener('click', (event) => { event.preventDefault(); document.getElementById('dossiers').scrollIntoView(); });
    const number = document.createElement('label');
    number.append('Première facture n° ', this.number);
    const button = (text, action) => {
      const made = Object.assign(document.createElement('button'), { type: 'button', className: 'md-button', textContent: text });
      made.addEventListener('click', action);
      return made;
    };
    const tools = Object.assign(document.createElement('div'), { className: 'dossiers-tools' });
    tools.append(label, number, button('Aperçus et factures du mois (ZIP)', () => this.#file('papers')), button('Fin de mois (XLSX)', () => this.#file('month-end')),
      button('Toutes les dates (agenda .ics)', () => this.#file('calendar')));
    tools.append(jump);
    this.root.replaceChildren(title, tools, box);
  }

  /** Say what was done, and offer what can follow, once. */
  #say(text, label = '', action = null) {
    let begun = false;   // a double click is one
    const go = async () => {
      if (begun) return;
      begun = true;
      try { await action(); } catch (error) { console.warn('hub:', error); this.#say("Ce navigateur n'a pas pu le garder (stockage refusé ou plein) : rien n'a été changé."); }
    };
    say(text, { by: 'dossiers', actions: action ? [[label, go]] : [], home: () => this.month });
  }

  #wide(text) {
    const row = document.createElement('tr');
    const cell = row.insertCell();
    cell.colSpan = HEADS.length;
    cell.textContent = text;
    return row;
  }

  #line({ id, name }) {
    const line = document.createElement('tr');
    const head = Object.assign(document.createElement('th'), { scope: 'row' });
    head.append(Object.assign(document.createElement('a'), { href: this.open(id), textContent: name }));
    line.append(head);
    return line;
  }

  #across(line, text) {
    const cell = line.insertCell();
    cell.colSpan = HEADS.length - 1;
    cell.textContent = text;
  }

  /** The file of which this one is an unsettled copy. */
  #original({ id }) { return originalOf(this.records.find((record) => record.id === id), this.records); }

  #fill(rows, total, month) {
    this.root.querySelector('th[data-key="billed"]').textContent = `À facturer, ${month}`;
    this.body.replaceChildren(...rows.map((row) => {
      const line = this.#line(row), original = this.#original(row);
      if (original) { this.#across(line, `Copie de « ${original.name} » : dites plus bas, dans « Tous les dossiers », si c'est un autre mandat. Ni facturée ni comptée dans les totaux d'ici là.`); return line; }
      if (row.double) line.querySelector('th').append(Object.assign(document.createElement('small'), { textContent: row.double }));
      if (row.fault) { this.#across(line, `À corriger : ${row.fault}`); return line; }
      for (const [key, text] of HEADS.slice(1)) {
        const cell = line.insertCell();
        cell.dataset.label = text;
        cell.textContent = row[key] || '—';
        if (key === 'month' && row.warn) { cell.dataset.warn = row.warn; cell.append(row.warn === 'over' ? ' : plafond dépassé' : ' : proche du plafond'); }
        if (key === 'end' && row.over) cell.append(' (terminé)');
        if (key === 'next' && row.what) cell.append(Object.assign(document.createElement('small'), { textContent: row.what }));
        if (key === 'billed' && row.done) cell.append(Object.assign(document.createElement('small'), { textContent: row.done }));
        if (key === 'billed' && row.left_out) cell.append(Object.assign(document.createElement('small'), { textContent: `sans ${row.left_out} ligne${row.left_out > 1 ? 's' : ''} à corriger` }));
      }
      return line;
    }));
    this.foot.replaceChildren();
    const counted = rows.filter((row) => !this.#original(row)).length;
    if (counted < 2) return;
    const line = this.foot.insertRow();
    line.append(Object.assign(document.createElement('th'), { scope: 'row', textContent: `Total, ${counted} mandats` }));
    for (const [key, text] of HEADS.slice(1)) {
      const cell = line.insertCell();
      if (total[key]) { cell.dataset.label = text; cell.textContent = total[key]; }
      if (key === 'billed' && total.done) cell.append(Object.assign(document.createElement('small'), { textContent: total.done }));
    }
  }

  async #file(ask) {
    const month = this.#month ?? today().slice(0, 7);
    const twice = twins(this.records);   // the same hours would be invoiced twice
    const records = this.records.filter((record) => !twice.includes(record));
    let answer;
    try {
      answer = await this.#ask(ask, records, { profile: profile(), number: this.number.value, ...(ask === 'papers' ? this.#others(mandatesOf(records)) : {}) });
    } catch (error) {
      console.warn('hub:', error);
      this.#say("Ce fichier n'a pas pu être fait.");
      return;
    }
    const { file, type, base64, left_out: left, fault, told = '', billed = [], numbers = {}, made = [] } = answer;
    if (fault) { this.#say(`Rien n'a été fait : ${fault}.`); return; }
    saveFile(file, decoded(base64), type);
    const kept = remember(made);
    const without = left.map(({ name }) => `« ${name} »`).join(', ');
    const beside = mandatesOf(twice).map(({ name }) => `« ${name} »`).join(', ');
    const text = [`« ${file} » est enregistré sur votre appareil.`, told, !kept && TEXTS.unremembered, without && `Sans ${without}, à corriger d'abord.`,
      beside && `Sans ${beside}, ${mandatesOf(twice).length > 1 ? "gardés à part comme copies d'autres dossiers : comparez-les, puis dites, sous « Tous les dossiers », si ce sont d'autres mandats, ou supprimez-les" : "gardé à part comme copie d'un autre dossier : comparez les deux, puis dites, sous « Tous les dossiers », si c'est un autre mandat, ou supprimez-en un"}.`].filter(Boolean).join(' ');
    const those = records.filter(({ id }) => billed.includes(id));
    if (!those.length) { this.#say(text); return; }
    const many = those.length > 1 ? `de ces ${those.length} mandats` : `de « ${those[0].name} »`;
    this.#say(text, `Marquer comme facturées les lignes ${many}`, () => this.#mark(those, month, numbers));
  }

  /** Mark the lines that are on the papers which were made of these records; what has changed since is left and told. */
  async #mark(records, month, numbers) {
    const { marked } = await this.#ask('mark', records, { month, numbers });
    const cases = new Map(records.map(({ id, cases: { coaching } }) => [id, coaching]));
    const done = await exchange('coaching', marked.map(({ id, state }) => ({ id, before: { state: cases.get(id).state, rev: cases.get(id).rev }, state })));
    const number = this.number.value;
    this.#typed = false;   // the next one follows from what was marked
    const lines = marked.filter(({ id }) => done.some((one) => one.id === id)).reduce((sum, one) => sum + one.lines, 0);
    const passed = records.filter(({ id }) => marked.some((one) => one.id === id) && !done.some((one) => one.id === id)).map(({ name }) => `« ${name} »`);
    const text = `${lines} ligne${lines > 1 ? 's' : ''} marquée${lines > 1 ? 's' : ''} comme facturée${lines > 1 ? 's' : ''}.${passed.length ? ` Sauf ${passed.join(', ')}, changé entre-temps : refaites ses pièces.` : ''}`;
    await this.refresh();
    this.#say(text, done.length ? 'Annuler' : '', done.length ? async () => {
      const back = await exchange('coaching', done.map(({ id, before, after }) => ({ id, before: after, state: before.state })));
      this.number.value = number;
      this.#typed = true;
      await this.refresh();
      this.#say(back.length === done.length ? 'Ces lignes ne sont plus marquées.' : "Ce qui a changé depuis reste tel quel ; le reste n'est plus marqué.");
    } : null);
  }
}
