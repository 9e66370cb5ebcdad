// From the words of a query to the terms of the index: each word with its alternatives and their weights.
import { STOP, distance, family, fold, measures, tokens } from "./french.mjs";

// What a kind of alternative counts beside the word itself.
export const WEIGHTS = { prefixLast: 0.75, prefix: 0.5, family: 0.5, fuzzy: 0.6, synonym: 0.6, onlySynonym: 0.9 };

const DIGIT = /\d/;

// The terms of the index: known, beginning with, of one family.
export function vocabulary(terms) {
  const sorted = [...terms].sort(), known = new Set(sorted), families = new Map();
  for (const term of sorted) {
    const root = family(term);
    if (!families.has(root)) families.set(root, []);
    families.get(root).push(term);
  }
  return {
    has: (term) => known.has(term),
    all: sorted,
    family: (root) => families.get(root) ?? [],
    *beginning(start) {
      let low = 0, high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] < start) low = middle + 1;
        else high = middle;
      }
      for (let n = 0; low < sorted.length && n < 40 && sorted[low].startsWith(start); low++, n++) yield sorted[low];
    },
  };
}

const significant = (text) => [...tokens(text)].filter((t) => !STOP.has(t.word)).map((t) => t.term);

// {say, find} entries by the first word of what is said.
export function synonymTable(entries) {
  const table = new Map();
  for (const { say, find } of entries) {
    const found = find.map(significant).filter((terms) => terms.length);
    for (const phrase of say) {
      const said = significant(phrase);
      if (!said.length) continue;
      if (!table.has(said[0])) table.set(said[0], []);
      table.get(said[0]).push({ said, find: found.filter((terms) => terms.join() !== said.join()) });
    }
  }
  return table;
}

function nearest(term, candidates) {
  const max = term.length > 7 ? 2 : 1;
  let best = max, found = [];
  for (const candidate of candidates) {
    if (candidate.length < 3 || DIGIT.test(candidate)) continue;
    const d = distance(term, candidate, best);
    if (d > best) continue;
    if (d < best) { best = d; found = []; }
    found.push(candidate);
  }
  return found;
}

// Words of the query: {raw, term, alternatives: Map(term -> weight), phrases: [{span, terms, weight}]}.
export function understand(query, vocab, synonyms) {
  const all = [...tokens(query)], kept = all.filter((t) => !STOP.has(t.word)), list = kept.length ? kept : all;
  const open = /[\p{L}\p{N}]$/u.test(query); // the last word is still being typed
  const read = list.map((token, n) => {
    const { term } = token, last = open && n === list.length - 1;
    const alternatives = new Map([[term, 1]]);
    const add = (other, weight) => { if (weight > (alternatives.get(other) ?? 0)) alternatives.set(other, weight); };
    const typed = token.word.length < (last ? 2 : 3) ? null : last ? fold(token.raw).replace(/[^a-z0-9.]/g, "") : term;
    if (typed && !(DIGIT.test(term) && !last)) {
      for (const other of vocab.beginning(typed.length > term.length ? term : typed)) {
        if (other === term || other.includes("·")) continue;
        if (DIGIT.test(term) !== DIGIT.test(other)) continue;
        add(other, (last ? WEIGHTS.prefixLast : WEIGHTS.prefix) * Math.max(0.3, term.length / other.length));
      }
    }
    if (!DIGIT.test(term) && term.length > 3) for (const other of vocab.family(family(term))) add(other, WEIGHTS.family);
    const word = { raw: token.raw, term, alternatives, phrases: [], known: vocab.has(term) };
    if (!word.known && !synonyms.has(term) && alternatives.size === 1 && !DIGIT.test(term) && term.length > 3) {
      for (const other of nearest(term, vocab.all)) add(other, WEIGHTS.fuzzy * (other[0] === term[0] ? 1 : 0.8));
      if (alternatives.size === 1) word.meant = nearest(term, synonyms.keys());
    }
    return word;
  });
  // a beginning that says nothing yet is not held against the results of the words before it
  const mute = (word, n) => open && n > 0 && n === read.length - 1 && word.raw.length < 3 && !word.known && word.alternatives.size === 1;
  const words = read.filter((word, n) => !mute(word, n));
  words.forEach((word, n) => {
    for (const key of [word.term, ...(word.meant ?? [])]) {
      for (const { said, find } of synonyms.get(key) ?? []) {
        if (!said.every((term, k) => k === 0 || words[n + k]?.term === term)) continue;
        const weight = word.known || said.length > 1 ? WEIGHTS.synonym : WEIGHTS.onlySynonym;
        for (const terms of find) word.phrases.push({ span: said.length, terms, weight: weight * (key === word.term ? 1 : 0.8) });
      }
    }
  });
  return { words, measures: measures(all).map((m) => m.term) };
}

