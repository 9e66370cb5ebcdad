// Articles of law: what « art. 18a al. 2 LAI », « LAI 18d » or « 18d lai » asks for, and which rules rest on it.
import { fold, tokens } from "./french.mjs";

const ARTICLE = /^\d+[a-z]*$/;
const PARTS = { al: "paragraph", alinea: "paragraph", let: "letter", lettre: "letter", ch: "letter", chiffre: "letter" };
const SKIPPED = new Set(["art", "article", "articles", "de", "la", "le", "l", "du", "et", "a", "ss"]);

// « art. 5 al. 5 et 6 RAI », as the rule index writes it -> {law, articles, paragraphs}
export function parseStatute(text) {
  const words = [...tokens(text.replace(/\(.*\)/, ""))].map((t) => t.word);
  const law = words.at(-1), articles = [], paragraphs = [], letters = [];
  let kind = "article";
  for (const word of words.slice(0, -1)) {
    if (word === "art") kind = "article";
    else if (word in PARTS) kind = PARTS[word];
    else if (ARTICLE.test(word)) {
      if (kind === "article") articles.push(word);
      if (kind === "paragraph") paragraphs.push(word);
    } else if (kind === "letter" && /^[a-z]$/.test(word)) letters.push(word);
  }
  if (articles.length === 2 && /\sà\s/.test(text) && articles.every((a) => /^\d+$/.test(a))) { // art. 15 à 18 LAI
    const [from, to] = articles.map(Number);
    for (let n = from + 1; n < to; n++) articles.push(String(n));
  }
  return { law, articles, paragraphs, letters, only: articles.length === 1 };
}

// The article that a whole query asks for, or null when it says anything else. A bare « 18d » is one if `known` has it.
export function citationIn(query, laws, known = new Set()) {
  let law = null, article = null, paragraph = null, letter = null, kind = "article";
  for (const { word } of tokens(query)) {
    if (laws.has(word)) law = word;
    else if (word in PARTS) kind = PARTS[word];
    else if (kind === "letter" && /^[a-z]$/.test(word)) { letter = word; kind = "article"; }
    else if (SKIPPED.has(word)) continue;
    else if (ARTICLE.test(word)) {
      if (kind === "article" && article) return null;
      if (kind === "article") article = word;
      else if (kind === "paragraph") paragraph = word;
      kind = "article";
    } else if (!/^[a-z]$/.test(word)) return null;
  }
  const named = law !== null || /^\s*art/i.test(fold(query)) || (/[a-z]$/.test(article ?? "") && known.has(article));
  return article && named ? { law, article, paragraph, letter } : null;
}

// How well a rule answers: its chapter rests on the article, it names it itself, its very paragraph and letter; who asks
// for the article alone gets what it is about, the definition. 0: not.
export function answers({ law, article, paragraph, letter }, { own, basis }, defines = false) {
  const fits = (s) => (!law || s.law === law) && s.articles.includes(article);
  const named = own.filter(fits), based = basis.filter(fits);
  if (!named.length && !based.length) return 0;
  const same = (list) => !paragraph || list.some((s) => s.paragraphs.includes(paragraph));
  const exact = paragraph && same(named) && named.length, lettered = letter && [...named, ...based].some((s) => s.letters.includes(letter) && same([s]));
  const about = defines && !paragraph && !letter && own.length < 4 && named.every((s) => !s.paragraphs.length) && [...named, ...based].some((s) => s.only && !s.paragraphs.length && !s.letters.length);
  // a chapter of its own for the article answers better than a part that rests on several
  return (about ? 4 : 0) + (lettered ? 32 : 0) + (exact ? 16 : 0) + (exact && named.some((s) => s.paragraphs.length === 1 && same([s])) ? 1 : 0) + (based.some((s) => s.only) ? 6 : based.length ? 2 : 0) + (named.length ? 1 : 0) + (named.some((s) => s.only) ? 1 : 0);
}

// Decisions however they are typed: « 8c 156 2008 » is 8C_156/2008, « vsi 1999 p.131 » VSI 1999 p. 131.
const bare = (text) => fold(text).replace(/\bp\.?\s*(?=\d)/g, "").replace(/[^a-z0-9]/g, "");
export const decisionTable = (entries) => {
  const table = new Map();
  for (const { i, doc } of entries) for (const name of doc.cases ?? []) table.set(bare(name), [...(table.get(bare(name)) ?? []), i]);
  return table;
};
export function decisionIn(query, table) {
  const typed = bare(query);
  return table.get(typed) ?? table.get(typed.replace(/^(?:arret|atf|tf)+(?=[a-z0-9])/, "")) ?? [];
}
