// Make a memory snapshot of a Python that has run a given file (the calculators' or the notebooks' warm.py), run by Node.
//
//   node snapshot.mjs PYODIDE_FOLDER JOB.json
//
// JOB.json: {stdlib: zip of the compiled standard library, site: [folders], libraries: [paths in site-packages], env: {},
//            warm: file with Python code, preload: file with preloadLibraries, out: folder, level: of compression}
// Writes into `out`: snapshot.bin, the memory with the forms of the default cases in it, but without what stands there
// before Python starts, packed in frames that unpack one after the other; for each of these forms form-<name>.json (what
// the page draws); facts.json (what the worker must know, and compares before it restores).
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { zeroFreeMemory } from "./heap.mjs";

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => { console.error(String(error?.message ?? error)); process.exit(1); });
}
const SITE_PACKAGES = "/lib/python3.14/site-packages/";
const [pyodide, jobFile] = process.argv.slice(2).map((argument) => path.resolve(argument));
const job = JSON.parse(fs.readFileSync(jobFile, "utf8"));
const { preloadLibraries, sumOf } = await import(path.resolve(job.preload));

// What the worker offers to Python under the same names.
globalThis.dictConverter = (entries) => Object.fromEntries(entries);
globalThis.XMLHttpRequest ??= class XMLHttpRequest {};

const files = new Map();   // path in site-packages -> file; later folders win
for (const folder of job.site) {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    files.set(path.relative(folder, file), file);
  }
}
const libraries = job.libraries.map((name) => ({ path: SITE_PACKAGES + name, url: files.get(name) }));

const { default: create } = await import(path.join(pyodide, "pyodide.asm.mjs"));
const { loadPyodide } = await import(path.join(pyodide, "pyodide.mjs"));
let before, standing;   // the state just before Python starts: the browser must have the same when it restores
const createPyodideModule = preloadLibraries(create, libraries, {
  done: (Module, state) => { before = state; standing = Module.HEAPU8.slice(); },
  fail: (error) => { console.error(error); process.exit(1); },
});
const python = await loadPyodide({
  indexURL: pyodide + "/", stdLibURL: job.stdlib, createPyodideModule, _makeSnapshot: true, env: { ...job.env, PYTHONHASHSEED: "0" },
});
const { FS, _module: Module } = python;

// The files live in JavaScript's memory, not in the heap. A library that is loaded already needs only a stub:
// Python would map it into the heap once more.
const stub = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
for (const [name, file] of files) {
  FS.mkdirTree(SITE_PACKAGES + path.dirname(name));
  FS.writeFile(SITE_PACKAGES + name, job.libraries.includes(name) ? stub : new Uint8Array(fs.readFileSync(file)));
}
const opened = new Set();
const open = FS.open;
FS.open = (name, ...rest) => {
  if (typeof name === "string" && name.startsWith(SITE_PACKAGES)) opened.add(name.slice(SITE_PACKAGES.length));
  return open(name, ...rest);
};
python.runPython("import importlib; importlib.invalidate_caches()");
await python.runPythonAsync(fs.readFileSync(job.warm, "utf8"), { filename: "warm.py" });
FS.open = open;

const loaded = JSON.parse(python.runPython(`
import json, sys
json.dumps(sorted({file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}))
`)).map((file) => file.replace(SITE_PACKAGES, ""));
const unforeseen = loaded.filter((file) => file.endsWith(".so") && !job.libraries.includes(file));
if (unforeseen.length) throw new Error(`Error: shared libraries that are not preloaded: ${unforeseen}`);

fs.mkdirSync(job.out, { recursive: true });
const write = (name, data) => fs.writeFileSync(path.join(job.out, name), data);
const forms = JSON.parse(python.globals.get("baked"));
for (const name of forms) write(`form-${name}.json`, python.runPython(`bake(${JSON.stringify(name)})`));
python.runPython("tidy()");
const zeroed = zeroFreeMemory(Module, before.brk);
// A freed slot of Pyodide's table of JavaScript objects reads as undefined, which it refuses to store.
for (let slot = Module.API.getExpectedKeys().length; ; slot++) {
  let value;
  try { value = Module.__hiwire_get(slot); } catch { break; }
  if (value === undefined) Module.__hiwire_set(slot, null);
}
const memory = python.makeMemorySnapshot({
  serializer(object) { throw new Error(`Error: the snapshot would hold a JavaScript object: ${String(object).slice(0, 80)}`); },
});

// What Pyodide's program itself puts there before Python starts, and nobody changes, comes along with the program.
const BLOCK = 1 << 14, heap = memory.length - Module.HEAPU8.length, still = [];
for (let at = 0; at < standing.length; at += BLOCK) {
  const there = Buffer.from(standing.buffer, at, BLOCK);
  if (there.compare(memory, heap + at, heap + at + BLOCK) || !there.some(Boolean)) continue;
  if (still.at(-1)?.[1] === at) still.at(-1)[1] += BLOCK; else still.push([at, at + BLOCK]);
}
const sum = sumOf(memory, heap, still);
for (const [from, to] of still) memory.fill(0, heap + from, heap + to);

// In frames, so that the browser unpacks one while the next is on its way, and needs room for one at a time.
const FRAME = 8 << 20, { constants } = zlib, parts = [];
for (let at = 0; at < memory.length; at += FRAME) parts.push(memory.subarray(at, at + FRAME));
const params = { [constants.ZSTD_c_compressionLevel]: job.level, [constants.ZSTD_c_checksumFlag]: 1 };
const frames = await Promise.all(parts.map((part) => promisify(zlib.zstdCompress)(part, { params })));
write("snapshot.bin", Buffer.concat(frames));
write("facts.json", JSON.stringify({
  table: Module.wasmTable.length, before, size: memory.length, libraries: job.libraries, forms,
  heap, still, sum, frames: frames.map((frame) => frame.length),
  opened: [...opened].filter((name) => files.has(name) && !/\.(pyc|so)$/.test(name)).sort(),
}));
console.log(`snapshot: ${(memory.length / 1e6).toFixed(1)} MB, ${loaded.length} modules, ${(zeroed / 1e6).toFixed(1)} MB zeroed`);
process.exit(0);
