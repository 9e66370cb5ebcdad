/* The seat of somebody in the course, at the head of a page that asks: seed, seat, name, given once for all pages; and what
 * the browser keeps of the course (lesson.js, check.js), under the address of the site's notebooks, which keep theirs in
 * the same place (hub/web/site/reset.js empties it). */
import { CONFIG } from '../config.js';
import { element } from './elements.js';
import { saveFile, today } from './files.js';
import { seated } from './place.js';
import { attempt } from './store.js';

const PLACE = `hub-course:${new URL('lab/', CONFIG.base).pathname}:`;
const WAIT = 20_000;   // ms without an answer before the page says so

export const read = (key) => attempt(() => localStorage.getItem(PLACE + key));
export const write = (key, text) => attempt(() => { localStorage.setItem(PLACE + key, text); return window.hubStorage !== false; }) ?? false;
export const allKept = () => (attempt(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(`${PLACE}[`)).map((key) => localStorage.getItem(key));

/** Who sits here: from the address (a card, a link of the trainer's), else what was given before. */
export function who() {
  const asked = new URLSearchParams(location.search);
  const kept = attempt(() => JSON.parse(read('who'))) ?? {};
  const known = { seed: String(kept.seed ?? ''), seat: String(kept.seat ?? ''), name: String(kept.name ?? '') };
  if (!asked.has('graine') && !asked.has('poste')) return known;
  const given = { seed: asked.get('graine') ?? known.seed, seat: asked.get('poste') ?? known.seat };
  const same = given.seed === known.seed && given.seat === known.seat;
  history.replaceState(history.state, '', location.pathname + location.hash);   // kept from here on
  const found = { ...given, name: same ? known.name : '' };
  write('who', JSON.stringify(found));
  return found;
}

/** The answer in the form of an exercise: what was typed, the option, or a list of them. */
export function rawOf(form) {
  const inputs = [...form.querySelectorAll('input')];
  if (inputs[0].type === 'checkbox') return inputs.filter((input) => input.checked).map((input) => input.value);
  if (inputs[0].type === 'radio') return inputs.find((input) => input.checked)?.value ?? '';
  return inputs[0].value;
}

/** Puts an answer back into the form of an exercise. */
export function fillIn(form, raw) {
  for (const input of form.querySelectorAll('input')) {
    if (input.type === 'text') input.value = raw ?? '';
    else input.checked = [raw].flat().includes(input.value);
  }
}

const reviewSlot = (seed, seat) => `review:${JSON.stringify([String(seed), seat])}`;

/** How many exercises come back today at a seat, those of one lesson apart (calculators/kit/review_page.py). */
export function dueAt(seed, seat, but = '') {
  const cards = attempt(() => JSON.parse(read(reviewSlot(seed, seat))).cards) ?? {};
  return Object.entries(cards).filter(([id, card]) => card.due && card.due <= today() && !id.startsWith(`${but}.`)).length;
}

/** « 3 exercices à revoir », as a link. */
export function showDue(place, count, address) {
  place.hidden = !count;
  place.replaceChildren(element('a', { href: address, text: `${count} exercice${count > 1 ? 's' : ''} à revoir aujourd'hui, avec un autre dossier` }));
}

export class Fault extends Error {}

/** A page that asks somebody with a seat. `load` shows what is asked there. */
export class Seat {
  code = '';   // the trainer's, for this visit

  constructor(head, compute, module) {
    this.head = head;
    this.compute = compute;
    this.module = module;
    this.who = who();
    this.seed = '';   // as the package reads them
    this.seat = 0;
    this.main = head.closest('article') ?? document.body;
  }

  /** The package's answer; its fault is thrown as a text for people. */
  async ask(asked) {
    const found = JSON.parse(await this.compute(this.module, JSON.stringify({ ...this.who, ...asked })));
    if (found.fault) throw new Fault(found.fault);
    return found;
  }

  keepAt(slot, text) {
    if (text && !write(slot, text)) this.say(this.notKept);
  }

  /** Where the answers are kept that stand in fields and were not checked yet. */
  get draftSlot() { return ''; }

  /** Those answers, by exercise. */
  get drafts() { return attempt(() => JSON.parse(read(this.draftSlot))) ?? {}; }

  draft(exercise, raw) {
    const drafts = { ...this.drafts, [exercise]: raw };
    if (!raw.length) delete drafts[exercise];
    this.keepAt(this.draftSlot, JSON.stringify(drafts));
  }

  get notKept() { return 'Ce navigateur ne garde pas vos réponses (stockage refusé ou plein).'; }

  /** Where what comes back at the seat is kept. */
  get reviewSlot() { return reviewSlot(this.seed, this.seat); }

  /** Where the final check of the seat is kept. */
  get checkSlot() { return `check:${JSON.stringify([String(this.seed), this.seat])}`; }

  /** One file for all that this seat has done. */
  async export() {
    try {
      const { file, text } = await this.ask({ ask: 'file', all: allKept(), check: read(this.checkSlot) });
      saveFile(file, text, 'application/json');
      this.say(`« ${file} » est enregistré sur votre appareil : toutes les leçons de ce poste, et son contrôle final s'il est terminé.`);
    } catch (error) { this.fault(error); }
  }

  say(text) { this.message.textContent = text; }

  /** The head of the page; `fields` are asked besides seed, seat and name, `parts` stand below the seat. */
  frame(wait, fields, parts) {
    const seat = element('form', { class: 'lesson-seat' });
    seat.noValidate = true;
    const field = (name, text, more) => {
      const label = element('label', { text: `${text} ` });
      const input = Object.assign(document.createElement('input'), { type: 'text', name, value: this.who[name] ?? '', autocomplete: 'off', ...more });
      label.append(input);
      seat.append(label);
      return input;
    };
    /** @type {Record<string, HTMLInputElement>} */
    this.fields = {
      seed: field('seed', 'Graine du cours', { maxLength: 60, autocapitalize: 'none' }),
      seat: field('seat', 'Votre poste', { inputMode: 'numeric', maxLength: 3 }),
      name: field('name', 'Votre nom (facultatif)', { maxLength: 80 }),
      ...Object.fromEntries(fields.map(([name, text, more]) => [name, field(name, text, more)])),
    };
    seat.append(element('button', { class: 'md-button', type: 'submit', text: 'Prendre ma place' }));
    seat.addEventListener('submit', (event) => { event.preventDefault(); this.#sit(); });
    this.place = element('details', { class: 'lesson-place' });
    this.summary = element('summary', { text: 'Votre place' });
    this.place.append(this.summary, seat);
    this.message = element('p', { class: 'lesson-said' });
    this.message.setAttribute('role', 'status');
    this.message.textContent = wait;
    this.head.replaceChildren(this.place, ...parts, this.message);
  }

  async #sit() {
    const { seed, seat, name } = this.fields;
    const before = this.who;
    const given = seated({ seed: seed.value, seat: seat.value, name: name.value }, before);
    this.code = this.fields.code?.value ?? '';
    this.who = given;
    try {
      await this.ask({ ask: 'seat' });
      write('who', JSON.stringify(given));
      name.value = given.name;
      await this.draw();
      this.place.open = false;
      this.summary.focus();
    } catch (error) {
      this.who = before;
      this.fault(error);
    }
  }

  /** Shows what is asked at the seat, with what was tried there. */
  async draw() {
    const slow = setTimeout(() => this.say('Python ne répond pas encore. Attendez un instant, ou rechargez la page : vos réponses sont gardées.'), WAIT);
    try {
      const seat = await this.ask({ ask: 'seat' });
      this.seed = seat.seed;
      this.seat = seat.seat;
      const said = await this.load();
      this.summary.textContent = seat.free
        ? "Sans poste : des chiffres d'essai. Vous suivez un cours ? Donnez votre graine et votre poste"
        : `Graine « ${seat.seed} », poste ${seat.seat}${this.who.name ? `, ${this.who.name}` : ''} · changer`;
      this.say(said ?? '');
      this.head.dataset.state = 'live';
    } catch (error) {
      this.fault(error);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @returns {Promise<string|void>} what is to be said once it is shown */
  async load() {}

  fault(error) {
    if (!(error instanceof Fault)) console.error('hub:', error);
    this.say(error instanceof Fault ? error.message : "Python s'est arrêté. Rechargez la page : vos réponses sont gardées.");
    if (error instanceof Fault) { this.place.open = true; this.head.dataset.state ??= 'live'; }
  }
}
