/* The page's end of the worker: starts it once a visit, follows its progress, and starts another one on request. */
import { CONFIG } from '../config.js';
import { refusedSnapshot, refuseSnapshot } from './store.js';

export const STALL = 20_000;   // ms without any sign of life before the page says so

/** The worker that start.js has begun with, once. */
function takeStarted(snapshot) {
  const started = window.hubStarted;
  window.hubStarted = null;   // start.js of a later page leaves it to us
  if (started && snapshot) return started;
  started?.worker.terminate();
  return null;
}

/** Events: progress {read, total, phase}, ready, stalled, resumed, crashed {reason}, and the worker's own messages. */
export class Python extends EventTarget {
  #worker = null;
  #parts = new Map();
  #timer = 0;
  #busySince = new Map();   // calculators that wait for an answer
  state = 'off';            // off | starting | ready | crashed
  phase = 'downloading';
  stalled = false;
  laps = null;

  /** Start Python, unless it runs. */
  start() {
    if (this.state === 'starting' || this.state === 'ready') return;
    this.state = 'starting';
    this.phase = 'downloading';
    this.#parts.clear();
    this.#spawn(CONFIG.snapshot !== null && !refusedSnapshot(CONFIG.app));
  }

  /** Stop what runs, whatever it does. */
  stop() {
    this.#drop();
    this.state = 'off';
  }

  send(message) {
    if (this.state === 'off' || this.state === 'crashed') return;
    this.#worker.postMessage(message);
    if (['start', 'adopt', 'patch', 'send'].includes(message.type)) this.#wait(message.id);
    if (message.type === 'stop') this.#answered(message.id);
  }

  #spawn(snapshot) {
    this.#drop();
    const { worker, said } = takeStarted(snapshot) ?? { worker: new Worker(CONFIG.runtime + 'worker.js', { type: 'module' }), said: null };
    this.#worker = worker;
    worker.onmessage = ({ data }) => { if (worker === this.#worker) this.#receive(data); };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#crash(event.message || 'the worker could not be loaded');
    };
    if (!said) worker.postMessage({ ...CONFIG.boot, app: CONFIG.app, snapshot: snapshot ? CONFIG.snapshot : null });
    this.#sign();
    // not before whoever asked for Python listens
    queueMicrotask(() => { for (const event of said ?? []) if (event instanceof MessageEvent) worker.onmessage(event); else worker.onerror(event); });
  }

  #receive(message) {
    this.#sign();
    switch (message.type) {
      case 'progress':
        this.#parts.set(message.file, message.part);
        this.#tell('progress');
        return;
      case 'phase':
        this.phase = message.name;
        this.#tell('progress');
        return;
      case 'refused':   // the snapshot does not fit this browser: the plain loader always does
        console.warn('hub: plain start of Python,', message.reason);
        if (message.differs) refuseSnapshot(CONFIG.app);   // and not a file that was missing this time
        this.#parts.clear();
        this.phase = 'downloading';
        this.#spawn(false);
        this.#tell('respawned');
        return;
      case 'ready':
        this.state = 'ready';
        this.laps = message.laps;
        this.#tell('ready');
        return;
      case 'crashed':
        this.#crash(message.reason);
        return;
      case 'drawing': case 'live': case 'idle': case 'failed':
        this.#answered(message.id);
    }
    this.#tell('message', message);
  }

  #crash(reason) {
    console.error('hub: Python stopped:', reason);
    const during = this.state;
    this.#drop();
    this.state = 'crashed';
    this.#tell('crashed', { reason, during });
  }

  #drop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#busySince.clear();
    clearTimeout(this.#timer);
    this.stalled = false;
  }

  // ---- watching for signs of life: while starting, and while an answer is due
  #wait(id) { this.#busySince.set(id, performance.now()); this.#sign(); }
  #answered(id) { this.#busySince.delete(id); }

  #sign() {
    clearTimeout(this.#timer);
    if (this.stalled) { this.stalled = false; this.#tell('resumed'); }
    this.#timer = setTimeout(() => {
      if (this.state !== 'starting' && this.#busySince.size === 0) return;
      this.stalled = true;
      this.#tell('stalled', { during: this.state });
    }, CONFIG.stall ?? STALL);
  }

  /** Bytes to fetch and bytes there, as they travel. */
  get amount() {
    const files = CONFIG.downloads[CONFIG.snapshot ? 'snapshot' : 'plain'];
    let read = 0, total = 0;
    for (const [file, bytes] of Object.entries(files)) {
      total += bytes;
      read += bytes * (this.#parts.get(file) ?? 0);
    }
    return { read, total };
  }

  #tell(type, detail = null) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

export const python = new Python();
