// The search worker of the site, in the protocol of Material's own: SETUP 0 -> READY 1, QUERY 2 -> RESULT 3.
import { makeEngine } from "./engine.mjs";
import { groups } from "./results.mjs";

const REST = 3000; // ms for the page itself, calculators above all, before the index takes a processor
let setup = null, engine = null;

function ready() {
  if (!engine) {
    engine = makeEngine(setup);
    engine.search("combien de jours placement essai"); // the first query is slow: it is not to be the reader's
  }
  return engine;
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) {
    [setup, engine] = [data, null];
    postMessage({ type: 1 });
    setTimeout(ready, REST);
  } else if (type === 2) {
    let answer = { items: [] };
    try {
      if (data) answer = { items: groups(ready().search(data)), ...(setup.options?.suggest && { suggest: engine.suggest(data) }) };
    } catch (error) {
      console.warn("search", error); // an empty list is better than a box that no longer answers
    }
    postMessage({ type: 3, data: answer });
  }
});
