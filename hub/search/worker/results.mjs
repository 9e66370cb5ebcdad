// Ranked entries as Material's list wants them: groups of items, with the words found marked.
//
// One rule is one result. Material shows the text of an entry with an anchor only below the entry of its page, so each
// group is the rule, then its page with score 0; search.js takes the line of the page out of the list again.
import { STOP, tokens } from "./french.mjs";

const TEASER = 2; // paragraphs
const WIDTH = 240; // characters
const HIGHLIGHTED = 8; // words handed to the page

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const blank = (entity) => " ".repeat(entity.length);
const worded = (text) => [...tokens(text.replace(/&\w+;/g, blank))].filter((token) => !STOP.has(token.word));

const read = new WeakMap(); // doc -> its title and paragraphs with their tokens: read once, not at each keystroke

function parsed(doc) {
  let found = read.get(doc);
  if (!found) {
    const blocks = doc.text.split(/(?=<(?:p|li|pre)>)|(?<=<\/(?:p|li|pre)>)/)
      .map((block) => block.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim()).filter((text) => /[\p{L}\p{N}]/u.test(text))
      .map((text) => ({ text, tokens: worded(text) }));
    found = { title: { text: doc.title, tokens: worded(doc.title) }, blocks };
    read.set(doc, found);
  }
  return found;
}

export function groups(hits) {
  return hits.map((hit) => {
    const { doc } = hit.entry, { title, blocks } = parsed(doc), has = (token) => hit.terms.has(token.term);
    const where = doc.where ? `<span class="search-where">${escaped(doc.where)}</span> ` : "";
    const [page, anchor] = doc.location.split("#");
    const location = hit.part ? `${doc.location}.${hit.part}` : doc.location;
    const marked = mark(title.text, title.tokens, has);
    const item = {
      location, title: where + (doc.off ? `<span class="search-off">${marked}</span>` : marked), text: teaser(blocks, has),
      score: hit.score, terms: { ...shown([title, ...blocks], has), ...Object.fromEntries(hit.missing.map((word) => [word, false])) },
    };
    return anchor === undefined ? [item] : [item, { location: page, title: doc.where ?? "", text: "", score: 0, terms: {} }];
  });
}

// The words as they stand in the text: the page highlights them.
function shown(parts, has) {
  const words = {};
  let n = 0;
  for (const part of parts) {
    for (const token of part.tokens) {
      const raw = token.raw.toLowerCase();
      if (raw.length < 3 || /\s/.test(raw) || !has(token) || words[raw]) continue;
      words[raw] = true;
      if (++n === HIGHLIGHTED) return words;
    }
  }
  return words;
}

// A stretch of a text with the words found wrapped.
function mark(text, list, has, from = 0, to = text.length) {
  let out = "", at = from;
  for (const token of list) {
    if (token.at < from || token.at + token.raw.length > to || !has(token)) continue;
    out += `${text.slice(at, token.at)}<mark>${token.raw}</mark>`;
    at = token.at + token.raw.length;
  }
  return out + text.slice(at, to);
}

// The paragraphs with most of the words, in their order; the first one when none has any.
function teaser(blocks, has) {
  const counted = blocks.map((block, n) => ({ n, found: new Set(block.tokens.filter(has).map((t) => t.term)).size }));
  let best = counted.filter((b) => b.found).sort((a, b) => b.found - a.found || a.n - b.n).slice(0, TEASER);
  if (!best.length) best = counted.slice(0, blocks[0]?.text.endsWith(":") ? 2 : 1); // « … si : » and what follows
  return best.sort((a, b) => a.n - b.n).map(({ n }) => `<p>${clipped(blocks[n], has)}</p>`).join("");
}

// A long paragraph: the stretch around its first word found.
function clipped({ text, tokens: list }, has) {
  if (text.length <= WIDTH) return mark(text, list, has);
  let from = Math.max(0, (list.find(has)?.at ?? 0) - 80);
  if (from) from = text.indexOf(" ", from) + 1;
  const to = from + WIDTH < text.length ? text.lastIndexOf(" ", from + WIDTH) : text.length;
  return `${from ? "… " : ""}${mark(text, list, has, from, to)}${to < text.length ? " …" : ""}`;
}
