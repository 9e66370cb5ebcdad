// The search worker of the site, in the protocol of Material's own: SETUP 0 -> READY 1, QUERY 2 -> RESULT 3.
import { makeEngine } from "./engine.mjs";
import { groups } from "./results.mjs";

const REST = 3000; // ms for the page itself, calculators above all, before the index takes a processor
const PAUSE = 1500; // ms without a question before more is taken in
const LATER = "../../../search/later.json"; // from the folder of the worker
let setup = null, engine = null, asked = 0;

function warm(content) {
  const made = makeEngine(content);
  made.search("combien de jours placement essai"); // the first query is slow: it is not to be the reader's
  return made;
}

// What worked cases and readings say stands below the rules in any answer: it is read after the first one, when nobody types.
async function takeMore() {
  try {
    const later = await (await fetch(new URL(LATER, location.href))).json();
    while (Date.now() - asked < PAUSE) await new Promise((done) => setTimeout(done, PAUSE));
    setup = { ...setup, later };
    engine = warm(setup);
  } catch (error) {
    console.warn("search", error); // the rules are found without them
  }
}

function ready() {
  if (!engine) {
    engine = warm(setup);
    setTimeout(takeMore);
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
    asked = Date.now();
    try {
      if (data) answer = { items: groups(ready().search(data)), ...(setup.options?.suggest && { suggest: engine.suggest(data) }) };
    } catch (error) {
      console.warn("search", error); // an empty list is better than a box that no longer answers
    }
    postMessage({ type: 3, data: answer });
  }
});
