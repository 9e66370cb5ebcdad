/* A form as Bokeh has drawn it: its element, its document, its views. */
import { loadBokeh } from './bokeh.js';
import { FOCUSABLE, focusChain, focused } from './elements.js';
import { repair } from './repairs.js';

/** The attributes that hold what a user enters. */
const CONTENT = new Set(['value', 'active']);
/** What a field says at each key: no calculator listens, and the value that follows would wait for the answer. */
const IN_PASSING = 'value_input';
/** Whether a change is something that a user entered. */
export const isContent = ({ model, attr }) => Boolean(model) && CONTENT.has(attr);

export class Drawing {
  /** Draw a form (what hub_runtime's `drawing` gave) below `stage`, out of sight and out of reach; null when the page was
   *  left meanwhile: Bokeh looks for its places in the page. */
  static async make({ documents, items, roots }, stage, id) {
    const bokeh = await loadBokeh();
    if (!stage.isConnected) return null;
    const element = document.createElement('div');
    element.className = 'calc-live';
    element.inert = true;
    element.dataset.waiting = '';
    const places = {};
    for (const root of roots) {
      const place = document.createElement('div');
      place.id = `${id}-${root}`;
      element.append(place);
      places[root] = place.id;
    }
    stage.append(element);
    items[0].roots = places;
    items[0].root_ids = roots;
    const [views] = await bokeh.embed.embed_items(documents, items);
    repair(element);
    return new Drawing(element, views);
  }

  constructor(element, views) {
    this.element = element;
    this.views = views;
    this.document = views.roots[0].model.document;
  }

  show() {
    this.element.inert = false;
    delete this.element.dataset.waiting;
  }

  /** Call with every change that does not come from Python. */
  onChange(listener) {
    this.document.on_change((event) => { if (!this.applying && !this.frozen && event.attr !== IN_PASSING) listener(event); }, false);
  }

  /** Keep it visible, but deaf: what it says from now on has nobody to hear it. */
  freeze() {
    this.frozen = true;
    this.element.inert = true;
  }

  /** Put in what Python changed, but for what was entered in the meantime: `waiting` are changes that Python does not
   *  know yet, `draft` is what a field has not told yet. Gives, by each of those changes, what it is now: where the form
   *  was laid out anew, another model has taken the place of the one that was changed, or none. */
  apply(patch, waiting, draft) {
    const before = waiting.filter(({ model }) => model).map((event) => ({ event, field: this.describe(event.model) }));
    const chain = focusChain(), list = chain.findLast((element) => element.matches('.rows')), quick = chain.findLast((element) => element.matches('.quick'));
    const held = this.#holder(chain.at(-1), patch);
    const typing = draft && chain.at(-1)?.value === draft.value ? chain.at(-1) : null;
    const typed = typing && this.find(draft.field), { selectionStart, selectionEnd } = typing ?? {};
    const now = new Map();
    this.applying = true;
    try {
      this.document.apply_json_patch(patch);
      this.document.create_json_patch([]);   // what came from Python is known there: Bokeh would send it back in full
      for (const { event, field } of before) {
        const model = this.find(field);
        if (isContent(event)) model?.setv({ [event.attr]: event.value });
        now.set(event, model && Object.assign(Object.create(Object.getPrototypeOf(event)), event, { model }));
      }
    } finally { this.applying = false; }
    const other = typing && this.find(draft.field);   // the field will be drawn again
    if (other !== typed) other?.setv({ [draft.attr]: draft.value });
    else if (typing && typing.value !== draft.value) retype(typing, draft.value, selectionStart, selectionEnd);
    if (held?.all && !typing) held.element.select();   // its text may be another: what is typed still takes its place
    requestAnimationFrame(async () => {
      repair(this.element);
      if (!lost()) return;
      if (held && !this.#giveFocus(held) && this.#model(held)) { await this.settled(); if (lost()) this.#giveFocus(held); }
      // the row that was left out took the focus with it: whoever works by keyboard goes on from its list
      // (questions about lines that were pasted: from the box)
      if (list && lost()) (quick ? first(quick, 'textarea') : lastButton(list))?.focus();
    });
    return now;
  }

  /** Which part of the form has the focus: a patch that lays it out anew draws that part again, and may put another
   *  component in the place of this one. */
  #holder(element, { events }) {
    const host = element?.getRootNode().host, view = host && this.#seek(({ el }) => el === host);
    if (!view) return null;
    const { model } = view, anew = events.some(({ attr }) => attr === 'children');
    return { element, model, field: anew && this.#title(model) ? this.describe(model) : null, place: parts(host).indexOf(element), all: isSelected(element) };
  }

  #model({ model, field }) { return field ? this.find(field) : model; }

  /** Give the focus back; whether that part of the form is there. */
  #giveFocus(held) {
    const model = this.#model(held), view = model && this.#seek((view) => view.model === model), part = view && parts(view.el)[held.place];
    part?.focus();
    if (part && held.all) part.select();
    return Boolean(part);
  }

  /** Resolves once all views are there that the last changes made: Bokeh draws them one after the other. */
  async settled() {
    for (const root of this.views.roots) {
      for (let ready = null; ready !== root.ready && !this.frozen;) {
        ({ ready } = root);
        await ready.catch(() => {});   // Bokeh has told what failed
      }
    }
  }

  /** Plots are canvases: they read the page's colours again when they are painted again. */
  repaint() {
    const walk = (view) => {
      if (view.model?.type === 'Figure') view.invalidate_layout?.();
      for (const child of view.children?.() ?? []) walk(child);
    };
    for (const view of this.views.roots) walk(view);
  }

  /** A field, told apart from others of the same kind and label by its place in the form. */
  describe(model) {
    const { type } = model, title = this.#title(model);
    return { type, title, place: this.#like({ type, title }).indexOf(model) };
  }

  /** The field behind an input element, as `describe` tells it, or null. */
  fieldOf(input) {
    const model = this.#seek((view) => view.input_el === input)?.model;
    return model ? this.describe(model) : null;
  }

  /** The view of the form of which something is true, or null. */
  #seek(fits, views = this.views.roots) {
    for (const view of views) {
      const found = fits(view) ? view : this.#seek(fits, view.children?.() ?? []);
      if (found) return found;
    }
    return null;
  }

  find({ type, title, place }) { return this.#like({ type, title })[place]; }

  /** Of what the form holds now: the document also remembers what has left it. */
  #like({ type, title }) { return this.#held().filter((model) => model.type === type && this.#title(model) === title); }

  #held() { return [...new Set(this.document.roots().flatMap((root) => [...root.references()]))]; }

  /** What a field is called; radios have no title of their own, but a text before them. */
  #title(model) {
    if (model.type !== 'RadioGroup') return model.title;
    const beside = this.#held().find(({ children }) => children?.includes?.(model))?.children;
    return beside?.[beside.indexOf(model) - 1]?.text;
  }

  /** Let go of everything; Bokeh keeps its documents otherwise. */
  release() {
    this.freeze();
    this.views.clear();
    const all = window.Bokeh.documents, index = all.indexOf(this.document);
    if (index >= 0) all.splice(index, 1);
    this.document.clear();
    this.element.remove();
  }
}

/** Whether what had the focus is gone, or is about to be: what is hidden keeps it until the page is painted. */
const lost = () => document.activeElement === document.body || !focused()?.getClientRects().length;

/** What can have the focus in a component. */
const parts = (host) => [...host.shadowRoot?.querySelectorAll(FOCUSABLE) ?? []];

/** Whether all that stands in a field is selected, or nothing stands there: what is typed is all that will. */
function isSelected(element) {
  if (!element.matches('textarea, [type=text], :not([type])') || !('selectionEnd' in element)) return false;
  return element.selectionStart === 0 && element.selectionEnd === element.value.length;
}

/** Text that was overwritten while it was typed is put back, and told when the field is left: after a script has set
 *  its text, the browser says nothing. */
function retype(input, text, start, end) {
  input.value = text;
  input.setSelectionRange(start, end);
  input.addEventListener('blur', () => input.dispatchEvent(new Event('change', { bubbles: true })), { once: true });
}

function first(host, kind) {
  for (const child of host.shadowRoot?.querySelectorAll('*') ?? []) {
    const found = child.matches(kind) ? child : first(child, kind);
    if (found) return found;
  }
  return null;
}

function lastButton(host) {
  const all = [...host.shadowRoot?.children ?? []].reverse();
  for (const child of all) {
    const found = child.shadowRoot?.querySelector('button');
    if (found) return found;
  }
  return null;
}
