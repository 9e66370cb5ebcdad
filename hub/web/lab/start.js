/* What JupyterLite's kernel loads as if it were Pyodide: the same Pyodide, started from our own files.
 *
 * A module for the kernel's worker. HUB_LAB, the configuration, is put before it at build time. Exports `loadPyodide`,
 * which restores a memory snapshot (Python with the kernel and Panel imported already) or, where that does not work,
 * starts plainly; both without any request but to the folders named in the configuration.
 * Tells the page how far it is: messages {hubLab: {phase, part?, reason?}}.
 */
import { preloadLibraries, putStill } from './preload.mjs';
import { unpack } from './unpack.mjs';

const CONFIG = HUB_LAB;
const here = new URL('./', import.meta.url).href;
const SITE_PACKAGES = '/lib/python3.14/site-packages';
const began = performance.now();
const tell = (phase, more = {}) =>
  self.postMessage({ hubLab: { phase, ms: Math.round(performance.now() - began), ...more } });
let code, own;   // address of our second folder, and what the configuration says of it

// Panel asks JavaScript for this function by evaluating text; it was handed this one instead (warm.py).
self.dictConverter = (entries) =>
  Object.fromEntries([...entries].map(([key, value]) => [key, value === undefined ? null : value]));

/** Read an archive at once, while Python waits (hub_lab.late). */
self.readNow = (file) => {
  const address = (file === 'app.zip' ? code : here) + file;
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${address}`);
  return new Uint8Array(request.response);
};

async function download(address, size) {
  const response = await fetchFromSite(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const bytes = new Uint8Array(size);
  const reader = response.body.getReader();
  let read = 0, told = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (read + value.length > size) throw new Error(`${address} has more than ${size} bytes`);
    bytes.set(value, read);
    read += value.length;
    if (performance.now() - told > 100) { told = performance.now(); tell('download', { part: read / size }); }
  }
  if (read !== size) throw new Error(`${address} has ${read} bytes instead of ${size}`);
  return bytes;
}

// Pyodide fetches its standard library itself: give it the bytes that are already here. Its program it compiles as it
// comes, and waits without end where the server does not call that WebAssembly: it is called so here.
const fetchFromSite = self.fetch.bind(self);
const provided = new Map();
self.fetch = async (input, options) => {
  const bytes = provided.get(input instanceof Request ? input.url : String(input));
  if (bytes) return new Response(await bytes);
  const response = await fetchFromSite(input, options);
  if (!response.ok || !response.url.endsWith('.wasm') || response.headers.get('content-type')?.startsWith('application/wasm')) return response;
  return new Response(response.body, { headers: { 'content-type': 'application/wasm' } });
};

// A zip without files: the standard library is in the snapshot.
const EMPTY_ZIP = new Uint8Array(22);
EMPTY_ZIP.set([0x50, 0x4b, 5, 6]);

/** Pyodide's own. */
const scripts = () => Promise.all([import('./pyodide.mjs'), import('./pyodide.asm.mjs')]);

const hooks = { stdout: (text) => console.log(text), stderr: (text) => console.error(text) };
const settings = () => ({
  stdout: (text) => hooks.stdout(text), stderr: (text) => hooks.stderr(text), indexURL: here, env: CONFIG.env,
  lockFileContents: { info: CONFIG.info, packages: {} },
});

async function restored() {
  const { libraries, before, table, size } = own.snapshot;
  const modules = libraries.map((path) => WebAssembly.compileStreaming(self.fetch(here + 'libraries/' + path.split('/').pop().replace(/\.so$/, '.wasm'))));
  const bytes = new Uint8Array(size);   // Pyodide wants to know only their number, until Python starts
  const memory = download(`${code}snapshot.bin`, own.sizes['snapshot.bin'])
    .then((packed) => unpack(new Blob([packed]).stream(), own.snapshot.frames, bytes));
  const data = fetchFromSite(`${code}data.json`).then((response) => response.json());
  for (const promise of [...modules, memory, data]) promise.catch(() => {});   // each is awaited later
  provided.set(`${here}python_stdlib.zip`, EMPTY_ZIP);
  const [{ loadPyodide: load }, { default: create }] = await scripts();
  let refuse;
  const refused = new Promise((_, reject) => { refuse = reject; });
  const createPyodideModule = preloadLibraries(
    create,
    libraries.map((path, index) => ({ path: `${SITE_PACKAGES}/${path}`, module: modules[index] })),
    {
      fail: refuse,
      async done(Module, state) {
        for (const key of ['brk', 'table']) {   // before the wait for what would be of no use
          if (state[key] !== before[key]) throw new Error(`${key} is ${state[key]} instead of ${before[key]}`);
        }
        Module.growMemory(size);   // Pyodide itself does not, before it puts the snapshot there
        await memory;
        putStill(Module.HEAPU8, bytes, own.snapshot);
        tell('start');
      },
    },
  );
  const python = await Promise.race([refused, load({ ...settings(), createPyodideModule, _loadSnapshot: bytes })]);
  const { wasmTable } = python._module;
  if (wasmTable.length < table) wasmTable.grow(table - wasmTable.length);
  for (const [name, text] of Object.entries(await data)) {
    const path = `${SITE_PACKAGES}/${name}`;
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    python.FS.writeFile(path, text);
  }
  return python;
}

async function plain() {
  const archives = [download(`${here}site.zip`, CONFIG.sizes['site.zip']), download(`${code}app.zip`, own.sizes['app.zip'])];
  for (const promise of archives) promise.catch(() => {});   // each is awaited later
  const [{ loadPyodide: load }, { default: createPyodideModule }] = await scripts();
  const python = await load({ ...settings(), createPyodideModule });
  tell('start');
  for (const archive of archives) python.unpackArchive(await archive, 'zip', { extractDir: SITE_PACKAGES });
  python.runPython('import importlib; importlib.invalidate_caches()');
  return python;
}

/** What the page has kept of lessons, as JSON; nothing when it does not answer. */
function whatWasKept() {
  return new Promise((done) => {
    const hear = ({ data }) => { if (data?.hubCourse !== undefined) finish(data.hubCourse); };
    const finish = (text) => { self.removeEventListener('message', hear); done(text); };
    self.addEventListener('message', hear);
    setTimeout(() => finish('{}'), 3000);
    tell('kept?');
  });
}

/** Start Python, whatever it takes; `configured` is what jupyter-lite.json says of our code. */
async function boot(configured) {
  own = configured;
  code = new URL(own.code, here).href;
  tell('download', { part: 0 });
  const kept = whatWasKept();
  const connect = (python, snapshot) => {
    const side = python.pyimport('hub_lab');
    side.connect(JSON.stringify({ ...CONFIG.archives, 'app.zip': own.modules }), snapshot);
    side.destroy();
    tell('ready', { snapshot });
    return python;
  };
  try {
    try {
      if (!own.snapshot) throw new Error('there is no snapshot');
      const python = await restored();
      self.hubCourse = await kept;
      return connect(python, true);
    } catch (error) {
      console.warn('plain start of Python:', error);
      provided.clear();
      const python = await plain();
      self.hubCourse = await kept;
      return connect(python, false);
    }
  } catch (error) {
    tell('failed', { reason: String(error) });
    throw error;
  } finally {
    provided.clear();
  }
}

// early.js begins before JupyterLite's kernel asks
let early = null;
export function startEarly(configured) {
  early = boot(configured);
  early.catch(() => {});   // told to the page already, and to whoever asks for it
}

export async function loadPyodide(options) {
  Object.assign(hooks, { stdout: options.stdout, stderr: options.stderr });
  early ??= boot(options.hubLab);
  return early;
}
