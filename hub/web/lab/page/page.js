/* On every page of the notebooks' site, before JupyterLite's own scripts: says in French what is going on while Python
 * starts, and leaves the page when the notebooks are reset elsewhere. */
'use strict';

(() => {
  const STALL = 25_000;   // ms without any sign of life before the page says so
  const began = performance.now();
  const site = new URL(document.currentScript.dataset.site, location.href).href;
  let stalled = 0;

  const element = () => document.getElementById('hub-lab-status');

  function say(text, { part = null, state = 'busy' } = {}) {
    const status = element();
    if (!status) return;
    status.dataset.state = state;
    status.querySelector('.hub-lab-text').textContent = text;
    const bar = status.querySelector('progress');
    if (part === null) bar.removeAttribute('value'); else bar.value = part;
    bar.hidden = state !== 'busy';
    clearTimeout(stalled);
    if (state === 'busy') {
      stalled = setTimeout(() => { bar.hidden = true; status.dataset.state = 'stalled';
        status.querySelector('.hub-lab-text').textContent =
          'Python ne répond pas encore. Attendez un instant, ou rechargez la page : votre carnet est enregistré.'; }, STALL);
    }
  }

  function hide(after) {
    setTimeout(() => { if (element()?.dataset.state === 'ready') element().dataset.state = 'hidden'; }, after);
  }

  const TEXTS = {
    download: 'Téléchargement de Python, une seule fois…',
    start: 'Démarrage de Python…',
    ready: matchMedia('(pointer: coarse)').matches
      ? 'Python est prêt. Touchez une cellule de code, puis ▶ en haut.'
      : 'Python est prêt. Cliquez dans une cellule de code, puis Maj + Entrée.',
  };

  function receive({ phase, part = null, reason }) {
    if (phase === 'failed') {
      say("Python n'a pas pu démarrer. Rechargez la page ; si cela continue, essayez un autre navigateur.", { state: 'failed' });
      console.error('hub: Python did not start:', reason);
      return;
    }
    const ready = phase === 'ready';
    say(TEXTS[phase], { part, state: ready ? 'ready' : 'busy' });
    if (ready) {
      document.documentElement.dataset.python = 'ready';
      performance.measure('hub-lab-python', { start: began, end: performance.now() });
      hide(6000);
    }
  }

  // What lessons keep, in the same place as their pages (hub/web/calculators/page/lesson.js): asked for by a kernel that starts
  // (start.js), and told by it after each answer. Storage may be refused: then nothing is kept.
  const COURSE = `hub-course:${new URL(site).pathname}:`;
  function kept() {
    const found = {};
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(COURSE)) found[key.slice(COURSE.length)] = localStorage.getItem(key);
    } catch { /* refused */ }
    return JSON.stringify(found);
  }
  function keep({ key, text }) {
    try { localStorage.setItem(COURSE + key, together(key, text, localStorage.getItem(COURSE + key))); } catch { /* refused, or full */ }
  }
  // The lesson's page, in another tab, may have kept more since this Python began: as Record.merged in the package has it.
  function together(key, text, before) {
    if (!before || key === 'who') return text;
    try {
      const found = JSON.parse(text), old = JSON.parse(before);
      if (key.startsWith('review:')) return JSON.stringify({ ...found, cards: { ...found.cards, ...old.cards } });
      const longer = (a, b) => Number(a.solved) - Number(b.solved) || a.tries - b.tries || a.seconds - b.seconds;
      for (const now of found.lessons[0].results) {
        const was = old.lessons[0].results.find(({ exercise }) => exercise === now.exercise);
        if (!was) continue;
        const { last, mistakes } = longer(was, now) > 0 ? was : now;
        Object.assign(now, {
          last, mistakes, tries: Math.max(was.tries, now.tries), seconds: Math.max(was.seconds, now.seconds),
          solved: was.solved || now.solved, solution_seen: was.solution_seen || now.solution_seen,
        });
      }
      return JSON.stringify(found);
    } catch { return text; }   // what was kept cannot be read
  }

  // What every cell needs, told by Python itself (hub_lab/page.py): once, however often Python says it.
  function bring({ html, scripts }, brought) {
    const all = JSON.stringify([html, scripts]);
    if (brought.has(all)) return;
    brought.add(all);
    document.head.insertAdjacentHTML('beforeend', html);
    for (const text of scripts) {
      const script = document.createElement('script');
      script.textContent = text;
      document.head.append(script);
    }
  }

  const listen = (worker) => {
    const brought = new Set();   // another Python begins anew
    worker.addEventListener('message', ({ data }) => {
      if (data?.hubLab?.phase === 'kept?') worker.postMessage({ hubCourse: kept() });
      else if (data?.hubLab?.phase === 'keep') keep(data.hubLab);
      else if (data?.hubLab?.phase === 'bring') bring(data.hubLab, brought);
      else if (data?.hubLab) receive(data.hubLab);
    });
    return worker;
  };

  // Start Python while JupyterLite is still loading: its first kernel gets the worker that is under way already.
  // (Every worker of a kernel tells how far it is: start.js. JupyterLite's own messages go past that.)
  const PlainWorker = window.Worker;
  let early = null;   // {worker, address of the script that JupyterLite will ask for}
  window.Worker = class extends PlainWorker {
    // biome-ignore lint/correctness/noUnreachableSuper: the worker that is under way stands for a new one
    constructor(address, ...how) {
      if (early && new URL(address, location.href).pathname === early.script.pathname) {
        const { worker } = early;
        early = null;
        // biome-ignore lint/correctness/noConstructorReturn: see above
        return worker;
      }
      listen(super(address, ...how));
    }
  };
  if ('early' in document.currentScript.dataset) {
    fetch(new URL('jupyter-lite.json', site)).then((answer) => answer.json()).then((config) => {
      const kernel = config['jupyter-config-data'].litePluginSettings['@jupyterlite/pyodide-kernel-extension:kernel'];
      const configured = kernel.loadPyodideOptions.hubLab;
      const script = new URL(configured.worker, site);
      const worker = listen(new PlainWorker(new URL(kernel.pyodideUrl.replace(/start\.js$/, 'early.js'), site), { type: 'module' }));
      worker.postMessage({ hubLabStart: { worker: script.href, configured } });
      early = { worker, script };
    }).catch((error) => console.warn('hub: Python is started later:', error));
  }

  // JupyterLab forgets a cell that is run before the notebook has its kernel: let such commands wait for it.
  let app;
  let asked = false;   // whether somebody has run a cell
  Object.defineProperty(window, 'jupyterapp', {
    configurable: true,
    get: () => app,
    set(value) {
      app = value;
      const execute = app.commands.execute.bind(app.commands);
      app.commands.execute = async (id, args) => {
        if (/^notebook:(run|restart)/.test(id) && !args?.begin) asked = true;
        if (/^notebook:(run|restart)/.test(id)) await kernel(app.shell.currentWidget?.context?.sessionContext);
        return execute(id, args);
      };
      value.started.then(furnish).then(begin);
    },
  });

  async function kernel(session) {
    for (let tries = 0; session && !session.session?.kernel && tries < 300; tries++) {
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  /** What cells show is of this visit and this seat: nothing in it would answer later. It is neither saved nor, where a
   * version of before has saved it, shown again. */
  function forgetOutputs(model) {
    const whole = model.toJSON.bind(model);
    model.toJSON = () => {
      const found = whole();
      for (const cell of found.cells) if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
      return found;
    };
    if (!asked) for (const cell of model.cells) if (cell.type === 'code') cell.clearExecution();
  }

  /** The head of a lesson runs by itself: seed, seat and what was tried are there before anybody clicks. */
  async function begin() {
    const heads = (cell) => cell.model.type === 'code' && /^cours\.start\(\)/m.test(cell.model.sharedModel.getSource());
    for (let tries = 0; tries < 300; tries++) {
      const panel = app.shell.currentWidget, content = panel?.content;
      if (content?.widgets?.length && panel.context?.isReady) {
        forgetOutputs(panel.context.model);
        const at = content.widgets.findIndex(heads);
        if (at < 0) return;
        await kernel(panel.context.sessionContext);
        if (asked) return;   // the head runs with the others
        content.activeCellIndex = at;
        await app.commands.execute('notebook:run-cell', { begin: true });
        return;
      }
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  /** The way back to the lesson's page or to the course, and the one text that JupyterLab does not translate. */
  function furnish() {
    const skip = document.querySelector('#jp-skiplink a');
    if (skip) skip.textContent = 'Aller au contenu';
    const logo = document.querySelector('#jp-NotebookLogo');
    if (!logo) return;
    const back = document.createElement('a');
    back.id = 'hub-lab-back';
    const lesson = /^0?(\d+)-/.exec(new URLSearchParams(location.search).get('path') ?? '')?.[1];
    back.href = new URL(lesson ? `../formation/lecon-${lesson}/` : '../formation/', site).href;
    back.textContent = lesson ? '← La leçon' : '← Le cours';
    logo.before(back);
    logo.title = 'Tous les carnets';
    const code = document.createElement('button');
    code.id = 'hub-lab-code';
    code.type = 'button';
    code.textContent = 'Montrer le code';
    code.setAttribute('aria-pressed', 'false');
    code.addEventListener('click', () => showCode(code, code.getAttribute('aria-pressed') === 'false'));
    back.after(code);
  }

  /** The code that came folded (hub/lab/joined.py), all at once: the keyboard does not reach what JupyterLab puts in its place. */
  function showCode(button, shown) {
    for (const cell of app.shell.currentWidget?.content?.widgets ?? []) {
      if (cell.model.type === 'code' && cell.model.getMetadata('editable') === false) cell.inputHidden = !shown;
    }
    button.setAttribute('aria-pressed', String(shown));
  }

  // The reset page asks every open notebook to leave, so that none of them saves again (hub/web/site/reset.js).
  try {
    const channel = new BroadcastChannel('hub-lab-reset');
    channel.addEventListener('message', ({ data }) => {
      if (data?.site !== site || data.leave !== true) return;
      channel.postMessage({ site, left: true });
      location.replace(new URL('ferme.html', site).href);
    });
  } catch { /* there is none, or storage is refused: then nothing is kept that could be reset */ }
})();
