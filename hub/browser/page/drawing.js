/* A form as Bokeh has drawn it: its element, its document, its views. */
import { loadBokeh } from './bokeh.js';
import { repair } from './repairs.js';

export class Drawing {
  /** Draw a form (what hub_runtime's `drawing` gave) below `stage`, out of sight and out of reach. */
  static async make({ documents, items, roots }, stage, id) {
    const bokeh = await loadBokeh();
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
    this.document.on_change((event) => { if (!this.applying && !this.frozen) listener(event); }, false);
  }

  /** Keep it visible, but deaf: what it says from now on has nobody to hear it. */
  freeze() {
    this.frozen = true;
    this.element.inert = true;
  }

  /** Put in what Python changed. */
  apply(patch) {
    const list = focused().findLast((element) => element.matches('.rows'));
    this.applying = true;
    try { this.document.apply_json_patch(patch); } finally { this.applying = false; }
    requestAnimationFrame(() => {
      repair(this.element);
      // the row that was left out took the focus with it: whoever works by keyboard goes on from its list
      if (list && document.activeElement === document.body) lastButton(list)?.focus();
    });
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
    const seek = (views) => {
      for (const view of views) {
        const found = view.input_el === input ? view.model : seek(view.children?.() ?? []);
        if (found) return found;
      }
      return null;
    };
    const model = seek(this.views.roots);
    return model && this.describe(model);
  }

  find({ type, title, place }) { return this.#like({ type, title })[place]; }

  /** Of what the form holds now: the document also remembers what has left it. */
  #like({ type, title }) {
    return [...new Set(this.document.roots().flatMap((root) => [...root.references()]))].filter((model) => model.type === type && this.#title(model) === title);
  }

  /** What a field is called; radios have no title of their own, `repair` names their group. */
  #title(model) {
    if (model.type !== 'RadioGroup') return model.title;
    const seek = (views) => {
      for (const view of views) {
        const found = view.model === model ? view : seek(view.children?.() ?? []);
        if (found) return found;
      }
      return null;
    };
    return seek(this.views.roots)?.shadow_el?.querySelector('[role=radiogroup]')?.getAttribute('aria-label') ?? undefined;
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

/** The element that has the focus, after the shadow hosts around it. */
function focused() {
  const chain = [];
  for (let element = document.activeElement; element; element = element.shadowRoot?.activeElement) chain.push(element);
  return chain;
}

function lastButton(host) {
  const all = [...host.shadowRoot?.children ?? []].reverse();
  for (const child of all) {
    const found = child.shadowRoot?.querySelector('button');
    if (found) return found;
  }
  return null;
}
