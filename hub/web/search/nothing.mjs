// Whether anything here answers at all: what speaks for others against what speaks for the documents.
import { family, light } from "./french.mjs";
import { significant } from "./words.mjs";

// Fitted (logistic regression) to queries with and without an answer, none of whose words had been put into the lists for
// their sake; tests/search measures them on others. The shares are of what the query is worth.
const SPEAKS = {
  other: 2.2, // topics of others
  phrase: 2, // … said as a phrase, not as a word
  odds: 0.55, // its words are said rather of what others answer for
  best: -4.8, // what the best result holds of the query
  pair: -2.2, // … of the words that stand side by side
  words: -0.25, // long questions hold words that stand nowhere
  corrected: -3, german: -4.5, // a slip and German are read as words of the field
};
const FROM = 2.9, LONG = 6, UNKNOWN = 1.7, BOUNDS = [-6, 8];

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
  const values = { ...told, phrase: Number(told.phrase), words: Math.min(LONG, told.words), german: Number(told.german > 0) };
  return Object.entries(SPEAKS).reduce((sum, [what, weight]) => sum + weight * values[what], FROM);
}
