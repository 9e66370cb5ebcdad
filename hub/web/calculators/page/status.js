/* The line of a calculator that says what it is doing, and offers to try again. */
import { TEXTS, amount } from './texts.js';

export class StatusLine {
  onRetry = () => {};
  faulty = false;

  /** @param stage  the element that holds the form: the line stands before it */
  constructor(stage) {
    const line = stage.closest('.calc').querySelector('.calc-status') ?? document.createElement('div');
    line.className = 'calc-status';
    this.line = line;
    this.message = document.createElement('p');
    this.message.setAttribute('role', 'status');
    this.progress = document.createElement('progress');
    this.progress.max = 1;
    this.progress.setAttribute('aria-label', TEXTS.downloading);
    this.bytes = document.createElement('span');   // not read aloud: it changes ten times a second
    this.bytes.className = 'calc-bytes';
    this.bytes.setAttribute('aria-hidden', 'true');
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.textContent = TEXTS.retry;
    this.button.addEventListener('click', () => (this.line.dataset.fault === 'outdated' ? location.reload() : this.onRetry()));
    line.replaceChildren(this.message, this.progress, this.bytes, this.button);
    if (!line.parentNode) { if (stage.matches('.calc')) stage.prepend(line); else stage.before(line); }
    this.#show('');
  }

  starting(python) {
    this.#clear();
    this.#show(TEXTS.starting);
    this.advance(python);
  }

  /** Show how far the start is. */
  advance(python) {
    if (this.faulty) return;
    const loading = python.state === 'starting';
    const { read, total } = python.amount;
    const whole = read >= total;
    this.progress.hidden = this.bytes.hidden = !loading;
    if (!loading) return;
    if (whole) this.progress.removeAttribute('value'); else this.progress.value = read / total;
    this.bytes.textContent = whole ? TEXTS[python.phase] ?? TEXTS.import : amount(read, total);
  }

  /** All is well (again). */
  live() {
    this.#clear();
    this.#show(TEXTS.live);
  }

  busy() { if (!this.faulty) this.#show(TEXTS.busy); }

  fault(name) {
    this.faulty = true;
    this.line.dataset.fault = name;
    this.#show(TEXTS[name]);
    this.button.textContent = name === 'outdated' ? TEXTS.reload : TEXTS.retry;
    this.button.hidden = false;
  }

  #clear() {
    this.faulty = false;
    delete this.line.dataset.fault;
  }

  #show(text) {
    if (this.message.textContent !== text) this.message.textContent = text;
    this.progress.hidden = this.bytes.hidden = this.button.hidden = true;
  }
}
