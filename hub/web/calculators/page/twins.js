/* Two files of the same mandate: the same hours must not be invoiced from both. */

/** The files among these that another device has changed beside one that is there too, until one of both goes or gets
 *  another name. */
export const twins = (records) => records.filter(({ beside }) => beside && records.some(({ id, closed }) => id === beside && !closed));

const ONCE = ['journal', 'events', 'invoice_number', 'invoice_date'];   // of a mandate: what happened once

/** The state of a case for another mandate: what was worked and invoiced stays where it was. */
export function anew(state) {
  let kept;
  try { kept = JSON.parse(state); } catch { return state; }
  if (!kept?.raw) return state;
  for (const name of ONCE) delete kept.raw[name];
  return JSON.stringify(kept);
}
