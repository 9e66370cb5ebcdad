// A rule asked for by its number: « 6020 », « ch. 6020 », « chiffre 6004 let. d », « annexe I ch. 7 », « genève 3.b ».
import { fold } from "./french.mjs";

/** @type {[string, RegExp][]} */
const SOURCES = [
  ["berne-2021", /\bberne?[ -]*20(?:21|22)(?:[–-]\d+)?\b|\bmemento 2021\b/],
  ["cmrp", /\bcmrp\b|\bcirculaire\b/], ["geneve", /\bgeneve\b|\bge\b|\baccord\b/], ["berne", /\bberne?\b|\bbe\b|\bmemento\b/],
  ["eisp", /\beisp\b|\bguide\b/],
];
const DESIGNATORS = /\b(?:ch|chap|chapitre|chiffres?|cm|marginal|no|num|numero|n°|n|regles?|le|la|les|du|de|point|abroges?|indications?|ind|principes?|guide|memento|accord|circulaire|canton)\b\.?|[°:§]/g;
const NUMBER = /^([a-z]{0,2}[-.]?\d+(?:\.\d+)*(?:\.[a-z]+)?)(?:\s*(?:let\.?|lettre)?\s*([a-z]))?$/;
const RANGE = /^(\d{4}(?:\.\d)?)\s*(?:ss|et suivants|(?:-|–|a|et|jusqu'a)\s*(\d{4}(?:\.\d)?))$/;
const UNIT_AFTER = /^\s*(?:%|pour ?cent|chf\b|frs?\b|francs?\b|\.-|h\b|heures?\b|jours?\b|mois\b|ans?\b|semaines?\b|min\b|minutes?\b|pages?\b|personnes?\b|collaborateurs?\b|fois\b|et plus|et moins)/;

/** @type {[string, RegExp][]} */
const NAMED = [["berne-2021", /\bbern\w* *20(?:21|22)/], ["berne", /\bbern(?:e|ois\w*)?\b/], ["geneve", /\bgenev(?:e|ois\w*)\b/], ["eisp", /\beisp\b/], ["cmrp", /\bcmrp\b/]];

// The document that a query names beside what it looks for.
export const sourceNamed = (query) => NAMED.find(([, words]) => words.test(fold(query)))?.[0] ?? null;

// Ids by number, in the order of the index. `rules`: [{i, source, id}].
export function numberIndex(rules) {
  const byId = new Map();
  for (const rule of rules) {
    const id = fold(rule.id).replace(/\s/g, "");
    if (!byId.has(id)) byId.set(id, []);
    byId.get(id).push(rule);
  }
  return byId;
}

// The rules that a query names by number, best first: [{rule, part}] where `part` is the letter asked for, or "".
export function named(query, byId) {
  let q = fold(query).replace(/[’]/g, "'").trim();
  let source = null;
  for (const [key, words] of SOURCES) if (words.test(q)) { source = key; q = q.replace(new RegExp(words, "g"), " "); break; } // « guide EISP »
  const principle = /\bprincipes?\b/.test(q), group = /\bcg\b/.test(q), indication = /\bind(?:ications?)?\b/.test(q);
  const annex = /\bannexe\s*(?:i|1)\b/.test(q);
  q = q.replace(/\bannexe\s*(?:i|1)\b/, " ").replace(DESIGNATORS, " ").replace(/\s+/g, " ").replace(/^[ ,.]+|[ ,.]+$/g, "");
  if (group) q = q.replace(/\bcg /, "cg");
  const prefixed = (id) => (annex ? `a1.${id}` : principle ? `p${id}` : id);
  const inOrder = (found) => {
    const wanted = indication || principle ? "eisp" : annex ? "cmrp" : source;
    return found.map((rule, n) => ({ rule, n })).sort((a, b) => rank(a.rule, wanted) - rank(b.rule, wanted) || a.n - b.n).map((x) => x.rule);
  };
  const of = (id) => byId.get(prefixed(id)) ?? [];

  const range = RANGE.exec(q);
  if (range && of(range[1]).length) {
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    const ids = [...byId.keys()].filter((id) => /^\d{4}(?:\.\d)?$/.test(id) && Number(id) >= from && Number(id) <= to);
    return ids.flatMap((id) => byId.get(id)).map((rule) => ({ rule, part: "" }));
  }
  if (source && byId.has(q)) return inOrder(byId.get(q)).map((rule) => ({ rule, part: "" })); // letters alone: « eisp C »
  const whole = NUMBER.exec(q);
  if (/^\d{1,3}(?:\.\d+)? ?(?:h|j)$/.test(q)) return []; // 36 h are hours, no letter
  if (whole) {
    const exact = of(q.replace(/\s/g, ""));
    if (exact.length) return inOrder(exact).map((rule) => ({ rule, part: "" }));
    const [, number, letter = ""] = whole;
    if (of(number).length) return inOrder(of(number)).map((rule) => ({ rule, part: letter }));
    const glued = /^(.*\d)\.?([a-z])$/.exec(number); // 6004d, 6004.d
    if (glued && of(glued[1]).length) return inOrder(of(glued[1])).map((rule) => ({ rule, part: glued[2] }));
    if (/^\d{2,3}$|^\d{4}\.$/.test(number) && !annex) { // being typed: 602 -> 6020 to 6029
      const begun = [...byId.keys()].filter((id) => /^\d{4}/.test(id) && id.startsWith(number));
      return begun.flatMap((id) => byId.get(id)).map((rule) => ({ rule, part: "", begun: true }));
    }
    return [];
  }
  // a number of four digits among other words: « 6020 plafond », but not « 2005 » in « VSI 2005 p. 3 »
  if (/\b(?:vsi|rcc|atf|arret|consid|tf|p)\b|[_/]/.test(q)) return [];
  for (const match of q.matchAll(/\d{4}(?:\.\d+)?/g)) {
    const free = !/[\d'.]/.test(q[match.index - 1] ?? " ") && !/^[\d']/.test(q.slice(match.index + match[0].length));
    if (free && byId.has(match[0]) && !UNIT_AFTER.test(q.slice(match.index + match[0].length))) {
      return byId.get(match[0]).map((rule) => ({ rule, part: "" }));
    }
  }
  return [];
}

function rank(rule, wanted) {
  if (!wanted) return 0;
  return rule.source === wanted ? 0 : rule.source?.startsWith(wanted) ? 1 : 2;
}
