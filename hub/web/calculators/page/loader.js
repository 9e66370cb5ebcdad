/* Entry of the calculators in the page: finds `<div class="calc" data-calc="name">`, and keeps one Python for the
 * whole visit, across Material's instant navigation. */
import { CONFIG } from '../config.js';
import { awaitsBokeh, loadBokeh } from './bokeh.js';
import { Calculator } from './calculator.js';
import { showCheck } from './check.js';
import { onNews, removeAll } from './dossiers.js';
import { expectForm } from './forms.js';
import { showLesson, showProgress } from './lesson.js';
import { showList, showResume } from './list.js';
import { MADE } from './numbers.js';
import { NO_TABLE, isTable, openInCalculator } from './opening.js';
import { python } from './python.js';
import { showCount, showReview } from './review.js';
import { showKey, showRoom } from './room.js';
import { hush, ready, say } from './said.js';
import { forget, onErased } from './store.js';
import { onLeft } from './typing.js';

const calculators = new Map();   // element -> Calculator

/** What else a page may hold, and who shows it.
 * @type {[string, (element: any, compute: any) => void][]} */
const PARTS = [
  ['[data-dossiers]', showList],
  ['[data-dossiers-resume]', showResume],
  ['[data-lesson]', showLesson],
  ['[data-check]', showCheck],
  ['[data-lesson-progress]', showProgress],
  ['[data-review]', showReview],
  ['[data-review-count]', showCount],
  ['[data-room-key]', showKey],
  ['[data-room-results]', showRoom],
];

let page = location.pathname;

/** Look at the page that is shown now: let go of calculators that were left, start new ones. */
function visit() {
  ready();
  if (location.pathname !== page) hush();   // what was said on another page
  page = location.pathname;
  // for style sheets: `:root:has(…)` would style the whole page again at every element that is added
  const root = document.documentElement;
  root.toggleAttribute('data-calculator', document.querySelector('.calc') !== null);
  root.toggleAttribute('data-projects', document.querySelector('[data-projected]') !== null);
  for (const [element, calculator] of calculators) {
    if (element.isConnected) continue;
    calculators.delete(element);
    calculator.leave();
  }
  for (const element of document.querySelectorAll('.calc[data-calc]')) {
    if (!calculators.has(element)) calculators.set(element, new Calculator(element));
  }
  for (const [selector, show] of PARTS) {
    for (const element of document.querySelectorAll(`${selector}:not([data-ready])`)) show(element, compute);
  }
  if (calculators.size) loadBokeh().catch(() => {});   // a failure is told when the form is drawn
}

const each = (action) => { for (const calculator of calculators.values()) action(calculator); };
const find = (id) => [...calculators.values()].find((calculator) => calculator.id === id);

python.addEventListener('progress', () => each((c) => { c.status.advance(python); c.goesOn(); }));
python.addEventListener('ready', () => each((c) => c.request()));
python.addEventListener('respawned', () => each((c) => c.begin()));
python.addEventListener('stalled', () => each((c) => c.stalled()));
python.addEventListener('resumed', () => each((c) => c.resumed()));
const hear = (type, action) => python.addEventListener(type, (event) => action(/** @type {CustomEvent} */ (event).detail));
hear('crashed', ({ during }) => each((c) => c.crashed(during)));
hear('message', (detail) => {
  if (answer(detail)) return;
  const calculator = find(detail.id);
  calculator?.receive(detail).catch((error) => {
    console.error(error);
    calculator.receive({ type: 'failed', reason: String(error) });
  });
});
document.addEventListener('calc-retry', () => {
  if (awaitsBokeh()) { location.reload(); return; }
  python.stop();
  each((c) => c.begin());
});

// Plots are canvases: they read the page's colours again when they are painted again.
new MutationObserver(() => each((c) => c.repaint())).observe(document.body, { attributeFilter: ['data-md-color-scheme'] });

// ---- start early: when idle (Python only: Bokeh's JavaScript would block the page for 100 ms), or when a pointer
// or the focus comes to a link to a page with a calculator
const connection = navigator.connection;
const sparing = connection?.saveData || /2g/.test(connection?.effectiveType ?? '');
const pages = new Map(CONFIG.pages.map(([page, name]) => [new URL(page, CONFIG.base).pathname, name]));

/** Start what a page with a calculator will need; `address` is a URL or a link. */
function prepare({ origin, pathname }) {
  const name = origin === location.origin && pages.get(pathname.replace(/index\.html$/, ''));
  if (name === undefined || name === false) return;
  python.start();
  if (!name) return;   // a lesson: Python, and no form
  loadBokeh().catch(() => {});
  expectForm(name);
}
prepare(location);   // this script runs before the page is complete

function hint(event) {
  const link = event.target.closest?.('a[href]');
  if (link) prepare(link);
}
for (const type of ['pointerover', 'focusin', 'touchstart']) document.addEventListener(type, hint, { passive: true });

if (!sparing) {
  const begin = () => python.start();
  const idle = () => { if (window.requestIdleCallback) requestIdleCallback(begin, { timeout: 5000 }); else setTimeout(begin); };
  if (document.readyState === 'complete') idle(); else addEventListener('load', idle);
}

addEventListener('hashchange', () => each((c) => c.follow()));
onNews((news) => each((c) => c.heard(news)));
onLeft((field) => {
  each((c) => c.commit(field));
  if (field.matches('[data-profile]')) field.dispatchEvent(new Event('change', { bubbles: true }));   // (tools.js)
});
addEventListener('pagehide', () => each((c) => c.keepDraft()));
onErased(() => each((c) => c.erased()));
addEventListener('storage', ({ key }) => { if (key === MADE) each((c) => c.hasSettled()); });   // another tab has made an invoice

// ---- a case without a form: JSON in, JSON out
const asked = new Map();   // identifier -> {resolve, reject}
let questions = 0;

/** @param {{type: string, id: string, text?: string, reason?: string}} message */
function answer({ type, id, text, reason }) {
  const question = asked.get(id);
  if (!question) return false;
  asked.delete(id);
  if (type === 'computed') question.resolve(text); else question.reject(new Error(reason));
  return true;
}
hear('crashed', ({ reason }) => { for (const id of [...asked.keys()]) answer({ type: 'failed', id, reason }); });

function compute(name, json) {
  const id = `compute-${++questions}`;
  const ask = () => python.send({ type: 'compute', id, name, text: json });
  python.start();
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject });
    if (python.state === 'ready') ask(); else python.addEventListener('ready', ask, { once: true });
  });
}

/** For other scripts of the site. */
window.hubCalc = {
  /** Hand a message (JSON text) to a calculator's `inbox`. */
  send(element, json) { calculators.get(element)?.send(json); },
  /** Open the text of a file: a case, or files of persons. */
  open: (element, text) => openInCalculator(calculators.get(element), text, compute),
  isTable, NO_TABLE,
  /** The result of a case (JSON text) of a calculator, as JSON text; starts Python if need be. */
  compute,
  /** Erase what was typed in any calculator, wherever it is kept, files of persons included. */
  async forget() { forget(); each((c) => c.forget()); await removeAll().catch(() => {}); },
  /** Erase what was typed in one calculator, and its case in the file that is open. */
  async forgetOne(element) {
    const calculator = calculators.get(element);
    await calculator?.keeper.settled();
    calculator?.send('{"action":"forget"}');
  },
  /** Leave the file that is open in this tab: what comes next is not that person's. */
  leave(element) { return calculators.get(element)?.keeper.id ? calculators.get(element).become(null) : Promise.resolve(); },
  /** The file of a person that is open, or null. */
  dossier(element) { return calculators.get(element)?.keeper?.id ?? null; },
  /** The last known state of a calculator's form (JSON text), or null. */
  state(element) { return calculators.get(element)?.lastState ?? null; },
  /** Say what was done, or why not, where it is seen (page/said.js); `hush` takes it back. */
  say, hush,
  python,
};

// last: all that a visit uses is there
function listen() {
  if (window.document$) window.document$.subscribe(visit);   // Material's: every page, with instant navigation
  else visit();
}
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', listen); else listen();
