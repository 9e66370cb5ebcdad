/* « À revoir »: what went wrong in the lessons of a seat comes back with another case. The package says when, draws and judges
 * (calculators/kit/review_page.py); seat.js has the place where it is kept. */
import { element, put } from './elements.js';
import { today } from './files.js';
import { Card } from './lesson.js';
import { placeOf } from './place.js';
import { allKept, dueAt, read, Seat, showDue, who } from './seat.js';

class Review extends Seat {
  constructor(head, compute) {
    super(head, compute, 'kit.review_page');
    this.body = element('div', { class: 'review-body' });
    this.frame('Les exercices se préparent.', [], []);
    head.after(this.body);
    this.draw();
  }

  ask(asked) { return super.ask({ day: today(), all: allKept(), ...asked }); }

  get kept() { return read(this.reviewSlot); }

  get draftSlot() { return `draft:${this.reviewSlot}`; }

  keep({ kept }) { this.keepAt(this.reviewSlot, kept); }

  advance() {}

  seconds() { return 0; }

  async load() {
    const found = await this.ask({ ask: 'show', kept: this.kept });
    this.keep(found);
    put(this.body, found.html + found.later);
    const places = [...this.body.querySelectorAll('[data-exercise]')];
    for (const card of found.cards) new Card(this, places.find((place) => place.dataset.exercise === card.exercise)).show(card);
  }
}

/** The page of what comes back comes to life. */
export function showReview(head, compute) {
  head.dataset.ready = '';
  new Review(head, compute);
}

/** How much is due today, on a page that leads there. */
export function showCount(place) {
  place.dataset.ready = '';
  const [seed, seat] = placeOf(who());
  showDue(place, dueAt(seed, seat), place.dataset.reviewCount);
}
