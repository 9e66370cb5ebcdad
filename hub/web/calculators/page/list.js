/* « Mes dossiers »: the files of persons in this browser, as a list. What people typed becomes text, never HTML. */
import { aboutCopy } from './copies.js';
import * as dossiers from './dossiers.js';
import { button, element, growing } from './elements.js';
import { safeName, saveFile, today } from './files.js';
import { Mandates } from './mandates.js';
import { NO_TABLE, UNKNOWN, isTable, look, openCaseAsDossier, openDossiers } from './opening.js';
import { say, toButton } from './said.js';
import { current, profile, setCurrent, unnamed } from './store.js';
import { TEXTS } from './texts.js';
import { originalOf } from './twins.js';

const LARGEST_FILE = 200e6;   // bytes
const day = new Intl.DateTimeFormat('fr-CH', { day: '2-digit', month: '2-digit', year: 'numeric' });
const when = (text) => { const at = new Date(text); return Number.isNaN(at.valueOf()) ? '' : day.format(at); };
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const calculators = (root) => new Map([...root.querySelectorAll('[data-calculators] a')].map((link) => [link.dataset.name, { title: link.textContent, page: link.href }]));

/** « Je reprends : … » on the home page: the files that were changed last, each with its last calculator. */
export async function showResume(root) {
  root.dataset.ready = '';
  const titles = calculators(root);
  const found = await dossiers.all().catch(() => []);
  const last = found.filter((record) => !record.closed).sort((a, b) => b.changed.localeCompare(a.changed)).slice(0, 3);
  const links = last.flatMap((record) => {
    const [name] = Object.entries(record.cases).sort(([, a], [, b]) => b.changed.localeCompare(a.changed))[0] ?? [];
    const target = titles.get(name);
    return target ? [element('a', { href: `${target.page}#dossier=${record.id}`, text: `${record.name} (${target.title})` })] : [];
  });
  if (!links.length) return;
  root.append(element('p', { class: 'home-resume' }, 'Je reprends : ', ...links.flatMap((link, i) => (i ? [', ', link] : [link]))));
  root.hidden = false;
}

export function showList(root, compute) {
  root.dataset.ready = '';
  new List(root, compute).refresh();
}

class List {
  #gone = [];        // what was deleted in this visit, the last one at the end
  #shown = 0;
  #records = [];

  constructor(root, compute) {
    this.root = root;
    this.compute = compute;
    this.titles = calculators(root);
    this.list = element('ul', { class: 'dossiers-list', 'aria-label': 'Dossiers' });
    this.loose = element('div');
    const mandates = element('section');
    this.heading = element('h2', { id: 'dossiers', text: 'Tous les dossiers', hidden: true });   // below the mandates
    this.mandates = new Mandates(mandates, compute, () => this.refresh(), (id) => `${this.titles.get('coaching')?.page ?? ''}#dossier=${id}&vers=journal`);
    this.search = element('input', { type: 'search', 'aria-label': 'Chercher un dossier', placeholder: 'Chercher', autocomplete: 'off', spellcheck: 'false' });
    this.search.addEventListener('input', () => this.#draw());
    this.closed = element('input', { type: 'checkbox' });
    this.closed.addEventListener('change', () => this.#draw());
    const name = element('input', { type: 'text', 'aria-label': 'Nom ou référence du nouveau dossier', placeholder: 'Nom ou référence', maxlength: '80', autocomplete: 'off', spellcheck: 'false' });
    growing(name, 30);
    const add = element('form', { class: 'dossiers-new' }, name, ' ', element('button', { class: 'md-button md-button--primary', text: 'Nouveau dossier' }));
    add.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = dossiers.cleanName(name.value);
      if (!text) { this.say('Donnez un nom ou une référence au dossier.'); name.focus(); return; }
      this.act(async () => {
        const made = await dossiers.create(text);
        name.value = '';
        this.say(made.name === text ? `Le dossier « ${made.name} » est créé. Ouvrez-y un calculateur.` : TEXTS.dossier.taken(made.name));
        await this.refresh();
        this.list.querySelector(`[data-id="${made.id}"] select`)?.focus();
      });
    });
    // the second click of two would fall on the next file, which has taken the place of the first
    root.addEventListener('click', (event) => {
      if (event.detail < 2 || !event.target.closest('button')) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    root.replaceChildren(
      add,
      element('div', { class: 'dossiers-tools' },
        button('Tout enregistrer dans un fichier', () => this.#save(), { class: 'md-button' }), button('Ouvrir un fichier…', () => this.#pick(), { class: 'md-button' })),
      mandates, this.heading,
      element('div', { class: 'dossiers-tools' }, this.search, element('label', {}, this.closed, ' montrer aussi les dossiers clos')),
      this.list, this.loose,
    );
    root.append(element('p', { class: 'dossiers-note', text: "Tout est gardé dans ce navigateur, sur cet appareil, et n'en sort que dans le fichier que vous enregistrez. Ce fichier contient les noms, et vos coordonnées si vous les avez saisies : il se garde comme un dossier." }));
    dossiers.onNews(() => { if (root.isConnected) this.refresh(); });
  }

  /** Say what was done, and offer to take it back, once. */
  say(text, undo = null, label = 'Annuler') {
    let done = false;
    const back = () => { if (!done) { done = true; this.act(undo); } };
    say(text, { by: 'dossiers', actions: undo ? [[label, back]] : [], home: () => this.search });
  }

  /** Do something that may fail because storage is refused or full: nothing is lost then, and it is said. */
  async act(action) {
    try {
      await action();
    } catch (error) {
      console.warn('hub:', error);
      this.say("Ce navigateur ne garde pas de dossiers (stockage refusé ou plein) : rien n'a été changé.");
    }
  }

  refresh() {
    const turn = ++this.#shown;
    return this.act(async () => {
      const found = await dossiers.all();
      if (turn !== this.#shown) return;
      this.#records = found.sort((a, b) => b.changed.localeCompare(a.changed));
      this.#draw();
      this.heading.hidden = !this.mandates.draw(this.#records);
    });
  }

  #draw() {
    const words = plain(this.search.value).split(/\s+/).filter(Boolean);
    const matches = (record) => {
      const text = plain([record.name, ...Object.entries(record.cases).flatMap(([name, one]) => [this.titles.get(name)?.title ?? name, one.conclusion])].join(' '));
      return words.every((word) => text.includes(word));
    };
    const shown = this.#records.filter((record) => (this.closed.checked || !record.closed) && matches(record));
    this.list.replaceChildren(...shown.map((record) => this.#item(record)));
    if (!shown.length) {
      const closed = this.#records.filter((record) => record.closed).length;
      this.list.append(element('li', { class: 'dossiers-none', text: this.#records.length
        ? `Aucun dossier ne correspond${closed && !this.closed.checked ? ` (${closed} clos ne ${closed > 1 ? 'sont' : 'est'} pas montré${closed > 1 ? 's' : ''})` : ''}.`
        : "Pas encore de dossier. Donnez un nom ici, ou au-dessus d'un calculateur." }));
    }
    this.#drawLoose();
  }

  #item(record) {
    const title = element('strong', { class: 'dossiers-name', text: record.name });
    const cases = Object.entries(record.cases).sort(([, a], [, b]) => b.changed.localeCompare(a.changed)).map(([name, one]) => element('li', {},
      element('a', { href: `${this.titles.get(name)?.page ?? ''}#dossier=${record.id}`, text: this.titles.get(name)?.title ?? name }),
      element('span', { class: 'dossiers-state', text: [one.conclusion, one.figures].filter(Boolean).join(' · ') }),
      element('time', { datetime: one.changed, text: when(one.changed) })));
    const more = element('select', { 'aria-label': `Ouvrir un calculateur pour ${record.name}` }, element('option', { value: '', text: 'Ouvrir un calculateur…' }),
      ...[...this.titles].filter(([name]) => !record.cases[name]).map(([name, { title: text }]) => element('option', { value: name, text })));
    more.addEventListener('change', () => { if (more.value) location.href = `${this.titles.get(more.value).page}#dossier=${record.id}`; });
    const about = (verb) => ({ 'aria-label': `${verb} ${record.name}` });
    return element('li', { 'data-id': record.id, 'data-closed': record.closed },
      element('div', { class: 'dossiers-head' }, title,
        ...(record.closed ? [element('span', { class: 'badge', text: 'clos' })] : []), ...(record.id === current() ? [element('span', { class: 'badge badge--calc', text: 'ouvert dans cet onglet' })] : []),
        element('span', { class: 'dossiers-actions' },
          button('Renommer', () => this.#rename(record, title), about('Renommer')),
          button('Dupliquer', () => this.act(async () => { const made = await dossiers.copy(record.id); this.say(`Copie : « ${made?.name} »${record.cases.coaching ? ', sans le journal des heures' : ''}.`); await this.refresh(); }), about('Dupliquer')),
          button('Enregistrer ce dossier', () => this.#save(record), { 'aria-label': `Enregistrer ce dossier : ${record.name}` }),
          button(record.closed ? 'Rouvrir' : 'Clore', () => this.act(async () => {
            await dossiers.setClosed(record.id, !record.closed);
            this.say(`« ${record.name} » est ${record.closed ? 'rouvert' : 'clos'}.`, async () => { await dossiers.setClosed(record.id, record.closed); this.say(''); await this.refresh(); });
            await this.refresh();
            toButton();   // its own button has gone with the row
          }), about(record.closed ? 'Rouvrir' : 'Clore')),
          button('Supprimer', () => this.#remove(record), about('Supprimer')))),
      ...this.#copy(record), element('ul', { class: 'dossiers-cases' }, ...cases), more);
  }

  /** That the file is an unsettled copy, where it is one. */
  #copy(record) {
    const original = originalOf(record, this.#records);
    return original ? [aboutCopy(record, original, {
      settled: async (text) => { this.say(text, async () => { await dossiers.settle(record.id, record.beside); this.say(''); await this.refresh(); }); await this.refresh(); toButton(); },
      drop: () => this.#remove(record),
      act: (action) => this.act(action),
    })] : [];
  }

  #remove(record) {
    return this.act(async () => {
      const gone = await dossiers.remove(record.id);
      if (record.id === current()) setCurrent(null);
      if (gone) this.#gone.push(gone);
      this.#offerBack(`« ${record.name} » est supprimé.`);
      await this.refresh();
      toButton();
    });
  }

  /** Say something, and offer to bring back the file that was deleted last. */
  #offerBack(text) {
    const last = this.#gone.at(-1);
    this.say(text, last && (async () => {
      await dossiers.restore(last);
      this.#gone.pop();
      this.#offerBack(`« ${last.name} » est de nouveau là.`);
      await this.refresh();
    }), last && this.#gone.length > 1 ? `Annuler (${this.#gone.length} supprimés)` : 'Annuler');
  }

  #rename(record, title) {
    const field = element('input', { type: 'text', value: record.name, maxlength: '80', 'aria-label': 'Nouveau nom', autocomplete: 'off', spellcheck: 'false' });
    let over = false;
    const end = (save) => {
      if (over) return;
      over = true;
      const text = dossiers.cleanName(field.value);
      if (!save || !text || text === record.name) { field.replaceWith(title); return; }
      this.act(async () => {
        const changed = await dossiers.rename(record.id, text);
        this.say(changed && changed.name !== text ? TEXTS.dossier.taken(changed.name) : '');
        await this.refresh();
      });
    };
    field.addEventListener('keydown', ({ key }) => { if (key === 'Enter') end(true); else if (key === 'Escape') end(false); });
    field.addEventListener('blur', () => end(true));
    growing(field);
    title.replaceWith(field);
    field.select();
  }

  /** What was typed without a name: one for each calculator. */
  #drawLoose() {
    const found = Object.keys(unnamed()).filter((name) => this.titles.has(name));
    this.loose.replaceChildren();
    if (!found.length) return;
    const items = found.map((name) => {
      const link = element('a', { href: this.titles.get(name).page, text: this.titles.get(name).title });
      link.addEventListener('click', () => setCurrent(null));
      return element('li', {}, link);
    });
    this.loose.append(element('h2', { text: 'Pas encore de nom' }), element('p', { text: 'Saisi sans dossier : un nom au-dessus du calculateur en fait un dossier.' }), element('ul', { class: 'dossiers-loose' }, ...items));
  }

  // ---- files: one for all of it, one for each
  #save(record = null) {
    return this.act(async () => {
      const own = record ? {} : profile();
      const { text, count } = await dossiers.save(record ? {} : unnamed(), own, record?.id);
      const name = `${record ? `Dossier_${safeName(record.name)}` : 'Dossiers'}_${today()}.json`;
      saveFile(name, text, 'application/json');
      const what = record ? `le dossier « ${record.name} »` : `${count} dossier${count > 1 ? 's' : ''}${Object.keys(own).length ? ', et vos coordonnées' : ''}`;
      this.say(`« ${name} » est enregistré sur votre appareil : ${what}. Ouvrez-le sur un autre appareil pour continuer.`);
    });
  }

  #pick() {
    const input = element('input', { type: 'file', accept: '.json,application/json,.xlsx,.csv' });
    input.addEventListener('change', () => this.act(async () => {
      const file = input.files[0];
      if (!file) return;
      if (isTable(file)) { this.say(NO_TABLE); return; }
      const text = file.size > LARGEST_FILE ? '' : await file.text();
      const { kind } = look(text);
      if (kind === 'dossiers') await openDossiers(text);
      else if (kind === 'case') await openCaseAsDossier(text, this.compute);
      else this.say(UNKNOWN);
      await this.refresh();
    }));
    input.click();
  }
}
