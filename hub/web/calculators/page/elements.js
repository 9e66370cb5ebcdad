/* Elements of a page, made by scripts. */

/** Words as they are shown: French signs stay on the line of their word (french.py does the same on paper). */
export const tied = (words) => words.replace(/« /g, '«\u00a0').replace(/ (?=[:;?!»])/g, '\u00a0');

/** The same for all texts below a node, but what is typed into fields or read by scripts. */
export function tie(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const shown = tied(text.nodeValue);
    if (shown !== text.nodeValue && !text.parentElement?.closest('script, style, textarea, code, pre')) text.nodeValue = shown;
  }
}

/** @param {string} tag
 *  @param {{text?: string, [name: string]: any}} [attributes]
 *  @returns {any} an element of that name */
export function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  if (text !== undefined) made.textContent = tied(text);
  made.append(...children);
  return made;
}

/** What has the focus, after the shadow hosts around it. */
export function focusChain() {
  const chain = [];
  for (let element = document.activeElement; element; element = element.shadowRoot?.activeElement) chain.push(element);
  return chain;
}
export const focused = () => focusChain().at(-1) ?? null;

/** What can have the focus. */
export const FOCUSABLE = 'a, button, input, select, textarea, summary, [tabindex]';

/** A field as wide as what stands in it, up to its place: a long reference is seen whole. */
export function growing(field, least = 22) {
  const fit = () => { field.size = Math.max(least, field.value.length + 2); };
  field.addEventListener('input', fit);
  fit();
  return fit;
}

export function button(text, action, attributes = {}) {
  const made = element('button', { type: 'button', text, ...attributes });
  made.addEventListener('click', action);
  return made;
}

/** Put HTML in the place of what an element holds. Only for what the package has made, which escapes what users type. */
export function put(place, html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  tie(template.content);
  place.replaceChildren(template.content);
}
