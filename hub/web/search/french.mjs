// French as the index and the queries see it: fold accents and ligatures, cut elisions, join thousands, unify decimals
// and units, reduce plurals and feminines. The same for rules and for queries; no word of the field stands in here.

const TOKEN = /\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*\p{L}*|pour[\s-]?cents?(?!\p{L})|\p{L}[\p{L}\p{N}]*|%/giu;

// Words that say nothing of what is looked for. "non" and "sans" are not among them: "sans intérêt" is not "intérêt".
export const STOP = new Set([
  "a à au aux avec ce ces cet cette ceci cela ci ça comme d dans de des du elle elles en entre est et eu il ils j je l la le les",
  "leur leurs lorsqu lorsque lui m ma mais me mes moi mon n ne nos notre nous on ont ou où par pas pour puisqu qu quand que",
  "quel quelle quelles quels qui quoi s sa se selon ses si soit son sont sous sur t ta te tes toi ton tu un une vers vos",
  "votre vous y jusqu chez puis donc très trop aussi ai as avons avez était sera serait suis es êtes",
  "combien comment faut il peut doit etre cas fait quoi pourquoi avoir est-ce", // words of questions
  "ni ch chiffre chiffres art article al alinea let lettre no", // designators of legal texts
].join(" ").split(" ").map(fold));

// Words that tell little in any text of this kind: they count, but never as what is asked for.
const LIGHT = new Set([
  "aller vais va vont allé faire fais font faisant devenir devient deviens payer paie paye payé payés payée payées paient vouloir veut veux",
  "voulez voudrais trouver trouve trouvé mettre met mis prendre prend pris donner donne donné pouvoir peux peuvent pourrait puis-je",
  "dois doivent devrais devrait devoir rester reste passer passe passé dire dit savoir sais voir venir vient viens arriver arrive",
  "recevoir reçoit reçu avoir être demander demande servir sert falloir chose choses genre sorte façon manière exemple",
  "bien mal plus moins encore déjà toujours jamais après avant pendant durant depuis dès lors besoin même autre autres tout tous toute toutes",
  "chaque quelque quelques certain certains beaucoup peu petit petite grand grande nouveau nouvelle bon bonne seul possible",
  "grâce cause concernant rapport sujet partir quelqu personne gens monsieur madame merci bonjour svp aide-moi",
  "remboursé remboursés remboursée remboursées doit-elle doit-il envie exister existe exact exactement règle règles valoir vaut compter compte ceux celui celle dont afin car ainsi alors",
  "juste vraiment bientôt maintenant aujourd hui hier demain surtout simplement parce pourtant presque environ enfin ailleurs carrément franchement truc trucs",
  "aimerais aimerait souhaite souhaiterais pense crois semble suffit",
  "ici là oui quoi type types obtenir avez-vous question info infos information savoir expliquer explication",
].join(" ").split(" ").map((word) => stem(fold(word))));
export const light = (term) => LIGHT.has(term);

// Words that ask what something is.
export const ASKS = new Set("definition definitions definir notion signification signifie signifier veut-dire cest qu'est-ce".split(" "));

const UNITS = {
  fr: "chf", frs: "chf", balles: "chf", sfr: "chf", franc: "chf", francs: "chf", chf: "chf",
  h: "heure", heure: "heure", heures: "heure", min: "minute", minute: "minute", minutes: "minute",
  j: "jour", jour: "jour", jours: "jour", semaine: "semaine", semaines: "semaine", mois: "mois", an: "an", ans: "an",
  annee: "an", annees: "an", fois: "fois", page: "page", pages: "page", "%": "%",
  personne: "personne", personnes: "personne", collaborateur: "personne", collaborateurs: "personne",
  employe: "personne", employes: "personne",
};

export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/œ/g, "oe").replace(/æ/g, "ae");
}

// A folded word without plural and feminine: "prets" -> "pret", "assurees" -> "assur", "journaux" -> "journal".
export function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  let s = word;
  if (s.endsWith("eaux")) s = s.slice(0, -1);
  else if (s.endsWith("aux") && s.length > 4) s = `${s.slice(0, -2)}l`;
  else if (/[sx]$/.test(s) && !s.endsWith("ss")) s = s.slice(0, -1);
  s = s.replace(/(?<=...)e{1,2}$/, "");
  return s.replace(/(?<=...)([a-z])\1$/, "$1");
}

// Endings of one family, longest first: what is left is its root. A verb's own changes come before: répondre, réponse.
const ENDINGS = [
  "issement", "isation", "iation", "ification", "atric", "ateur", "ation", "ition", "ement", "eutiqu", "eus", "anc", "enc", "abl", "ibl", "air", "ag",
  "ment", "tion", "sion", "iqu", "eur", "ion", "ant", "ent", "iel", "al", "el", "if", "iv", "er", "ier", "ir", "re", "it", "is", "iss", "ie", "u", "i", "a", "t", "s", "d",
].sort((a, b) => b.length - a.length);
/** @type {[RegExp, string][]} */
const CHANGES = [
  [/ompr[et]?$|upt(?:ion)?$/, "omp"], [/duir[et]?$|duct(?:ion|eur)?$|duit?$/, "duc"], [/([rl])?ettr[et]?$/, "$1emett"], [/scri(?:r|t|re|v|ption)$|script(?:ion)?$/, "scri"],
  [/nstrui[rst]e?$|nstruct(?:ion)?$/, "nstru"], [/cev(?:oir|abl)$|cept(?:ion)?$/, "cev"], [/(an|en|on|or|er)d(?:r|re|u|eur|euse)?$/, "$1d"],
];
const ROOT = 5;

const CONJUGATED = /(?<=^.{3,})ez$|(?<=^.{4,})(?:(?<!f|tr)ai(?:t|ent)?|er(?:ai(?:t|ent)?|a|ez|ont))$/; // je gagnais, aidez, il paierait: as the infinitive; « forfait » and « retrait » are nouns

const NOUNS = { convenir: "convenir", convient: "convenir", fermer: "fermer", livrer: "livrer", porter: "porter", poster: "poster", dernier: "dernier", premier: "premier", publicit: "publicit", vent: "vend", pert: "perd", repons: "repon", repond: "repon", repondr: "repon", choix: "chois", choi: "chois", soin: "soign" }; // of verbs

// What the words of one family share: "rembourser", "remboursement" -> "rembours"; "répondre", "réponse" -> "repon".
export function family(stemmed) {
  if (NOUNS[stemmed]) return NOUNS[stemmed];
  if (stemmed.length < 5 || /\d/.test(stemmed)) return stemmed;
  if (CONJUGATED.test(stemmed)) return family(stemmed.replace(CONJUGATED, "er"));
  if (stemmed.length < 7 && /[^i]er$/.test(stemmed)) return stemmed.slice(0, -2); // a short verb: garder, gardé
  for (const [from, to] of CHANGES) if (from.test(stemmed)) return stemmed.replace(from, to);
  let root = stemmed;
  for (let n = 0; n < 2; n++) {
    const ending = ENDINGS.find((e) => e.length > n && root.endsWith(e) && root.length - e.length >= ROOT && !(e.length === 1 && /i[ts]$/.test(root))); // utilité is not utiliser
    if (!ending) break;
    root = root.slice(0, -ending.length);
  }
  return root.replace(/([a-z])\1$/, "$1").replace(/y$/, "i");
}

function number(raw) {
  const n = fold(raw.replace(/[ \u00a0\u202f'’]/g, "").replace(",", "."));
  return /^\d+\.\d+$/.test(n) ? n.replace(/\.?0+$/, "") : n; // 2.60 = 2,6; 15'000.00 = 15000
}

const FIGURES = { trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10, onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16, vingt: 20, vingts: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60, septante: 70, huitante: 80, octante: 80, nonante: 90, cent: 100, cents: 100, mille: 1000 };
const FIGURE = Object.keys(FIGURES).sort((a, b) => b.length - a.length).join("|");
// Words that count something, or thousands: « deux mandats » is no figure, « dix jours » and « quinze mille » are.
const SPELLED = new RegExp(`(?<![\\p{L}\\d.-])(?<!pour[\\s-])((?:\\d+|${FIGURE})(?:[\\s-]+(?:et[\\s-]+)?(?:${FIGURE}))*)(?=(\\s+(?:pour[\\s-]cent|%|${Object.keys(UNITS).filter((unit) => unit.length > 1).join("|").replace(/e/g, "[eé]")})(?!\\p{L}))?)(?!\\p{L})`, "giu");

// Numbers in words, as figures: « quinze mille francs » -> « 15000 francs »; « 15k » too.
export function inFigures(text) {
  return text.replace(/(?<![\p{L}\d])(\d{1,3})\s?k(?!\p{L})/giu, "$1000").replace(SPELLED, (whole, said, unit) => {
    const parts = said.toLowerCase().split(/[\s-]+(?:et[\s-]+)?/);
    if (/^\d+$/.test(said) || !(unit || parts.includes("mille"))) return whole;
    let total = 0, part = 0;
    for (const [n, word] of parts.entries()) {
      const value = FIGURES[word] ?? Number(word);
      if (value === 1000) { total += (part || 1) * 1000; part = 0; }
      else if (value === 100) part = (part || 1) * 100;
      else part += value === 20 && parts[n - 1] === "quatre" ? 76 : value;
    }
    return String(total + part);
  });
}

// The tokens of a text: {raw, at, term}. `term` is the folded, stemmed word or the number as the index knows it.
export function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0], at = match.index;
    const glued = /^(\d+(?:[.,]\d+)*)(h|j|fr|frs|chf|min|mois|ans?)$/i.exec(raw); // 36h, 400fr
    if (glued) {
      yield { raw: glued[1], at, word: number(glued[1]), term: number(glued[1]) };
      yield { raw: glued[2], at: at + glued[1].length, word: fold(glued[2]), term: stem(UNITS[fold(glued[2])]) };
    } else if (/^\d/.test(raw)) {
      yield { raw, at, word: number(raw), term: number(raw) };
    } else if (raw === "%" || /^pour[\s-]?cent/i.test(raw)) {
      yield { raw, at, word: "%", term: "%" };
    } else {
      const word = raw === "SA" ? "sa-societe" : fold(raw).replace(/([a-z])\1{2,}/g, raw.length > 4 ? "$1$1" : "$&"); // the company, not « sa »; « sommmation »
      yield { raw, at, word, term: stem(UNITS[word] ?? word) };
    }
  }
}

const UNIT_TERMS = new Set(Object.values(UNITS).map(stem));
const COUNTED = new Map(["participant", "bénéficiaire", "assuré", "salarié", "usager"].map((word) => [stem(fold(word)), "person"])); // « 10 bénéficiaires » are as many persons
const isNumber = (term) => /^\d+(?:\.\d+)?$/.test(term);

// A number and its unit as one term, in either order: "400 francs", "CHF 400" -> "400·chf".
export function measures(list) {
  const out = [];
  for (let i = 0; i < list.length; i++) {
    if (!isNumber(list[i].term)) continue;
    const after = list[i + 1]?.term, before = list[i - 1]?.term;
    const unit = COUNTED.get(after) ?? after;
    if (UNIT_TERMS.has(unit)) out.push({ term: `${list[i].term}·${unit}`, from: i, to: i + 1 });
    else if (before === "chf") out.push({ term: `${list[i].term}·chf`, from: i - 1, to: i });
  }
  return out;
}

// What the index holds of a text; `written` learns the words that a term stands for: « amortis » -> amortissement, amortissements.
export function indexTerms(text, written = new Map()) {
  const list = [...tokens(text)];
  for (const { word, term } of list) {
    if (written.has(term)) written.get(term).add(word); else written.set(term, new Set([word]));
  }
  return [...list.filter((t) => !STOP.has(t.word)).map((t) => t.term), ...measures(list).map((m) => m.term)];
}

// How a word sounds, roughly: "rapor" and "rapport", "travaile" and "travail" are one.
export function sound(word) {
  return word.replace(/ph/g, "f").replace(/g(?=[eiy])/g, "j").replace(/qu|q|k|c(?=[aoulr])/g, "k").replace(/ss|c(?=[eiy])/g, "s").replace(/eau|au/g, "o").replace(/ai|ei/g, "e")
    .replace(/y/g, "i").replace(/m(?=[pb])/g, "n").replace(/th/g, "t").replace(/(?<!c)h/g, "").replace(/z/g, "s").replace(/([a-z])\1+/g, "$1").replace(/(?:er|ent|es|[estdxp])$/, "");
}

// Optimal string alignment distance (a swap of neighbours counts one), given up beyond `max`.
export function distance(a, b, max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before, last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      let d = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      row[j] = d;
      if (d < best) best = d;
    }
    if (best > max) return max + 1;
    before = last;
    last = row;
  }
  return last[b.length];
}
