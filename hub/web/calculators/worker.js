/* The one Python of a visit: a module worker, as Pyodide wants.
 *
 * Page -> worker   boot {app, sizes, info, archives, snapshot}, then: start {id, name, state}, drawn {id},
 *                  adopt {id, name, signature, state}, patch {id, text}, send {id, text}, stop {id}, compute {id, name, text}
 * Worker -> page   progress {file, part}, phase {name}, ready {laps}, refused {reason}, drawing {id, text},
 *                  live {id}, output {id, text}, patch {id, text}, unkept {id}, idle {id}, failed {id, reason},
 *                  computed {id, text}, crashed {reason}
 */
import { forget, keep, recall } from './memory.mjs';

const HERE = new URL('./', self.location.href).href;
const SITE_PACKAGES = '/lib/python3.14/site-packages';

// Panel asks JavaScript for this function by evaluating text; hub_runtime hands it this one instead.
self.dictConverter = (entries) =>
  Object.fromEntries([...entries].map(([key, value]) => [key, value === undefined ? null : value]));

const post = (type, fields = {}) => self.postMessage({ type, ...fields });
const laps = {};
const lap = (name) => { laps[name] = Math.round(performance.now()); };

/** Fetch a file whose size is known, and tell the page how much of it is there; `read` takes what comes. */
async function download(address, file, size, read) {
  const response = await fetchFromSite(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  let come = 0, told = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      come += chunk.length;
      if (performance.now() - told > 100) { told = performance.now(); post('progress', { file, part: Math.min(1, come / size) }); }
      controller.enqueue(chunk);
    },
  });
  const result = await read(response.body.pipeThrough(count));
  if (come !== size) throw new Error(`${file} has ${come} bytes instead of ${size}`);
  post('progress', { file, part: 1 });
  return result;
}

const whole = async (body) => new Uint8Array(await new Response(body).arrayBuffer());

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

let python = null;     // Pyodide, once it runs
let sessions = null;   // hub_runtime.sessions
// what a module keeps to itself, for the console and the tests
Object.defineProperties(self, { python: { get: () => python }, sessions: { get: () => sessions } });

const scripts = () => Promise.all([import('./pyodide.mjs'), import('./pyodide.asm.mjs')]);

/** Compile Pyodide's program while its scripts are on their way: it would ask for that only once they are here. */
function compileEarly() {
  const address = `${HERE}pyodide.asm.wasm`;
  const program = WebAssembly.compileStreaming(self.fetch(address));
  program.catch(() => {});   // awaited below
  provided.set(address, new Uint8Array());
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (_, imports) => {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    const module = await program;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

async function bootPlain({ app, sizes, info }) {
  const get = (folder, file) => download(folder + file, file, sizes[file], whole);
  const site = get(HERE, 'site.zip'), own = get(app, 'app.zip'), library = get(HERE, 'python_stdlib.zip');
  for (const promise of [site, own, library]) promise.catch(() => {});   // each is awaited later
  provided.set(`${HERE}python_stdlib.zip`, library);
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts();
  lap('scripts');
  python = await loadPyodide({
    createPyodideModule, indexURL: HERE, env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' }, lockFileContents: { info, packages: {} },
  });
  provided.clear();
  post('progress', { file: 'pyodide.asm.wasm', part: 1 });
  lap('python');
  post('phase', { name: 'unpack' });
  for (const archive of [await site, await own]) python.unpackArchive(archive, 'zip', { extractDir: SITE_PACKAGES });
  lap('unpacked');
  post('phase', { name: 'import' });
  python.runPython('import importlib; importlib.invalidate_caches(); import hub_runtime');
  lap('imported');
}

/** Python as it was at the end of the build: Panel and the calculators are imported already. */
async function bootSnapshot({ app, sizes, info, snapshot }) {
  const { libraries, before, table } = snapshot;
  const modules = libraries.map((path) => WebAssembly.compileStreaming(self.fetch(HERE + 'libraries/' + path.split('/').pop().replace(/\.so$/, '.wasm'))));
  const file = 'snapshot.bin';
  const ours = Promise.all([scripts(), import('./preload.mjs')]);
  const bytes = new Uint8Array(snapshot.size);   // Pyodide wants to know only their number, until Python starts
  const memory = recall(app, bytes).then(async (kept) => {
    if (kept) post('progress', { file, part: 1 });
    else {
      const unpacking = import('./unpack.mjs');   // on its way together with what it unpacks
      unpacking.catch(() => {});   // awaited below
      await download(app + file, file, sizes[file], async (body) => {
        await ours;   // first what Python's start waits for: unpacking takes all of this thread
        return (await unpacking).unpack(body, snapshot.frames, bytes);
      });
    }
    lap(kept ? 'recalled' : 'snapshot');
    return kept;
  });
  const data = fetchFromSite(`${app}data.json`).then((response) => response.json());
  for (const promise of [...modules, ours, memory, data]) promise.catch(() => {});   // each is awaited later
  provided.set(`${HERE}python_stdlib.zip`, EMPTY_ZIP);
  const [[{ loadPyodide }, { default: create }], { preloadLibraries, putStill }] = await ours;
  lap('scripts');
  let refuse;
  const refused = new Promise((_, reject) => { refuse = reject; });
  const createPyodideModule = preloadLibraries(
    create,
    libraries.map((path, index) => ({ path: `${SITE_PACKAGES}/${path}`, module: modules[index] })),
    {
      fail: refuse,
      async done(Module, state) {
        lap('libraries');
        for (const key of ['brk', 'table']) {   // before the wait for 20 MB that would be of no use
          if (state[key] !== before[key]) throw Object.assign(new Error(`${key} is ${state[key]} instead of ${before[key]}`), { differs: true });
        }
        Module.growMemory(snapshot.size);   // Pyodide itself does not, before it puts the snapshot there
        if (!await memory) putStill(Module.HEAPU8, bytes, snapshot);
      },
    },
  );
  python = await Promise.race([refused, loadPyodide({
    createPyodideModule, indexURL: HERE, env: { HOME: '/home/pyodide' }, lockFileContents: { info, packages: {} }, _loadSnapshot: bytes,
  })]);
  provided.clear();
  post('progress', { file: 'pyodide.asm.wasm', part: 1 });
  lap('restored');
  const { wasmTable } = python._module;
  if (wasmTable.length < table) wasmTable.grow(table - wasmTable.length);
  for (const [name, text] of Object.entries(await data)) {
    const path = `${SITE_PACKAGES}/${name}`;
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
    python.FS.writeFile(path, text);
  }
  if (!await memory) keep(app, bytes, () => restingSince);
}

// A zip without files: the standard library is in the snapshot.
const EMPTY_ZIP = new Uint8Array(22);
EMPTY_ZIP.set([0x50, 0x4b, 5, 6]);

/** Read an archive at once, while Python waits (hub_runtime.late). */
let application = HERE;
self.readNow = (file) => {
  const address = (file === 'app.zip' ? application : HERE) + file;
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${address}`);
  return new Uint8Array(request.response);
};

async function boot(message) {
  application = message.app;
  compileEarly();
  const connect = () => {
    const runtime = python.pyimport('hub_runtime');
    runtime.connect((type, id, text) => post(type, { id, text }), JSON.stringify(message.archives), Boolean(message.snapshot));
    sessions = runtime.sessions;
    lap('connected');
  };
  if (message.snapshot) {
    try {
      await bootSnapshot(message);
      connect();
    } catch (error) {
      await forget(message.app);
      post('refused', { reason: String(error), differs: error?.differs === true });   // the page starts a new worker with the plain loader
      return new Promise(() => {});
    }
  } else {
    await bootPlain(message);
    connect();
  }
  post('ready', { laps });
}

const handlers = {
  start({ id, name, state }) {
    const text = sessions.start(id, name, state ?? undefined);
    post('drawing', { id, text });
  },
  adopt({ id, name, signature, state }) {
    const text = sessions.adopt(id, name, signature, state ?? undefined);
    if (text) post('drawing', { id, text }); else post('live', { id });
  },
  drawn({ id }) { sessions.link(id); post('live', { id }); },
  patch({ id, text }) { sessions.patch(id, text); post('idle', { id }); },
  send({ id, text }) { sessions.send(id, text); post('idle', { id }); },
  stop({ id }) { sessions.stop(id); },
  compute({ id, name, text }) { post('computed', { id, text: sessions.compute(name, text) }); },
};

let restingSince = 0;
let queue = Promise.resolve();
self.onmessage = ({ data }) => {
  if (data.type === 'boot') {
    queue = boot(data);
    queue.catch((error) => post('crashed', { reason: String(error) }));
    return;
  }
  queue = queue.then(() => {
    restingSince = performance.now();
    try {
      handlers[data.type](data);
    } catch (error) {
      // a fault in a calculation leaves Python usable; a fatal one does not
      if (error?.pyodide_fatal_error || !(error instanceof python.ffi.PythonError)) {
        post('crashed', { reason: String(error) });
        throw error;
      }
      post('failed', { id: data.id, reason: error.message });
    }
  });
  queue.catch(() => {});
};
