/* A field tells its value when it is left. Whoever scrolls to the result, presses elsewhere or goes to another window has
 * left it too, though it keeps the focus: on a phone nothing else takes it. */
import { focused } from './elements.js';

const PAUSE = 500;   // ms after a key in which the browser may bring the field into sight by itself
const FAR = 24;      // px: no slip of the finger

const place = () => window.visualViewport?.pageTop ?? scrollY;   // the keyboard of a phone moves only this
let typed = 0;   // when a key was pressed last
let from = 0;    // where the page was then

/** Call `leave` with the field that has the focus when its value is to be told. */
export function onLeft(leave) {
  const left = () => { const field = focused(); if (field && field !== document.body) leave(field); };
  const scrolled = () => {
    if (performance.now() - typed < PAUSE) { from = place(); return; }
    if (Math.abs(place() - from) > FAR) { from = place(); left(); }
  };
  addEventListener('input', () => { typed = performance.now(); from = place(); }, true);
  addEventListener('scroll', scrolled, { passive: true });
  window.visualViewport?.addEventListener('scroll', scrolled, { passive: true });
  addEventListener('pointerdown', (event) => { if (!event.composedPath().includes(focused())) left(); }, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') left(); });
  addEventListener('pagehide', left);
}
