// The search worker of the site, in the protocol of Material's own: SETUP 0 -> READY 1, QUERY 2 -> RESULT 3.
import { makeEngine } from "./engine.mjs";
import { groups } from "./results.mjs";

let engine, options = {};

addEventListener("message", ({ data: { type, data } }) => {
  if (type === 0) {
    engine = makeEngine(data);
    options = data.options ?? {};
    postMessage({ type: 1 });
    engine.search("combien de jours placement essai"); // the first query is slow: it is not to be the reader's
  } else if (type === 2) {
    let answer = { items: [] };
    try {
      answer = { items: groups(engine.search(data)), ...(options.suggest && { suggest: engine.suggest(data) }) };
    } catch (error) {
      console.warn("search", error); // an empty list is better than a box that no longer answers
    }
    postMessage({ type: 3, data: answer });
  }
});
