/* Shows the rule behind a citation, and the history behind a figure, on hover, tap, or the space bar: the focus alone opens
   nothing, whoever goes through a result by keyboard reads it undisturbed.

   <a class="cite" data-cite="cmrp:6020" href="r/cmrp/6020/">   <a class="figure" data-parameter="capital_aid/cash_cap">

   Works for links that appear later (results of a calculator): nothing is bound to single elements. Addresses that
   begin with "r/" count from the site's root, wherever the page lies. */
(() => {
  "use strict";
  const ROOT = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const SELECTOR = "a.cite[data-cite], a.figure[data-parameter]";
  const SHORT = /(?:^|\/)r\/[a-z0-9-]+\/[^/#]+\/$/; // the theme may have made it absolute already
  const SHOW_AFTER = 140, HIDE_AFTER = 240; // ms: long enough to cross a line of links without a flicker

  let rules = null, figures = null, loading = null;
  function load() {
    loading ??= Promise.all(["rules.json", "parameters.json"].map((name) => fetch(new URL(name, ROOT)).then((r) => {
      if (!r.ok) throw new Error(`${name}: ${r.status}`);
      return r.json();
    }))).then(([list, parameters]) => {
      rules = new Map(list.map((rule) => [rule.citation, rule]));
      figures = parameters;
    }).catch((error) => { loading = null; throw error; });
    return loading;
  }

  /* The rule that a citation names: itself, or the rule of which it names a lettered part. */
  function resolve(citation) {
    const whole = rules?.get(citation);
    if (whole) return { rule: whole, part: null };
    const dot = citation.lastIndexOf(".");
    const rule = dot > 0 ? rules?.get(citation.slice(0, dot)) : null;
    if (!rule) { // a group without text of its own, geneve:3: its first rule
      for (const [name, first] of rules ?? []) if (name.startsWith(`${citation}.`)) return { rule: first, part: null };
      return null;
    }
    const part = citation.slice(dot + 1);
    return { rule, part: rule.parts.includes(part) ? part : null };
  }

  function repair(link) {
    const href = link.getAttribute("href") ?? "";
    if (!link.dataset.cite || !(href === "" || SHORT.test(href))) return;
    const found = resolve(link.dataset.cite);
    const path = found ? found.rule.url + (found.part ? `.${found.part}` : "") : `r/${link.dataset.cite.replace(":", "/")}/`;
    link.href = new URL(path, ROOT).href;
  }

  const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const sentences = (list) => list.filter(Boolean).map(escaped).join(" · ");

  function ruleCard(link) {
    const found = resolve(link.dataset.cite);
    if (!found) return null;
    const { rule, part } = found;
    const body = document.createElement("div");
    body.innerHTML = rule.html; // made by our own build from our own pages
    for (const a of /** @type {NodeListOf<HTMLAnchorElement>} */ (body.querySelectorAll("a[href]"))) {
      a.href = new URL(a.getAttribute("href"), ROOT).href;
      a.tabIndex = -1;
    }
    if (part) {
      for (const mark of body.querySelectorAll(".part")) {
        if (mark.dataset.part === part) mark.closest("li").classList.add("hub-card__part");
      }
    }
    const state = rule.status === "abrogated" ? `abrogé${rule.since ? ` au ${rule.since}` : ""}` : rule.since ? `modifié au ${rule.since}` : "";
    const head = rule.source === "fait" ? "Fait d'une autre source" : rule.label;
    return {
      html: `<p class="hub-card__head">${sentences([head, rule.page, state])}</p>` +
        `<p class="hub-card__title">${escaped(rule.title)}</p>${body.innerHTML}`,
      foot: rule.own_statutes.length ? `Bases légales : ${escaped(rule.own_statutes.join(", "))}` : "",
      action: "Ouvrir la règle",
    };
  }

  function figureCard(link) {
    const figure = figures?.[link.dataset.parameter];
    if (!figure) return null;
    const values = [...figure.values].reverse().map((v) =>
      `<li><strong>${escaped(v.text)}</strong>${v.from ? ` dès le ${escaped(v.from)}` : ""}${v.check ? `, ${escaped(v.check)}` : ""}</li>`);
    return {
      html: `<p class="hub-card__head">Chiffre</p><p class="hub-card__title">${escaped(figure.label)}</p>` +
        `<ul class="hub-card__values">${values.join("")}</ul>${figure.note ? `<p>${escaped(figure.note)}</p>` : ""}`,
      foot: "",
      action: "Toutes les dates",
    };
  }

  const card = document.createElement("div");
  card.id = "hub-card";
  card.className = "hub-card md-typeset";
  card.hidden = true;
  let owner = null, timer = 0;

  function place(link) {
    const rects = [...link.getClientRects()];
    const at = rects[0] ?? link.getBoundingClientRect();
    const width = card.offsetWidth, height = card.offsetHeight, gap = 8;
    const left = Math.max(12, Math.min(at.left, innerWidth - width - 12));
    const last = rects.at(-1) ?? at;
    const below = last.bottom + gap;
    const top = below + height < innerHeight - 8 || at.top - gap - height < 8 ? below : at.top - gap - height;
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  }

  async function show(link, sheet = false, byKey = false) {
    try { await load(); } catch { return; }
    if (byKey && document.activeElement !== link) return;   // gone on while the texts came
    repair(link);
    const content = link.dataset.cite ? ruleCard(link) : figureCard(link);
    if (!content || !link.isConnected) return;
    hide();
    owner = link;
    card.classList.toggle("hub-card--sheet", sheet);
    card.setAttribute("role", sheet ? "dialog" : "tooltip");
    if (sheet) card.setAttribute("aria-label", content.action); else card.removeAttribute("aria-label");
    if (byKey) card.setAttribute("aria-live", "polite"); else card.removeAttribute("aria-live");   // asked for: it is read out
    card.innerHTML = content.html + (content.foot ? `<p class="hub-card__foot">${content.foot}</p>` : "") +
      `<p class="hub-card__actions"><a href="${escaped(link.href)}">${content.action}</a><button type="button">Fermer</button></p>`;
    if (!card.isConnected) document.body.append(card);
    card.hidden = false;
    card.scrollTop = 0;
    if (sheet) {
      card.style.left = card.style.top = "";
      card.querySelector(".hub-card__actions button").focus();
    } else {
      link.setAttribute("aria-describedby", card.id);
      place(link);
    }
    card.querySelector(".hub-card__part")?.scrollIntoView({ block: "center" });
  }

  function hide({ back = false } = {}) {
    clearTimeout(timer);
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    if (back && card.classList.contains("hub-card--sheet")) owner.focus();
    owner = null;
    card.hidden = true;
  }

  const linkOf = (event) => event.target instanceof Element ? event.target.closest(SELECTOR) : null;
  const later = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };
  const isSheet = () => card.classList.contains("hub-card--sheet");

  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (link) repair(link);
    if (event.pointerType !== "mouse" || (owner && isSheet())) return;
    if (link && !card.contains(link)) {
      if (link === owner) clearTimeout(timer); else later(() => show(link), SHOW_AFTER);
    } else if (owner && card.contains(/** @type {Node} */ (event.target))) clearTimeout(timer);
    else if (owner) later(hide, HIDE_AFTER);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link) repair(link);
    if (link?.matches(":focus-visible")) link.setAttribute("aria-keyshortcuts", "Space");
    if (owner && link !== owner && !card.contains(/** @type {Node} */ (event.target))) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) { event.stopPropagation(); hide({ back: true }); return; }
    const link = event.key === " " ? linkOf(event) : null;
    if (!link || card.contains(link)) return;
    event.preventDefault();   // the page would scroll
    if (link === owner) hide(); else show(link, false, true);
  }, true);
  let touched = false;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; }, true);
  window.addEventListener("click", (event) => {
    if (owner && card.contains(/** @type {Node} */ (event.target))) {
      const inner = /** @type {Element} */ (event.target).closest("a, button");
      if (inner?.tagName === "BUTTON") hide({ back: true });
      else if (inner) hide();
      return;
    }
    const link = linkOf(event);
    if (!link) { if (owner && isSheet()) hide(); return; }
    repair(link);
    if (touched && !event.ctrlKey && !event.metaKey) {
      const known = rules && (link.dataset.cite ? resolve(link.dataset.cite) : figures?.[link.dataset.parameter]);
      if (known) { event.preventDefault(); event.stopPropagation(); show(link, true); return; }
    }
    hide();
  }, true);
  addEventListener("scroll", () => { if (owner && !isSheet()) place(owner); }, { passive: true });
  addEventListener("resize", () => hide());
  window.document$?.subscribe(() => { hide(); warm(); });

  /* A page with citations is likely to need the texts: fetch them when the browser has nothing better to do. */
  function warm() {
    const saving = navigator.connection?.saveData;
    if (saving || !document.querySelector(`${SELECTOR}, [data-calc]`)) return;
    const fetchThem = () => { load().catch(() => {}); };
    if (window.requestIdleCallback) requestIdleCallback(fetchThem, { timeout: 4000 }); else setTimeout(fetchThem);
  }
  if (document.readyState === "complete") warm(); else addEventListener("load", warm);
})();
