/* For trainers: the answer key of a seed, and the files of results of a room side by side. The package reads and counts
 * (calculators/kit/room_page.py); files are read here and sent nowhere. */
import { saveFile } from './files.js';

const MAX_BYTES = 1_000_000;   // of a file; one of results has far less

const element = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text });
const button = (text, action, main = false) => {
  const made = Object.assign(element('button', `md-button${main ? ' md-button--primary' : ''}`, text), { type: 'button' });
  made.addEventListener('click', action);
  return made;
};
const decode = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

function put(place, html) {
  const template = document.createElement('template');
  template.innerHTML = html;   // made by the package, which escapes what learners typed
  place.replaceChildren(template.content);
}

/** A part of the page: asks the package, and says what cannot be used. */
class Part {
  constructor(root, compute) {
    root.dataset.ready = '';
    this.root = root;
    this.compute = compute;
    this.message = element('p', 'lesson-said');
    this.message.setAttribute('role', 'status');
    this.output = element('div', 'calc room-output');
  }

  async ask(asked) {
    this.message.textContent = 'Un instant …';
    try {
      const found = JSON.parse(await this.compute('kit.room_page', JSON.stringify(asked)));
      this.message.textContent = found.fault ?? '';
      return found.fault ? null : found;
    } catch (error) {
      console.error('hub:', error);
      this.message.textContent = 'Python s’est arrêté. Rechargez la page.';
      return null;
    }
  }
}

class AnswerKey extends Part {
  constructor(root, compute) {
    super(root, compute);
    const form = element('form', 'lesson-seat');
    form.noValidate = true;
    const field = (text, input) => { const label = element('label', '', `${text} `); label.append(input); form.append(label); return input; };
    const text = (value, more) => Object.assign(document.createElement('input'), { type: 'text', value, autocomplete: 'off', ...more });
    this.seed = field('Graine du cours', text('', { autocapitalize: 'none' }));
    this.seats = field('Postes (12, ou 1-12, ou 3,5,8)', text('12', {}));
    const lessons = document.createElement('select');
    lessons.append(new Option('Toutes les leçons', ''));
    for (const [key, title] of JSON.parse(root.dataset.lessons)) lessons.append(new Option(title, key));
    this.lesson = field('Leçon', lessons);
    form.append(Object.assign(element('button', 'md-button md-button--primary', 'Afficher'), { type: 'submit' }));
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#show(); });
    const tools = element('p', 'lesson-files');
    tools.append(
      button('Page à imprimer : tableau', () => this.#save('page', false)),
      button('Page à imprimer : avec le détail', () => this.#save('page', true)),
      button('Tableau CSV', () => this.#save('csv', false)),
    );
    root.replaceChildren(form, tools, this.message, this.output);
  }

  #ask(worked) { return this.ask({ ask: 'key', seed: this.seed.value, seats: this.seats.value, lesson: this.lesson.value, worked }); }

  async #show() {
    const found = await this.#ask(false);
    if (found) put(this.output, found.html);
  }

  async #save(what, worked) {
    const found = await this.#ask(worked);
    if (!found) return;
    if (what === 'page') saveFile(worked ? 'corriges-detail.html' : 'corriges.html', found.page, 'text/html');
    else saveFile('corriges.csv', decode(found.csv), 'text/csv');
  }
}

class Results extends Part {
  #files = new Map();   // name -> text

  constructor(root, compute) {
    super(root, compute);
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, accept: '.json', id: 'room-files' });
    input.addEventListener('change', () => { this.#take([...(input.files ?? [])]); input.value = ''; });   // a list of its own: emptying the field empties the field's
    this.drop = element('div', 'room-drop');
    const label = Object.assign(element('label', '', 'Déposez ici les fichiers resultats-poste-….json, ou choisissez-les : '), { htmlFor: input.id });
    this.drop.append(label, input);
    this.drop.addEventListener('dragover', (event) => { event.preventDefault(); this.drop.dataset.over = ''; });
    this.drop.addEventListener('dragleave', () => delete this.drop.dataset.over);
    this.drop.addEventListener('drop', (event) => { event.preventDefault(); delete this.drop.dataset.over; this.#take([...(event.dataTransfer?.files ?? [])]); });
    this.tools = element('p', 'lesson-files');
    this.tools.hidden = true;
    this.tools.append(
      button('Exercices (CSV)', () => saveFile('salle.csv', decode(this.found.grid), 'text/csv')),
      button('Détail par poste (CSV)', () => saveFile('salle-detail.csv', decode(this.found.details), 'text/csv')),
      button('Grand écran', () => root.classList.toggle('room-large')),
      button('Vider', () => { this.#files.clear(); this.#show(); }),
    );
    root.replaceChildren(this.drop, this.tools, this.message, this.output);
  }

  async #take(files) {
    for (const file of files) this.#files.set(file.name, file.size > MAX_BYTES ? '' : await file.text());
    await this.#show();
  }

  async #show() {
    const files = [...this.#files].map(([name, text]) => ({ name, text }));
    const found = files.length ? await this.ask({ ask: 'room', files }) : null;
    this.found = found;
    this.tools.hidden = !found;
    if (!files.length) { this.output.replaceChildren(); this.message.textContent = ''; return; }
    if (!found) return;
    put(this.output, found.html);
    this.message.textContent = `${found.seats} poste${found.seats > 1 ? 's' : ''}, ${found.lessons} leçon${found.lessons > 1 ? 's' : ''}.`;
  }
}

export const showKey = (root, compute) => new AnswerKey(root, compute);
export const showRoom = (root, compute) => new Results(root, compute);
