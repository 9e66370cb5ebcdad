/* The forms that were made at the end of the build: each is fetched once for a drawing, perhaps before it is wanted. */
import { CONFIG } from '../config.js';

const coming = new Map();   // name -> the form, on its way

/** Whether there is such a form. */
export const isMade = (name) => Boolean(CONFIG.snapshot?.forms.includes(name));

/** Ask for a form that will be wanted. */
export function expectForm(name) {
  if (!isMade(name) || coming.has(name)) return;
  const form = get(name);
  form.catch(() => coming.delete(name));   // asked for again when it is wanted
  coming.set(name, form);
}

/** The form; whoever draws it may change it. */
export function takeForm(name) {
  const form = coming.get(name) ?? get(name);
  coming.delete(name);
  return form;
}

async function get(name) {
  const response = await fetch(`${CONFIG.app}form-${name}.json`);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response.json();
}
