/* Where somebody sits in the course: seed, seat, name. Without a page, so that it can be tried by itself. */

/** Whose figures somebody has who gave this, as the package reads it. */
export const placeOf = ({ seed, seat }) => [seed.trim().toLowerCase().split(/\s+/).join(' ') || 'libre', Number(seat) || 1];

/** What was given in the form: whoever takes another seat is somebody else, unless the name was typed anew. */
export function seated(given, before) {
  const same = String(placeOf(given)) === String(placeOf(before));
  return !same && given.name === before.name ? { ...given, name: '' } : given;
}
