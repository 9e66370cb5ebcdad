/* The tools above a calculator: examples, undo, compare, links, files, print. All of it happens in this browser: a
 * case leaves it only as a file or a link that the user hands over. */
(() => {
  const BASE = new URL('../', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const LARGEST_FILE = 20e6;   // bytes
  const calculatorOf = (element) => element.closest('.calc[data-calc]');
  const nameOf = (calculator) => /** @type {HTMLInputElement | null} */ (calculator.querySelector('[data-calc-name]'))?.value ?? '';
  function tell(calculator, message) {
    window.hubCalc?.hush('tools');   // what the page has said of something before
    window.hubCalc?.send(calculator, JSON.stringify(message));
  }

  const say = (text, actions = []) => window.hubCalc?.say(text, { by: 'tools', actions });

  // ---- when the calculator is live: what the address asks for
  /** Where a link to a person's file may lead: to this field, under that label. */
  const DESTINATIONS = { journal: ['journal', 'Journal des heures'] };
  document.addEventListener('calc-live', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const date = /** @type {HTMLInputElement | null} */ (target.querySelector('[data-calc-date]'));
    if (date && !date.value) date.value = new Date().toLocaleDateString('fr-CH', { day: '2-digit', month: '2-digit', year: 'numeric' });
    for (const control of /** @type {NodeListOf<any>} */ (target.querySelectorAll(':is(.calc-tools, .calc-kept, .calc-text-tools, .calc-dossier) :disabled'))) control.disabled = false;
    recallProfile(target);
    follow(target);
    const wanted = DESTINATIONS[target.dataset.vers];
    delete target.dataset.vers;
    if (wanted) ACTIONS.goto(target, { dataset: { calcLabel: wanted[1] } }, wanted[0]);
  });
  addEventListener('hashchange', () => document.querySelectorAll('.calc[data-state="live"]').forEach(follow));

  function follow(calculator) {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (hash.has('estimation')) {
      tell(calculator, { action: 'estimate' });
      calculator.querySelector('#formulaire')?.scrollIntoView();
      history.replaceState(history.state, '', location.pathname + location.search);
    }
    const asked = hash.get('cas') ?? hash.get('exemple') ?? hash.get('suite');
    if (!asked || calculator.dataset.asked === asked) return;
    calculator.dataset.asked = asked;
    scrollTo(0, 0);   // no element has this name: the page would stay where the last one was
    if (hash.has('suite')) goOn(calculator, asked);
    else {
      window.hubCalc.leave(calculator);   // nobody's case does not go into a person's file
      if (hash.has('cas')) tell(calculator, { action: 'open', link: asked }); else load(calculator, asked);
    }
    history.replaceState(history.state, '', location.pathname + location.search);   // a reload keeps what is typed after it
  }

  /** What another calculator hands over: into the file that is open, or into an empty form. */
  function goOn(calculator, text) {
    try {
      const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
      const { origin, fields } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      tell(calculator, { action: 'carry', origin, fields, fresh: !window.hubCalc.dossier(calculator) });
    } catch {
      say("Ce lien est incomplet ou altéré : rien n'a été repris.");
    }
  }

  /** The parts of a result may be folded: who goes to one sees it, and goes on from there by keyboard. */
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {HTMLElement} */ (event.target).closest?.('[data-calc-jump]'));
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();   // the theme would go there before the part is open
    const part = calculatorOf(link).querySelector(link.hash);   // (the theme makes the address whole)
    if (part.localName === 'details') part.open = true;
    else part.tabIndex = -1;
    part.scrollIntoView();
    (part.querySelector(':scope > summary') ?? part).focus({ preventScroll: true });
  }, true);

  /** The chooser names the example that is in the form; '': none. */
  function nameExample(calculator, id) {
    const select = calculator.querySelector('[data-calc-examples]');
    if (select) select.value = id;
  }

  async function load(calculator, id) {
    window.hubCalc.leave(calculator);
    if (id === 'exemple') {   // the form's own example: Python has it
      tell(calculator, { action: 'example' });
      nameExample(calculator, id);
      return;
    }
    try {
      const answer = await fetch(new URL(`cas/${encodeURIComponent(id)}.json`, BASE));
      if (!answer.ok) throw new Error(String(answer.status));
      const { case: data, calculator: name, title } = await answer.json();
      if (name !== calculator.dataset.calc) throw new Error(name);
      tell(calculator, { action: 'load', case: data });
      say(`Exemple chargé : « ${title} ». « Annuler » revient à ce qui se trouvait dans le formulaire.`);
      nameExample(calculator, id);
    } catch {
      say("Cet exemple n'a pas pu être chargé. Vos saisies sont restées telles quelles.");
    }
  }

  document.addEventListener('change', (event) => {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (!target.matches?.('[data-calc-examples]')) return;
    const calculator = calculatorOf(target);
    if (target.value) load(calculator, target.value); else ACTIONS.reset(calculator);
  });

  // ---- who hands papers over: kept in this browser, beside what is typed in the forms and erased with it
  const PROFILE = 'hub-calc:profile';
  const profileFields = (calculator) => [...calculator.querySelectorAll('[data-profile]')];

  function recallProfile(calculator, replaced = false) {
    const fields = profileFields(calculator);
    if (!fields.length) return;
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(PROFILE) ?? '{}') ?? {}; } catch { /* refused, or not ours */ }
    for (const field of fields) {
      if (typeof kept[field.dataset.profile] === 'string') field.value = kept[field.dataset.profile];
      else if (replaced) field.value = '';
    }
    if (Object.keys(kept).length) tell(calculator, { action: 'profile', profile: kept });
  }

  document.addEventListener('hub-profile', () => { for (const one of document.querySelectorAll('.calc[data-state="live"]')) recallProfile(one, true); });

  document.addEventListener('change', (event) => {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (!target.matches?.('[data-profile]')) return;
    const calculator = calculatorOf(target);
    const profile = Object.fromEntries(profileFields(calculator).filter((field) => field.value.trim()).map((field) => [field.dataset.profile, field.value]));
    const kept = JSON.stringify(profile);
    try { if (localStorage.getItem(PROFILE) === kept) return; } catch { /* refused: told once more */ }
    tell(calculator, { action: 'profile', profile });
    try { localStorage.setItem(PROFILE, kept); } catch { say("Ce navigateur ne garde pas vos coordonnées : elles valent jusqu'à ce que vous quittiez la page."); }
  });

  document.addEventListener('change', (event) => {
    const target = /** @type {HTMLInputElement} */ (event.target);
    if (target.matches?.('[data-compare-name]')) tell(calculatorOf(target), { action: 'compare-name', which: target.dataset.compareName, name: target.value });
  });

  // ---- buttons
  const ACTIONS = {
    print: () => window.print(),
    sheet: (calculator) => tell(calculator, { action: 'sheet', name: nameOf(calculator) }),
    'compare-date': (calculator, button) => tell(calculator, { action: 'compare-date', date: button.closest('.calc-menu').querySelector('[data-calc-date]').value }),
    'compare-stop': (calculator) => {
      calculator.querySelector('[data-calc-action="compare"]')?.focus();   // the button that was pressed goes away with the comparison
      tell(calculator, { action: 'compare-stop' });
    },
    'show-text': (calculator, button) => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      button.textContent = shown ? 'Cacher' : 'Montrer';
      tell(calculator, { action: 'show-text' });
    },
    goto(calculator, { dataset }, field) {
      tell(calculator, { action: 'goto', field });
      if (!goTo(calculator, dataset.calcLabel)) goToOnceDrawn(calculator, dataset.calcLabel, 20_000);
    },
    undo(calculator) {
      tell(calculator, { action: 'undo' });
      nameExample(calculator, '');   // what is in the form now may be none
    },
    reset(calculator) {
      window.hubCalc.leave(calculator);
      tell(calculator, { action: 'reset' });
      nameExample(calculator, '');
    },
    compare: (calculator, button) => tell(calculator, { action: button.getAttribute('aria-pressed') === 'true' ? 'compare-stop' : 'compare' }),
    'take-assumed': (calculator) => tell(calculator, { action: 'take-assumed' }),
    'carry-back': (calculator) => tell(calculator, { action: 'carry-back' }),
    'carry-over': (calculator) => tell(calculator, { action: 'carry-over' }),
    'carry-keep': (calculator) => tell(calculator, { action: 'carry-keep' }),
    open: (calculator) => pick('.json,application/json,.csv,.xlsx', (file) => (window.hubCalc.isTable(file) ? read(calculator, file) : openText(calculator, file)), 200e6),
    import: (calculator) => pick('.csv,.xlsx,.json', async (file) => {   // (a journal may be JSON too: no case, no files of persons)
      const ours = !window.hubCalc.isTable(file) && /"format"\s*:\s*"(ai-calc|readaptation-ai)\//.test(await file.slice(0, 200).text());
      return ours ? openText(calculator, file) : read(calculator, file);
    }),
    forget: (calculator) => askToForget(calculator),
  };

  async function openText(calculator, file) {
    window.hubCalc.hush('tools');
    await window.hubCalc.open(calculator, await file.text());
  }

  /** Lines of a table, where a calculator takes some. */
  async function read(calculator, file) {
    if (!calculator.querySelector('[data-calc-action="import"]')) { say(window.hubCalc.NO_TABLE); return; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = '';
    for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    tell(calculator, { action: 'import', name: file.name, base64: btoa(binary) });
  }

  /** Say what would go, and erase only then. */
  function askToForget(calculator) {
    const dialog = document.createElement('dialog');
    dialog.className = 'calc-dialog';
    const named = window.hubCalc.dossier(calculator);
    const text = document.createElement('p');
    text.textContent = `Effacer de ce navigateur ? ${named ? 'Ce calcul du dossier ouvert' : 'Ce formulaire'} seulement, ou tout : tous les formulaires et tous les dossiers. Il n'y a pas de retour.`;
    const button = (label, action, kind = '') => {
      const made = Object.assign(document.createElement('button'), { type: 'button', className: `md-button ${kind}`, textContent: label });
      made.addEventListener('click', () => { dialog.close(); action?.(); });
      return made;
    };
    const emptied = (which) => { for (const control of calculator.querySelectorAll(which)) control.value = ''; };
    const first = button('Annuler');
    const row = document.createElement('p');
    row.append(first, ' ', button(named ? 'Ce calcul seulement' : 'Ce formulaire seulement', () => {
      window.hubCalc.forgetOne(calculator);
      emptied('[data-calc-examples]');
      say(named ? 'Ce calcul est effacé du dossier.' : 'Ce formulaire est effacé.');
    }), ' ', button('Tout effacer', () => {
      tell(calculator, { action: 'forget' });
      tell(calculator, { action: 'profile', profile: {} });
      window.hubCalc.forget();
      emptied('[data-calc-examples], [data-calc-name], [data-profile]');
      say("Vos saisies et vos dossiers sont effacés. Plus rien n'en est gardé dans ce navigateur.");
    }, 'calc-danger'));
    dialog.append(text, row);
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    first.focus();
  }

  /** Take the reader to a field of the form; whether it is in sight. */
  function goTo(calculator, label) {
    const seek = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (!element.shadowRoot) continue;
        if (element.matches('.field, .rows, .field-choice') && element.getClientRects().length && named(element, label)) return element;
        const found = seek(element.shadowRoot);
        if (found) return found;
      }
      return null;
    };
    const found = seek(calculator.querySelector('.calc-live') ?? calculator);
    if (!found) return false;
    found.scrollIntoView({ block: found.getBoundingClientRect().height > innerHeight * .7 ? 'start' : 'center' });
    firstInput(found)?.focus({ preventScroll: true });
    return true;
  }

  /** The same for a field that an answer of Python will bring into sight, within so many ms, and as long as it is `wanted`. */
  function goToOnceDrawn(calculator, label, patience, wanted = () => true) {
    const over = new AbortController();
    calculator.addEventListener('calc-drawn', () => { if (!wanted() || goTo(calculator, label)) over.abort(); }, { signal: over.signal });
    setTimeout(() => over.abort(), patience);
  }

  const named = ({ shadowRoot }, label) => shadowRoot.querySelector('.bk-input-group > label')?.textContent.trim() === label || [...shadowRoot.querySelectorAll('*')].some(({ shadowRoot: inner }) =>
    [...inner?.querySelectorAll('label, p') ?? []].some((text) => text.textContent.trim() === label)
    || inner?.querySelector('.bk-label')?.textContent.trim() === label);

  function firstInput(element) {
    for (const inner of element.shadowRoot?.querySelectorAll('*') ?? []) {
      const found = inner.matches('input:not([type=radio]), input:checked, select, textarea, button') ? inner : inner.shadowRoot && firstInput(inner);
      if (found) return found;
    }
    return null;
  }

  // ---- a file that waits for answers: what is missing gets the focus, and its lines are not left behind unnoticed
  document.addEventListener('calc-output', (event) => {
    const target = /** @type {HTMLElement} */ (event.target), { detail } = /** @type {CustomEvent} */ (event);
    const missing = detail.slots.includes('message') && /** @type {HTMLElement | null} */ (target.querySelector('[data-slot="message"] [data-missing]'));
    if (missing) goToOnceDrawn(target, missing.dataset.missing, 3000, () => missing.isConnected);
  });

  const WAITING = 'Des lignes du fichier attendent encore vos réponses : si vous quittez cette page, elles ne sont pas reprises.';
  const waits = (root) => [...root.querySelectorAll('*')].some(({ shadowRoot, classList }) => shadowRoot
    && ((classList.contains('asking') && asks(shadowRoot)) || waits(shadowRoot)));
  const asks = (root) => [...root.querySelectorAll('*')].some((element) => (element.matches('.field-choice') && element.getClientRects().length) || (element.shadowRoot && asks(element.shadowRoot)));
  const waiting = () => [...document.querySelectorAll('.calc-live')].some(waits);
  addEventListener('beforeunload', (event) => { if (waiting()) event.preventDefault(); });
  document.addEventListener('click', (event) => {   // to another page of the site, which the theme shows without leaving this one
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {HTMLElement} */ (event.target).closest?.('a[href]'));
    if (!link || link.target === '_blank' || link.pathname === location.pathname || !waiting() || confirm(WAITING)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  function pick(accept, take, largest = LARGEST_FILE) {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => {
      const file = input.files[0];
      if (!file) return;
      if (file.size > largest) { say('Ce fichier est trop grand.'); return; }
      Promise.resolve(take(file)).catch(() => say("Ce fichier n'a pas pu être lu."));
    });
    input.click();
  }

  /** @returns {Iterable<HTMLDetailsElement>} */
  const openMenus = () => document.querySelectorAll('details.calc-menu[open]');
  document.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const button = target.closest?.('[data-calc-action], [data-calc-download]');
    if (!button) { for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false; return; }
    const calculator = calculatorOf(button);
    const [action, kind, key] = (button.dataset.calcAction ?? `share:${button.dataset.calcDownload}`).split(':');
    if (action === 'share') {
      const name = nameOf(calculator);
      tell(calculator, { action: 'share', kind, key, name, dossier: window.hubCalc?.dossier(calculator) });
    } else ACTIONS[action]?.(calculator, button, kind);
    const menu = /** @type {HTMLDetailsElement | null} */ (button.closest('.calc-menu'));
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
  document.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key === 'Enter' && field.matches?.('[data-calc-date]')) field.closest('.calc-menu').querySelector('button').click();
    if (event.key !== 'Escape') return;
    for (const menu of openMenus()) { menu.open = false; menu.querySelector('summary').focus(); }
  }, true);   // before the calculator keeps keys from the theme

  // ---- paper: everything unfolded, with the name of the case and the day
  const folded = [];
  addEventListener('beforeprint', () => {
    for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('.calc details:not([open], .calc-menu)'))) { details.open = true; folded.push(details); }
    for (const line of document.querySelectorAll('[data-calc-printed]')) {
      const name = nameOf(line.closest('.calc')).trim();
      line.textContent = `${name ? `${name} · ` : ''}imprimé le ${new Date().toLocaleDateString('fr-CH')}`;
    }
  });
  document.addEventListener('calc-output', (event) => {   // pressed as long as two scenarios, which bear names, are shown
    const calculator = /** @type {HTMLElement} */ (event.target), { detail } = /** @type {CustomEvent} */ (event);
    if (!detail.slots.includes('comparison')) return;
    const named = calculator.querySelector('[data-slot="comparison"] [data-compare-name]') !== null;
    calculator.querySelector('[data-calc-action="compare"]')?.setAttribute('aria-pressed', String(named));
  });
  document.addEventListener('calc-output', (event) => {   // one page, as it was asked for
    const target = /** @type {HTMLElement} */ (event.target), { detail } = /** @type {CustomEvent} */ (event);
    if (!detail.slots.includes('sheet') || !target.querySelector('[data-slot="sheet"]')?.childElementCount) return;
    document.documentElement.dataset.print = 'sheet';
    window.print();
  });
  addEventListener('afterprint', () => { delete document.documentElement.dataset.print; for (const details of folded.splice(0)) details.open = false; });

  // ---- what Python made: a link to copy, a file to save
  document.addEventListener('calc-output', (event) => {
    const target = /** @type {HTMLElement} */ (event.target), { detail } = /** @type {CustomEvent} */ (event);
    if (!detail.slots.includes('download')) return;
    const slot = target.querySelector('[data-slot="download"]');
    if (!slot?.textContent) return;
    const made = JSON.parse(slot.textContent);
    slot.textContent = '';
    if (made.kind === 'link' && opening.delete(target)) open(`${location.pathname}#cas=${made.text}`, '_blank', 'noopener');
    else if (made.kind === 'link') copyLink(made.text, made.note);
    else if (made.kind === 'copy') copyPaper(made);
    else save(made);
  });

  // ---- in a page of another site: the whole page opens beside it, with what is typed
  const opening = new Set();
  document.addEventListener('click', (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest?.('[data-calc-whole]');
    const calculator = link && calculatorOf(link);
    const valid = calculator?.dataset.state === 'live' && !calculator.querySelector('[data-slot="faults"]').childElementCount;
    if (!valid || window.hubCalc.state(calculator) === null) return;   // nothing to take along
    event.preventDefault();
    opening.add(calculator);
    setTimeout(() => opening.delete(calculator), 5000);
    tell(calculator, { action: 'share', kind: 'link' });
  });

  async function copyLink(text, note) {
    const address = `${location.origin}${location.pathname}#cas=${text}`;
    try {
      await navigator.clipboard.writeText(address);
      say(`Le lien est copié : il contient ${note ? 'le cas' : 'tout le cas'} ; rien n'a été envoyé. ${note ?? ''}`.trim());
    } catch { toCopy('Lien à copier ', 'input', address); }
  }

  /** A paper for another program: formatted where it takes that, plain elsewhere. */
  async function copyPaper({ name, text, html }) {
    try {
      const as = (type, words) => new Blob([words], { type });
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': as('text/plain', text), 'text/html': as('text/html', html) })]);
      say(`« ${name} » est copié : collez-le dans votre document. Rien n'a été envoyé.`);
    } catch { toCopy(`${name}, à copier `, 'textarea', text); }
  }

  /** The browser does not let the page copy: the user does. */
  function toCopy(words, kind, value) {
    const label = document.createElement('label'), field = document.createElement(kind);
    label.textContent = words;
    field.readOnly = true;
    field.value = value;
    label.append(field);
    window.hubCalc.say([label], { by: 'tools' });
    field.select();
  }

  function save(made) {
    const data = made.base64 === undefined ? made.text : Uint8Array.from(atob(made.base64), (c) => c.charCodeAt(0));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([data], { type: made.type }));
    link.download = made.name;
    link.click();
    const text = `« ${made.name} » est enregistré sur votre appareil. ${made.note ?? ''}`.trim();
    if (made.type === 'text/html') {   // a phone shows a saved page as text, or not at all
      say(text, [["L'ouvrir pour l'imprimer", () => open(link.href, '_blank', 'noopener')]]);
      return;   // as long as the page lives, its paper can be opened
    }
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    say(text);
  }
})();
