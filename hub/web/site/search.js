/* The theme's list of results, as the search worker (hub/search) means it. Without this script the list has a line more
   for each result, a note stands among the results, and nothing else is lost. */
(() => {
  "use strict";
  const list = document.querySelector(".md-search-result__list"), meta = document.querySelector(".md-search-result__meta");
  if (!list || !meta) return;

  /* The theme waits for the index without end: say so when it has not come. */
  const waiting = meta.textContent.trim();
  let timer = 0;
  const input = /** @type {HTMLInputElement} */ (document.querySelector(".md-search__input"));
  /* The theme hears keys only: not a text that the mouse, dictation or a script has put there. And it shows nothing until
     it has an answer. */
  const asked = () => {
    if (input.value.trim() && !list.children.length && meta.textContent.trim() !== "Aucun résultat") meta.textContent = "Recherche…";
  };
  input.addEventListener("input", (event) => {
    asked();
    if (event.isTrusted) input.dispatchEvent(new Event("keyup"));
  });
  input.addEventListener("focus", () => {
    setTimeout(asked);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if ([waiting, "Recherche…"].includes(meta.textContent.trim())) meta.textContent = "La recherche n'est pas encore chargée. Attendez un instant, ou rechargez la page.";
    }, 15_000);
  });

  /* How the words were read (a slip, German, a word that no rule has): a line above the list, with links of its own. */
  const notes = document.createElement("div");
  notes.className = "search-notes examples"; // « examples »: page.js opens links to a search without a new page
  notes.setAttribute("role", "status");
  list.before(notes);

  const counted = (n) => (n > 1 ? `${n} résultats` : n ? "1 résultat" : "Aucun résultat");
  const observer = new MutationObserver((records) => {
    const cleared = records.some((record) => record.removedNodes.length), items = records.flatMap((record) => [...record.addedNodes]).filter((node) => node instanceof Element);
    let note = null;
    for (const item of items) {
      /* One rule is one result: the worker sends each rule with its page behind it, because the theme shows the text of
         an entry only in that company; source and chapter stand in the rule's own title. */
      const links = item.querySelectorAll(":scope > a.md-search-result__link");
      if (links.length === 2 && links[0].querySelector('[data-md-score="0.00"]')) links[0].remove();
      note ??= item.querySelector(".search-note") ?? null;
    }
    if (cleared && !note) notes.replaceChildren();
    if (!note) return;
    const item = note.closest("li"), found = Number(/^\d+/.exec(meta.textContent)?.[0] ?? 1) - 1;
    if (note.dataset.note === "none") {
      notes.replaceChildren();
      item.classList.add("search-none");
      meta.textContent = found ? `Aucune réponse ; ${counted(found)} au plus près` : "Aucun résultat";
    } else {
      notes.replaceChildren(...item.querySelectorAll("article > p"));
      item.remove();
      meta.textContent = counted(found);
      observer.takeRecords(); // of what was just taken out
    }
  });
  observer.observe(list, { childList: true });
})();
