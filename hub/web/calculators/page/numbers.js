/* Which numbers invoices have: one number, one invoice. Lines that were marked keep it (calculators/kit/numbers.py reads
 * them); of the invoices that this browser made, whose lines nobody may have marked, it is remembered here. */
import * as dossiers from './dossiers.js';
import { attempt } from './store.js';
import { originalOf } from './twins.js';

export const MADE = 'hub-calc:made-invoices';
const MOST = 2000;

const allMade = () => { const found = attempt(() => JSON.parse(localStorage.getItem(MADE))); return Array.isArray(found) ? found : []; };
const isCopy = (one, other) => ['number', 'dossier', 'period'].every((name) => one[name] === other[name]);

/** Remember invoices, {number, dossier, period, content, day, amount}; one that is made again stands once. Whether they
 *  could be: storage may be refused, or full. */
export function remember(invoices) {
  const named = invoices.filter(({ number }) => number);
  if (!named.length) return true;
  const kept = attempt(() => { localStorage.setItem(MADE, JSON.stringify([...allMade().filter((old) => !named.some((one) => isCopy(old, one))), ...named].slice(-MOST))); return true; });
  return kept === true && window.hubStorage !== false;
}

/** What was made, with the name of its file where that is there. */
export const madeOf = (records) => allMade().map((one) => ({ ...one, name: records.find(({ id }) => id === one.dossier)?.name ?? '' }));

/** The mandates of files, as the package reads them. */
export const asMandates = (records) => records.map(({ id, name, beside, cases }) => ({ id, name, beside, state: cases.coaching.state }));

const OF_A_MANDATE = ['reference', 'person', 'canton', 'law_date', 'start_date'];
const text = (value) => String(value ?? '').replace(/\s+/g, ' ').trim().toLowerCase();

/** What the state of a form says by which other invoices and mandates have to do with its own: a number, and of whom it is. */
export function aboutInvoice(state) {
  const raw = attempt(() => JSON.parse(state).raw) ?? {};
  return Object.fromEntries(['invoice_number', ...OF_A_MANDATE].map((name) => [name, text(raw[name])]));
}

/** Whether two files may be of one mandate, as far as can be told without the package, which tells exactly. */
const mayBeSame = (one, other) => (one.reference && one.reference === other.reference) || one.canton === other.canton;

/** What other files (closed ones too) and this browser know of an invoice that is to be made: whose its number is already
 *  (`others`, `made`), which may be of the same mandate (`peers`), of which file this one is an unsettled copy (`copy_of`). */
export async function known(about, dossier) {
  const records = await dossiers.all().catch(() => []), number = about.invoice_number;
  const others = records.filter(({ id, cases }) => id !== dossier && cases.coaching);
  const on = ({ cases }) => number && attempt(() => JSON.parse(cases.coaching.state).raw.journal.some(({ invoice }) => text(invoice) === number));
  const original = originalOf(records.find(({ id }) => id === dossier), records);
  return {
    others: asMandates(others.filter(on)), made: madeOf(records).filter((one) => one.dossier === dossier || text(one.number) === number),
    peers: asMandates(others.filter(({ cases }) => mayBeSame(about, aboutInvoice(cases.coaching.state)))), copy_of: original?.name ?? '', name: records.find(({ id }) => id === dossier)?.name ?? '',
  };
}
