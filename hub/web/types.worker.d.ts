/* What the scripts of the workers find there that no library of types knows. */

interface WorkerGlobalScope {
  /** For Panel, which asks JavaScript for it by evaluating text. */
  dictConverter?: (entries: Iterable<[string, unknown]>) => object;
  /** For Python: an archive, at once. */
  readNow?: (file: string) => Uint8Array;
  python?: any;
  /** For Python: what the page has kept of lessons, as JSON. */
  hubCourse?: string;
}

/** Put before `hub/web/lab/start.js` at build time. */
declare const HUB_LAB: any;

declare module "*/preload.mjs" { export const preloadLibraries: any, putStill: any }
declare module "*/unpack.mjs" { export const unpack: any }
declare module "*/zstddec-stream.mjs" { export class ZSTDDecoder { init(): Promise<void>; decodeStreaming(arrays: Iterable<Uint8Array>): Generator<Uint8Array> } }
declare module "*/pyodide.mjs" { export const loadPyodide: any }
declare module "*/pyodide.asm.mjs" { const create: any; export default create }
