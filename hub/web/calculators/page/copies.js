/* A file that is an unsettled copy of another one (twins.js): what is said of it, with the presses that settle it. */
import * as dossiers from './dossiers.js';
import { button, element } from './elements.js';
import { TEXTS } from './texts.js';

/** @param {{name: string, id: string}} copy
 *  @param {{name: string}} original
 *  @param {{settled: (text: string) => unknown, drop: () => unknown, act: (action: () => Promise<unknown>) => unknown}} how
 *    what follows when it is another mandate, what takes the copy away, what runs an action that storage may refuse */
export const aboutCopy = (copy, original, { settled, drop, act }) => element('div', { class: 'dossiers-copy' },
  element('p', { text: TEXTS.dossier.copyOf(original.name) }),
  button(TEXTS.dossier.another, () => act(async () => { await dossiers.settle(copy.id); await settled(TEXTS.dossier.settled(copy.name)); }), { 'aria-label': `${TEXTS.dossier.another} : ${copy.name}` }),
  ' ',
  button(TEXTS.dossier.dropCopy, drop, { 'aria-label': `${TEXTS.dossier.dropCopy} : ${copy.name}` }));
