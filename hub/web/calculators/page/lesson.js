/* A lesson of the course in the page: whose figures, exercises, small calculators, what was tried. The package draws and
 * judges (calculators/kit/lesson_page.py); here is what the browser keeps of it, by seed, seat and lesson (seat.js):
 *
 *   hub-course:LAB:who                    {seed, seat, name}: given once, for all lessons
 *   hub-course:LAB:["SEED",SEAT,"LESSON"] the results of a lesson, as the package wrote them
 *   hub-course:LAB:review:["SEED",SEAT]   what comes back later (review.js)
 *   hub-course:LAB:draft:…                what stands in fields and was not checked yet, by exercise
 */
import { button, element, put } from './elements.js';
import { today } from './files.js';
import { placeOf } from './place.js';
import { dueAt, fillIn, rawOf, read, Seat, showDue, who } from './seat.js';
import { attempt } from './store.js';

class Lesson extends Seat {
  #cards = new Map();    // exercise -> Card
  #since = performance.now();

  constructor(head, compute) {
    super(head, compute, 'kit.lesson_page');
    this.key = head.dataset.lesson;
    this.progress = element('div', { class: 'lesson-progress' });
    this.due = element('p', { class: 'lesson-due' });
    this.due.hidden = true;
    const files = element('p', { class: 'lesson-files' });
    this.projector = button('Projeter', () => this.#project(), { class: 'md-button lesson-projector', 'aria-pressed': 'false' });
    files.append(button('Exporter mes résultats', () => this.export(), { class: 'md-button' }), this.projector);
    this.frame('Les exercices se préparent ; le texte se lit déjà.',
      [['code', 'Code pour les corrigés (facultatif)', { maxLength: 12, autocapitalize: 'none' }]], [this.progress, this.due, files]);
    for (const place of this.main.querySelectorAll('[data-exercise]')) this.#cards.set(place.dataset.exercise, new Card(this, place));
    this.draw().then(() => {
      for (const place of this.main.querySelectorAll('[data-mini]')) startMini(place, (asked) => this.ask(asked));
      const wanted = location.hash.startsWith('#ex-') && document.getElementById(location.hash.slice(1));
      if (wanted) wanted.scrollIntoView();   // what came in above has moved it
    });
  }

  ask(asked) { return super.ask({ lesson: this.key, code: this.code, day: today(), review: read(this.reviewSlot), ...asked }); }

  get kept() { return read(this.#slot); }

  get #slot() { return JSON.stringify([String(this.seed), this.seat, this.key]); }

  get draftSlot() { return `draft:${this.#slot}`; }

  get notKept() { return 'Ce navigateur ne garde pas vos réponses (stockage refusé ou plein) : exportez vos résultats avant de fermer la page.'; }

  keep({ kept, review }) {
    this.keepAt(this.#slot, kept);
    this.keepAt(this.reviewSlot, review);
    showDue(this.due, dueAt(this.seed, this.seat, this.key), '../revoir/');
  }

  /** Seconds since the answer before, as far as the page was in sight. */
  seconds() {
    const now = performance.now(), found = document.hidden ? 0 : Math.round((now - this.#since) / 1000);
    this.#since = now;
    return found;
  }

  /** Shows the exercises of the seat, with what was tried there. */
  async load() {
    const found = await this.ask({ ask: 'show', kept: this.kept });
    for (const shown of found.exercises) this.#cards.get(shown.exercise)?.begin(shown);
    this.advance(found);
    this.keep(found);
    this.#since = performance.now();
  }

  /** For the wall: large, and what an answer brings is shown when the room is ready for it. */
  #project() {
    const on = this.main.toggleAttribute('data-projected');
    document.documentElement.toggleAttribute('data-projects', on);
    this.projector.textContent = on ? 'Quitter la projection' : 'Projeter';
    this.projector.setAttribute('aria-pressed', String(on));
  }

  advance({ progress }) { if (progress) put(this.progress, progress); }
}

/** One exercise; its owner asks, and keeps what comes of it. */
export class Card {
  #again = 0;   // which other case of the same kind is shown; 0: the one of the seat
  #tries = 0;   // wrong tries of that

  constructor(owner, place) {
    this.owner = owner;
    this.place = place;
    this.key = place.dataset.exercise;
  }

  show({ html, feedback = '', ...standing }) {
    put(this.place, html);
    this.form = this.place.querySelector('form');
    this.feedback = element('div', { class: 'exercise-feedback' });
    this.said = element('p', { class: 'visually-hidden' });   // has been there before: what is put in is read out
    this.said.setAttribute('role', 'status');
    this.reveal = button('Montrer la réponse', () => this.#reveal(!this.place.hasAttribute('data-shown')), { class: 'md-button exercise-reveal' });
    this.place.append(this.said, this.reveal, this.feedback);
    this.#reveal(false);
    put(this.feedback, feedback);
    const draft = this.#again ? undefined : this.owner.drafts[this.key];
    if (draft !== undefined) fillIn(this.form, draft);
    this.form.addEventListener('input', () => { if (!this.#again) this.owner.draft(this.key, rawOf(this.form)); });
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.#answer(); });
    this.#button('solution').addEventListener('click', () => this.#work(() => this.owner.ask({ ask: 'solution', ...this.#what() })));
    this.#button('again').addEventListener('click', () => this.#other());
    this.#stand(standing);
  }

  /** On the wall alone: what came of the answer. */
  #reveal(shown) {
    this.place.toggleAttribute('data-shown', shown);
    this.reveal.textContent = shown ? 'Cacher la réponse' : 'Montrer la réponse';
  }

  #button(name) { return this.form.querySelector(`[data-act="${name}"]`); }

  #what() { return { exercise: this.key, kept: this.owner.kept, ...(this.#again ? { again: this.#again, tries: this.#tries } : {}) }; }

  #answer() {
    const seconds = this.#again ? 0 : this.owner.seconds();
    return this.#work(() => this.owner.ask({ ask: 'answer', ...this.#what(), raw: rawOf(this.form), seconds }));
  }

  async #work(action) {
    if (this.busy) return;
    this.busy = true;
    this.form.setAttribute('aria-busy', 'true');
    try {
      const found = await action();
      this.#reveal(false);
      put(this.feedback, found.feedback);
      this.said.textContent = '';
      requestAnimationFrame(() => { this.said.textContent = found.said; });   // the same words twice, too
      this.owner.keep(found);
      this.owner.advance(found);
      if (this.#again && found.outcome === 'not_yet') this.#tries += 1;
      if (!this.#again && found.solved) this.owner.draft(this.key, '');   // the worked answer stands there from now on
      this.#stand(found);
    } catch (error) {
      console.error('hub:', error);
      this.feedback.replaceChildren(element('p', { class: 'feedback unreadable', text: "Python s'est arrêté. Rechargez la page : vos réponses sont gardées." }));
    } finally {
      this.busy = false;
      this.form.removeAttribute('aria-busy');
    }
  }

  /** The exercise of the seat, from its start: what was drawn for practice before is over. */
  begin(found) {
    this.#again = 0;
    this.#tries = 0;
    this.show(found);
  }

  /** Another case of the same kind: for practice, kept nowhere. */
  async #other() {
    this.#again += 1;
    let found;
    try { found = await this.owner.ask({ ask: 'again', ...this.#what() }); } catch (error) {
      console.error('hub:', error);
      this.#again -= 1;
      return;
    }
    this.#tries = 0;
    this.show(found);
    this.form.prepend(element('p', { class: 'muted', text: "Un autre dossier, pour s'exercer : il ne compte pas dans vos résultats." }));
    (this.form.querySelector('input') ?? this.form).focus();
  }

  #stand({ solved = false, solution = false, left = '', again = solved }) {
    this.place.dataset.solved = solved ? 'yes' : 'no';
    this.#button('solution').hidden = !solution;
    this.#button('again').hidden = !again;
    this.form.querySelector('.exercise-left').textContent = left;
  }
}

/** A small calculator: what stands in its fields, and the result of that. */
function startMini(place, ask) {
  const mini = JSON.parse(place.dataset.mini), result = place.querySelector('.mini-result');
  const value = (input) => (input.type === 'checkbox' ? input.checked : input.value);
  const inputs = () => [...place.querySelectorAll('[data-field]')].filter((input) => input.type !== 'radio' || input.checked);
  const values = () => {
    const found = {};
    for (const input of inputs()) if (!input.closest('[data-rows]')) found[input.dataset.field] = value(input);
    for (const list of place.querySelectorAll('[data-rows]')) {
      found[list.dataset.rows] = [...list.querySelectorAll('tbody tr')].map((row) =>
        Object.fromEntries([...row.querySelectorAll('[data-field]')].map((input) => [input.dataset.field, value(input)])));
    }
    return found;
  };
  let wanted = false, busy = false;
  const compute = async () => {   // one at a time; a slider that moves on is followed by its last place
    if (busy) { wanted = true; return; }
    busy = true;
    do {
      wanted = false;
      try { put(result, (await ask({ ask: 'mini', mini, values: values() })).html); } catch (error) { console.error('hub:', error); }
    } while (wanted);
    busy = false;
  };
  place.addEventListener('input', ({ target }) => {
    if (target.type === 'range') target.nextElementSibling.textContent = Number(target.value).toLocaleString('fr-CH');
    compute();
  });
  place.querySelector('fieldset').disabled = false;
}

/** How far one is in a lesson, on a page that leads to it. */
export function showProgress(place) {
  place.dataset.ready = '';
  const key = JSON.stringify([...placeOf(who()), place.dataset.lessonProgress]);
  const results = attempt(() => JSON.parse(read(key)).lessons[0].results) ?? [];
  const solved = results.filter((result) => result.solved).length;
  if (results.length) place.textContent = `${solved} ${solved > 1 ? 'exercices réussis' : 'exercice réussi'} sur ${results.length}`;
}

/** The page of a lesson comes to life. */
export function showLesson(head, compute) {
  head.dataset.ready = '';
  head.lesson = new Lesson(head, compute);
}
