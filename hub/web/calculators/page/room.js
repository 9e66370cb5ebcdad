/* For trainers: the answer key of a seed, and the files of results of a room side by side. The package reads and counts
 * (calculators/kit/room_page.py); files are read here and sent nowhere. */
import { button, element, put } from './elements.js';
import { decoded, saveFile } from './files.js';

const MAX_BYTES = 1_000_000;   // of a file; one of results has far less

const tool = (text, action) => button(text, action, { class: 'md-button' });

/** A part of the page: asks the package, and says what cannot be used. */
class Part {
  constructor(root, compute) {
    root.dataset.ready = '';
    this.root = root;
    this.compute = compute;
    this.message = element('p', { class: 'lesson-said' });
    this.message.setAttribute('role', 'status');
    this.output = element('div', { class: 'calc room-output' });
  }

  async ask(asked) {
    this.message.textContent = 'Un instant …';
    try {
      const found = JSON.parse(await this.compute('kit.room_page', JSON.stringify(asked)));
      this.message.textContent = found.fault ?? '';
      return found.fault ? null : found;
    } catch (error) {
      console.error('hub:', error);
      this.message.textContent = "Python s'est arrêté. Rechargez la page.";
      return null;
    }
  }
}

class AnswerKey extends Part {
  constructor(root, compute) {
    super(root, compute);
    const form = element('form', { class: 'lesson-seat' });
    form.noValidate = true;
    const field = (text, input) => { const label = element('label', { text: `${text} ` }); label.append(input); form.append(label); return input; };
    const text = (value, more) => Object.assign(document.createElement('input'), { type: 'text', value, autocomplete: 'off', ...more });
    this.seed = field('Graine du cours', text('', { autocapitalize: 'none' }));
    this.seats = field('Postes (12, ou 1-12, ou 3,5,8)', text('12', {}));
    const lessons = document.createElement('select');
    lessons.append(new Option('Toutes les leçons et le contrôle final n° 1', ''));
    for (const [key, title] of JSON.parse(root.dataset.lessons)) lessons.append(new Option(title, key));
    this.lesson = field('Leçon', lessons);
    form.append(element('button', { class: 'md-button md-button--primary', type: 'submit', text: 'Afficher' }));
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#show(); });
    const tools = element('p', { class: 'lesson-files' });
    tools.append(
      tool('Page à imprimer : tableau', () => this.#save('page', false)),
      tool('Page à imprimer : avec le détail', () => this.#save('page', true)),
      tool('Tableau CSV', () => this.#save('csv', false)),
      tool('Cartons des postes (QR)', () => this.#cards()),
    );
    root.replaceChildren(form, tools, this.message, this.output);
  }

  #ask(worked) { return this.ask({ ask: 'key', seed: this.seed.value, seats: this.seats.value, lesson: this.lesson.value, worked }); }

  async #show() {
    const found = await this.#ask(false);
    if (found) put(this.output, found.html);
  }

  async #cards() {
    const address = new URL('../', location.href.replace(/[?#].*/, '')).href;   // of the course
    const found = await this.ask({ ask: 'cards', seed: this.seed.value, seats: this.seats.value, lesson: this.lesson.value, address });
    if (!found) return;
    saveFile('cartons.html', found.page, 'text/html');
    this.message.textContent = found.note || '« cartons.html » est enregistré : ouvrez-le et imprimez-le, huit cartons par feuille A4.';
  }

  async #save(what, worked) {
    const found = await this.#ask(worked);
    if (!found) return;
    if (what === 'page') saveFile(worked ? 'corriges-detail.html' : 'corriges.html', found.page, 'text/html');
    else saveFile('corriges.csv', decoded(found.csv), 'text/csv');
  }
}

class Results extends Part {
  #files = new Map();   // what is in a file -> its name: two rooms have files of one name

  constructor(root, compute) {
    super(root, compute);
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, accept: '.json', id: 'room-files' });
    input.addEventListener('change', () => { this.#take([...(input.files ?? [])]); input.value = ''; });   // a list of its own: emptying the field empties the field's
    this.drop = element('div', { class: 'room-drop' });
    const label = element('label', { for: input.id, text: 'Déposez ici les fichiers resultats-poste-….json, ou choisissez-les : ' });
    this.drop.append(label, input);
    this.drop.addEventListener('dragover', (event) => { event.preventDefault(); this.drop.dataset.over = ''; });
    this.drop.addEventListener('dragleave', () => delete this.drop.dataset.over);
    this.drop.addEventListener('drop', (event) => { event.preventDefault(); delete this.drop.dataset.over; this.#take([...(event.dataTransfer?.files ?? [])]); });
    this.tools = element('p', { class: 'lesson-files' });
    this.tools.hidden = true;
    this.tools.append(
      tool('Exercices (CSV)', () => saveFile('salle.csv', decoded(this.found.grid), 'text/csv')),
      tool('Détail par poste (CSV)', () => saveFile('salle-detail.csv', decoded(this.found.details), 'text/csv')),
      tool('Grand écran', () => document.documentElement.toggleAttribute('data-projects', root.classList.toggle('room-large'))),
      tool('Vider', () => { this.#files.clear(); this.#show(); }),
    );
    root.replaceChildren(this.drop, this.tools, this.message, this.output);
  }

  async #take(files) {
    for (const file of files) this.#files.set(file.size > MAX_BYTES ? `\0${file.name}` : await file.text(), file.name);
    await this.#show();
  }

  async #show() {
    const files = [...this.#files].map(([text, name]) => ({ name, text }));
    const found = files.length ? await this.ask({ ask: 'room', files }) : null;
    this.found = found;
    this.tools.hidden = !found;
    if (!files.length) { this.output.replaceChildren(); this.message.textContent = ''; return; }
    if (!found) return;
    put(this.output, found.html);
    const some = (count, word) => `${count} ${word}${count > 1 ? 's' : ''}`;
    this.message.textContent = [some(found.seats, 'poste'), some(found.lessons, 'leçon'), ...(found.checks ? [some(found.checks, 'contrôle')] : [])].join(', ').concat('.', found.trouble && ` ${found.trouble}`);
  }
}

export const showKey = (root, compute) => new AnswerKey(root, compute);
export const showRoom = (root, compute) => new Results(root, compute);
