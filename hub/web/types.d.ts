/* What the scripts of a page find there that no library of types knows. */

/** An observable of the theme: every page that is shown, with instant navigation. */
interface Shown { subscribe(visit: () => void): void }

interface Window {
  /** The theme's. */
  document$?: Shown;
  /** `page/loader.js`, for other scripts of the site. */
  hubCalc?: any;
  /** The worker that `start.js` has begun with, until `page/python.js` takes it over (null from then on). */
  hubStarted?: { worker: Worker; said: (MessageEvent | ErrorEvent)[] } | null;
  /** Set by `storage.js` where the browser refuses its storages. */
  hubStorage?: any;
  Bokeh?: any;
}

interface Navigator { connection?: { saveData?: boolean; effectiveType?: string } }

/* What a selector finds here is HTML: the site has no other elements that scripts look for. */
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  querySelector<E extends HTMLElement = HTMLElement>(selectors: string): E | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends HTMLElement = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Element {
  closest<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  closest<E extends HTMLElement = HTMLElement>(selectors: string): E | null;
}

/** Put before `start.js` by the build. */
declare const START: any;

/** Written by the build beside the bundle. */
declare module "*/config.js" { export const CONFIG: any }
