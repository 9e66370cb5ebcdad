/* Each rule can be taken along: its citation, its address, its text. */
(() => {
  "use strict";
  const ROOT = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  function taken(rule, what) {
    const citation = rule.dataset.citation;
    if (what === "citation") return citation;
    if (what === "link") return new URL(rule.dataset.address, ROOT).href;
    const parts = [...rule.children].filter((part) => !part.matches("h3, .rule-meta, .rule-foot, details"));
    return `${parts.map((part) => part.innerText.trim()).join("\n\n")}\n(${citation})`;
  }

  async function copy(button) {
    const text = taken(button.closest(".rule"), button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copié";
    } catch {   // not allowed here: the text is shown, chosen, to be copied by hand
      const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, rows: 3 });
      field.setAttribute("aria-label", "Texte à copier");
      said.replaceChildren(field);
      field.select();
      return;
    }
    setTimeout(() => { if (said.textContent === "Copié") said.textContent = ""; }, 4000);
  }

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(".rule-copy [data-copy]") : null;
    if (button) copy(button);
  });

  function visit() {
    for (const rule of document.querySelectorAll(".rule[data-citation]:not(:has(.rule-copy))")) {
      const line = document.createElement("p");
      line.className = "rule-copy";
      for (const [what, text] of [["citation", "la citation"], ["link", "le lien"], ["text", "le texte"]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
        button.dataset.copy = what;
        button.setAttribute("aria-label", `Copier ${text}, ${rule.dataset.citation}`);
        line.append(button);
      }
      line.prepend("Copier ");
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      line.append(said);
      const foot = rule.querySelector(":scope > .rule-foot");
      if (foot) foot.prepend(line); else rule.append(line);
    }
  }
  if (window.document$) window.document$.subscribe(visit);
  else visit();
})();
