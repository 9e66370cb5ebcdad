/* The code that shows a calculator in a page of another site: made for what is chosen, with the address of this site. */
(() => {
  const BASE = new URL('../', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const boxOf = (element) => element instanceof Element ? element.closest('[data-hub-embed]') : null;

  function write(box) {
    const page = box.querySelector('[data-embed=page]'), view = box.querySelector('[data-embed=view]').value;
    const field = box.querySelector('textarea');
    field.value = field.dataset.template.replace('{address}', new URL(page.value, BASE)).replace('{title}', page.selectedOptions[0].textContent)
      .replace('vue=estimation', `vue=${view}`);
  }

  document.addEventListener('change', ({ target }) => { const box = boxOf(target); if (box) write(box); });
  document.addEventListener('click', async ({ target }) => {
    const box = target instanceof Element && target.closest('[data-embed-copy]') ? boxOf(target) : null;
    if (!box) return;
    const field = box.querySelector('textarea'), said = box.querySelector('[role=status]');
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = 'Le code est copié.';
    } catch { said.textContent = 'Le code est sélectionné : copiez-le.'; }
  });
  window.document$?.subscribe(() => { for (const box of document.querySelectorAll('[data-hub-embed]')) write(box); });
})();
