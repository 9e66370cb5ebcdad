/* The site without network: the choice on the start page, the news of a new version on every page.
 *
 * Nothing is installed without that choice. A tab that is open when another version takes over loads anew, so that no
 * tab shows a page of one version with the files of another; what was typed into a calculator is kept. */
(() => {
  "use strict";
  const BASE = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const workers = navigator.serviceWorker;
  const PREFIX = `hub-offline:${BASE.pathname}:`;
  const EVERY = 3600e3;   // ms between two looks for a new version
  const AWAKE = 5e3;      // ms between two calls to a worker that installs
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0).replace(".", ",")} Mo`;

  /** @param {string} tag
   *  @param {{text?: string, [name: string]: any}} [attributes]
   *  @returns {any} an element of that name */
  function element(tag, { text, ...attributes } = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
    if (text !== undefined) made.textContent = text;
    made.append(...children);
    return made;
  }
  const button = (text, action, main = false) => {
    const made = element("button", { type: "button", class: `md-button${main ? " md-button--primary" : ""}`, text });
    made.addEventListener("click", action);
    return made;
  };

  // ---- the version that is kept
  const registration = async () => {
    const found = await workers?.getRegistration(BASE.href).catch(() => undefined);   // storage is refused
    return found?.scope === BASE.href ? found : undefined;
  };
  async function installed() {
    const active = (await registration())?.active;
    if (!active) return null;
    const course = new URL(active.scriptURL).searchParams.has("cours");
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
    return names.length ? { course, versions: names.map((name) => name.slice(PREFIX.length).replace("+cours", "")) } : null;
  }

  /** Firefox ends a worker to which nothing happens for a minute, even while it installs: a slow line needs longer. */
  function keepAwake(worker) {
    const call = setInterval(() => { if (worker.state === "installing") worker.postMessage("awake"); else clearInterval(call); }, AWAKE);
  }

  // ---- the choice
  let place = null, busy = null;   // what is shown on the start page; how far an installation is

  async function show() {
    place = document.querySelector("[data-hub-offline]");
    if (!place) return;
    const can = workers && window.isSecureContext && await Promise.resolve().then(() => caches.keys()).then(() => true, () => false);
    if (!place?.isConnected) return;
    if (!can) {
      place.replaceChildren(element("p", { text: "Le site ne peut pas être gardé ici : ce navigateur ne le permet pas (stockage refusé, fenêtre privée), ou la page n'est pas servie par une connexion sûre (https)." }));
      return;
    }
    if (busy) { place.replaceChildren(busy); return; }
    const facts = await fetch(new URL("offline.json", BASE)).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    const here = await installed();
    if (!place.isConnected || busy) return;
    if (here) showInstalled(here, facts); else if (facts) showChoice(facts); else place.replaceChildren(element("p", { text: "Le site n'est pas disponible hors ligne sur cet appareil, et le serveur ne répond pas." }));
  }

  function showChoice(facts, note = "") {
    const course = element("input", { type: "checkbox" });
    const size = () => megabytes(facts.hub.travels + (course.checked ? facts.lab.travels : 0));
    const start = button("", () => install(course.checked, facts), true);
    const label = () => { start.textContent = `Rendre disponible hors ligne (${size()})`; };
    course.addEventListener("change", label);
    label();
    place.replaceChildren(
      element("p", { text: "Pages, recherche et calculateurs peuvent rester sur cet appareil et servir sans réseau. Rien n'est gardé sans votre choix." }),
      ...(facts.lab.files ? [element("p", {}, element("label", {}, course, ` Avec les carnets du cours (${megabytes(facts.lab.travels)} de plus)`))] : []),
      element("p", {}, start),
      element("p", { role: "status", class: "hub-offline-note", text: note }),
    );
  }

  function showInstalled(here, facts) {
    const parts = [element("p", { text: `Le site est disponible hors ligne sur cet appareil${here.course ? ", avec les carnets du cours" : ""} (version ${here.versions.at(-1)}).` })];
    if (facts?.lab.files && !here.course) parts.push(element("p", {}, button(`Ajouter les carnets du cours (${megabytes(facts.lab.travels)})`, () => install(true, facts))));
    parts.push(element("p", {}, button("Retirer de cet appareil", remove)), element("p", { role: "status", class: "hub-offline-note" }));
    place.replaceChildren(...parts);
  }

  async function install(course, facts) {
    const bar = element("progress", { max: 1, value: 0, "aria-label": "Téléchargement du site" }), words = element("span", { "aria-hidden": "true" });
    busy = element("div", {}, element("p", { role: "status", text: "Le site se télécharge. Vous pouvez continuer à lire." }), element("p", {}, bar, " ", words));
    place.replaceChildren(busy);
    const line = busy.querySelector("[role=status]"), usual = line.textContent;
    let stalled = 0;
    const goesOn = () => {
      clearTimeout(stalled);
      if (line.textContent !== usual) line.textContent = usual;
      stalled = setTimeout(() => { line.textContent = "Le téléchargement n'avance plus depuis un moment. Vous pouvez attendre encore, ou recharger la page : rien n'est encore gardé."; }, 30e3);
    };
    const failed = (reason) => {
      clearTimeout(stalled);
      console.warn("hub: not available offline:", reason);
      busy = null;
      if (place?.isConnected) showChoice(facts, "Le téléchargement n'a pas abouti : rien n'a été gardé ni changé. Réessayez plus tard.");
    };
    const heard = ({ data }) => {
      const told = data?.offline;
      if (told?.type === "progress") goesOn();
      if (told?.type === "progress") { bar.value = told.read / told.total; words.textContent = `${Math.round(100 * bar.value)} %`; }
      if (told?.type === "failed") console.warn("hub: offline:", told.reason);
    };
    goesOn();
    workers.addEventListener("message", heard);
    workers.startMessages();
    navigator.storage?.persist?.().catch(() => {});
    try {
      const found = await workers.register(new URL(`sw.js${course ? "?cours" : ""}`, BASE), { updateViaCache: "none" });
      const worker = found.installing ?? found.waiting;
      if (!worker) { location.reload(); return; }   // it was there already
      const follow = () => {
        if (worker.state === "installed" && found.active) worker.postMessage("take");   // asked for just now: no need to ask again
        if (worker.state === "redundant") { workers.removeEventListener("message", heard); failed("the worker was dropped"); }
      };
      worker.addEventListener("statechange", follow);
      keepAwake(worker);
      follow();
    } catch (error) { failed(error); }
  }

  async function remove() {
    if (!navigator.onLine) {
      place.querySelector("[role=status]").textContent = "Vous êtes hors ligne : sans cette copie, le site ne s'ouvrirait plus. Retirez-la avec le réseau.";
      return;
    }
    await (await registration())?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
    location.reload();
  }

  // ---- a new version
  function offer(waiting) {
    if (document.querySelector(".hub-update")) return;
    const reload = button("Nouvelle version : recharger", () => waiting.postMessage("take"), true);
    document.body.append(element("div", { class: "hub-update md-typeset", role: "region", "aria-label": "Nouvelle version du site" }, reload));
  }

  if (workers) {
    let left = false;
    workers.addEventListener("controllerchange", () => { if (!left) { left = true; location.reload(); } });
    registration().then((found) => {
      if (!found) return;
      const watch = () => { if (found.waiting && found.active && !busy) offer(found.waiting); };
      const follow = () => {
        if (!found.installing) return;
        found.installing.addEventListener("statechange", watch);
        keepAwake(found.installing);
      };
      found.addEventListener("updatefound", follow);
      follow();   // it may have begun before this page was there
      watch();
      let looked = 0;
      const look = () => { if (navigator.onLine && Date.now() - looked > EVERY) { looked = Date.now(); found.update().catch(() => {}); } };
      look();
      document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
    });
  }
  if (window.document$) window.document$.subscribe(show); else show();
})();
