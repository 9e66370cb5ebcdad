// From the words of a query to the terms of the index: each word with its alternatives and their weights.
import { ASKS, STOP, distance, family, fold, light, measures, sound, tokens } from "./french.mjs";

// What a kind of alternative counts beside the word itself.
export const WEIGHTS = { family: 0.6, again: 0.4, prefixLast: 0.75, prefix: 0.15, completed: 0.8, corrected: 0.85, synonym: 0.5, onlySynonym: 0.8 };

const DIGIT = /\d/;
const HOW_LONG = [/combien\s+de\s+(?:temps|mois|semaines|années|jours)|combien\s+(?=(?:peut|peuvent)?\s*dure)|jusqu['’]à\s+quand|quelle\s+longueur\s+de\s+temps/giu, "durée"];
// Ways of saying read as one: « combien de temps » is a duration, « 2 fr 60 » a price.
const plainly = (text) => text.replace(...HOW_LONG).replace(/(\d+)\s?(?:frs?|francs?|chf)\.?\s?(\d{2})(?!\d)/giu, "$1.$2 francs");

// The terms of the index: known, beginning with, of one family, sounding alike; `written`: term -> the words it stands for.
export function vocabulary(terms, written = new Map()) {
  const sorted = [...terms].sort(), known = new Set(sorted), families = new Map(), sounds = new Map();
  const add = (map, key, term) => { if (map.has(key)) map.get(key).push(term); else map.set(key, [term]); };
  for (const term of sorted) {
    if (DIGIT.test(term) || term.includes("·")) continue;
    add(families, family(term), term);
    if (term.length > 3) add(sounds, sound(term), term);
  }
  return {
    has: (term) => known.has(term),
    written: (term) => [...(written.get(term) ?? [term])],
    all: sorted.filter((term) => !DIGIT.test(term) && !term.includes("·")),
    family: (root) => families.get(root) ?? [],
    sounding: (key) => sounds.get(key) ?? [],
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

export const significant = (text) => [...tokens(text)].filter((t) => !STOP.has(t.word));
const terms = (text) => significant(plainly(text)).map((t) => t.term);

// Words that mean the same in a whole phrase: « embaucher » is « engager » there. family -> the family that stands for it.
export function sameWords(groups) {
  const same = new Map();
  for (const group of groups) {
    const [first, ...others] = group.flatMap((word) => terms(word).slice(0, 1)).map(family);
    for (const other of others) if (other !== first) same.set(other, first);
  }
  return same;
}

// What is said, by the family of its first word: {said: families, ...what it stands for}.
export function phraseTable(entries, same = new Map()) {
  const table = new Map();
  for (const { say, ...rest } of entries) {
    for (const phrase of say) {
      const said = terms(phrase).map((term) => same.get(family(term)) ?? family(term));
      if (!said.length) continue;
      if (!table.has(said[0])) table.set(said[0], []);
      table.get(said[0]).push({ said, phrase, ...rest });
    }
  }
  return table;
}

export const synonymTable = (entries) => phraseTable(entries.map(([say, find]) => ({ say, find: find.map(terms).filter((f) => f.length) })));

// The entries of a table whose words stand together in the query: {at, span, ...entry}.
export function* spoken(table, families) {
  for (let at = 0; at < families.length; at++) {
    for (const entry of table.get(families[at]) ?? []) {
      if (entry.said.every((f, k) => families[at + k] === f)) yield { at, span: entry.said.length, ...entry };
    }
  }
}

// The entries of a table whose words the query has in any order, with the places where they stand: {places, whole, ...entry};
// `whole`: side by side, as they are said.
export function* spokenAnyhow(table, families) {
  const first = new Map();
  for (const [at, f] of families.entries()) if (!first.has(f)) first.set(f, at);
  for (const f of first.keys()) {
    for (const entry of table.get(f) ?? []) {
      const starts = families.flatMap((g, n) => (g === f ? [n] : [])), start = starts.find((n) => entry.said.every((g, k) => families[n + k] === g));
      if (start !== undefined) yield { places: entry.said.map((_, k) => start + k), whole: true, ...entry };
      else if (entry.said.length > 1 && entry.said.every((g) => first.has(g))) yield { places: [...new Set(entry.said.map((g) => first.get(g)))], whole: false, ...entry };
    }
  }
}

// The nearest known terms of a word that nothing knows. A slip changes little of a word as it is written (« paris » is no
// « paie », though their stems are near) or nothing of how it sounds; the first letter stays, unless the first two were
// swapped; short words only swap.
export function nearest(word, term, vocab) {
  const heard = sound(word), far = (candidate, max) => Math.min(...vocab.written(candidate).map((other) => distance(word, other, max)));
  const same = word.length > 3 ? vocab.sounding(heard).filter((other) => far(other, 3) <= Math.max(2, word.length / 3)) : [];
  if (same.length) return same;
  const max = word.length > 10 ? 3 : word.length > 8 ? 2 : 1; // « pression » is no slip of « pension »
  let best = max, found = [];
  for (const candidate of vocab.all) {
    if (candidate.length < 3) continue;
    const swapped = candidate[0] === word[1] && candidate[1] === word[0];
    if (candidate[0] !== word[0] && !swapped) continue;
    if (Math.min(distance(term, candidate, best), distance(word, candidate, best)) > best) continue;
    const d = Math.min(far(candidate, best), word.length > 6 ? distance(term, candidate, best) : Infinity);
    if (d > best || (word.length < 5 && !isSwap(word, candidate))) continue;
    if (d < best) { best = d; found = []; }
    found.push(candidate);
  }
  return found;
}

const isSwap = (a, b) => a.length === b.length && [...a].sort().join() === [...b].sort().join();

// A forgotten apostrophe: « lessai », « dobjectif » -> the word behind it.
function cut(token, vocab) {
  const match = /^(?:l|d|qu|n|s|j|m)([aeiouyh].{3,})$/.exec(token.word);
  if (!match) return null;
  const [inner] = [...tokens(match[1])];
  return vocab.has(inner.term) ? { ...token, word: inner.word, term: inner.term } : null;
}

// What is done once more, and what is done again: « négocier » -> « renégocier » and the other way.
const again = (root, vocab) => root.length < 6 ? [] : [...vocab.family(`re${root}`), ...(/^re....../.test(root) ? vocab.family(root.slice(2)) : [])];

// Words of the query: {raw, term, kind, alternatives: Map(term -> weight), phrases: [{span, terms, weight}]}; what kind
// of reading a word needed: known, family, said, completed, corrected, aside (who or where, not what), or none.
export function understand(query, vocab, synonyms, { said = new Set(), foreign = new Set(), spelled = foreign, aside = new Set() } = {}) {
  const quoted = new Set([...query.matchAll(/["«“]([^"»”]+)["»”]/gu)].flatMap((m) => terms(m[1])));
  const all = [...tokens(plainly(query))], useful = all.filter((t) => !STOP.has(t.word));
  const plain = useful.filter((t) => !ASKS.has(t.word)), asks = plain.length < useful.length;
  const list = plain.length ? plain : useful.length ? useful : all;
  const open = /[\p{L}\p{N}]$/u.test(query); // the last word is still being typed
  const read = list.map((given, n) => {
    const last = open && n === list.length - 1;
    const token = !DIGIT.test(given.term) && !vocab.has(given.term) && !vocab.family(family(given.term)).length ? cut(given, vocab) ?? given : given;
    const { term } = token, number = DIGIT.test(term), exact = quoted.has(term);
    const alternatives = new Map([[term, 1]]);
    const add = (other, weight) => { if (weight > (alternatives.get(other) ?? 0)) alternatives.set(other, weight); };
    const word = { raw: token.raw, term, family: number ? term : family(term), alternatives, phrases: [], light: light(term), kind: vocab.has(term) ? "known" : "none" };
    if (exact) return word;
    if (word.kind === "none" && aside.has(word.family)) { word.kind = "aside"; word.light = true; return word; }
    if (!number) for (const other of vocab.family(word.family)) if (other !== term) { add(other, WEIGHTS.family); if (word.kind === "none") word.kind = "family"; }
    if (!number && !word.light && term.length > 4) for (const other of again(word.family, vocab)) add(other, WEIGHTS.again); // renégocier, négocier
    if (word.kind === "none" && said.has(word.family)) word.kind = "said";
    if (word.kind === "none" && foreign.has(word.family)) { word.kind = "foreign"; return word; }
    if (word.kind === "none" && spelled.has(word.family)) return word; // a word, no slip
    const typed = token.word.length < (last ? 2 : 3) ? null : last || word.kind === "none" ? fold(token.raw).replace(/[^a-z0-9.]/g, "") : term;
    const whole = word.kind === "known" || word.kind === "family" || word.kind === "said";
    if (typed && !(number && !last)) {
      for (const other of vocab.beginning(typed)) {
        if (other === term || other.includes("·") || number !== DIGIT.test(other)) continue;
        const share = Math.max(0.3, term.length / other.length);
        if (word.kind === "none" && !number && typed.length > 3) word.kind = "completed";
        add(other, whole ? (last ? WEIGHTS.prefixLast : WEIGHTS.prefix) * share : WEIGHTS.completed * Math.max(0.7, share));
      }
    }
    if (word.kind === "none" && !number && !last && term.length > 3 || word.kind === "none" && last && !number && alternatives.size === 1 && term.length > 3) {
      for (const other of nearest(token.word, term, vocab)) { add(other, WEIGHTS.corrected); word.kind = "corrected"; }
      word.meant = [...alternatives.keys()].slice(1);
    }
    return word;
  });
  // a beginning that says nothing yet is not held against the results of the words before it
  const mute = (word, n) => open && n > 0 && n === read.length - 1 && word.raw.length < 3 && word.kind === "none" && word.alternatives.size === 1 && !DIGIT.test(word.term);
  const words = read.filter((word, n) => !mute(word, n));
  const families = words.map((word) => (word.meant?.length ? family(word.meant[0]) : word.family));
  for (const { at, span, find } of spoken(synonyms, families)) {
    const word = words[at];
    const found = ["known", "family", "completed", "corrected"].includes(word.kind); // the word itself is in the rules
    const weight = (found || span > 1 ? WEIGHTS.synonym : WEIGHTS.onlySynonym) * (word.meant?.length ? 0.8 : 1);
    for (const meant of find) {
      if (meant.join() !== words.slice(at, at + span).map((w) => w.term).join()) word.phrases.push({ span, terms: meant, weight });
    }
  }
  return { words, families, asks, measures: measures(all).map((m) => ({ term: m.term, raw: all.slice(m.from, m.to + 1).map((t) => t.raw).join(" ") })) };
}
