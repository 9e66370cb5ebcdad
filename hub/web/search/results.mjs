// Ranked entries as Material's list wants them: groups of items, with the words found marked.
//
// One rule is one result. Material shows the text of an entry with an anchor only below the entry of its page, so each
// group is the rule, then its page with score 0; search.js takes the line of the page out of the list again.
import { STOP, tokens } from "./french.mjs";

const TEASER = 2; // paragraphs
const WIDTH = 240; // characters
const HIGHLIGHTED = 8; // words handed to the page

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
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

// `note`: what is said before the results, as a group of its own.
export function groups({ hits, note }) {
  const found = hits.map((hit) => {
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
  return note ? [[noteItem(note)], ...found] : found;
}

const quoted = (words) => words.map((word) => `« ${escaped(word)} »`).join(", ");
const asked = (text) => `?q=${encodeURIComponent(text)}`;

// Nothing answers, words that no document has, words read otherwise, German: told before the results. search.js takes
// the second kind out of the list. What a person typed is escaped here: the theme takes these strings for HTML.
function noteItem(note) {
  const page = note.nearest?.location.split("#")[0] ?? "reglements/", lines = [];
  const item = (title) => ({ location: page, title: `<span class="search-note" data-note="${note.kind}">${title}</span>`, text: lines.map((line) => `<p>${line}</p>`).join(""), score: 0.01, terms: {} });
  if (note.kind === "none") {
    if (note.topic) lines.push(`Les cinq documents n'en disent rien (${escaped(note.topic)}). À qui demander : ${escaped(note.ask)}.`);
    if (note.missing.length) lines.push(`${note.missing.length > 1 ? "Mots absents" : "Mot absent"} : ${quoted(note.missing)}.`);
    if (!note.topic) lines.push("À qui demander : l'office AI du canton, ou l'OFAS pour la circulaire.");
    if (note.nearest) lines.push(`Au plus près : ${escaped(note.nearest.where ?? "")}.`);
    return item(`Aucune règle ne répond à ${quoted([note.typed.trim()])}`);
  }
  for (const [said, meant] of note.german) lines.push(`<b>${escaped(said)}</b> → <a href="${asked(meant)}">${escaped(meant)}</a>`);
  if (note.corrected.length) {
    const plain = note.corrected.reduce((text, [raw]) => text.replace(raw, `"${raw}"`), note.typed.trim());
    lines.push(`Résultats pour ${quoted(note.corrected.map(([, meant]) => meant))} ; chercher plutôt <a href="${escaped(asked(plain))}">${quoted(note.corrected.map(([raw]) => raw))}</a>`);
  }
  if (note.missing.length) lines.push(`Aucune règle ne contient ${quoted(note.missing)}.`);
  return item("Comment la recherche a lu vos mots");
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
