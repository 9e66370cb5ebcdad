/* Before the page is painted: a calculator that stands in a page of another site comes without header, menu and footer
 * (`?vue=integree`), or with nothing but its estimate (`?vue=estimation`). What leads away opens beside that page. */
(() => {
  'use strict';
  const view = new URLSearchParams(location.search).get('vue');
  if (view !== 'integree' && view !== 'estimation') return;
  document.documentElement.dataset.vue = view;
  addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (target.closest('a[href]')) : null;
    if (!link || !document.querySelector('.calc[data-calc]')) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (hash && `${origin}${pathname}${search}` === `${location.origin}${location.pathname}${location.search}`) return;
    link.target = '_blank';
    link.rel = 'noopener';
  }, true);
})();
