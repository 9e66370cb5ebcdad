/* Load the same shared libraries in the same order before Python starts: then they lie at the same places in memory
 * when a snapshot is made (Node) and when it is restored (worker). Used by both. */

/* JavaScriptCore gives a function that a module both exports and puts into its table two JavaScript objects (the
 * specification wants one). Emscripten looks for a function's place in the table by its object: there it would not find
 * it, give it a second place, and the table would not be the one of the snapshot. So the export is given out for both.
 * A function is told by its index in its module, which is its name. Engines that do as specified are left alone. */
function oneObjectForEachFunction() {
  // (module (table (export "t") 1 funcref) (func $f (export "f")) (elem (i32.const 0) func $f))
  const small = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 112, 0, 1, 7, 9, 2, 1, 116, 1, 0, 1, 102, 0, 0,
    9, 7, 1, 0, 65, 0, 11, 1, 0, 10, 4, 1, 2, 0, 11,
  ))).exports;
  if (/** @type {WebAssembly.Table} */ (small.t).get(0) === small.f) return;
  const { Instance, Module, Table, instantiate, instantiateStreaming } = WebAssembly, { get } = Table.prototype;
  const seen = new WeakSet(), twins = new WeakMap();   // an object of the table -> the export that it is
  /** An instance has come: whatever is new in its tables is its own. */
  const came = (result, module, imports) => {
    const { exports } = result.instance ?? result, byName = new Map();
    for (const value of Object.values(exports)) {
      if (typeof value !== 'function' || seen.has(value)) continue;   // passed on from another module, whose name it has
      seen.add(value);
      byName.set(value.name, value);
    }
    // (named one by one: Emscripten's imports are proxies, which make an entry for whatever is asked)
    const imported = Module.imports(module).filter(({ kind }) => kind === 'table').map((table) => imports[table.module][table.name]);
    const exported = Object.values(exports).filter((value) => value instanceof Table);
    for (const table of new Set([...imported, ...exported])) {
      for (let index = 0; index < table.length; index++) {
        const found = get.call(table, index);
        if (found === null || seen.has(found)) continue;
        seen.add(found);
        if (byName.has(found.name)) twins.set(found, byName.get(found.name));
      }
    }
    return result;
  };
  const wrap = (make) => async (source, imports, ...rest) => {
    const result = await make.call(WebAssembly, source, imports, ...rest);
    return came(result, result.module ?? source, imports);
  };
  WebAssembly.instantiate = wrap(instantiate);
  if (instantiateStreaming) WebAssembly.instantiateStreaming = wrap(instantiateStreaming);
  WebAssembly.Instance = new Proxy(Instance, { construct: (target, given) => came(Reflect.construct(target, given), ...given) });
  Table.prototype.get = function (index) {
    const found = get.call(this, index);
    return twins.get(found) ?? found;
  };
}
oneObjectForEachFunction();

/**
 * Wrap Emscripten's factory.
 * @param create   the default export of pyodide.asm.mjs
 * @param libraries  [{path: where Python looks for it, url?: file to read, module?: promise of a compiled module}]
 * @param done     called with (Module, {brk, table}) when all are loaded, before Python starts
 * @param fail     called with the error when that cannot be done
 */
export function preloadLibraries(create, libraries, { done, fail }) {
  return (settings) => {
    const locate = settings.locateFile;
    const files = new Map(libraries.map(({ path, url }) => [path, url]));
    settings.locateFile = (path, folder) => files.get(path) ?? locate(path, folder);
    settings.preRun = [...(settings.preRun ?? []), (Module) => {
      Module.addRunDependency('preload-libraries');
      (async () => {
        for (const { path, module } of libraries) {
          const flags = { global: false, nodelete: true, loadAsync: true, allowUndefined: true };
          // compiled while the main program was still loading
          if (module) Module.preloadedWasm[path] = await Module.loadWebAssemblyModule(await module, flags, path);
          await Module.loadDynamicLibrary(path, flags);
        }
        await done(Module, { brk: Module._sbrk(0), table: Module.wasmTable.length });
      })().then(() => Module.removeRunDependency('preload-libraries'), fail);
    }];
    return create(settings);
  };
}

/**
 * What stands in memory before Python starts comes from Pyodide's own program, and is left out of a snapshot: put it in.
 * @param {Uint8Array} there   the memory, with the libraries loaded
 * @param {Uint8Array} bytes   the snapshot
 * @param {{heap: number, still: [number, number][], sum: number}} facts   where the memory begins in it, what is left out, its sum
 */
export function putStill(there, bytes, { heap, still, sum }) {
  const found = sumOf(there, 0, still);
  if (found !== sum) throw Object.assign(new Error(`the sum is ${found} instead of ${sum}`), { differs: true });
  for (const [from, to] of still) bytes.set(there.subarray(from, to), heap + from);
}

/** One number over parts of a memory that begins at `offset` of `bytes`. */
export function sumOf(bytes, offset, ranges) {
  const words = new DataView(bytes.buffer, bytes.byteOffset + offset);
  let sum = 2166136261;
  for (const [from, to] of ranges) for (let at = from; at < to; at += 4) sum = Math.imul(sum ^ words.getUint32(at, true), 16777619);
  return sum >>> 0;
}
