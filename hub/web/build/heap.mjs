// Zero the free memory of a Pyodide heap, so that its snapshot compresses well.

/**
 * Walk dlmalloc's chunks from `start` to the end of the heap and zero what is free. (Pyodide is built without
 * pymalloc: every Python object is such a chunk.) Throws when the walk does not end exactly at the end.
 */
export function zeroFreeMemory(Module, start) {
  const words = Module.HEAPU32, limit = Module.HEAPU8.length, end = Module._sbrk(0);
  const IN_USE = 2, PREVIOUS_IN_USE = 1;
  let zeroed = 0;
  for (let chunk = (start + 15) & ~15; ;) {
    const head = words[(chunk + 4) >>> 2], size = head & ~7, next = chunk + size;
    if (size < 16 || next >= limit) throw new Error(`the heap cannot be walked: chunk at ${chunk}, size ${size}`);
    // the topmost chunk: a small fence follows it, then the end of the heap
    const top = !(head & IN_USE) && end - next < 64 && next + (words[(next + 4) >>> 2] & ~7) >= end - 16;
    if (!(head & IN_USE)) {
      if (words[(next + 4) >>> 2] & PREVIOUS_IN_USE && !top) throw new Error(`the heap is not consistent at ${chunk}`);
      const from = chunk + (top ? 8 : size < 256 ? 16 : 32);   // list and tree links of a free chunk stay
      words.fill(0, from >>> 2, next >>> 2);
      zeroed += next - from;
    }
    if (top) return zeroed;
    chunk = next;
  }
}
