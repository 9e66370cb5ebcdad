/* What a user typed, kept in this tab only, by calculator. Storage may be refused: then nothing is kept. */
const key = (name) => `hub-calc:${name}`;

export function recall(name) {
  try { return sessionStorage.getItem(key(name)); } catch { return null; }
}

export function keep(name, json) {
  try {
    if (json) sessionStorage.setItem(key(name), json); else sessionStorage.removeItem(key(name));
  } catch { /* full or refused: the form works all the same */ }
}
