/* Fresh notebooks: forgets what this browser has kept of the course's notebooks (formation/reinitialiser). Nothing is
 * sent anywhere; the notebooks themselves are files of the site and come back as they were. */
(() => {
  const LAB = new URL('../lab/', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const DATABASE = `JupyterLite Storage - ${LAB.pathname}`;   // one for each place where a hub is
  const COURSE = `hub-course:${LAB.pathname}:`;   // what exercises have kept (hub/web/calculators/page/lesson.js)
  const request = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error('blocked'));
  });

  async function exists() {
    if (!indexedDB.databases) return true;   // cannot be asked: assume so
    return (await indexedDB.databases()).some(({ name }) => name === DATABASE);
  }

  /** Run an action with the database; nothing when it is not there. */
  async function opened(action) {
    if (!await exists()) return undefined;
    const database = await request(indexedDB.open(DATABASE));
    try {
      return database.objectStoreNames.contains('files') ? await action(database) : undefined;
    } finally {
      database.close();
    }
  }

  /** What this browser has kept: [{path, model}], notebooks only. */
  async function kept() {
    const found = await opened(async (database) => {
      const store = database.transaction('files').objectStore('files');
      const [keys, values] = await Promise.all([request(store.getAllKeys()), request(store.getAll())]);
      return keys.map((path, index) => ({ path, model: values[index] }));
    });
    return (found ?? []).filter(({ model }) => model?.type !== 'directory');
  }

  /** The lessons whose exercises this browser has kept. */
  function exercises() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(COURSE));
    } catch {
      return [];
    }
  }

  /** Ask every open notebook of this site to leave, so that none saves again; returns how many did. */
  async function closeTabs() {
    let channel;
    try { channel = new BroadcastChannel('hub-lab-reset'); } catch { return 0; }   // there is none, or storage is refused
    let left = 0;
    channel.onmessage = ({ data }) => { if (data?.site === LAB.href && data.left) left += 1; };
    channel.postMessage({ site: LAB.href, leave: true });
    await new Promise((go) => setTimeout(go, 600));
    channel.close();
    return left;
  }

  async function forget(path) {
    await opened(async (database) => {
      const names = ['files', 'checkpoints'].filter((name) => database.objectStoreNames.contains(name));
      const work = database.transaction(names, 'readwrite');
      for (const name of names) work.objectStore(name).delete(path);
      await new Promise((done, failed) => { work.oncomplete = done; work.onerror = work.onabort = () => failed(work.error); });
    });
  }

  async function forgetAll() {
    for (const key of exercises()) localStorage.removeItem(key);
    for (let tries = 0; ; tries++) {   // a tab that is just leaving may still hold the database for a moment
      try {
        await request(indexedDB.deleteDatabase(DATABASE));
        break;
      } catch (error) {
        if (tries === 10) throw error;
        await new Promise((go) => setTimeout(go, 300));
      }
    }
    if ((await kept()).length) throw new Error('still there');
  }

  function download({ path, model }) {
    const text = typeof model.content === 'string' ? model.content : JSON.stringify(model.content, null, 1);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = path.split('/').pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const button = (text, action, main = false) =>
    element('button', text, { type: 'button', className: main ? 'md-button md-button--primary' : 'md-button', onclick: action });

  class Reset {
    constructor(root) {
      this.root = root;
      this.list = element('div', '');
      this.message = element('p', '');
      this.message.setAttribute('role', 'status');
      root.replaceChildren(this.message, this.list);
      this.show();
    }

    async show(text) {
      let files;
      try {
        files = await kept();
      } catch {
        text = "Ce navigateur ne dit pas ce qu'il a enregistré (stockage refusé, fenêtre privée ?).";
        files = [];
      }
      this.list.replaceChildren();
      const course = exercises(), answers = course.filter((key) => key.startsWith(`${COURSE}[`)).length;
      const check = course.some((key) => key.startsWith(`${COURSE}check:`));
      if (!files.length && !course.length) {
        this.message.textContent = text ?? 'Rien à effacer : le cours est neuf dans ce navigateur.';
        return;
      }
      this.message.textContent = text ?? 'Gardé dans ce navigateur :';
      const rows = element('ul', '');
      for (const file of files) {
        const row = element('li', `${file.path} `);
        row.append(button('Télécharger une copie', () => download(file)), ' ',
          button('Remettre à neuf', () => this.ask(`${file.path} sera remis à neuf.`, () => forget(file.path))));
        rows.append(row);
      }
      if (answers) rows.append(element('li', `Réponses aux exercices de ${answers} leçon${answers > 1 ? 's' : ''}, tous postes compris`));
      if (check) rows.append(element('li', 'Réponses au contrôle final'));
      if (course.length && !answers && !check) rows.append(element('li', 'Graine et poste du cours'));
      this.list.append(rows, button('Tout remettre à neuf', () => this.ask(
        'Leçons et carnets seront remis à neuf : places, réponses, modifications et réglages de ce navigateur seront effacés.',
        forgetAll), true));
    }

    /** The second step: say what happens, and do it only then. */
    ask(text, action) {
      const yes = button('Oui, effacer', () => this.act(action), true);
      this.message.textContent = `${text} Les carnets ouverts dans d'autres onglets seront fermés. Continuer ?`;
      this.list.replaceChildren(yes, ' ', button('Non', () => this.show()));
      yes.focus();
    }

    async act(action) {
      this.list.replaceChildren();
      this.message.textContent = 'Un instant…';
      try {
        const closed = await closeTabs();
        await action();
        await this.show(closed ? `Fait. ${closed === 1 ? 'Un onglet a été fermé' : `${closed} onglets ont été fermés`}.` : 'Fait.');
        this.root.dataset.done = 'yes';
      } catch (error) {
        console.warn('reset:', error);
        await this.show('Ce navigateur retient encore les carnets : fermez les autres onglets de ce site, puis recommencez.');
      }
    }
  }

  function visit() {
    for (const root of document.querySelectorAll('[data-lab-reset]:not([data-ready])')) {
      root.dataset.ready = '';
      new Reset(root);
    }
  }
  if (window.document$) window.document$.subscribe(visit);
  else visit();
})();
