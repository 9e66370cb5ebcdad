/* One calculator in the page: the live form in its place, its results in the page's own HTML. */
import { CONFIG } from '../config.js';
import { DossierBar } from './bar.js';
import { Drawing, isContent } from './drawing.js';
import { FOCUSABLE, tie } from './elements.js';
import { isMade, takeForm } from './forms.js';
import { Keeper } from './keeper.js';
import { aboutInvoice, known, remember } from './numbers.js';
import { python, STALL } from './python.js';
import { hush, say } from './said.js';
import { StatusLine } from './status.js';
import { setCurrent } from './store.js';
import { TEXTS } from './texts.js';

const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const shown = new Set();   // the calculators whose form Python may still have as it was left
let count = 0;

export class Calculator {
  #drawing = null;
  #former = null;     // the form of a Python that is gone, shown until there is a new one
  #adopting = false;  // the form was made at the end of the build: Python takes it over
  #signature = '';    // tells whether Python would have made the same form
  #default = null;    // the state of the untouched form, if known
  #queue = [];        // what is not sent yet, in order: {events: changes by the user} or {message: of the page}
  #sent = [];         // changes that Python has not answered yet
  #lost = [];         // changes that a Python that is gone did not answer
  /** @type {boolean | null} */
  #toldKept = true;   // whether Python takes what is typed for kept
  #invoice = '';      // by what it was looked up what else there is of its invoice: a number, a reference, …
  #others = '';       // what Python was told of that
  #looking = null;    // being looked up: what is done next waits for it
  #about = {};        // what Python says of the case beside its state: conclusion, figures, shared facts
  #draft = null;      // what is being typed in a field that has not told it yet
  #draftTimer = 0;
  #busy = false;
  #busyTimer = 0;
  #startedAt = 0;
  #startTimer = 0;

  constructor(element) {
    this.element = element;
    this.name = element.dataset.calc;
    this.lastState = null;
    this.unkept = '';   // why what is typed is not kept, where it has no file
    this.kept = element.querySelector('[data-calc-kept]');   // says whether what is typed is kept
    this.promise = this.kept?.textContent;
    // where the form lives: the static first paint and the live one share a grid cell
    this.stage = element.querySelector('.calc-static, .calc-live')?.parentElement ?? element;
    this.status = new StatusLine(this.stage);
    this.status.onRetry = () => element.dispatchEvent(new CustomEvent('calc-retry', { bubbles: true }));
    // Material's one-key shortcuts (« , », « . », « / », f, n, p, s) do not see that a field inside a shadow root
    // has the focus: without this, typing 12,5 leaves the page.
    element.addEventListener('keydown', (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    });
    element.addEventListener('input', (event) => this.#typed(event.composedPath()[0]));
    element.addEventListener('paste', (event) => this.#paste(event));
    this.bar = new DossierBar(this);
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has('cas') || asked.has('exemple')) setCurrent(null);   // nobody's file: it does not go into an open one
    const id = this.#takeDossier(asked);
    if (id) setCurrent(id);
    this.#open();
  }

  /** The file of a person that the address asks for; it leaves the address. */
  #takeDossier(asked) {
    const id = asked.get('dossier');
    if (!id) return null;
    history.replaceState(history.state, '', location.pathname + location.search);
    if (asked.get('vers')) this.element.dataset.vers = asked.get('vers');   // tools.js goes there
    scrollTo(0, 0);   // no element has this name: the page would stay where the last one was
    return /^[0-9a-f]{16}$/.test(id) ? id : null;
  }

  /** What was kept, in the form. */
  #open() {
    this.keeper = new Keeper(this.name, () => this.bar.show());
    const begin = (state) => {
      this.lastState = state;
      this.#lost = this.keeper.recallDraft();
      if (window.hubStorage === false) this.#say('unkeepable');
      this.bar.show();
      this.begin();
    };
    const state = this.keeper.recall();
    if (!(state instanceof Promise)) { begin(state); return undefined; }
    const { keeper } = this;
    return state.then((found) => { if (keeper === this.keeper && this.element.isConnected) begin(found); });
  }

  /** Show another file (its identifier; null: what has no name). Messages that wait go to the new one. */
  async become(id) {
    this.keepDraft();
    const old = this.id;
    this.#reset();
    python.send({ type: 'stop', id: old });
    this.element.dataset.state = 'loading';
    this.#draft = null;
    this.#lost = [];
    this.#about = {};
    setCurrent(id);
    await this.#open();
  }

  /** The address has changed, on the same page: it may ask for another file. */
  follow() {
    const id = this.#takeDossier(new URLSearchParams(location.hash.slice(1)));
    if (id && id !== this.keeper.id) { this.bar.quiet(); this.become(id); }
  }

  /** What goes into a file of a person. */
  get held() { return { state: this.lastState, about: this.#about }; }

  /** The form goes on as the case of a file that has just got it. */
  async adopted() {
    this.keeper = new Keeper(this.name, () => this.bar.show());
    await this.keeper.recall();
    this.bar.show();
    this.#carry();
    this.#invoice = '';   // it is this file's now
    this.#tellOthers();
  }

  #carry() {
    const facts = this.keeper.record?.facts;
    if (facts && Object.keys(facts).length) this.#queue.unshift({ message: JSON.stringify({ action: 'carry', facts }) });
    this.#flush();
  }

  /** Tell the form whether what is typed is kept: what it says of it follows. */
  tellKept(kept) {
    if (!this.live || kept === this.#toldKept) return;
    this.#toldKept = kept;
    this.send(JSON.stringify({ action: 'kept', kept }));
  }

  /** Say above the form that what is typed is not kept, and offer the file; null: that it is kept. */
  #say(name) {
    const text = name ? TEXTS[name] : this.promise;
    this.unkept = name ? text : '';
    this.bar.show();
    if (!this.kept || this.kept.textContent === text) return;
    this.kept.textContent = text;
    this.kept.parentElement.querySelector('[data-calc-action="share:file"]')?.remove();
    if (name !== 'unkeepable') return;
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.calcAction = 'share:file';
    button.disabled = !this.live;
    button.textContent = TEXTS.save;
    this.kept.after(' ', button);
  }

  /** What was kept was erased in another tab. */
  erased() { if (this.lastState !== null && !this.keeper.id) this.#say('erased'); }

  get live() { return this.element.dataset.state === 'live'; }

  /** Show the form: one made at the end of the build if there is one, or else ask Python for it. */
  begin() {
    this.#reset();
    this.id = `calc-${++count}`;
    this.#startedAt = performance.now();
    this.element.dataset.state = 'loading';
    this.#adopting = isMade(this.name) && (this.lastState === null || !shown.has(this.name));
    python.start();
    this.status.starting(python);
    this.goesOn();
    if (this.#adopting) this.#drawEarly().catch((error) => this.#failed(error));
    this.request();
  }

  /** Python may be ready to make the form, or to take it over. */
  request() {
    if (python.state !== 'ready' || this.element.dataset.state !== 'loading') return;
    if (!this.#adopting) python.send({ type: 'start', id: this.id, name: this.name, state: this.lastState });
    else if (this.#drawing) python.send({ type: 'adopt', id: this.id, name: this.name, signature: this.#signature, state: this.lastState });
  }

  async receive(message) {
    switch (message.type) {
      case 'drawing':
        this.#drawing?.release();   // another form than the one that was drawn early
        this.#drawing = null;
        this.#queue = this.#messages();
        if (await this.#draw(JSON.parse(message.text))) python.send({ type: 'drawn', id: this.id });
        return undefined;
      case 'live': return this.#show();
      case 'output': return this.#output(JSON.parse(message.text));
      case 'patch': return this.#apply(JSON.parse(message.text));
      case 'idle': return this.#idle();
      case 'unkept': return say(TEXTS.unkept, { by: 'unkept' });
      case 'failed': return this.#failed(message.reason);
      default: return undefined;
    }
  }

  /** Hand a message (JSON) to the calculator's `inbox`, as soon as it is live. */
  send(json) { this.#queue.push({ message: String(json) }); this.#flush(); }

  // ---- drawing
  async #drawEarly() {
    const { id } = this;
    const form = await takeForm(this.name);
    this.#default = form.output.state;
    this.#signature = form.signature;
    if (this.id !== id || !await this.#draw(form)) return;
    if (this.lastState === null) this.#output(form.output);   // else Python will put in what was kept
    this.request();
  }

  /** Draw a form out of sight; whether it is still wanted then. */
  async #draw(form) {
    const { id } = this;
    const drawing = await Drawing.make(form, this.stage, id);
    if (this.id !== id || !drawing) { drawing?.release(); return false; }   // started again, or left, in the meantime
    this.#drawing = drawing;
    drawing.onChange((event) => this.#changed(event));
    return true;
  }

  async #show() {
    const { id } = this;
    await painted();
    await painted();
    if (this.id !== id) return;
    this.#former?.release();
    this.#former = null;
    for (const still of this.element.querySelectorAll('.calc-static, .calc-live:empty')) still.remove();
    this.#drawing.show();
    this.element.dataset.state = 'live';
    shown.add(this.name);
    clearTimeout(this.#startTimer);
    this.element.dataset.ms = Math.round(performance.now() - this.#startedAt);
    this.status.live();
    if (this.#adopting && this.lastState === null && this.element.querySelector('[data-slot=example]')) {   // the form was made on an earlier day
      this.#queue.unshift({ message: '{"action":"today"}' });
    }
    this.#enterLost();   // before what the address asks for
    this.element.dispatchEvent(new CustomEvent('calc-live', { bubbles: true, detail: { name: this.name } }));
    this.#carry();
    this.#tellOthers();
    this.bar.show();   // Python is told what is not kept
  }

  /** What Python changed comes in; what waits for Python stands as it was entered. */
  #apply(patch) {
    if (!this.#drawing) return;
    const now = this.#drawing.apply(patch, this.#waiting(), this.#draft);
    for (const entry of this.#queue) entry.events = entry.events?.map((event) => now.has(event) ? now.get(event) : event).filter(Boolean);
  }

  // ---- results
  #output({ slots, state }) {
    if (this.live && state !== null && !this.#draft && !this.#waiting().length) this.keeper.keepDraft([]);
    if (slots.about !== undefined) this.#about = slots.about ? parsed(slots.about) : {};
    if (state !== null) {
      this.lastState = state === this.#default ? null : state;
      this.#say(this.keeper.keep(this.lastState, this.#about) || this.keeper.id ? null : 'unkeepable');
      this.#tellOthers();
    }
    if (!this.live) { delete slots.download; delete slots.sheet; }   // of a form that is taken up again: saved already
    const { invoice } = slots.download ? parsed(slots.download) : {};
    const forgotten = invoice && !remember([invoice]);
    for (const [slot, html] of Object.entries(slots)) {
      const place = this.element.querySelector(`[data-slot="${CSS.escape(slot)}"]`);
      if (place) replaceContent(place, html);
    }
    if (slots.message !== undefined) this.#tell();
    const detail = { name: this.name, slots: Object.keys(slots) };
    this.element.dispatchEvent(new CustomEvent('calc-output', { bubbles: true, detail }));
    if (forgotten) say(TEXTS.unremembered, { by: this });   // in place of what was said of the file
  }

  /** News of another tab. */
  async heard(news) {
    await this.keeper?.heard(news);
    this.hasSettled();
  }

  /** Other files have changed, or what this one is to them. */
  hasSettled() { this.#invoice = ''; return this.#tellOthers(); }

  /** Python is told what other files and earlier invoices have to do with the one that would be made here. */
  async #tellOthers() {
    if (!this.live || this.name !== 'coaching') return;
    const about = aboutInvoice(this.lastState), asked = JSON.stringify(about), { keeper } = this;
    if (asked === this.#invoice) return;
    this.#invoice = asked;
    const looking = {};
    this.#looking = looking;
    const found = JSON.stringify({ action: 'numbers', dossier: keeper.id ?? '', ...await known(about, keeper.id) });
    if (looking !== this.#looking) return;
    this.#looking = null;
    if (found !== this.#others) this.#queue.unshift({ message: found });
    this.#others = found;
    this.#flush();
  }

  /** What Python says of what was just done; its place in the page is only where it is kept. */
  #tell() {
    const said = [...this.element.querySelector('[data-slot="message"]')?.children ?? []];
    if (said.length) say(said.map((node) => node.cloneNode(true)), { by: this }); else hush(this);
  }

  // ---- changes
  #changed(event) {
    const { model, attr } = event;
    if (isContent(event)) this.#draft = null;
    // together with the changes before it, but not across a message: a button acts on what stood there
    const last = this.#queue.at(-1)?.events ? this.#queue.pop().events : [];
    this.#queue.push({ events: [...last.filter((other) => !(model && attr && other.model === model && other.attr === attr)), event] });
    this.#flush();
  }

  #flush() {
    if (this.#busy || !this.live || !this.#queue.length) return;
    if (this.#looking && !this.#queue[0].events) return;   // an invoice with a number that another one may have
    const { events, message } = this.#queue.shift();
    if (events) {
      this.#sent = events;
      this.#work({ type: 'patch', id: this.id, text: JSON.stringify(this.#drawing.document.create_json_patch(events)) });
    } else {
      this.#work({ type: 'send', id: this.id, text: message });
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

  #rest() {
    this.#busy = false;
    this.#sent = [];
    clearTimeout(this.#busyTimer);
    this.element.removeAttribute('aria-busy');
  }

  #idle() {
    // a fault is mended by another value, not by the small news that follow a value (value_throttled, scrolling)
    const mended = !this.#sent.length || this.#describe(this.#sent).length > 0;
    this.#rest();
    if (mended || !this.status.faulty) this.status.live();
    this.#flush();
    this.#tellDrawn();
  }

  /** Python has answered everything, and the page shows it: who waits for a part of the form may look for it. */
  async #tellDrawn(drawing = this.#drawing) {
    await drawing?.settled();
    await painted();
    if (drawing && drawing === this.#drawing && !this.#busy) this.element.dispatchEvent(new CustomEvent('calc-drawn', { bubbles: true, detail: { name: this.name } }));
  }

  // ---- faults
  #failed(reason) {
    console.error(`hub: ${this.name}:`, reason);
    if (this.live) {
      this.#rest();
      this.#fault('failed');
      this.#flush();
      this.#tellDrawn();
    } else {
      this.element.dataset.state = 'error';
      this.#fault('failedStart');
    }
  }

  /** Tell a fault; its reason may be that this version of the site is gone from the server. */
  #fault(name) {
    const { id } = this;
    this.status.fault(name);
    outdated().then((yes) => { if (yes && id === this.id && this.status.faulty) this.status.fault('outdated'); });
  }

  /** Python is gone: the form can be read, not used, until it is started again. */
  crashed(during) {
    this.#lost = [...this.#describe([...this.#sent, ...this.#waiting()]), ...(this.#draft ? [this.#draft] : [])];
    this.#freeze();
    this.#fault(this.#drawing && during === 'ready' ? 'crashed' : 'failedStart');
  }

  stalled() { this.#fault(this.live ? 'hung' : 'stalled'); }

  /** Something came: the start goes on. The form's own files have nobody else to watch over them. */
  goesOn() {
    clearTimeout(this.#startTimer);
    if (this.element.dataset.state !== 'loading') return;
    if (this.status.line.dataset.fault === 'stalled' && !python.stalled) this.status.starting(python);
    this.#startTimer = setTimeout(() => this.stalled(), CONFIG.stall ?? STALL);
  }

  resumed() {
    if (this.live) this.status.live(); else this.status.starting(python);
  }

  #freeze() {
    this.#rest();
    this.element.dataset.state = 'error';
    this.#drawing?.freeze();
  }

  #messages() { return this.#queue.filter(({ message }) => message !== undefined); }

  /** The changes that are not sent yet. */
  #waiting() { return this.#queue.flatMap(({ events }) => events ?? []); }

  #describe(events) {
    return events
      .filter(isContent)
      .map(({ model, attr }) => ({ field: this.#drawing.describe(model), attr, value: model[attr] }));
  }

  /** Enter what was on its way when Python stopped: once, in case it was the reason. */
  #enterLost() {
    for (const { field, attr, value } of this.#lost) this.#drawing.find(field)?.setv({ [attr]: value });
    this.#lost = [];
  }

  // ---- what is typed but not told yet: a field tells its value when it is left
  #typed(input) {
    const field = this.live && input.matches('textarea, [type=text], :not([type])') ? this.#drawing.fieldOf(input) : null;
    if (!field) return;
    this.#draft = { field, attr: 'value', value: input.value };
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.keepDraft(), 300);
  }

  /** Lines of a table that are pasted into a field of a journal's row go to the reader of pasted lines: the field would
   *  squeeze them into one. */
  #paste(event) {
    const text = event.clipboardData?.getData('text/plain').trim() ?? '', path = event.composedPath();
    const within = (name) => path.some((node) => node instanceof Element && node.classList.contains(name));
    if (!this.live || !/[\t\r\n]/.test(text) || !within('row') || !within('journal')) return;
    event.preventDefault();
    this.send(JSON.stringify({ action: 'paste', text }));
  }

  /** The field that is being typed in was left, though it has the focus still: what stands in it counts. */
  commit(input) {
    if (!this.#draft || !this.live || input.value !== this.#draft.value || this.#drawing.fieldOf(input)?.title !== this.#draft.field.title) return;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Keep what is on its way, for the next time. */
  keepDraft() {
    clearTimeout(this.#draftTimer);
    if (!this.live) return;
    const waiting = this.#describe([...this.#sent, ...this.#waiting()]);
    if (this.#draft || waiting.length) this.keeper.keepDraft([...waiting, ...(this.#draft ? [this.#draft] : [])]);
  }

  /** Nothing was ever typed. */
  forget() {
    clearTimeout(this.#draftTimer);
    this.lastState = this.#draft = null;
    this.#lost = [];
    if (this.keeper.id) { this.keeper = new Keeper(this.name, () => this.bar.show()); this.bar.show(); }
  }

  // ---- leaving
  /** Let go of everything: Material keeps the elements of left pages alive. */
  leave() {
    this.keepDraft();
    const { id } = this;
    this.#reset();
    this.#former?.release();
    this.#former = null;
    python.send({ type: 'stop', id });
  }

  repaint() { this.#drawing?.repaint(); }

  #reset() {
    this.id = null;
    clearTimeout(this.#startTimer);
    this.#rest();
    this.#invoice = this.#others = '';
    this.#looking = null;
    this.#toldKept = null;   // a form that is taken up again may have been told otherwise
    this.#queue = this.#messages();   // a shared case from the address is still wanted
    if (!this.#drawing) return;
    this.#drawing.freeze();
    this.#former?.release();
    this.#former = this.#drawing;
    this.#drawing = null;
  }
}

/** Whether the server has another version of the site by now: the files of this one are gone. */
async function outdated() {
  try {
    return (await fetch(CONFIG.own, { method: 'HEAD', cache: 'no-store' })).status === 404;
  } catch {
    return false;   // no network: nothing is known
  }
}

/** Data for scripts, as Python puts it into a slot. */
const parsed = (html) => JSON.parse(new DOMParser().parseFromString(html, 'text/html').body.textContent);

/** Put HTML in place, where it is not there already: what a user has opened or selected in the rest stays as it is. */
function replaceContent(place, html) {
  if (place.localName === 'script') { place.textContent = html; return; }   // data for other scripts
  const template = document.createElement('template');
  template.innerHTML = html;   // made by our own renderers, which escape what users type
  if (!place.hidden) tie(template.content);   // hidden: data for other scripts
  const at = place.contains(document.activeElement) ? [...place.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) : -1;
  replaceDiffering(place, template.content);
  if (at >= 0 && document.activeElement === document.body) place.querySelectorAll(FOCUSABLE)[at]?.focus({ preventScroll: true });   // what had the focus was replaced
}

/** Replace what differs of an element's children, as deep as there are as many. What was unfolded stays so. */
function replaceDiffering(old, made) {
  const children = [...made.childNodes];
  if (children.length !== old.childNodes.length) { old.replaceChildren(...children); return; }
  children.forEach((child, index) => {
    const there = old.childNodes[index];
    if (child.localName === 'details' && there.localName === 'details') child.open = there.open;
    if (there.isEqualNode(child)) return;
    if (there.nodeType === Node.ELEMENT_NODE && there.cloneNode(false).isEqualNode(child.cloneNode(false))) replaceDiffering(there, child);
    else there.replaceWith(child);
  });
}
