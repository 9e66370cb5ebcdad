// Ranked entries as Material's list wants them: groups of items, with the words found marked.
//
// One rule is one result. Material shows the text of an entry with an anchor only below the entry of its page, so each
// group is the rule, then its page with score 0; search.js takes the line of the page out of the list again.
import { STOP, tokens } from "./french.mjs";

const TEASER = 2; // paragraphs
const WIDTH = 240; // characters
const HIGHLIGHTED = 8; // words handed to the page

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export function groups(hits) {
  return hits.map((hit) => {
    const { doc, text, title } = hit.entry, has = (token) => hit.terms.has(token.term) && !STOP.has(token.word);
    const where = doc.where ? `<span class="search-where">${escaped(doc.where)}</span> ` : "";
    const [page, anchor] = doc.location.split("#");
    const location = hit.part ? `${doc.location}.${hit.part}` : doc.location;
    const marked = mark(doc.title, has);
    const item = {
      location, title: where + (doc.off ? `<span class="search-off">${marked}</span>` : marked), text: teaser(doc.text, has), score: hit.score,
      terms: { ...shown(`${title} ${text}`, has), ...Object.fromEntries(hit.missing.map((word) => [word, false])) },
    };
    return anchor === undefined ? [item] : [item, { location: page, title: doc.where ?? "", text: "", score: 0, terms: {} }];
  });
}

// The words as they stand in the text: the page highlights them.
function shown(text, has) {
  const words = new Map();
  for (const token of tokens(text)) {
    const raw = token.raw.toLowerCase();
    if (raw.length > 2 && !/\s/.test(raw) && has(token)) words.set(raw, (words.get(raw) ?? 0) + 1);
  }
  return Object.fromEntries([...words.keys()].slice(0, HIGHLIGHTED).map((word) => [word, true]));
}

// Wraps the words found, leaves tags and entities alone.
export function mark(html, has) {
  return html.split(/(<[^>]*>|&\w+;)/).map((part, n) => {
    if (n % 2) return part;
    let out = "", at = 0;
    for (const token of tokens(part)) {
      if (!has(token)) continue;
      out += `${part.slice(at, token.at)}<mark>${token.raw}</mark>`;
      at = token.at + token.raw.length;
    }
    return out + part.slice(at);
  }).join("");
}

// The paragraphs with most of the words, in their order; the first one when none has any.
export function teaser(html, has) {
  const blocks = html.split(/(?=<(?:p|li|pre)>)|(?<=<\/(?:p|li|pre)>)/).filter((block) => /[\p{L}\p{N}]/u.test(block.replace(/<[^>]*>/g, "")));
  const counted = blocks.map((block, n) => ({ n, found: new Set([...tokens(block.replace(/<[^>]*>/g, " "))].filter(has).map((t) => t.term)).size }));
  let best = counted.filter((b) => b.found).sort((a, b) => b.found - a.found || a.n - b.n).slice(0, TEASER);
  if (!best.length) best = counted.slice(0, /:\s*<\/p>\s*$/.test(blocks[0] ?? "") ? 2 : 1); // « … si : » and what follows
  return best.sort((a, b) => a.n - b.n).map(({ n }) => mark(clipped(plain(blocks[n]), has), has)).join("");
}

// A block as one paragraph without tags.
const plain = (block) => `<p>${block.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim()}</p>`;

// A long paragraph: the stretch around its first word found.
function clipped(block, has) {
  const text = block.slice(3, -4);
  if (text.length <= WIDTH) return block;
  let at = 0;
  for (const token of tokens(text)) if (has(token)) { at = token.at; break; }
  let from = Math.max(0, at - 80);
  if (from) from = text.indexOf(" ", from) + 1;
  const to = from + WIDTH < text.length ? text.lastIndexOf(" ", from + WIDTH) : text.length;
  return `<p>${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}</p>`;
}
