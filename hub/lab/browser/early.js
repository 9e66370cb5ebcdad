/* The kernel's worker, begun by the page before JupyterLite is there (page.js): starts Python at once, and is the
 * kernel's own worker script otherwise. First message: {hubLabStart: {worker: its address, configured}}. */
'use strict';

self.addEventListener('message', ({ data }) => {
  if (!data?.hubLabStart) return;
  const here = new URL('./', self.location.href).href;
  importScripts(`${here}start.js`, data.hubLabStart.worker);
  self.startEarly(here, data.hubLabStart.configured);
}, { once: true });
