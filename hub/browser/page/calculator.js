/* One calculator in the page: the live form in its place, its results in the page's own HTML. */
import { CONFIG } from '../config.js';
import { loadBokeh } from './bokeh.js';
import { python } from './python.js';
import { repair } from './repairs.js';
import { StatusLine } from './status.js';
import { keep, recall } from './store.js';

const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
let count = 0;

export class Calculator {
  #document = null;
  #views = null;
  #queue = [];        // changes by the user that are not sent yet
  #messages = [];     // messages of the page that are not sent yet
  #busy = false;
  #applying = 0;      // > 0 while changes from Python are put in
  #busyTimer = 0;
  #startedAt = performance.now();
  #adopting = false;  // the form was made at the end of the build: Python takes it over

  constructor(element) {
    this.element = element;
    this.name = element.dataset.calc;
    this.status = new StatusLine(element);
    this.status.onRetry = () => this.#retry();
    this.lastState = recall(this.name);
    // Material's one-key shortcuts (« , », « . », « / », f, n, p, s) do not see that a field inside a shadow root
    // has the focus: without this, typing 12,5 leaves the page.
    element.addEventListener('keydown', (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    });
    this.begin();
  }

  get live() { return this.element.dataset.state === 'live'; }

  /** Show the form: one made at the end of the build if there is one, or else ask Python for it. */
  begin() {
    this.#drop();
    this.id = `calc-${++count}`;
    this.#startedAt = performance.now();
    this.element.dataset.state = 'loading';
    this.status.starting(python);
    python.start();
    this.#adopting = this.lastState === null && python.takeForm(this.name);
    if (this.#adopting) this.#drawEarly().catch((error) => this.#failed(error));
    this.request();
  }

  /** Python may be ready to make or to take over the form. */
  request() {
    if (python.state !== 'ready' || this.element.dataset.state !== 'loading') return;
    if (!this.#adopting) python.send({ type: 'start', id: this.id, name: this.name, state: this.lastState });
    else if (this.#document) python.send({ type: 'adopt', id: this.id, name: this.name });
  }

  async receive(message) {
    switch (message.type) {
      case 'drawing':
        if (await this.#draw(JSON.parse(message.text))) python.send({ type: 'drawn', id: this.id });
        return undefined;
      case 'live': return this.#show();
      case 'output': return this.#output(JSON.parse(message.text));
      case 'patch': return this.#apply(JSON.parse(message.text));
      case 'idle': return this.#idle();
      case 'unkept': return this.status.note('unkept');
      case 'failed': return this.#failed(message.reason);
    }
  }

  /** Hand a message (JSON) to the calculator's `inbox`, as soon as it is live. */
  send(json) { this.#messages.push(String(json)); this.#flush(); }

  // ---- drawing
  async #drawEarly() {
    const { id } = this;
    const response = await fetch(`${CONFIG.app}form-${this.name}.json`);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    const form = await response.json();
    if (this.id !== id || !await this.#draw(form)) return;
    this.#output(form.output);
    this.request();
  }

  /** Draw a form in its place, out of sight; whether it is still wanted. */
  async #draw({ documents, items, roots }) {
    const { id } = this;
    const bokeh = await loadBokeh();
    if (this.id !== id) return false;   // started again, or left, in the meantime
    const live = this.#liveElement();
    live.replaceChildren();
    live.inert = true;
    const places = {};
    for (const root of roots) {
      const place = document.createElement('div');
      place.id = `${id}-${root}`;
      live.append(place);
      places[root] = place.id;
    }
    items[0].roots = places;
    items[0].root_ids = roots;
    const [views] = await bokeh.embed.embed_items(documents, items);
    const drawn = views.roots[0]?.model.document ?? null;
    if (this.id !== id) { release(views, drawn); return false; }
    this.#views = views;
    this.#document = drawn;
    repair(live);
    drawn.on_change((event) => this.#changed(event), false);
    return true;
  }

  async #show() {
    const id = this.id;
    await painted();
    await painted();
    if (this.id !== id || !this.#document) return;
    const { element } = this;
    this.#liveElement().inert = false;
    const still = element.querySelector('.calc-static');
    if (still) still.hidden = true;
    element.dataset.state = 'live';
    element.dataset.ms = Math.round(performance.now() - this.#startedAt);
    this.status.live();
    element.dispatchEvent(new CustomEvent('calc-live', { bubbles: true, detail: { name: this.name } }));
    this.#flush();
  }

  #liveElement() {
    let live = this.element.querySelector('.calc-live');
    if (!live) {
      live = document.createElement('div');
      live.className = 'calc-live';
      const still = this.element.querySelector('.calc-static');
      if (still) still.after(live); else this.element.append(live);
    }
    return live;
  }

  // ---- results
  #output({ slots, state }) {
    if (state !== null) {
      this.lastState = state;
      keep(this.name, state);
    }
    for (const [slot, html] of Object.entries(slots)) {
      const place = this.element.querySelector(`[data-slot="${CSS.escape(slot)}"]`);
      if (place) replaceContent(place, html);
    }
    this.element.dispatchEvent(
      new CustomEvent('calc-output', { bubbles: true, detail: { name: this.name, slots: Object.keys(slots) } }));
  }

  // ---- changes
  #changed(event) {
    if (this.#applying) return;
    if (event.model && event.attr) {
      this.#queue = this.#queue.filter((other) => !(other.model === event.model && other.attr === event.attr));
    }
    this.#queue.push(event);
    this.#flush();
  }

  #flush() {
    if (this.#busy || !this.live) return;
    if (this.#queue.length) {
      const patch = this.#document.create_json_patch(this.#queue);
      this.#queue = [];
      this.#work({ type: 'patch', id: this.id, text: JSON.stringify(patch) });
    } else if (this.#messages.length) {
      this.#work({ type: 'send', id: this.id, text: this.#messages.shift() });
    }
  }

  #work(message) {
    this.#busy = true;
    this.#busyTimer = setTimeout(() => {
      this.element.setAttribute('aria-busy', 'true');
      this.status.busy();
    }, 150);
    python.send(message);
  }

  #idle() {
    this.#busy = false;
    clearTimeout(this.#busyTimer);
    if (this.element.hasAttribute('aria-busy')) { this.element.removeAttribute('aria-busy'); this.status.live(); }
    this.status.clearFault(() => this.status.live());
    this.#flush();
  }

  #apply(patch) {
    if (!this.#document) return;
    this.#applying += 1;
    try { this.#document.apply_json_patch(patch); } finally { this.#applying -= 1; }
    requestAnimationFrame(() => { if (this.#document) repair(this.#liveElement()); });
  }

  // ---- faults
  #failed(reason) {
    console.error(`hub: ${this.name}:`, reason);
    if (this.live) {
      this.#busy = false;
      clearTimeout(this.#busyTimer);
      this.element.removeAttribute('aria-busy');
      this.status.fault('failed');
      this.#flush();
    } else {
      this.element.dataset.state = 'error';
      this.status.fault('failedStart');
    }
  }

  /** Python is gone: the form can be read, not used, until it is started again. */
  crashed(during) {
    clearTimeout(this.#busyTimer);
    this.element.removeAttribute('aria-busy');
    const wasLive = this.live;
    this.element.dataset.state = 'error';
    this.#liveElement().inert = true;
    this.status.fault(wasLive || during === 'ready' ? 'crashed' : 'failedStart');
  }

  stalled() { this.status.fault(this.live ? 'hung' : 'stalled'); }
  resumed() {
    this.status.clearFault(() => { if (this.live) this.status.live(); else this.status.starting(python); });
  }

  #retry() { this.element.dispatchEvent(new CustomEvent('calc-retry', { bubbles: true })); }

  // ---- leaving
  /** Let go of everything: Material keeps the elements of left pages alive. */
  leave() {
    const { id } = this;
    this.#drop();
    this.element.querySelector('.calc-live')?.replaceChildren();
    python.send({ type: 'stop', id });
  }

  repaint() {
    const walk = (view) => {
      if (view.model?.type === 'Figure') view.invalidate_layout?.();
      for (const child of view.children?.() ?? []) walk(child);
    };
    for (const view of this.#views?.roots ?? []) walk(view);
  }

  #drop() {
    this.id = null;
    clearTimeout(this.#busyTimer);
    this.element.removeAttribute('aria-busy');
    release(this.#views, this.#document);
    this.#views = this.#document = null;
    this.#queue = [];
    this.#busy = false;
  }
}

/** Put HTML in place, unless it is there already: what a user has opened or selected there stays as it is. */
function replaceContent(place, html) {
  const template = document.createElement('template');
  template.innerHTML = html;   // made by our own renderers, which escape what users type
  const same = template.content.childNodes.length === place.childNodes.length
    && [...template.content.childNodes].every((node, index) => node.isEqualNode(place.childNodes[index]));
  if (!same) place.replaceChildren(template.content);
}

function release(views, document_) {
  views?.clear();
  if (!document_) return;
  const all = window.Bokeh.documents, index = all.indexOf(document_);
  if (index >= 0) all.splice(index, 1);
  document_.clear();
}
