// The parts of the search worker, by themselves: node --test tests/search
import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answers, citationIn, decisionIn, decisionTable, parseStatute } from "../../hub/web/search/citations.mjs";
import { distance, family, inFigures, indexTerms, sound, stem, tokens } from "../../hub/web/search/french.mjs";
import { makeEngine } from "../../hub/web/search/engine.mjs";
import { unfolded } from "../../hub/web/search/entries.mjs";
import { fromGerman, germanTable } from "../../hub/web/search/german.mjs";
import { doubt, oddsTable } from "../../hub/web/search/nothing.mjs";
import { named, numberIndex, sourceNamed } from "../../hub/web/search/numbers.mjs";
import { groups } from "../../hub/web/search/results.mjs";
import { nearest, sameWords, synonymTable, understand, vocabulary } from "../../hub/web/search/words.mjs";

const terms = (text) => [...tokens(text)].map((t) => t.term);

test("accents, ligatures, elisions, plurals and feminines make no difference", () => {
  assert.deepEqual(terms("Prêts"), terms("pret"));
  assert.deepEqual(terms("manœuvre"), terms("manoeuvre"));
  assert.deepEqual(terms("l'aide d'amortissement").at(-1), terms("amortissement")[0]);
  assert.deepEqual(terms("assurées"), terms("assuré"));
  assert.equal(stem("journaux"), stem("journal"));
});

test("an amount is one number however it is written", () => {
  for (const text of ["15000", "15 000", "15'000", "15’000", "15\u202f000", "15'000.00", "15 000,00"]) {
    assert.equal(terms(text)[0], "15000", text);
  }
  assert.equal(terms("2,60")[0], terms("2.6")[0]);
  assert.deepEqual(terms("2 pour cent"), terms("2 %"));
  assert.deepEqual(terms("36h"), terms("36 heures"));
  assert.deepEqual(terms("180j."), terms("180 jours"));
});

test("a number in words is a figure where it counts something", () => {
  for (const [said, figure] of [["quinze mille francs", "15000 francs"], ["cent mille", "100000"], ["100k", "100000"], ["vingt pour cent", "20 pour cent"], ["quatre-vingts heures", "80 heures"], ["plus de cinquante employés", "plus de 50 employés"]]) assert.equal(inFigures(said), figure);
  for (const said of ["cinq mandats", "pour cent", "un métier neuf", "deux heures", "100 francs"]) assert.equal(inFigures(said), said);
});

test("so many participants are so many persons", () => assert.ok(indexTerms("10 participants").includes(indexTerms("10 personnes").at(-1))));

test("an article keeps its letter", () => assert.deepEqual(terms("art. 18d LAI"), ["art", "18d", "lai"]));

test("a number and its unit are one term, in either order", () => {
  for (const text of ["400 francs", "CHF 400", "400 fr.", "400.- CHF"]) assert.ok(indexTerms(text).includes("400·chf"), text);
});

test("words of one family share their root", () => {
  const same = [["rembourser", "remboursement"], ["répondre", "réponse"], ["thérapie", "thérapeutique"], ["vendre", "vente"], ["perdre", "perte"],
    ["interrompre", "interruption"], ["réduire", "réduction"], ["choisir", "choix"], ["renoncer", "renonciation"], ["facturer", "facturation"],
    ["garder", "gardé"], ["rater", "rate"], ["signer", "signé"], ["gagner", "gagnais"], ["aider", "aidez"], ["travailler", "travaillaient"], ["convenir", "convient"]];
  const root = (word) => family([...tokens(word)][0].term);
  for (const [a, b] of same) assert.equal(root(a), root(b), `${a} ${b}`);
  for (const [a, b] of [["ouvrir", "ouvrés"], ["danger", "manger"], ["contrat", "contre"], ["facile", "faculté"], ["utilité", "utiliser"], ["publicité", "public"], ["fermer", "ferme"], ["convenir", "convention"]]) assert.notEqual(root(a), root(b), `${a} ${b}`);
});

test("slips that sound alike are one", () => {
  for (const [a, b] of [["rapor", "rapport"], ["casie", "casier"], ["enploi", "emploi"], ["kapital", "capital"], ["jeneve", "geneve"]]) assert.equal(sound(a), sound(b), a);
});

test("a letter typed three times is typed twice", () => assert.deepEqual(terms("sommmation"), terms("sommation")));

test("a word of everyday is no slip of another whose stem is near", () => {
  const written = new Map([["pai", ["paie", "paye"]], ["fier", ["fier"]], ["amortis", ["amortissement"]], ["genev", ["geneve"]], ["vetement", ["vetements"]]]);
  const vocab = vocabulary(new Set(written.keys()), written);
  assert.deepEqual(nearest("paris", "pari", vocab), []);
  assert.deepEqual(nearest("frere", "frer", vocab), []);
  assert.deepEqual(nearest("jeneve", "jenev", vocab), ["genev"]);
  assert.deepEqual(nearest("vetment", "vetment", vocab), ["vetement"]);
});

test("a swap of neighbours counts one", () => {
  assert.equal(distance("rpet", "pret", 2), 1);
  assert.equal(distance("amortisement", "amortissement", 2), 1);
  assert.ok(distance("stage", "essai", 1) > 1);
});

test("articles of law are read in any order", () => {
  const laws = new Set(["lai", "rai", "lpga"]);
  assert.deepEqual(citationIn("art. 18d", laws), { law: null, article: "18d", paragraph: null, letter: null });
  for (const q of ["LAI 18d", "18d lai", "article 18d de la LAI"]) assert.deepEqual(citationIn(q, laws), { law: "lai", article: "18d", paragraph: null, letter: null }, q);
  assert.deepEqual(citationIn("art. 5 al. 2 RAI", laws), { law: "rai", article: "5", paragraph: "2", letter: null });
  assert.deepEqual(citationIn("18d", laws, new Set(["18d"])), { law: null, article: "18d", paragraph: null, letter: null });
  assert.equal(citationIn("art. 16 al. 2 let. c", laws).letter, "c");
  for (const q of ["6020", "LAI", "plafond art. 18d", "art. 5 et 6 RAI", "18d"]) assert.equal(citationIn(q, laws), null, q);
});

test("a rule answers better the closer it rests on the article", () => {
  const rule = (own, basis = []) => ({ own: own.map(parseStatute), basis: basis.map(parseStatute) });
  const asked = { law: "rai", article: "5", paragraph: "2" };
  const exact = answers(asked, rule(["art. 5 al. 2 RAI"])), other = answers(asked, rule(["art. 5 al. 5 et 6 RAI"]));
  assert.ok(exact > other && other > 0);
  assert.ok(exact > answers(asked, rule(["art. 5 al. 2 à 6 RAI"])), "that very paragraph before several");
  assert.equal(answers(asked, rule(["art. 5 al. 2 LAI"])), 0);
  assert.ok(answers({ law: "lai", article: "16", paragraph: null }, rule(["art. 15 à 17 LAI"])) > 0);
});

test("a chapter of its own for an article answers better than a part that rests on several", () => {
  const basis = (text) => ({ own: [], basis: [parseStatute(text)] });
  const asked = { law: "lai", article: "18d", paragraph: null, letter: null };
  assert.ok(answers(asked, basis("art. 18d LAI")) > answers(asked, basis("art. 18, 18d LAI")));
});

test("a rule that defines by a paragraph does not stand for the whole article", () => {
  const whole = { law: "lai", article: "16", paragraph: null, letter: null }, basis = [parseStatute("art. 16 LAI")];
  assert.ok(answers(whole, { own: [], basis }, true) > answers(whole, { own: [parseStatute("art. 16 al. 2 let. c LAI")], basis }, true));
});

test("a rule that names the letter asked for answers better than one that names another", () => {
  const rule = (own) => ({ own: own.map(parseStatute), basis: [] });
  const asked = citationIn("art. 16 al. 2 let. c LAI", new Set(["lai"]));
  assert.ok(answers(asked, rule(["art. 16 al. 2 let. c LAI"])) > answers(asked, rule(["art. 16 al. 2 let. b LAI"])));
});

test("a number names its rule, with source, letter or range", () => {
  const ids = [["cmrp", "6020"], ["cmrp", "6021"], ["cmrp", "6004"], ["cmrp", "2005"], ["cmrp", "A1.4"], ["berne", "3.b"], ["geneve", "3.b"], ["eisp", "14"], ["eisp", "P5"], ["eisp", "CG3.4"]];
  const byId = numberIndex(ids.map(([source, id], i) => ({ i, source, id, parts: [] })));
  const found = (q) => named(q, byId).map(({ rule, part }) => `${rule.source}:${rule.id}${part ? `/${part}` : ""}`);
  for (const q of ["6020", "ch. 6020", "chiffre 6020", "CMRP 6020", "n° 6020", "6020 plafond", "le chiffre 6020"]) assert.equal(found(q)[0], "cmrp:6020", q);
  assert.equal(found("6004 let. d")[0], "cmrp:6004/d");
  assert.equal(found("6004d")[0], "cmrp:6004/d");
  assert.deepEqual(found("6020 à 6021"), ["cmrp:6020", "cmrp:6021"]);
  assert.deepEqual(found("602"), ["cmrp:6020", "cmrp:6021"]);
  assert.equal(found("annexe I ch. 4")[0], "cmrp:A1.4");
  assert.equal(found("genève 3.b")[0], "geneve:3.b");
  assert.equal(found("3.b berne")[0], "berne:3.b");
  assert.equal(found("indication 14")[0], "eisp:14");
  assert.equal(found("principe 5")[0], "eisp:P5");
  assert.equal(found("CG 3.4")[0], "eisp:CG3.4");
  for (const q of ["VSI 2005 p. 3", "2005 francs", "plafond", "6020.- max", "15000", "36 h", "36h", "5 j"]) assert.deepEqual(found(q), [], q);
});

test("an unknown word is read as the nearest known one, a known one is left alone", () => {
  const vocab = vocabulary(["pret", "plafond", "espec", "amort"]);
  const [word] = understand("rpet ", vocab, new Map()).words;
  assert.ok(word.alternatives.has("pret"));
  assert.equal(understand("plafond ", vocab, new Map()).words[0].alternatives.size, 1);
});

test("everyday words lead to the words of the rules", () => {
  const table = synonymTable([[["fonds perdu"], ["sans obligation de rembourser"]]]);
  const { words } = understand("aide à fonds perdus", vocabulary(["aid"]), table);
  assert.deepEqual(words[1].phrases.map((p) => [p.span, p.terms]), [[2, ["san", "obligation", "rembourser"]]]);
});

test("a clipped word is completed, in quotation marks it stays as it is", () => {
  const vocab = vocabulary(["cotisation", "indemnit"]);
  const kinds = (q) => understand(q, vocab, new Map()).words.map((w) => w.kind);
  assert.deepEqual(kinds("cotis indem "), ["completed", "completed"]);
  assert.deepEqual(kinds('"cotis" '), ["none"]);
});

test("a correction keeps the first letter, and short words are left alone", () => {
  const vocab = vocabulary(["manger", "arret", "pret", "suit"]);
  assert.deepEqual(nearest("danger", "danger", vocab), []);
  assert.deepEqual(nearest("rpet", "rpet", vocab), ["pret"]);
  assert.deepEqual(nearest("site", "sit", vocab), []);
});

const SMALL = {
  docs: [
    { location: "p/#r-1", title: "1 · Notion de reclassement", text: "<p>Le reclassement rend une capacité de gain.</p>", kind: "rule", source: "cmrp", id: "1", where: "CMRP · Reclassement" },
    { location: "p/#r-2", title: "2 · Frais", text: "<p>Les frais de transport.</p>", kind: "rule", source: "cmrp", id: "2", where: "CMRP · Frais" },
  ],
  config: { hub: { rules: [[["changer de métier"], [0]]], german: [[["Umschulung"], "reclassement", [0]]], elsewhere: [[["impôts"], "impôts", "administration fiscale"]] } },
};

test("what people say leads to its rule", () => assert.equal(makeEngine(SMALL).search("changer de metier").hits[0].entry.doc.id, "1"));

test("a question for how long finds a rule about durations before another as good", () => {
  const doc = (id, nature) => ({ location: `p/#r-${id}`, title: `${id} · Placement`, text: "<p>Le placement est court.</p>", kind: "rule", source: "cmrp", id, nature });
  const engine = makeEngine({ docs: [doc("1", "condition"), doc("2", "duration")], config: {} });
  assert.equal(engine.search("placement").hits[0].entry.doc.id, "1");
  assert.equal(engine.search("combien de temps le placement").hits[0].entry.doc.id, "2");
});

test("German is read as French, in compounds and with endings too, and is told", () => {
  const table = germanTable(SMALL.config.hub.german);
  for (const q of ["Umschulung", "umschulungen", "Umschulungskosten", "die Umschulung"]) assert.equal(fromGerman(q, table, () => false)?.query, "reclassement", q);
  assert.equal(fromGerman("frais", table, () => true), null);
  assert.deepEqual(makeEngine(SMALL).search("Umschulung").note.german, [["Umschulung", "reclassement"]]);
});

test("that nothing answers is said, with the words that are missing and who to ask", () => {
  const { note } = makeEngine(SMALL).search("impôts sur les frais");
  assert.deepEqual([note.kind, note.ask, note.missing], ["none", "administration fiscale", ["impôts"]]);
  assert.equal(makeEngine(SMALL).search("xylophone").note.kind, "none");
  assert.equal(makeEngine(SMALL).search("frais de transport").note, null);
});

test("what a person typed is text in a note, not HTML", () => {
  const [[item]] = groups(makeEngine(SMALL).search("<img src=x>zzzzz"));
  assert.ok(!item.title.includes("<img") && item.title.includes("&lt;img"));
  const [[read]] = groups({ hits: [], note: { kind: "read", typed: '"><b>', missing: ["<i>"], corrected: [["<u>", "x"]], german: [["<s>", "y"]] } });
  assert.ok(!/<[ius]>/.test(read.text), read.text);
});

const shownFor = (doc, ...found) => groups({ hits: [{ entry: { doc: { location: "p/#r-1", title: "", text: "", ...doc } }, terms: new Set(found), missing: [], score: 1 }], note: null })[0][0];

test("the words found are marked, entities are left alone", () => {
  assert.equal(shownFor({ title: "prêts &amp; prêt" }, "pret", "amp").title, "<mark>prêts</mark> &amp; <mark>prêt</mark>");
});

test("a teaser shows the paragraphs that hold the words, and says something when none does", () => {
  const text = "<p>Un.</p> <ul><li>Deux prêts.</li></ul> Montant 15 000 CHF";
  assert.equal(shownFor({ text }, "pret").text, "<p>Deux <mark>prêts</mark>.</p>");
  assert.equal(shownFor({ text }, "15000").text, "<p>Montant <mark>15 000</mark> CHF</p>");
  assert.equal(shownFor({ text }, "autre").text, "<p>Un.</p>");
  assert.equal(shownFor({ text: "<p>Si :</p> <ul> <li>a. oui</li> <li>b. non</li> </ul>" }, "autre").text, "<p>Si :</p><p>a. oui</p>");
});

test("a long paragraph is cut around the word found", () => {
  const { text } = shownFor({ text: `<p>${"avant ".repeat(60)}prêt ${"après ".repeat(60)}</p>` }, "pret");
  assert.match(text, /^<p>… .*<mark>prêt<\/mark>.* …<\/p>$/);
  assert.ok(text.length < 300);
});

test("the bundled worker speaks the theme's protocol, and takes the worked cases in after its first answer", async () => {
  const [bundle, entry] = ["build/bundle.mjs", "search/worker.mjs"].map((name) => fileURLToPath(new URL(`../../hub/web/${name}`, import.meta.url)));
  const code = execFileSync("node", [bundle, entry, "iife"], { encoding: "utf8" });
  const sent = [];
  let listener;
  const later = [];
  const told = { "cas/X-1/": { title: "X-1 · Atelier", text: "<p>Un marteau.</p>" } }, fetched = [];
  let clock = 0;
  const world = {
    addEventListener: (_, f) => { listener = f; }, postMessage: (m) => sent.push(m), console, setTimeout: (f) => later.push(f), URL,
    location: { href: "https://site.example/hub/assets/javascripts/workers/search.js" }, Date: { now: () => (clock += 1000) },
    fetch: async (url) => { fetched.push(url.href); return { json: async () => told }; },
  };
  vm.runInNewContext(code, world);
  const docs = [
    { location: "p/", title: "Page", text: "<p>Texte</p>" },
    { location: "p/#r-1", title: "1 · Prêt", text: "<p>Un prêt.</p>", kind: "rule", source: "cmrp", id: "1", where: "CMRP · Page" },
    { location: "cas/X-1/", title: "X-1", text: "", kind: "case", id: "X-1", where: "Cas" },
  ];
  listener({ data: { type: 0, data: { docs, config: { hub: {} }, options: { suggest: true } } } });
  listener({ data: { type: 2, data: "" } });
  assert.deepEqual(sent[1].data.items.length, 0, "nothing asked, nothing built");
  sent.splice(1);
  listener({ data: { type: 2, data: "prets" } }); // asked before the page has rested
  listener({ data: { type: 2, data: "X-1" } });
  listener({ data: { type: 2, data: "marteau" } });
  assert.deepEqual([sent[2].data.items[0][0].location, sent[3].data.items.length, fetched], ["cas/X-1/", 1, []], "found by its number only: « nothing » is said of its words");
  for (let n = 0; n < 5; n++) {
    for (const f of later.splice(0)) f();
    await new Promise((done) => setImmediate(done));
  }
  listener({ data: { type: 2, data: "marteau" } });
  assert.deepEqual([sent[4].data.items[0][0].location, fetched], ["cas/X-1/", ["https://site.example/hub/search/later.json"]]);
  assert.equal(sent[0].type, 1);
  assert.equal(sent[1].type, 3);
  const [[rule, page]] = sent[1].data.items;
  assert.deepEqual([rule.location, page.location, page.score], ["p/#r-1", "p/", 0]);
  assert.match(rule.title, /CMRP · Page/);
  assert.ok(rule.terms["prêt"]);
});

test("what several entries share stands once in the index, and what comes later joins the entry of its address or is one of its own", () => {
  const docs = [
    { location: "p/", title: "Page", text: "", where: "Règlements › CMRP", kind: "page" },
    { location: "p/#r-1", title: "1 · Prêt", text: "<p>Un prêt.</p>", kind: "rule", source: "cmrp", id: "1", heading: ["Page", "Prêts"] },
    { location: "p/#r-A1", title: "A1 · But", text: "", kind: "rule", source: "cmrp", id: "A1", heading: ["Page"], path: ["annexe I, ch. 1 CMRP"] },
  ];
  const hub = { sources: { cmrp: ["CMRP", "Circulaire"] }, brief: [["case", "Cas", "cas/{}/", ["X-1"]], ["reading", "Repères › Lectures", "reperes/lectures/#{}", ["C-01"]]] };
  const read = (later) => Object.fromEntries(unfolded({ docs, config: { hub } }, later).map((doc) => [doc.location, doc]));
  const first = read();
  assert.deepEqual([first["p/#r-1"].where, first["p/#r-1"].path], ["CMRP · Page", ["CMRP", "ch. 1", "CMRP", "Circulaire"]]);
  assert.deepEqual(first["p/#r-A1"].path, ["CMRP", "annexe I, ch. 1 CMRP", "Circulaire"]);
  assert.deepEqual([first["cas/X-1/"].title, first["reperes/lectures/#c-01"].id, first["reperes/lectures/#c-01"].path], ["X-1", "C-01", ["Repères", "Lectures"]]);
  const all = read({ "cas/X-1/": { title: "X-1 · Atelier", text: "<p>Un marteau.</p>" }, "cours/#un": { title: "Un", text: "", kind: "section" } });
  assert.deepEqual([all["cas/X-1/"].title, all["cas/X-1/"].kind, all["cours/#un"].title, Object.keys(all).length], ["X-1 · Atelier", "case", "Un", 6]);
});

test("a chapter that has the words in several of its rules comes before a rule elsewhere that has one of them", () => {
  const rule = (page, id, title, text, more = {}) => ({ location: `${page}/#r-${id}`, title, text, kind: "rule", source: "cmrp", id, heading: [page], ...more });
  const others = [3, 4, 5, 6, 7].map((n) => rule("c", String(n), "Autre", "<p>Rien de cela.</p>"));
  const docs = [rule("a", "1", "Billets", "<p>Le train de l'école.</p>"), rule("b", "1b", "Déplacements", "<p>Le train du coach.</p>"), rule("b", "2", "Coach", "<p>Facturer une séance.</p>"), rule("b", "8", "Coach", "<p>Facturer un rapport.</p>"), ...others];
  const names = makeEngine({ docs, config: { hub: {} } }).search("facturer le train").hits.map((hit) => hit.entry.doc.id);
  assert.ok(names.indexOf("1b") < names.indexOf("1"), names.join());
});

test("a preface, an example, what the law says since come after the rule itself; a person asks no institution's guide", () => {
  const rule = (id, more) => ({ location: `p/#r-${id}`, title: "Bourse du prêt", text: "<p>Le prêt.</p>", kind: "rule", source: "cmrp", nature: "condition", id, heading: ["p"], ...more });
  const docs = [rule("1", { nature: undefined }), rule("2", { nature: "example" }), rule("3", { source: "fait", nature: "transitional" }), rule("4", { source: "eisp" }), rule("5", {})];
  const { search } = makeEngine({ docs, config: { hub: {} } }), score = (query, id) => search(query).hits.find((hit) => hit.entry.doc.id === id).score;
  assert.equal(search("prêt").hits[0].entry.doc.id, "5");
  assert.ok(score("mon prêt", "4") < score("prêt", "4"));
});

test("who asks for an article alone gets the definition of what it is about first", () => {
  const of = (...texts) => ({ own: texts.map(parseStatute), basis: [] });
  const asked = { law: "lai", article: "18c", paragraph: null, letter: null };
  const one = of("art. 18c LAI"), many = of("art. 18 LAI", "art. 18a LAI", "art. 18b LAI", "art. 18c LAI");
  assert.ok(answers(asked, one, true) > answers(asked, one, false));
  assert.equal(answers(asked, many, true), answers(asked, many, false));
  assert.equal(answers({ ...asked, paragraph: "1" }, one, true), answers({ ...asked, paragraph: "1" }, one, false));
});

test("a document named beside what is looked for puts its own rules before those of the others", () => {
  const rule = (source, id, text) => ({ location: `${source}/#r-${id}`, title: `${id} · Rapport final`, text: `<p>${text}</p>`, kind: "rule", source, id, path: [source] });
  const docs = [rule("berne", "3.b", "Le rapport final de Berne."), rule("eisp", "29", "Le rapport relie objectifs et rapports.")];
  const { search } = makeEngine({ docs, config: { hub: { rules: [[["rapport final"], [0]]] } } });
  assert.equal(search("rapport final").hits[0].entry.doc.source, "berne");
  assert.equal(search("rapport final eisp").hits[0].entry.doc.source, "eisp");
  assert.equal(sourceNamed("rapport bernois"), "berne");
  assert.equal(sourceNamed("un accord préalable"), null);
});

test("words that mean the same lead to where a phrase leads", () => {
  const docs = [
    { location: "a/#r-1", title: "1 · Forfait", text: "<p>Le forfait est dû.</p>", kind: "rule", source: "cmrp", id: "1" },
    { location: "a/#r-2", title: "2 · Prime", text: "<p>La prime de fin d'année.</p>", kind: "rule", source: "cmrp", id: "2" },
  ];
  const hub = { rules: [[["prime si la personne est engagée"], [0]]], same: [["engager", "embaucher"]] };
  assert.equal(makeEngine({ docs, config: { hub } }).search("prime si la personne est embauchée").hits[0].entry.doc.id, "1");
  assert.equal(sameWords([["engager", "embaucher"]]).size, 1);
});

test("a figure or an article that stands nowhere is said to be missing", () => {
  const docs = [{ location: "a/#r-1", title: "1 · Plafond", text: "<p>Le plafond est de 36 heures (art. 17 LAI).</p>", kind: "rule", source: "cmrp", id: "1", own: ["art. 17 LAI"] }];
  const { search } = makeEngine({ docs, config: {} });
  assert.equal(search("36 heures").note, null);
  assert.equal(search("135 fr").note.kind, "none");
  assert.deepEqual(search("plafond de 36 mois").note.missing, ["36 mois"]);
  assert.equal(search("art. 17 LAI").note, null);
  assert.equal(search("art. 22 LAI").note.kind, "none");
});

test("a decision is found however it is typed, and only when it is all that is asked for", () => {
  const table = decisionTable([{ i: 3, doc: { cases: ["8C_156/2008", "VSI 1999 p. 131", "ATF 142 V 523"] } }]);
  for (const typed of ["8c 156 2008", "arrêt 8C_156/2008", "vsi 1999 131", "ATF 142 V 523"]) assert.deepEqual(decisionIn(typed, table), [3], typed);
  for (const typed of ["8C_15/2008", "vsi 1999", "156", "placement 8C_156/2008"]) assert.deepEqual(decisionIn(typed, table), [], typed);
});

test("what others answer for outweighs a stray word, and words found side by side outweigh what others answer for", () => {
  const odds = oddsTable(["impôt à la source", "déclaration d'impôts"], ["aide en capital", "source de revenu"]);
  const of = (...roots) => odds(roots.map((root) => ({ root, unknown: true })));
  assert.ok(of(family(stem("impot"))) > 0 && of(family(stem("capital"))) < 0 && of("xylophon") > 0);
  const told = { other: 0, phrase: false, best: 1, pair: 0.5, corrected: 0, german: 0, odds: 0, words: 2 };
  assert.ok(doubt({ ...told, other: 1, phrase: true, odds: 3 }) > 0);
  assert.ok(doubt(told) < 0);
  assert.ok(doubt({ ...told, other: 1, odds: 1, pair: 0 }) > 0 && doubt({ ...told, other: 1, odds: 1, pair: 1 }) < 0);
  assert.ok(doubt({ ...told, best: 0.2, odds: 3 }) > 0, "nothing holds the words");
  assert.ok(doubt({ ...told, best: 0.2, odds: 3, corrected: 1 }) < 0, "a slip is no word of others");
});

test("both parts of a German compound are read, and a question keeps what it asks for", () => {
  const table = germanTable([[["Umschulung"], "reclassement", [1]], [["Bericht"], "rapport", []], [["Massnahmenvollzug"], "mesure de droit pénal", [2]]]);
  const read = (text) => fromGerman(text, table, () => false);
  assert.deepEqual(read("Umschulungsbericht").pairs, [["Umschulungsbericht", "reclassement"], ["Umschulungsbericht", "rapport"]]);
  assert.equal(read("Wie lange Umschulung").query, "reclassement durée");
  assert.equal(read("Massnahmen Umschulung").query, "Massnahmen reclassement", "only the last word is still being typed");
});

test("a trade or a place is not what is asked for", () => {
  const vocab = vocabulary(new Set(["reclassement"])), { words } = understand("reclassement boulanger", vocab, synonymTable([]), { aside: new Set([family(stem("boulanger"))]) });
  assert.deepEqual(words.map((word) => word.kind), ["known", "aside"]);
});
