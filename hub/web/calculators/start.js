/* In pages with a calculator or a lesson, before all else: Python starts while the page is still being read. What it says
 * before page/python.js takes it over waits here. A classic script; START, which names the worker and what it must
 * know, is put before it at build time. */
(() => {
  'use strict';
  if (window.hubStarted !== undefined) return;   // there is a Python, or a reader of this one, already
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const app = new URL(START.app, src).href;
  try { if (sessionStorage.getItem('hub-plain-start') === app) return; } catch { /* no storage: nothing was refused */ }
  const worker = new Worker(new URL(START.runtime, src).href + 'worker.js', { type: 'module' });
  /** @type {(MessageEvent | ErrorEvent)[]} */
  const said = [];
  worker.onmessage = (event) => { said.push(event); };
  worker.onerror = (event) => { said.push(event); };
  worker.postMessage({ ...START.boot, app });
  window.hubStarted = { worker, said };
})();
