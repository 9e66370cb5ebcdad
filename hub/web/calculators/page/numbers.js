/* Which numbers invoices have: one number, one invoice. Lines that were marked keep it (calculators/kit/numbers.py reads
 * them); of the invoices that this browser made, whose lines nobody may have marked, it is remembered here. */
import * as dossiers from './dossiers.js';
import { attempt } from './store.js';
import { twins } from './twins.js';

const MADE = 'hub-calc:made-invoices';
const MOST = 2000;

const allMade = () => { const found = attempt(() => JSON.parse(localStorage.getItem(MADE))); return Array.isArray(found) ? found : []; };
const isCopy = (one, other) => ['number', 'dossier', 'period'].every((name) => one[name] === other[name]);

/** Remember invoices, {number, dossier, period, day, amount}; one that is made again stands once. */
export function remember(invoices) {
  const named = invoices.filter(({ number }) => number);
  if (named.length) attempt(() => localStorage.setItem(MADE, JSON.stringify([...allMade().filter((old) => !named.some((one) => isCopy(old, one))), ...named].slice(-MOST))));
}

/** What was made, with the name of its file where that is there. */
export const madeOf = (records) => allMade().map((one) => ({ ...one, name: records.find(({ id }) => id === one.dossier)?.name ?? '' }));

/** The mandates of files, as the package reads them. */
export const asMandates = (records) => records.map(({ id, name, cases }) => ({ id, name, state: cases.coaching.state }));

/** The number of the invoice in the state of a form. */
export const numberIn = (state) => (state?.includes('"invoice_number"') && attempt(() => String(JSON.parse(state).raw.invoice_number))?.trim()) || '';

/** What other files (closed ones too) and this browser know of a number: {others, made}. */
export async function known(number, dossier) {
  const records = await dossiers.all().catch(() => []);
  const twice = twins(records), own = records.find(({ id }) => id === dossier);
  const same = (record) => record.id === dossier || twice.includes(record) || (twice.includes(own) && record.id === own.beside);
  const is = (text) => String(text ?? '').trim().toLowerCase() === number.toLowerCase();
  const on = ({ cases }) => attempt(() => JSON.parse(cases.coaching.state).raw.journal.some(({ invoice }) => is(invoice)));
  return { others: asMandates(records.filter((record) => !same(record) && on(record))), made: madeOf(records).filter((one) => is(one.number)) };
}
