/* A file that somebody opens: of one case, or of files of persons. Both open wherever one opens a file: among the files of
 * persons (list.js), in a calculator. */
import { CONFIG } from '../config.js';
import * as dossiers from './dossiers.js';
import { element } from './elements.js';
import { fileUnder } from './keeper.js';
import { say } from './said.js';
import { attempt, keep, keepProfile, profile, unnamed } from './store.js';

const UNNAMED = 'Sans nom';
const isCalculator = (name) => CONFIG.pages.some(([, calculator]) => calculator === name);
const pageOf = (name) => new URL(CONFIG.pages.find(([, calculator]) => calculator === name)?.[0] ?? '', CONFIG.base).href;

/** Where a table may be opened: nowhere as a case. */
export const isTable = ({ name }) => /\.(xlsx|xls|ods|csv)$/i.test(name);
export const NO_TABLE = "Un tableau ne se rouvre pas comme cas : ouvrez le fichier du cas ou des dossiers (.json), ou lisez un journal d'heures dans « Budget de coaching », sous « Partager, enregistrer ».";
export const UNKNOWN = "Ce fichier n'est ni un cas ni une sauvegarde de dossiers de ce site : rien n'a été repris.";

/** {kind: 'case' | 'dossiers' | null, data}: what a text is, as it says itself. */
export function look(text) {
  const data = attempt(() => JSON.parse(text));
  return { kind: { 'ai-calc/cas': 'case', [dossiers.FORMAT]: 'dossiers' }[data?.format] ?? null, data };
}

/** Bring the files of persons in: what is to be said. Throws when it cannot be read, or not be kept. */
async function bringDossiers(text) {
  const { records, left, unnamed: loose, profile: theirs } = dossiers.read(text);
  const done = await dossiers.merge(records);
  const here = unnamed();
  for (const [name, state] of Object.entries(loose)) {
    if (!isCalculator(name) || typeof state !== 'string' || here[name] === state) continue;
    if (here[name] === undefined) { keep(name, state); continue; }
    const made = await dossiers.create(UNNAMED, { cases: { [name]: { state, rev: dossiers.fresh(), changed: new Date().toISOString(), conclusion: '', figures: '' } } });
    done.added.push(made.name);
  }
  const list = (names) => names.map((name) => `« ${name} »`).join(', ');
  const parts = [
    done.added.length && `nouveaux dossiers : ${list(done.added)}`,
    done.replaced.length && `plus récents dans le fichier, repris : ${list(done.replaced)}`,
    done.kept.length && `déjà là : ${done.kept.length}`,
    done.beside.length && `changés ici et ailleurs, gardés tous les deux : ${list(done.beside)}`,
    left && `${left} illisible${left > 1 ? 's' : ''}, laissé${left > 1 ? 's' : ''} de côté`,
  ].filter(Boolean).join(' ; ') || 'il ne contient aucun dossier';
  return { said: `Fichier repris. ${parts[0].toUpperCase()}${parts.slice(1)}.`, theirs };
}

/** Bring the files of persons in and say so; the particulars of who hands papers over are taken where there are none, else
 *  only when somebody says so. `more`: what goes after the words. */
export async function openDossiers(text, more = []) {
  let found;
  try {
    found = await bringDossiers(text);
  } catch (error) {
    if (error instanceof dossiers.Unkept) throw error;
    tell(UNKNOWN);
    return;
  }
  const { said, theirs } = found, mine = profile();
  const filled = (own) => JSON.stringify(Object.entries(own).filter(([, value]) => value).sort());
  const take = (own) => {
    const kept = keepProfile(own);
    document.dispatchEvent(new Event('hub-profile'));   // the fields of a calculator show it (site/tools.js)
    return kept;
  };
  if (!Object.keys(theirs).length || filled(theirs) === filled(mine)) tell(said, more);
  else if (filled(mine) === '[]') tell(take(theirs) ? `${said} Vos coordonnées sont reprises du fichier.` : `${said} Ce navigateur ne garde pas vos coordonnées.`, more);
  else {
    tell(`${said} Vos coordonnées d'ici sont gardées : le fichier en contient d'autres.`, more, [['Prendre celles du fichier', () => {
      take(theirs);
      tell('Vos coordonnées sont celles du fichier.', [], [['Annuler', () => { take(mine); tell("Vos coordonnées sont de nouveau celles d'ici."); }]]);
    }]]);
  }
}

function tell(text, more = [], actions = []) {
  say([element('p', { text }), ...more], { by: 'dossiers', actions });
}

/** What was typed, whichever questions are in sight and however its numbers are written. */
const typed = (state) => attempt(() => JSON.stringify(JSON.parse(state).raw).replace(/\s/g, '')) ?? state;

/** Put the case of a file under its name: {record, calculator, title, said, changes}, or {fault}. A file that was opened
 *  before, and in which nothing has changed since, is not put there twice. */
async function bringCase(text, compute) {
  const found = JSON.parse(await compute('kit.opening', JSON.stringify({ file: text })));
  if (found.fault) return found;
  const called = dossiers.cleanName(found.name) || UNNAMED;
  const same = (await dossiers.all()).find(({ name, cases, closed }) => name === called && !closed && cases[found.calculator] && typed(cases[found.calculator].state) === typed(found.state));
  const record = same ?? (await fileUnder(called, found.calculator, found.state, found.about, true)).record;
  return { ...found, record };
}

const changesOf = ({ changes }) => (changes.length ? [element('ul', {}, ...changes.map((text) => element('li', { text })))] : []);

/** A case becomes a file of a person, which the list shows. */
export async function openCaseAsDossier(text, compute) {
  const found = await bringCase(text, compute);
  if (found.fault) { tell(found.fault); return; }
  const link = element('a', { href: `${pageOf(found.calculator)}#dossier=${found.record.id}`, text: "L'ouvrir" });
  tell(`« ${found.title} » est maintenant dans le dossier « ${found.record.name} ».`, [link, ...changesOf(found)]);
}

/** Open a text in a calculator: its case there, under its name; the files of persons among the others. */
export async function openInCalculator(calculator, text, compute) {
  const { kind, data } = look(text);
  const link = calculator.element.querySelector('.calc-dossier a');
  try {
    if (kind === 'dossiers') {
      await openDossiers(text, link ? [element('a', { href: link.href, text: 'Mes dossiers' })] : []);
      return;
    }
    const name = kind === 'case' && typeof data.name === 'string' ? dossiers.cleanName(data.name) : '';
    const alone = document.documentElement.dataset.vue !== undefined;   // in a page of another site there are no files of persons
    if (!name || alone || data.calculator !== calculator.name || name === calculator.bar.name) {
      calculator.send(JSON.stringify({ action: 'open', file: text }));
      return;
    }
    const found = await bringCase(text, compute);
    if (found.fault) { tell(found.fault); return; }
    calculator.bar.quiet();
    await calculator.become(found.record.id);   // another person's case that is open stays as it is
    tell(`${found.said} Il est dans le dossier « ${found.record.name} ».`, changesOf(found));
  } catch (error) {
    if (!(error instanceof dossiers.Unkept)) throw error;
    console.warn('hub:', error);
    if (kind === 'case') calculator.send(JSON.stringify({ action: 'open', file: text }));   // without a name
    else tell("Ce navigateur ne garde pas de dossiers (stockage refusé ou plein) : rien n'a été changé.");
  }
}
