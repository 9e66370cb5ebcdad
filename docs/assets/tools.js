/* The tools above a calculator: load an example, undo, start again, print. */
(() => {
  const BASE = new URL('../', document.currentScript.src);
  const calculatorOf = (element) => element.closest('.calc[data-calc]');
  const tell = (calculator, message) => window.hubCalc?.send(calculator, JSON.stringify(message));

  document.addEventListener('calc-live', ({ target }) => {
    for (const control of target.querySelectorAll('.calc-tools :disabled')) control.disabled = false;
    const wanted = new URLSearchParams(location.search).get('cas');
    if (wanted && !target.dataset.asked) { target.dataset.asked = wanted; load(target, wanted); }
  });

  async function load(calculator, id) {
    const select = calculator.querySelector('[data-calc-examples]');
    try {
      const answer = await fetch(new URL(`cas/${encodeURIComponent(id)}.json`, BASE));
      if (!answer.ok) throw new Error(String(answer.status));
      const { case: data, calculator: name } = await answer.json();
      if (name !== calculator.dataset.calc) throw new Error(name);
      tell(calculator, { action: 'load', case: data });
      if (select) select.value = id;
    } catch {
      const place = calculator.querySelector('[data-slot="faults"]');
      const line = document.createElement('p');
      line.className = 'calc-faults';
      line.textContent = 'Cet exemple n’a pas pu être chargé. Vos saisies sont restées telles quelles.';
      place?.replaceChildren(line);
    }
  }

  document.addEventListener('change', ({ target }) => {
    if (!target.matches?.('[data-calc-examples]')) return;
    const calculator = calculatorOf(target);
    if (target.value) load(calculator, target.value); else tell(calculator, { action: 'reset' });
  });

  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('[data-calc-action]');
    if (!button) return;
    const action = button.dataset.calcAction;
    if (action === 'print') { window.print(); return; }
    const calculator = calculatorOf(button);
    tell(calculator, { action });
    const select = calculator.querySelector('[data-calc-examples]');
    if (action === 'reset' && select) select.value = '';
  });
})();
