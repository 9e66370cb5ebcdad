// Ranks the entries of the index for a query. MiniSearch holds the index and scores single terms (BM25+ over fields);
// which terms a query means, how they add up and what is asked for by number or article is decided here.
import MiniSearch from "minisearch";
import { answers, citationIn, decisionIn, decisionTable, parseStatute } from "./citations.mjs";
import { unfolded } from "./entries.mjs";
import { STOP, family, fold, inFigures, indexTerms, light, stem, tokens } from "./french.mjs";
import { fromGerman, germanTable } from "./german.mjs";
import { doubt, oddsTable } from "./nothing.mjs";
import { named, numberIndex, sourceNamed } from "./numbers.mjs";
import { nearest, phraseTable, sameWords, significant, spokenAnyhow, synonymTable, understand, vocabulary } from "./words.mjs";

// How the parts of a rank are weighed; tests/search/ask.py measures what they do.
export const RANK = {
  boost: { title: 2.5, said: 3.2, keys: 2, heading: 1.5, refs: 1.5, hint: 1.2, text: 1.4, path: 0.8, labels: 0.5 },
  kind: { rule: 1, calculator: 0.7, page: 0.6, section: 0.4, reading: 0.35, case: 0.4 },
  abrogated: 0.2,
  definition: { asked: 1.4, whole: 1.4 }, // who asks what a thing is, or types nothing but its name
  coverage: 1.5, // a result that has half of what was asked counts a third
  measure: 1.2, // a number with its own unit, beside the two words apart
  home: [1.6, 0.45, 0.25], // the rules that a whole phrase leads to: the first one, the second, the others
  scattered: 0.9, // … whose words stand apart or in another order
  kindAsked: 1.25, // « combien de temps » asks for a duration
  little: 0.7, // what a word counts that tells little
  aboutMe: { eisp: [0.85, 0.6] }, // a document written for institutions, and beside « je », « mon »
  background: { none: 0.6, example: 0.8, changed: 0.7 }, // a preface, an example, what the law says since: after the rule itself
  chapter: 0.5, // a chapter whose rules have many of the words together
  aside: 0.4, // who or where, not what
  tool: 1.8, // a calculator, when one is asked for
  together: { title: 0.6, text: 0.35 }, // words of the query that stand side by side in a title, in what is said, in a text
  source: 0.3, // a rule of another document than the one that is named
  number: 5, // a number that a result lacks costs more than a word
  unknown: 4, // a word that the index does not have
  foreign: 5, // one that is known to be of something else
};
// What a question asks for, and the kind of rule that says it.
/** @type {[string, RegExp][]} */
const KINDS = [
  ["duration", /combien de (?:temps|mois|jours?|semaines?|annees?|ans)|jusqu.?a quand|longtemps|\bdur(?:ee?|er|ent)\b|\bdelais?\b|\bquand\b/],
  ["amount", /\bcombien\b(?! de (?:temps|mois|jour|semaine|annee|ans))|\bmontants?\b|\bprix\b|\bcouts?\b|\bplafond|\bmaxim|\bpa(?:ie|ye|yer|ient)s?\b|\brembours|\btarif|\bfrais\b|\bsomme\b/],
  ["condition", /\bcondition|\bpuis.je\b|\bpeut.(?:on|il|elle)\b|\bdroit a\b|\bai.je droit\b|\bpossible\b|\bpeux\b|\bqui a droit/],
  ["procedure", /\bcomment\b|\bqui (?:decide|signe|verse|controle|choisit|fait)\b|\ba qui\b|\bdemarche/],
  ["obligation", /\bdois\b|\bdoit\b|\boblig|\bfaut\b/],
];
const TOOLS = new Set(["calculer", "calculateur", "calculett", "calculatric", "simuler", "simulateur", "simulation"]);
const ME = /(?<!\p{L})(?:j['’]|m['’]|(?:je|mon|ma|mes|moi|me)(?!\p{L}))/iu;
const BM25 = { k: 1.2, b: 0.5, d: 0.3 };
const NAMED = 500; // the least score of what is asked for by its number
const WHOLE = 0.95; // of a query: a phrase of the thesaurus says it all
const ENOUGH = 0.25; // the share of a query that speaks of a topic of others, for its authority to be named

const stripped = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
// « (arrêt 9C_354/2010 du 16 décembre 2010, consid. 3.2) » is no word of the text: « arrêter » does not look for it
const DECISION = /arrêts?(?= (?:du Tribunal fédéral )?\(?(?:\d[A-Z]_|I \d))|(?<=\d\/\d{2,4} )du \d+(?:er)? \p{L}+ \d{4}|consid\. [\d.a-z]+/gu;

const phraseKey = (text) => [...new Set(significant(text).filter((t) => !light(t.term)).map((t) => family(t.term)))].sort().join(" ");

const titleKey = (text) => significant(text).map((t) => family(t.term)).join(" ");

/** @param {any} content */
export function makeEngine({ docs: sent, config, later: { said: more = [], ...later } = {} }) {
  const docs = unfolded({ docs: sent, config }, later);
  const hub = { words: [], same: [], rules: [], german: [], elsewhere: [], aside: [], ...config.hub };
  hub.rules = [...hub.rules, ...more];
  const said = docs.map(() => []), hint = docs.map(() => []);
  for (const [say, places] of hub.rules) for (const [n, i] of places.entries()) (n ? hint : said)[i].push(...say);
  const entries = docs.map((doc, i) => ({
    i, doc, kind: doc.kind ?? (doc.location.includes("#") ? "section" : "page"),
    title: stripped(doc.title), keys: (doc.keys ?? []).join(" . "), heading: (doc.heading ?? []).join(" . "),
    refs: [...(doc.own ?? []), ...(doc.cases ?? [])].join(" . "), text: stripped(doc.text).replace(DECISION, " "), path: (doc.path ?? []).join(" . "),
    said: said[i].join(" . "), hint: hint[i].join(" . "), labels: (doc.labels ?? []).join(" . "),
    statutes: { own: (doc.own ?? []).map(parseStatute), basis: (doc.basis ?? []).map(parseStatute) },
  }));
  const fields = Object.keys(RANK.boost), terms = new Set(), written = new Map();
  const index = new MiniSearch({
    idField: "i", fields, tokenize: (text) => indexTerms(text, written),
    processTerm: (term) => { terms.add(term); return term; },
  });
  index.addAll(entries);
  const vocab = vocabulary(terms, written), synonyms = synonymTable([...hub.words, ...hub.same.flatMap((group) => group.map((word) => [[word], group.filter((other) => other !== word)]))]), same = sameWords(hub.same), homes = phraseTable(hub.rules.map(([say, rules]) => ({ say, rules })), same);
  const german = germanTable(hub.german), elsewhere = phraseTable(hub.elsewhere.map(([say, topic, ask]) => ({ say, topic, ask })));
  const saidFamilies = new Set([...synonyms.values()].flat().flatMap((e) => (e.said.length === 1 ? e.said : [])));
  const others = [...elsewhere.values()].flat();
  const known = { said: saidFamilies, foreign: new Set(others.flatMap((e) => (e.said.length === 1 ? e.said : []))), spelled: new Set(others.flatMap((e) => e.said)), aside: new Set(hub.aside.map((word) => family(stem(fold(word))))) };
  const theirs = hub.elsewhere.flatMap(([say]) => say), ours = [...hub.rules, ...hub.words].flatMap(([say]) => say).concat(entries.filter((e) => e.kind === "rule").map((e) => e.title));
  const odds = oddsTable(theirs, ours);
  const byNumber = numberIndex(entries.filter((e) => e.doc.id).map((e) => ({ i: e.i, source: e.doc.source, id: e.doc.id, parts: e.doc.parts ?? [] })));
  const statutes = entries.flatMap((e) => [...e.statutes.own, ...e.statutes.basis]);
  const laws = new Set(statutes.map((s) => s.law)), articles = new Set(statutes.flatMap((s) => s.articles));
  const decisions = decisionTable(entries);
  const names = new Map(); // the name of a page or calculator -> its entries
  for (const e of entries) {
    if (e.kind !== "page" && e.kind !== "calculator") continue;
    for (const name of [e.title, ...(e.title.includes(":") ? [e.title.split(":")[0]] : [])]) {
      const key = phraseKey(name);
      if (key) names.set(key, [...(names.get(key) ?? []), e.i]);
    }
  }
  const titled = new Map(); // the title of a rule -> the rules that bear it
  for (const e of entries) {
    if (e.kind !== "rule" || e.doc.off || e.doc.source === "fait") continue;
    const key = titleKey(e.title.replace(/^\S+ · /, "")); // « 6020 · Plafond … »
    titled.set(key, [...(titled.get(key) ?? []), e.i]);
  }
  const definitions = new Map(); // a chapter -> the first of its definitions
  for (const { i, kind, doc } of entries) {
    const page = doc.location.split("#")[0];
    if (kind === "rule" && doc.nature === "definition" && !definitions.has(page)) definitions.set(page, i);
  }
  const titles = titleWords(entries);
  const chapterOf = entries.map((e) => (e.kind === "rule" ? e.doc.location.split("#")[0] : null));
  // what a rule weighs before any word is typed: in any question, in one of a person about himself
  const before = entries.map(({ kind, doc }) => {
    if (kind !== "rule") return [1, 1];
    const nature = doc.source === "fait" && doc.nature === "transitional" ? RANK.background.changed : RANK.background[doc.nature ?? "none"] ?? 1;
    return (RANK.aboutMe[doc.source] ?? [1, 1]).map((weight) => weight * nature);
  });

  // How well the words stand together in a chapter, in any of its rules: « facturer » and « séance » are of a coach, whatever
  // single rule has one of them. chapter -> sum of what each word is worth there.
  function chapters(perWord, worth) {
    const fits = new Map();
    for (const [n, found] of perWord.entries()) {
      const sums = new Map();
      for (const [i, score] of found) if (chapterOf[i] && !entries[i].doc.off) sums.set(chapterOf[i], (sums.get(chapterOf[i]) ?? 0) + score);
      for (const [chapter, sum] of sums) fits.set(chapter, (fits.get(chapter) ?? 0) + worth[n] * Math.log1p(sum));
    }
    return fits;
  }

  const alike = (root) => same.get(root) ?? root;
  const beside = new WeakMap(); // entry -> the pairs of words that stand side by side in it
  function together(entry) {
    let found = beside.get(entry);
    if (!found) {
      const pairs = (texts) => new Set(texts.flatMap((text) => {
        const roots = significant(text).map((t) => alike(family(t.term)));
        return roots.slice(1).map((root, n) => `${roots[n]} ${root}`);
      }));
      found = { title: pairs([entry.title, ...said[entry.i], ...hint[entry.i]]), text: pairs(entry.text.split(/[.;:]\s/)) };
      beside.set(entry, found);
    }
    return found;
  }

  const kept = new Map(); // term -> Map(entry -> score)
  const options = { boost: RANK.boost, bm25: BM25, prefix: false, fuzzy: false, tokenize: (t) => [t], processTerm: (t) => t };
  function scores(term) {
    let found = kept.get(term);
    if (!found) {
      if (kept.size > 2000) kept.clear();
      found = new Map(vocab.has(term) ? index.search(term, options).map((r) => [r.id, r.score]) : []);
      kept.set(term, found);
    }
    return found;
  }
  const rarity = (term) => {
    const n = scores(term).size;
    return Math.log(1 + (entries.length - n + 0.5) / (n + 0.5));
  };
  const isFrench = ({ term, word }) => STOP.has(word) || known.foreign.has(family(term)) || vocab.has(term) || (term.length > 4 && vocab.family(family(term)).length > 0) || /\d/.test(term);

  const couldBeFrench = ({ term, word }) => !vocab.beginning(word).next().done || nearest(word, term, vocab).length > 0;

  // {hits, note}: the entries found, best first, and what is to be said of them before.
  function search(query) {
    const translated = fromGerman(query, german, isFrench, couldBeFrench);
    return ranked(inFigures(translated?.query ?? query), query, translated);
  }

  function ranked(query, typed, translated) {
    const { words, families, asks, measures } = understand(query, vocab, synonyms, known);
    const perWord = words.map(() => new Map()), matched = new Map();
    const put = (n, i, score, term) => {
      if (score > (perWord[n].get(i) ?? 0)) perWord[n].set(i, score);
      if (!matched.has(i)) matched.set(i, new Set());
      matched.get(i).add(term);
    };
    words.forEach((word, n) => {
      const cap = word.kind === "known" ? Math.max(rarity(word.term), 2.5) : Infinity; // a rare ending is not worth more than the word
      const little = word.light ? RANK.little : 1;
      for (const [term, weight] of word.alternatives) {
        const rare = rarity(term), damp = term === word.term ? 1 : Math.min(rare, cap) / rare;
        for (const [i, score] of scores(term)) put(n, i, score * weight * damp * little, term);
      }
      for (const { span, terms: phrase, weight } of word.phrases) { // counts where all of its words stand
        const parts = phrase.map(scores);
        for (const [i] of parts[0]) {
          if (!parts.every((part) => part.has(i))) continue;
          const score = weight * parts.reduce((sum, part) => sum + part.get(i), 0) / parts.length;
          for (let k = 0; k < span && n + k < words.length; k++) for (const term of phrase) put(n + k, i, score, term);
        }
      }
    });
    const worth = words.map((word) => {
      if (/\d/.test(word.term)) return measures.some((m) => m.term.startsWith(`${word.term}·`) && !scores(m.term).size) && words.length > 2 * measures.length ? RANK.little : RANK.number; // « rentier depuis 10 ans » asks for no figure
      const best = Math.max(...[...word.alternatives.keys()].map((t) => (scores(t).size ? rarity(t) : 0)).slice(0, 1), 0);
      if (word.kind === "aside") return RANK.aside;
      const value = word.kind === "known" ? Math.min(6, Math.max(0.5, best)) : word.kind === "foreign" ? RANK.foreign : RANK.unknown;
      return word.light ? value * RANK.little : value;
    });
    const total = worth.reduce((a, b) => a + b, 0);

    // where the words, said together, lead to; the longer a part of the query, the more it counts
    const lead = new Map();
    let home = 0;
    const share = (places) => places.reduce((sum, at) => sum + worth[at], 0) / total;
    for (const { places, whole, rules } of spokenAnyhow(homes, families.map(alike))) {
      const part = share(places) ** 2 * (whole ? 1 : RANK.scattered);
      home = Math.max(home, share(places));
      for (const [n, i] of rules.entries()) lead.set(i, Math.max(lead.get(i) ?? 0, part * RANK.home[Math.min(n, 2)]));
    }
    for (const [n, i] of (translated?.rules ?? []).entries()) lead.set(i, Math.max(lead.get(i) ?? 0, n < 3 ? 0.8 : 0.5));

    const folded = fold(query), kinds = new Set(KINDS.filter(([, asking]) => asking.test(folded)).map(([kind]) => kind));
    const tool = words.some((word) => TOOLS.has(word.term));
    const personal = Number(ME.test(query));
    const hits = new Map();
    let best = 0;
    for (const [i, set] of matched) {
      const entry = entries[i], missing = [];
      let sum = 0, covered = 0;
      words.forEach((word, n) => {
        const score = perWord[n].get(i);
        if (score) { sum += score; covered += worth[n]; } else missing.push(word.raw);
      });
      for (const measure of measures) sum += RANK.measure * (scores(measure.term).get(i) ?? 0);
      const definition = entry.doc.nature !== "definition" ? 1 : asks ? RANK.definition.asked : words.length < 3 ? RANK.definition.whole : 1;
      const weight = RANK.kind[entry.kind] * (tool && entry.kind === "calculator" ? RANK.tool : 1) * (entry.doc.off ? RANK.abrogated : 1) * definition * before[i][personal] * (kinds.has(entry.doc.nature) ? RANK.kindAsked : 1) * (1 + (lead.get(i) ?? 0));
      if (!entry.doc.off) best = Math.max(best, covered / total);
      hits.set(i, { i, score: sum * (covered / total) ** RANK.coverage * weight, missing, terms: set });
    }
    const fits = chapters(perWord, worth), most = Math.max(0, ...fits.values());
    if (most) for (const hit of hits.values()) if (chapterOf[hit.i]) hit.score *= ((fits.get(chapterOf[hit.i]) ?? 0) / most) ** RANK.chapter;
    const wanted = sourceNamed(query);
    if (wanted) for (const hit of hits.values()) if (entries[hit.i].kind === "rule" && !entries[hit.i].doc.source.startsWith(wanted)) hit.score *= RANK.source;
    const pairs = families.slice(1).map((root, n) => `${alike(families[n])} ${alike(root)}`); // that stand side by side
    for (const hit of [...hits.values()].sort((a, b) => b.score - a.score).slice(0, pairs.length && 40)) {
      const { title, text } = together(entries[hit.i]);
      const found = pairs.reduce((sum, pair) => sum + (title.has(pair) ? RANK.together.title : text.has(pair) ? RANK.together.text : 0), 0);
      hit.score *= 1 + found / pairs.length;
    }
    // the name of a chapter or a calculator: they stand right behind its definition
    const called = names.get(phraseKey(query)) ?? [];
    const defined = called.map((i) => hits.get(definitions.get(entries[i].doc.location))).find(Boolean);
    const top = Math.max(0, ...[...hits.values()].filter((hit) => entries[hit.i].kind === "rule").map((hit) => hit.score));
    if (defined) defined.score = top;
    called.forEach((i, n) => {
      const hit = hits.get(i);
      if (hit && top) hit.score = top * (0.99 - 0.01 * n);
    });
    if (defined) for (const hit of hits.values()) if (hit !== defined && hit.score === top) hit.score *= 0.999;
    // whoever types the whole title of a rule asks for that rule
    const exact = (titled.get(titleKey(query)) ?? []).map((i) => hits.get(i)).filter(Boolean).sort((a, b) => b.score - a.score);
    for (const [n, hit] of exact.entries()) hit.score = top * (1.1 - 0.01 * n);
    if (exact.length) home = 1;
    let asked = false; // by number or article
    const raise = (i, score, more = {}) => {
      const hit = hits.get(i) ?? { i, missing: [], terms: new Set(words.map((w) => w.term)) };
      hits.set(i, { ...hit, score, ...more });
      asked = true;
    };
    const article = citationIn(query, laws, articles);
    if (article) {
      for (const entry of entries) {
        const score = entry.kind === "rule" && answers(article, entry.statutes, entry.doc.nature === "definition");
        if (score) raise(entry.i, 1000 + score - (entry.doc.off ? 500 : 0), { missing: [] });
      }
    }
    for (const i of decisionIn(query, decisions)) raise(i, 1000 - (entries[i].doc.off ? 500 : 0), { missing: [] });
    if (!asked) {
      named(query, byNumber).forEach(({ rule, part, begun }, n) => {
        raise(rule.i, (begun ? NAMED + 100 : 2000) - n, { part: rule.parts.includes(part) ? part : "", missing: [] });
      });
    }
    // worked cases come after all rules and pages, unless one is asked for by its number or its whole title
    const byTitle = (entry) => pairs.length > 1 && pairs.every((pair) => together(entry).title.has(pair));
    const late = new Set([...hits.values()].filter((hit) => hit.score < NAMED && entries[hit.i].kind === "case" && !byTitle(entries[hit.i])));
    const order = [...hits.values()].sort((a, b) => Number(late.has(a)) - Number(late.has(b)) || b.score - a.score || a.i - b.i);
    const least = Math.min(Math.max(0, ...order.map((hit) => hit.score)), 60) * 0.04;
    const shown = order.filter((hit) => hit.score > least).slice(0, 40).map((hit) => ({ ...hit, entry: entries[hit.i] }));
    const strange = article?.law && !asked; // an article that no rule rests on
    return { hits: shown, note: asked ? null : note({ typed, words, measures, strange, families, pairs, worth, total, home, best, translated, shown }) };
  }

  // The share of the words side by side in the query that one of the results has side by side; of one word alone, half.
  function paired(shown, pairs) {
    if (!pairs.length) return 0.5;
    return Math.max(0, ...shown.slice(0, 12).map(({ entry }) => pairs.filter((pair) => together(entry).title.has(pair) || together(entry).text.has(pair)).length)) / pairs.length;
  }

  // What is to be said before the results: nothing answers, a word is missing or was read otherwise, German.
  function note({ typed, words, measures, strange: unknownArticle, families, pairs, worth, total, home, best, translated, shown }) {
    if (!words.length || !total) return null;
    const absent = words.filter((word) => (word.kind === "none" || word.kind === "foreign") && !word.light && !/\d/.test(word.term) && !word.phrases.length && word.alternatives.size === 1);
    const missing = absent.map((word) => word.raw);
    const held = new Map(); // topic -> the words that speak of it
    for (const { places, whole, topic, ask } of spokenAnyhow(elsewhere, families)) {
      if (!held.has(topic)) held.set(topic, { topic, ask, places: new Set(), named: false });
      if (whole && places.length > 1) held.get(topic).named = true;
      for (const at of places) held.get(topic).places.add(at);
    }
    const shareOf = (places) => [...places].reduce((sum, at) => sum + worth[at], 0) / total;
    const [topic] = [...held.values()].sort((x, y) => shareOf(y.places) - shareOf(x.places));
    const other = shareOf(new Set([...held.values()].flatMap(({ places }) => [...places]))), phrase = [...held.values()].some(({ named }) => named);
    const german = translated?.pairs ?? [], corrected = words.filter((word) => word.kind === "corrected").map((word) => [word.raw, inWords(word.meant[0])]);
    const finished = !/[\p{L}\p{N}]$/u.test(typed) || words.at(-1).kind !== "none" || words.length > 1 || words[0].raw.length > 4;
    const unmeasured = measures.length > 0 && !measures.some(({ term }) => [...scores(term).keys()].some((i) => entries[i].kind !== "case")); // « 30 heures » stands nowhere
    const told = unmeasured ? [...missing.filter((word) => !measures.some(({ raw }) => raw.split(/\s/).includes(word))), ...measures.map(({ raw }) => raw)] : missing;
    const none = { kind: "none", typed, missing: told, nearest: shown.find((hit) => hit.entry.kind !== "case")?.entry.doc };
    const content = words.flatMap((word, n) => (word.light || /\d/.test(word.term) ? [] : [{ root: families[n], unknown: word.kind === "none" || word.kind === "foreign" }]));
    if ((topic || finished) && home < WHOLE && (other > WHOLE || doubt({ other, phrase, best, pair: paired(shown, pairs), corrected: corrected.length, german: german.length, odds: odds(content), words: content.length }) > 0)) return { ...none, ...(topic && shareOf(topic.places) > ENOUGH ? { topic: topic.topic, ask: topic.ask } : {}) };
    const figureless = unmeasured && words.length <= 2 * measures.length && !words.some((word) => /\d/.test(word.term) && vocab.has(word.term));
    if (unknownArticle || figureless || finished && !german.length && !shown.length) return none;
    if (german.length || corrected.length || told.length && finished) return { kind: "read", typed, missing: told, corrected, german };
    return null;
  }

  // A term as it stands in a text: « amort » -> « amortissement ».
  function inWords(term) {
    for (const i of scores(term).keys()) {
      const { title, said, hint, text } = entries[i];
      for (const t of tokens(`${title} ${said} ${hint} ${text}`)) if (t.term === term) return t.raw.toLowerCase();
    }
    return term;
  }

  // Completes the word being typed, from the words of the titles.
  function suggest(query) {
    const match = /[\p{L}]{3,}$/u.exec(query);
    if (!match) return [];
    const typed = match[0].toLowerCase();
    let best = "", most = 0;
    for (const [word, count] of titles) if (count > most && word.length > typed.length && word.startsWith(typed)) { best = word; most = count; }
    return best ? [best] : [];
  }
  return { search, suggest, forget: () => kept.clear() };
}

function titleWords(entries) {
  const found = new Map();
  for (const entry of entries) {
    for (const { raw, word } of tokens(entry.title)) {
      if (raw.length > 4 && !/\d/.test(raw) && !STOP.has(word)) found.set(raw.toLowerCase(), (found.get(raw.toLowerCase()) ?? 0) + 1);
    }
  }
  return found;
}
