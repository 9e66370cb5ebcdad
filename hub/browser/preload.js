/* Load the same shared libraries in the same order before Python starts: then they lie at the same places in memory
 * when a snapshot is made (Node) and when it is restored (worker). Used by both. */
'use strict';

/**
 * Wrap Emscripten's factory.
 * @param create   self._createPyodideModule
 * @param libraries  [{path: where Python looks for it, url?: file to read, module?: promise of a compiled module}]
 * @param done     called with (Module, {brk, table}) when all are loaded, before Python starts
 * @param fail     called with the error when that cannot be done
 */
function preloadLibraries(create, libraries, { done, fail }) {
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

if (typeof module !== 'undefined') module.exports = { preloadLibraries };
