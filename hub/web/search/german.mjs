// German words of the field, read as the French ones that the rules use: « Umschulung » -> « reclassement ».
import { distance, fold, tokens } from "./french.mjs";

const SAYS_NOTHING = new Set("der die das des dem den ein eine einer eines und oder fur bei mit im in am an auf von vom zu zum zur wie was wer wann wo ist sind kann darf man ich mein meine meiner mich es gibt lange viel viele hoch wird werden bekomme habe hat ab bis pro nach vor uber durch wahrend wegen nicht kein keine mehr auch noch soll muss mussen konnen wenn dass als aus beim ihr sein sich wir sie er um so mir wieder schon nur".split(" "));
const LEAST = 5;
// What a German question asks for.
/** @type {[RegExp, string][]} */
const ASKED = [[/\bwie\s*(?:hoch|viel)/i, "montant"], [/\bwie\s*lang/i, "durée"], [/\bwer\s+(?:be)?zahlt|\bkosten\b/i, "frais"], [/\bwann\b|\bbis\s+wann/i, "délai"], [/\bbedingung|\bvoraussetzung/i, "conditions"]];

// Umlauts in any spelling, and without endings: « Selbständigkeit », « Selbstaendigkeit ».
const folded = (word) => fold(word).replace(/ß/g, "ss").replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u");
const bare = (word) => (word.length > LEAST ? word.replace(/(?:en|er|es|em|e|n|s)$/, "") : word);
const words = (text) => [...tokens(text)].map((t) => ({ ...t, german: bare(folded(t.raw)) }));

export function germanTable(entries) {
  const table = new Map();
  for (const [de, fr, rules] of entries) {
    for (const phrase of de) {
      const said = words(phrase).map((w) => w.german);
      if (!table.has(said[0])) table.set(said[0], []);
      table.get(said[0]).push({ said, phrase, fr, rules });
    }
  }
  for (const list of table.values()) list.sort((a, b) => b.said.length - a.said.length);
  const single = [...table.keys()].filter((key) => table.get(key).some(({ said }) => said.length === 1));
  return { table, single };
}

function reading({ table, single }, list, at, couldBeFrench) {
  const { german } = list[at];
  const whole = (key) => (table.get(key) ?? []).find(({ said }) => said.every((w, k) => k === 0 || list[at + k]?.german === w));
  const alone = (key) => table.get(key).find(({ said }) => said.length === 1);
  if (whole(german)) return whole(german);
  if (german.length < LEAST) return null;
  // still being typed, a compound (« Umschulungskosten »), or a slip
  const begun = at < list.length - 1 || couldBeFrench(list[at]) ? null : single.filter((key) => key.startsWith(german)).sort((a, b) => a.length - b.length)[0];
  if (begun) return alone(begun);
  const part = (fits) => single.filter((key) => key.length > LEAST && fits(key)).sort((a, b) => b.length - a.length)[0];
  const head = part((key) => german.startsWith(key)), tail = part((key) => german.endsWith(key) && (head?.length ?? 0) + key.length <= german.length);
  if (head || tail) return [head, tail].filter(Boolean).map(alone);
  const near = german.length > 6 && !couldBeFrench(list[at]) ? single.find((key) => key[0] === german[0] && distance(key, german, 2) <= (german.length > 8 ? 2 : 1)) : null;
  return near ? alone(near) : null;
}

// The query in French, or null when no word of it is German; what could be a French word begun or a slip is left alone: {query, pairs: [[German, French]], rules}.
export function fromGerman(query, german, isFrench, couldBeFrench = () => false) {
  const list = words(query), out = [], pairs = [], rules = [];
  for (let at = 0; at < list.length;) {
    const found = [isFrench(list[at]) ? null : reading(german, list, at, couldBeFrench)].flat().filter(Boolean), span = found[0]?.said.length ?? 1;
    const raw = list.slice(at, at + span).map((w) => w.raw).join(" ");
    if (!found.length) out.push(raw);
    for (const { fr, rules: home } of found) {
      if (!pairs.some(([, known]) => known === fr)) { pairs.push([raw, fr]); out.push(fr); rules.push(...home); }
    }
    at += span;
  }
  if (!pairs.length) return null;
  const asked = ASKED.flatMap(([how, fr]) => (how.test(query) && !pairs.some(([, known]) => known.includes(fr)) ? [fr] : []));
  const known = new Set(pairs.map(([, fr]) => fr));
  return { query: out.filter((word) => known.has(word) || !SAYS_NOTHING.has(folded(word))).concat(asked).join(" "), pairs, rules };
}
