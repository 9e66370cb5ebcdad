// The difference between two memory snapshots, as the worker applies it.

const SAME = 64;   // a run of changes ends where this many bytes are equal

/**
 * Little-endian: number of runs; for each run its offset and its length; then the bytes of all runs.
 * Offsets and lengths are multiples of 4.
 */
export function difference(before, after) {
  const old = new Uint32Array(before.buffer, before.byteOffset, before.length >> 2);
  const now = new Uint32Array(after.buffer, after.byteOffset, after.length >> 2);
  const runs = [];
  let start = -1, last = 0;
  for (let word = 0; word < now.length; word++) {
    if (now[word] === (word < old.length ? old[word] : 0)) continue;
    if (start < 0) start = word;
    else if ((word - last) * 4 > SAME) { runs.push([start, last + 1]); start = word; }
    last = word;
  }
  if (start >= 0) runs.push([start, last + 1]);
  const words = runs.reduce((sum, [from, to]) => sum + to - from, 0);
  const result = new Uint32Array(1 + 2 * runs.length + words);
  result[0] = runs.length;
  let at = 1 + 2 * runs.length;
  runs.forEach(([from, to], index) => {
    result.set([from * 4, (to - from) * 4], 1 + 2 * index);
    result.set(now.subarray(from, to), at);
    at += to - from;
  });
  return new Uint8Array(result.buffer);
}
