/* What was just done, or why not: said at the lower edge of the window, in sight wherever the button stands. A sentence
 * goes by itself, but not while somebody points at it or is in it; what holds a list, a link, a field or a button stays
 * until it is closed. It never lies over what has the focus. */
import { button, focused, tie } from './elements.js';

const LEAST = 7000, PER_SIGN = 70;   // ms: long enough to be read twice
const KEYBOARD = 120;   // px that are missing below where a phone shows its keyboard

let box = null, text = null, tools = null;
let source = null;    // who has said it
let lasting = false;
let timer = 0;
let back = null;      // what had the focus before somebody came here
let home = null;      // where to go when that is gone

function make() {
  box = document.createElement('div');
  box.className = 'hub-said md-typeset';
  text = document.createElement('div');   // always there: what comes into it is read out
  text.setAttribute('role', 'status');
  tools = document.createElement('div');
  tools.className = 'hub-said__tools';
  box.append(text, tools);
  box.addEventListener('pointerenter', wait);
  box.addEventListener('pointerleave', wait);
  box.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !box.contains(relatedTarget)) back = relatedTarget;
    wait();
  });
  box.addEventListener('focusout', () => setTimeout(wait));
  box.addEventListener('click', (event) => {   // the second click of two would fall on what has taken the place of the first
    if (event.detail > 1 && event.target instanceof Element && event.target.closest('button')) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  box.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.stopPropagation(); hush(); } });
  document.addEventListener('focusin', place);
  for (const where of [window, window.visualViewport]) for (const type of ['scroll', 'resize']) where?.addEventListener(type, place, { passive: true });
}

/** Somebody who opens the page should find the place for it already there: what comes into it later is read out. */
export function ready() {
  if (!box) make();
  if (!box.isConnected) document.body.append(box);
}

/** Say something, instead of what was said before: a sentence, or elements that the package or the page has made.
 * @param {string | Node[]} content
 * @param {{by?: any, actions?: [string, () => void][], home?: () => HTMLElement | null}} [more] who says it; buttons that go
 *   with it; what gets the focus when the button that was pressed is gone */
export function say(content, { by = null, actions = [], home: then = null } = {}) {
  ready();
  if (!content.length) { hush(); return; }
  const within = box.contains(document.activeElement);
  const nodes = typeof content === 'string' ? [Object.assign(document.createElement('p'), { textContent: content })] : content;
  source = by;
  home = then;
  if (!within) back = null;
  box.dataset.shown = '';
  delete box.dataset.top;
  text.replaceChildren(...nodes);
  tie(text);
  tools.replaceChildren(...actions.map(([label, action]) => button(label, action)), button('Fermer', () => hush()));
  lasting = actions.length > 0 || text.querySelector('li, a[href], input, textarea, button') !== null;
  if (within) tools.querySelector('button').focus();   // the one that was pressed has gone
  box.scrollTop = 0;
  place();
  wait();
}

/** The button of what is said: the first one takes back what was done. */
export const toButton = () => tools?.querySelector('button')?.focus();

/** Say no more; `by`: only if it was they who said it. */
export function hush(by = null) {
  clearTimeout(timer);
  if (!box || (by !== null && by !== source)) return;
  const within = box.contains(document.activeElement);
  delete box.dataset.shown;
  delete box.dataset.top;
  text.replaceChildren();
  tools.replaceChildren();
  source = null;
  if (within) (back?.isConnected ? back : home?.())?.focus();
  back = null;
}

function wait() {
  clearTimeout(timer);
  if (lasting || box.dataset.shown === undefined || box.matches(':hover') || box.contains(document.activeElement)) return;
  timer = setTimeout(() => hush(), Math.max(LEAST, PER_SIGN * text.textContent.length));
}

/** At the lower edge of what is seen, or at the upper one where it would lie over what has the focus. */
function place() {
  if (box?.dataset.shown === undefined) return;
  const seen = window.visualViewport;
  const hidden = seen && seen.scale === 1 ? innerHeight - seen.height - seen.offsetTop : 0;
  box.style.setProperty('--hub-under', `${hidden > KEYBOARD ? hidden : 0}px`);
  const focus = focused();
  if (!focus || focus === document.body || box.contains(focus)) return;
  const on = () => {
    const { top, bottom, left, right } = focus.getBoundingClientRect(), mine = box.getBoundingClientRect();
    return Math.max(0, Math.min(bottom, mine.bottom) - Math.max(top, mine.top)) * (Math.min(right, mine.right) > Math.max(left, mine.left) ? 1 : 0);
  };
  const here = on();
  if (!here) return;
  box.toggleAttribute('data-top');
  if (on() > here) box.toggleAttribute('data-top');   // it is larger than the window: the side where less is covered
}
