// Asks the search engine under Node, in the protocol of the worker: INDEX on the command line; for each line of standard
// input, {queries, only}, prints, as JSON in one line, for each query the results in order (those first ones `only`, or all)
// and the milliseconds they took.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { makeEngine } from "../../hub/web/search/engine.mjs";
import { groups } from "../../hub/web/search/results.mjs";

const started = performance.now();
const index = JSON.parse(readFileSync(process.argv[2], "utf8")), told = join(dirname(process.argv[2]), "later.json");
const later = existsSync(told) ? JSON.parse(readFileSync(told, "utf8")) : {}; // as the worker takes it in
const engine = makeEngine({ ...index, later });
const ready = performance.now() - started;
for await (const line of createInterface({ input: process.stdin })) {
  const { queries, only } = JSON.parse(line);
  const answers = queries.map((query) => {
    const from = performance.now();
    const { hits: all, note } = engine.search(query), hits = all.slice(0, only ?? all.length);
    const items = groups({ hits, note }).slice(note ? 1 : 0), ms = performance.now() - from;
    const results = hits.map((hit, n) => ({
      name: hit.entry.doc.source && hit.entry.kind === "rule" ? `${hit.entry.doc.source}:${hit.entry.doc.id ?? hit.entry.doc.location.split("#r-")[1]}` : `page:${hit.entry.doc.location}`,
      score: Math.round(hit.score * 100) / 100, ...items[n][0],
    }));
    return { query, ms, note, results };
  });
  console.log(JSON.stringify({ ready, answers }));
}
