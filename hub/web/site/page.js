/* Small things that the theme does not do. */
(() => {
  "use strict";

  /* Links to a search, <li><a href="?q=6020"> in a list of class "examples": open the search box with these words,
     without loading the page again. */
  const searchToggle = () => /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-toggle=search]"));
  function search(words) {
    const toggle = searchToggle();
    const input = /** @type {HTMLInputElement | null} */ (document.querySelector(".md-search__input"));
    if (!toggle || !input) return false;
    if (!toggle.checked) toggle.click();
    input.value = words;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    return true;
  }

  window.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".examples a[href]") : null;
    const words = link && new URL(/** @type {HTMLAnchorElement} */ (link).href).searchParams.get("q");
    if (!words || event.ctrlKey || event.metaKey || event.shiftKey || !search(words)) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* The field of the home page is the search box, where one looks first. */
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches(".home-search")) return;
    event.preventDefault();
    search(form.querySelector("input").value.trim());
  });

  /* The button of the page on privacy. Without the calculators' script there is nothing to erase but old entries. */
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-hub-erase]") : null;
    if (!button) return;
    window.hubCalc?.forget();
    button.parentElement.querySelector("[role=status]").textContent = "Vos saisies et vos dossiers sont effacés de ce navigateur.";
  });

  /* The theme lets go of the search field when Tab is pressed, and WebKit then goes on from the top of the page: whoever
     works by keyboard would never get past the search. The key does what it always does, and the search closes when
     the focus has left it. */
  addEventListener("keydown", (event) => {
    if (event.key === "Tab" && event.target instanceof Element && event.target.matches(".md-search__input")) event.stopPropagation();
  }, true);
  document.querySelector(".md-search")?.addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
    const toggle = searchToggle(), box = /** @type {Element} */ (currentTarget);
    if (relatedTarget instanceof Node && !box.contains(relatedTarget) && toggle?.checked) toggle.click();
  });

  /* On a phone the theme holds the page still until a moment after the search has closed, and then puts it back where it
     was: a result that is opened meanwhile could not come into view. */
  const LOCK = "data-md-scrolllock";
  let opened = false;
  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".md-search-result a")) opened = document.body.hasAttribute(LOCK);
  }, true);
  new MutationObserver(() => {
    if (document.body.hasAttribute(LOCK)) return;
    if (opened) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
    opened = false;
  }).observe(document.body, { attributeFilter: [LOCK] });

  /* A table that is wider than the screen scrolls: with the keyboard too. */
  const reachable = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  };
  window.document$?.subscribe(() => requestAnimationFrame(reachable));
  addEventListener("resize", reachable);
})();
