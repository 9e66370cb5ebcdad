/* Copies of a mandate that a conflict has made: the same hours must not be invoiced from both. That a file is one (`beside`:
 * the file that it was kept beside) is known until somebody says what it is, whatever it is called. */

/** The file that a further copy of this one is a copy of: where this one is an unsettled copy itself, the first of all. */
export const firstOf = ({ id, beside }) => beside || id;

/** The file of which this one is an unsettled copy, closed or not; where that is gone, another copy of it. */
export function originalOf(one, records) {
  if (!one?.beside || !one.cases.coaching) return null;
  const others = records.filter(({ id, cases }) => id !== one.id && cases.coaching);
  return others.find(({ id }) => id === one.beside) ?? others.find(({ beside }) => beside === one.beside) ?? null;
}

/** The copies among these of which nobody has said what they are. */
export const twins = (records) => records.filter((one) => originalOf(one, records));

const ONCE = ['journal', 'events', 'invoice_number', 'invoice_date'];   // of a mandate: what happened once

/** The state of a case for another mandate: what was worked and invoiced stays where it was. */
export function anew(state) {
  let kept;
  try { kept = JSON.parse(state); } catch { return state; }
  if (!kept?.raw) return state;
  for (const name of ONCE) delete kept.raw[name];
  return JSON.stringify(kept);
}
