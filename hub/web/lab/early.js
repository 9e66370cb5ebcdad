/* The kernel's worker, begun by the page before JupyterLite is there (page.js): starts Python at once, and is the
 * kernel's own worker script otherwise. First message: {hubLabStart: {worker: its address, configured}}. */
const waiting = [];   // what JupyterLite says before the kernel's script listens

async function begin({ worker, configured }) {
  const kernel = import(worker);
  (await import('./start.js')).startEarly(configured);
  await kernel;
  self.removeEventListener('message', receive);
  for (const { data, ports } of waiting) self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
}

function receive(event) {
  event.stopImmediatePropagation();
  if (event.data?.hubLabStart) begin(event.data.hubLabStart); else waiting.push(event);
}
self.addEventListener('message', receive);
