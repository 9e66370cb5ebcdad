/* The mandates of all files side by side; the package works them out (calculators/kit/desk.py). */
import { saveFile, today } from './files.js';

const HEADS = [['name', 'Dossier'], ['canton', 'Canton'], ['end', 'Fin'], ['month', 'Heures du mois'], ['left', 'Reste'], ['next', 'Prochaine date'], ['billed', 'À facturer']];

export class Mandates {
  #turn = 0;

  constructor(root, compute, say, open) {
    this.root = root;
    this.compute = compute;
    this.say = say;
    this.open = open;
    this.month = Object.assign(document.createElement('input'), { type: 'month', value: today().slice(0, 7), required: true });
    this.month.addEventListener('change', () => { if (this.#month) this.draw(this.records); });
  }

  get #month() { return /^\d{4}-(0[1-9]|1[0-2])$/.test(this.month.value) ? this.month.value : null; }

  #ask(ask) {
    const mandates = this.records.filter((record) => record.cases.coaching && !record.closed).map(({ id, name, cases }) => ({ id, name, state: cases.coaching.state }));
    return this.compute('kit.desk', JSON.stringify({ ask, day: today(), month: this.#month ?? today().slice(0, 7), mandates })).then(JSON.parse);
  }

  /** Show the mandates of these files; nothing where there are none. */
  async draw(records) {
    const turn = ++this.#turn;
    this.records = records;
    if (!records.some((record) => record.cases.coaching && !record.closed)) { this.root.replaceChildren(); return; }
    if (!this.root.firstChild) this.#frame();
    try {
      const { rows, month } = await this.#ask('mandates');
      if (turn === this.#turn) this.#fill(rows, month);
    } catch (error) {
      console.warn('hub:', error);
      if (turn === this.#turn) this.body.replaceChildren(this.#wide('Les mandats n’ont pas pu être calculés.'));
    }
  }

  #frame() {
    const title = Object.assign(document.createElement('h2'), { id: 'mandats', textContent: 'Mandats de coaching' });
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const [key, text] of HEADS) { const cell = Object.assign(document.createElement('th'), { scope: 'col', textContent: text }); cell.dataset.key = key; head.append(cell); }
    this.body = table.createTBody();
    this.body.append(this.#wide('Les mandats se calculent …'));
    const box = Object.assign(document.createElement('div'), { className: 'calc-table mandates', tabIndex: 0 });
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'Mandats de coaching');
    box.append(table);
    const label = document.createElement('label');
    label.append('Mois à facturer ', this.month);
    const button = (text, ask) => {
      const made = Object.assign(document.createElement('button'), { type: 'button', className: 'md-button', textContent: text });
      made.addEventListener('click', () => this.#file(ask));
      return made;
    };
    const tools = Object.assign(document.createElement('div'), { className: 'dossiers-tools' });
    tools.append(label, button('Fin de mois (XLSX)', 'month-end'), button('Toutes les dates (agenda .ics)', 'calendar'));
    this.root.replaceChildren(title, tools, box);
  }

  #wide(text) {
    const row = document.createElement('tr');
    const cell = row.insertCell();
    cell.colSpan = HEADS.length;
    cell.textContent = text;
    return row;
  }

  #fill(rows, month) {
    this.root.querySelector('th[data-key="billed"]').textContent = `À facturer, ${month}`;
    this.body.replaceChildren(...rows.map((row) => {
      const line = document.createElement('tr');
      const name = Object.assign(document.createElement('th'), { scope: 'row' });
      name.append(Object.assign(document.createElement('a'), { href: this.open(row.id), textContent: row.name }));
      line.append(name);
      if (row.fault) {
        const cell = line.insertCell();
        cell.colSpan = HEADS.length - 1;
        cell.textContent = `À corriger : ${row.fault}`;
        return line;
      }
      for (const [key, text] of HEADS.slice(1)) {
        const cell = line.insertCell();
        cell.dataset.label = text;
        cell.textContent = row[key] || '—';
        if (key === 'month' && row.warn) { cell.dataset.warn = row.warn; cell.append(row.warn === 'over' ? ' : plafond dépassé' : ' : proche du plafond'); }
        if (key === 'end' && row.over) cell.append(' (terminé)');
        if (key === 'next' && row.what) cell.append(Object.assign(document.createElement('small'), { textContent: row.what }));
        if (key === 'billed' && row.left_out) cell.append(Object.assign(document.createElement('small'), { textContent: `sans ${row.left_out} ligne${row.left_out > 1 ? 's' : ''} à corriger` }));
      }
      return line;
    }));
  }

  async #file(ask) {
    try {
      const { file, type, base64, left_out: left } = await this.#ask(ask);
      const data = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      saveFile(file, data, type);
      const without = left.map(({ name }) => `« ${name} »`).join(', ');
      this.say(`« ${file} » est enregistré sur votre appareil.${without ? ` Sans ${without}, à corriger d’abord.` : ''}`);
    } catch (error) {
      console.warn('hub:', error);
      this.say('Ce fichier n’a pas pu être fait.');
    }
  }
}
