// The entries of the index as a whole, from what travels: what several of them share stands once in it (hub/search/__init__.py).

// `later`: by address, what is read after the first answer: fields of entries that are there, and whole ones.
export function unfolded({ docs, config }, later = {}) {
  const { brief = [], sources = {} } = config.hub ?? {};
  const numbered = brief.flatMap(([kind, where, address, ids]) => ids.map((id) => ({ location: address.replace("{}", address.includes("#") ? id.toLowerCase() : id), title: id, text: "", kind, id, where })));
  const there = [...docs, ...numbered], known = new Set(there.map((doc) => doc.location));
  const added = Object.keys(later).filter((location) => !known.has(location)).map((location) => ({ location, title: "", text: "" }));
  const above = new Map(docs.filter((doc) => !doc.location.includes("#")).map((doc) => [doc.location, pathOf(doc)]));
  return [...there, ...added].map((doc) => {
    const whole = { ...doc, ...later[doc.location] };
    if (whole.kind !== "rule") return { ...whole, path: pathOf(whole) };
    const [short, title] = sources[whole.source] ?? [], [page] = whole.heading ?? [];
    const label = whole.path ?? (whole.id ? [`ch. ${whole.id}`, ...(short ? [short] : [])] : []);
    return { ...whole, where: whole.where ?? (short ? `${short} · ${page}` : page), path: [...(above.get(whole.location.split("#")[0]) ?? []).slice(1), ...label, ...(title ? [title] : [])] };
  });
}

const pathOf = ({ path, where }) => path ?? (where ? where.split(" › ") : []);
