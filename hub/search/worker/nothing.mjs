// Whether anything here answers at all: what speaks for others against what speaks for the documents.
import { family, light } from "./french.mjs";
import { significant } from "./words.mjs";

// Fitted (logistic regression) to queries with and without an answer; tests/search measures them on others. The shares
// are of what the query is worth: one half of a query that others answer outweighs one half that a phrase leads to.
const SPEAKS = {
  other: 4.2, // topics of others
  phrase: 1.9, // … said as a phrase, not as a word
  odds: 0.5, // its words are said rather of what others answer for
  home: -1.45, // a phrase of the thesaurus leads to a rule
  best: -4, // what the best result holds of the query
  words: -0.7, // long questions hold words that stand nowhere
  corrected: -5, german: -1.4, // a slip and German are read as words of the field
};
const FROM = 2.85, LONG = 6, UNKNOWN = 1.7, BOUNDS = [-6, 8];

const roots = (text) => new Set(significant(text).filter((t) => !light(t.term) && !/\d/.test(t.term)).map((t) => family(t.term)));

// For the content words of a query, how much more they are said of what others answer for than of what stands here
// (a sum of logarithms); a word that nobody says tells against the documents.
export function oddsTable(others, ours) {
  const count = (phrases) => {
    const found = new Map();
    for (const phrase of phrases) for (const root of roots(phrase)) found.set(root, (found.get(root) ?? 0) + 1);
    return { has: (root) => found.has(root), log: (root) => Math.log(((found.get(root) ?? 0) + 0.3) / (phrases.length + 1)) };
  };
  const theirs = count(others), here = count(ours);
  return (words) => {
    const sum = words.reduce((all, { root, unknown }) => all + (theirs.has(root) || here.has(root) ? theirs.log(root) - here.log(root) : unknown ? UNKNOWN : 0), 0);
    return Math.min(BOUNDS[1], Math.max(BOUNDS[0], sum));
  };
}

// Above zero: nothing answers.
export function doubt(told) {
  const values = { ...told, phrase: Number(told.phrase), words: Math.min(LONG, told.words) };
  return Object.entries(SPEAKS).reduce((sum, [what, weight]) => sum + weight * values[what], FROM);
}
