// The peer: MiniSearch with a French analysis (accents folded, elisions cut, Snowball's stemmer, stop words), prefix and
// fuzzy matching as its documentation advises, over the titles and texts of the same entries. INDEX on the command line,
// queries as JSON on standard input; prints for each query the addresses of its results.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { unfolded } from "../../web/search/entries.mjs";

const require = createRequire(`${process.cwd()}/`); // where the peers are installed
const MiniSearch = require("minisearch"), stemmer = require("snowball-stemmers").newStemmer("french");
const STOP = new Set("a à au aux avec ce ces dans de des du elle en et eu il je la le les leur lui ma mais me mes moi mon ne nos notre nous on ou où par pas pour qu que qui sa se ses son sont sur ta te tes toi ton tu un une vos votre vous d l s n m t j c y est être ai as avons avez ont comment combien quand quel quelle quels quelles peut faut doit".split(" "));
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const later = read(join(dirname(process.argv[2]), "later.json")); // what our worker reads after its first answer
const docs = unfolded(read(process.argv[2]), later);
const index = new MiniSearch({
  idField: "location", fields: ["title", "text"], storeFields: [],
  tokenize: (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean),
  processTerm: (term) => (STOP.has(term) ? null : fold(stemmer.stem(term))),
  searchOptions: { boost: { title: 3 }, prefix: (term) => term.length > 3, fuzzy: (term) => (term.length > 4 ? 0.2 : false) },
});
index.addAll(docs.map(({ location, title, text }) => ({ location, title, text: text.replace(/<[^>]*>/g, " ") })));
const queries = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(queries.map((query) => index.search(query).slice(0, 10).map(({ id }) => id))));
