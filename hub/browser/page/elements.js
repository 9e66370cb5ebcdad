/* Elements of a page, made by scripts. */

/** @param {string} tag
 *  @param {{text?: string, [name: string]: any}} [attributes]
 *  @returns {any} an element of that name */
export function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
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
  place.replaceChildren(template.content);
}
