/* Before every other script of a page: where the browser refuses its storages (cookies blocked), they are in memory, for
 * as long as the page. Without this the theme's first line fails, and the search and all that follows with it. A classic
 * script: nothing may run before. `hubStorage` is true when what is stored outlives the page. */
(() => {
  'use strict';
  /** What a Storage does; its items are its own properties, as a Storage's are. */
  class Memory {
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
    setItem(key, value) { this[key] = String(value); }
    removeItem(key) { delete this[key]; }
    clear() { for (const key of Object.keys(this)) delete this[key]; }
    key(index) { return Object.keys(this)[index] ?? null; }
    get length() { return Object.keys(this).length; }
  }
  window.hubStorage = true;
  for (const name of ['localStorage', 'sessionStorage']) {
    try { if (window[name]) continue; } catch { /* refused */ }
    window.hubStorage = false;
    Object.defineProperty(window, name, { value: new Memory(), configurable: true });
  }
})();
