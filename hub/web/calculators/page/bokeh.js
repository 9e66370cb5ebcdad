/* Bokeh's and Panel's JavaScript, loaded once a visit, in order. */
import { CONFIG } from '../config.js';

let loaded = null;

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = address;
    element.async = false;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`cannot load ${address}`));
    (document.body ?? document.documentElement).append(element);   // not in <head>: instant navigation tidies that up
  });
}

/** Resolves to window.Bokeh. A failed load may be tried again. */
export function loadBokeh() {
  loaded ??= Promise.all(CONFIG.scripts.map((name) => script(CONFIG.runtime + name))).then(
    () => { window.Bokeh.set_log_level('error'); return window.Bokeh; },
    (error) => { loaded = null; throw error; },
  );
  return loaded;
}

/** Whether it is still on its way. (Scripts that are asked for once more wait for the first ones: only a new page helps.) */
export const awaitsBokeh = () => loaded !== null && !window.Bokeh;
