/* The final check of the course in the page: a question of each lesson, answers that may be changed until « Terminer », the
 * result and its attestation. The package draws, judges and writes (calculators/kit/check_page.py); what the browser keeps:
 *
 *   hub-course:LAB:check:["SEED",SEAT]   the check of a seat, as the package wrote it (seat.js has the place)
 */
import { element, put } from './elements.js';
import { saveFile, today } from './files.js';
import { dueAt, fillIn, rawOf, read, Seat, showDue, write } from './seat.js';

class Check extends Seat {
  #finished = false;
  #wanted = false;
  #keeping = Promise.resolve();
  #busy = false;
  #sure = false;   // whether open answers have been told

  constructor(head, compute) {
    super(head, compute, 'kit.check_page');
    this.body = element('div', { class: 'check-body' });
    this.frame('Le contrôle se prépare.', [], []);
    head.after(this.body);
    this.body.addEventListener('submit', (event) => event.preventDefault());   // Enter in a field
    this.body.addEventListener('input', ({ target }) => { if (target.name === 'name') this.#named(target.value); else this.#changed(); });
    this.body.addEventListener('change', ({ target }) => { if (target.name !== 'name') this.#changed(); });
    this.body.addEventListener('click', ({ target }) => this.#act(target.closest('[data-act]')?.dataset.act));
    this.draw();
  }

  get #questions() { return [...this.body.querySelectorAll('[data-question]')]; }

  get #answers() { return Object.fromEntries(this.#questions.map((card) => [card.dataset.question, rawOf(card.querySelector('form'))])); }

  async load() {
    await this.#keeping;
    const found = await this.ask({ ask: 'show', kept: read(this.checkSlot) });
    this.#finished = found.finished;
    this.#sure = false;
    put(this.body, found.html);
    for (const card of this.#questions) {
      fillIn(card, found.answers[card.dataset.question]);
      for (const input of card.querySelectorAll('input')) input.disabled = found.finished;
    }
    const due = this.body.querySelector('.lesson-due');
    if (due) showDue(due, dueAt(this.seed, this.seat), '../revoir/');
    return found.said;
  }

  /** One at a time; what is typed meanwhile is kept after it. */
  #changed() {
    if (this.#finished) return;
    this.#wanted = true;
    if (this.#busy) return;
    this.#busy = true;
    this.#keeping = this.#keep().catch((error) => this.fault(error)).finally(() => { this.#busy = false; });
  }

  async #keep() {
    while (this.#wanted) {
      this.#wanted = false;
      const slot = this.checkSlot;
      const { kept, count, told } = await this.ask({ ask: 'keep', kept: read(slot), answers: this.#answers });
      this.keepAt(slot, kept);
      const counted = this.body.querySelector('.check-count');
      if (counted) counted.textContent = count;
      for (const card of this.#questions) {
        const typing = card.contains(document.activeElement);   // told when somebody has gone on
        const text = (!typing && told[card.dataset.question]) || '', place = card.querySelector('.check-told');
        if (place.textContent !== text) place.textContent = text;
      }
    }
  }

  async #act(what) {
    if (!what) return;
    try {
      if (what === 'finish') await this.#finish();
      else if (what === 'print') window.print();
      else if (what === 'export') await this.export();
      else if (what === 'save') {
        const { file, text } = await this.ask({ ask: 'attest', kept: read(this.checkSlot) });
        saveFile(file, text, 'text/plain');
      } else if (what === 'another') {
        const { kept } = await this.ask({ ask: 'another', kept: read(this.checkSlot) });
        this.keepAt(this.checkSlot, kept);
        await this.draw();
        this.summary.focus();
        this.head.scrollIntoView();
      }
    } catch (error) { this.fault(error); }
  }

  async #finish() {
    await this.#keeping;
    const asked = { ask: 'finish', kept: read(this.checkSlot), answers: this.#answers, day: today(), sure: this.#sure, review: read(this.reviewSlot) };
    const { kept, missing, review } = await this.ask(asked);
    this.keepAt(this.checkSlot, kept);
    this.keepAt(this.reviewSlot, review);
    if (missing) {
      this.#sure = true;
      this.body.querySelector('[data-act="finish"]').textContent = 'Terminer quand même';
      this.body.querySelector('.check-count').textContent = missing;
      return;
    }
    await this.draw();
    this.body.querySelector('.check-result')?.focus();
  }

  async #named(name) {
    this.who = { ...this.who, name };
    this.fields.name.value = name;
    write('who', JSON.stringify(this.who));
    try {
      const { html } = await this.ask({ ask: 'attest', kept: read(this.checkSlot) });
      if (this.who.name === name) put(this.body.querySelector('.attestation'), html);
    } catch (error) { this.fault(error); }
  }
}

/** The page of the final check comes to life. */
export function showCheck(head, compute) {
  head.dataset.ready = '';
  new Check(head, compute);
}
