/* Small repairs inside Bokeh's shadow roots that make the form's fields work for everyone: names for sliders,
 * checkboxes, radio groups and plots; a comma as decimal sign in number fields. Safe to call again after changes. */

const repaired = new WeakSet();
const once = (element) => !repaired.has(element) && repaired.add(element);

/** Repair every component below an element. */
export function repair(root) {
  for (const host of root.querySelectorAll('*')) {
    if (!host.shadowRoot) continue;
    repair(host.shadowRoot);   // first: what is outside looks at what is inside
    for (const [selector, mend] of REPAIRS) if (host.matches(selector)) mend(host, host.shadowRoot);
  }
}

/** @type {[string, (host: Element, root: ShadowRoot) => void][]} */
const REPAIRS = [
  ['.bk-Slider, .bk-RangeSlider, .bk-DateSlider, .bk-DateRangeSlider', slider],
  ['.bk-Checkbox', checkbox],
  ['.bk-RadioGroup, .bk-CheckboxGroup', group],
  ['.bk-Spinner', spinner],
  ['.bk-Figure', figure],
  ['.bk-panel-models-layout-Card', card],
  ['.field', field],
  ['.field-number, .field-whole, .field-date', keypad],
  ['.row-remove', remover],
  ['.rows', rows],
];

/** What a component with text says. */
const textOf = (host) => ([...host?.shadowRoot?.querySelectorAll('div') ?? []].at(-1)?.textContent ?? '').replace(/\s+/g, ' ').trim();

const titleOf = (shadow) =>
  (shadow.querySelector('.bk-slider-title')?.firstChild?.textContent
    || shadow.querySelector('.bk-input-group > label')?.textContent || '').replace(/\s*:\s*$/, '').trim();

function slider(host, shadow) {
  const value = shadow.querySelector('.bk-slider-value');
  for (const handle of shadow.querySelectorAll('.noUi-handle')) {
    if (!once(handle)) continue;
    handle.setAttribute('aria-label', titleOf(shadow));
    if (!value) continue;
    const say = () => {
      if (handle.getAttribute('aria-valuetext') !== value.textContent) handle.setAttribute('aria-valuetext', value.textContent);
    };
    say();
    new MutationObserver(say).observe(handle, { attributeFilter: ['aria-valuetext'] });
    new MutationObserver(say).observe(value, { childList: true, characterData: true, subtree: true });
  }
}

/** A phone shows its keypad for numbers, and for dates, which may be written with commas. Durations and times of day need
 *  a colon, which keypads lack. */
function keypad(host, shadow) {
  const input = shadow.querySelector('input');
  if (input && once(input)) input.inputMode = 'decimal';
}

/** A sign that removes a row says so. */
function remover(host, shadow) {
  const button = shadow.querySelector('button');
  if (button && once(button)) button.ariaLabel = button.title = 'Supprimer cette ligne';
}

function checkbox(host, shadow) {
  const input = shadow.querySelector('input'), label = shadow.querySelector('.bk-label');
  if (!input || !label || !once(label)) return;
  label.id = 'label';
  input.setAttribute('aria-labelledby', 'label');
  label.addEventListener('click', (event) => { if (event.target === label) input.click(); });
}

/** A group of choices is named by the text that the form puts above it (a component with the class `calc-label`). */
function group(host, shadow) {
  const box = shadow.querySelector('.bk-input-group');
  if (!box) return;
  box.setAttribute('role', host.classList.contains('bk-RadioGroup') ? 'radiogroup' : 'group');
  const before = host.previousElementSibling;
  const name = before?.classList.contains('calc-label') && textOf(before);
  if (name) box.setAttribute('aria-label', name);
}

function spinner(host, shadow) {
  for (const button of shadow.querySelectorAll('.bk-spin-btn')) {   // the arrow keys do the same
    button.tabIndex = -1;
    button.setAttribute('aria-hidden', 'true');
  }
  const input = shadow.querySelector('input');
  if (!input || !once(input)) return;
  input.inputMode = 'decimal';
  // Bokeh drops a typed comma: 12,5 would become 125
  input.addEventListener('beforeinput', (event) => {
    const typed = event.data ?? event.dataTransfer?.getData('text/plain');
    if (!typed || !/[,\s’']/.test(typed)) return;
    event.preventDefault();
    input.setRangeText(typed.replace(/[\s’']/g, '').replace(',', '.'), input.selectionStart, input.selectionEnd, 'end');
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
}

function figure(host, shadow) {
  for (const element of shadow.querySelectorAll('[tabindex]')) element.tabIndex = -1;
  host.setAttribute('role', 'img');
  if (!host.hasAttribute('aria-label')) host.setAttribute('aria-label', 'Graphique ; les mêmes valeurs sont dans le tableau.');
}

/** The calculator on the page that a component belongs to. */
function pageOf(host) {
  while (host && !host.closest?.('.calc')) host = host.getRootNode().host;
  return host?.closest('.calc');
}

/** The button that opens and closes a part of the form says which it is. */
function card(host, shadow) {
  const button = shadow.querySelector('button.card-header');
  if (!button || !once(button)) return;
  button.type = 'button';
  const say = () => {
    const open = !shadow.querySelector('.icon-tabler-chevron-right');
    button.setAttribute('aria-expanded', String(open));
    if (host.classList.contains('roomy')) pageOf(host)?.toggleAttribute('data-roomy', open);   // the form gets more of the width
  };
  say();
  new MutationObserver(say).observe(button, { childList: true, subtree: true });
}

/** The help or the fault below a field belongs to it. It stands in another shadow root, out of reach of an id: a copy. */
function field(host, shadow) {
  const note = shadow.querySelector('.calc-help, .calc-error');
  for (const widget of shadow.querySelectorAll('[class*=field-]')) {
    const input = widget.shadowRoot?.querySelector('[role=radiogroup], input, select, textarea');
    if (!input) continue;
    const text = note && getComputedStyle(note).display !== 'none' ? textOf(note) : '';
    let copy = widget.shadowRoot.getElementById('note');
    if (!copy && text) {
      copy = document.createElement('span');
      copy.id = 'note';
      copy.hidden = true;
      widget.shadowRoot.append(copy);
    }
    if (copy && copy.textContent !== text) copy.textContent = text;
    set(input, 'aria-describedby', text && 'note');
    set(input, 'aria-invalid', note?.classList.contains('calc-error') && text && 'true');
  }
}

function set(element, name, value) {
  if (!value) element.removeAttribute(name); else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A list and each of its rows are groups, named by what stands above them. */
function rows(host, shadow) {
  const name = textOf(shadow.querySelector('.calc-label'));
  host.setAttribute('role', 'group');
  set(host, 'aria-label', name);
  for (const row of [...shadow.children].flatMap((box) => [...box.shadowRoot?.querySelectorAll('.row') ?? []])) {
    row.setAttribute('role', 'group');
    set(row, 'aria-label', `${name}, ${textOf(row.shadowRoot?.querySelector('.row-title')).toLowerCase()}`);
  }
}
