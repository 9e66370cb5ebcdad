/* One rule is one result: takes the line of the page out of each group of the theme's result list.

   The search worker (hub/search) sends each rule with its page behind it, because the theme shows the text of an entry
   only in that company; source and chapter stand in the rule's own title. Without this script the list has one line
   more for each result, and nothing else is lost. */
(() => {
  "use strict";
  const list = document.querySelector(".md-search-result__list");
  if (!list) return;

  /* The theme waits for the index without end: say so when it has not come. */
  const meta = document.querySelector(".md-search-result__meta"), waiting = meta.textContent.trim();
  let timer = 0;
  document.querySelector(".md-search__input").addEventListener("focus", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (meta.textContent.trim() === waiting) meta.textContent = "La recherche n’est pas encore chargée. Attendez un instant, ou rechargez la page.";
    }, 15_000);
  });
  new MutationObserver((records) => {
    for (const item of records.flatMap((record) => [...record.addedNodes])) {
      const links = item.querySelectorAll?.(":scope > a.md-search-result__link") ?? [];
      if (links.length === 2 && links[0].querySelector('[data-md-score="0.00"]')) links[0].remove();
    }
  }).observe(list, { childList: true });
})();
