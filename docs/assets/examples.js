/* Links to a search, <li><a href="?q=6020"> in a list of class "examples": open the search box with these words, without loading the page again. */
(() => {
  "use strict";
  window.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".examples a[href]") : null;
    const toggle = document.querySelector("[data-md-toggle=search]");
    const input = document.querySelector(".md-search__input");
    const words = link && new URL(link.href).searchParams.get("q");
    if (!words || !toggle || !input || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!toggle.checked) toggle.click();
    input.value = words;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }, true);
})();
