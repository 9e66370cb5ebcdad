// Ranks the entries of the index for a query. MiniSearch holds the index and scores single terms (BM25+ over fields);
// which terms a query means, how they add up and what is asked for by number or article is decided here.
import MiniSearch from "minisearch";
import { answers, citationIn, parseStatute } from "./citations.mjs";
import { STOP, indexTerms, tokens } from "./french.mjs";
import { named, numberIndex } from "./numbers.mjs";
import { synonymTable, understand, vocabulary } from "./words.mjs";

const BOOST = { title: 3, keys: 2, heading: 1.5, refs: 1.5, text: 1, path: 0.8 };
const BM25 = { k: 1.2, b: 0.5, d: 0.3 };
const KIND = { rule: 1, calculator: 0.9, page: 0.6, section: 0.4, reading: 0.45, case: 0.4 };
const ABROGATED = 0.2;
const DEFINITION = 1.2; // who types one term of art first wants to know what it is
const COVERAGE = 2; // a result that has half of what was asked counts a quarter
const NAMED = 500; // the least score of what is asked for by its number
const MEASURE = 1.2; // a number with its own unit, beside the two words apart

const stripped = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

export function makeEngine({ docs, config }) {
  const hub = config.hub ?? { synonyms: [] };
  const entries = docs.map((doc, i) => ({
    i, doc, kind: doc.kind ?? (doc.location.includes("#") ? "section" : "page"),
    title: stripped(doc.title), keys: (doc.keys ?? []).join(" . "), heading: (doc.heading ?? []).join(" . "),
    refs: [...(doc.own ?? []), ...(doc.cases ?? [])].join(" . "), text: stripped(doc.text), path: (doc.path ?? []).join(" . "),
    statutes: { own: (doc.own ?? []).map(parseStatute), basis: (doc.basis ?? []).map(parseStatute) },
  }));
  const fields = Object.keys(BOOST), terms = new Set();
  const index = new MiniSearch({
    idField: "i", fields, tokenize: indexTerms,
    processTerm: (term) => { terms.add(term); return term; },
  });
  index.addAll(entries);
  const vocab = vocabulary(terms), synonyms = synonymTable(hub.synonyms);
  const byNumber = numberIndex(entries.filter((e) => e.doc.id).map((e) => ({ i: e.i, source: e.doc.source, id: e.doc.id, parts: e.doc.parts ?? [] })));
  const laws = new Set(entries.flatMap((e) => [...e.statutes.own, ...e.statutes.basis].map((s) => s.law)));
  const titles = titleWords(entries);

  const kept = new Map(); // term -> Map(entry -> score)
  const options = { boost: BOOST, bm25: BM25, prefix: false, fuzzy: false, tokenize: (t) => [t], processTerm: (t) => t };
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

  function search(query) {
    const { words, measures } = understand(query, vocab, synonyms);
    const perWord = words.map(() => new Map()), matched = new Map();
    const put = (n, i, score, term) => {
      if (score > (perWord[n].get(i) ?? 0)) perWord[n].set(i, score);
      if (!matched.has(i)) matched.set(i, new Set());
      matched.get(i).add(term);
    };
    words.forEach((word, n) => {
      const cap = word.known ? Math.max(rarity(word.term), 2.5) : Infinity; // a rare ending is not worth more than the word
      for (const [term, weight] of word.alternatives) {
        const rare = rarity(term), damp = term === word.term ? 1 : Math.min(rare, cap) / rare;
        for (const [i, score] of scores(term)) put(n, i, score * weight * damp, term);
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
    const worth = words.map((word) => (word.known ? Math.min(6, Math.max(0.5, rarity(word.term))) : 3));
    const total = worth.reduce((a, b) => a + b, 0);
    const hits = new Map();
    for (const [i, set] of matched) {
      const entry = entries[i], missing = [];
      let sum = 0, covered = 0;
      words.forEach((word, n) => {
        const score = perWord[n].get(i);
        if (score) { sum += score; covered += worth[n]; } else missing.push(word.raw);
      });
      for (const measure of measures) sum += MEASURE * (scores(measure).get(i) ?? 0);
      const weight = (KIND[entry.kind] ?? 0.6) * (entry.doc.off ? ABROGATED : 1) * (entry.doc.nature === "definition" ? DEFINITION : 1);
      hits.set(i, { i, score: sum * (covered / total) ** COVERAGE * weight, missing, terms: set });
    }
    const raise = (i, score, more = {}) => {
      const hit = hits.get(i) ?? { i, missing: [], terms: new Set(words.map((w) => w.term)) };
      hits.set(i, { ...hit, score, ...more });
    };
    const article = citationIn(query, laws);
    if (article) {
      for (const entry of entries) {
        const score = entry.kind === "rule" ? answers(article, entry.statutes) : 0;
        if (score) raise(entry.i, 1000 + score - (entry.doc.off ? 500 : 0), { missing: [] });
      }
    }
    named(query, byNumber).forEach(({ rule, part, begun }, n) => {
      raise(rule.i, (begun ? NAMED + 100 : 2000) - n, { part: rule.parts.includes(part) ? part : "", missing: [] });
    });
    // worked cases come after all rules and pages, unless one is asked for by its number
    const late = (hit) => hit.score < NAMED && entries[hit.i].kind === "case";
    const ranked = [...hits.values()].sort((a, b) => late(a) - late(b) || b.score - a.score || a.i - b.i);
    const least = Math.min(Math.max(0, ...ranked.map((hit) => hit.score)), 60) * 0.04;
    return ranked.filter((hit) => hit.score > least).slice(0, 40).map((hit) => ({ ...hit, entry: entries[hit.i] }));
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
  return { search, suggest };
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

