/* Python's memory as the snapshot unpacks to, kept in the browser's private file system (OPFS): the next start reads it
 * instead of unpacking it again. It holds nothing of what users type. What goes wrong here costs time, and nothing else. */
const FOLDER = 'hub-python';
const STEP = 4 << 20;      // bytes written at a time: what is asked of Python meanwhile does not wait
const REST = 1500;         // ms without a question before the next step
const ROOM = 1e9;          // bytes that must be free: files of persons come first

const folder = async (create) => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create });
/** One file for each version of the application and each place where a hub is: the address of its folder. */
const nameOf = (address) => encodeURIComponent(new URL(address).pathname);
const site = (name) => name.replace(/assets%2F.*/, '');

/** Fill `bytes` with what was kept for this application; whether it was there, and whole. */
export async function recall(address, bytes) {
  try {
    const file = await (await folder(false)).getFileHandle(nameOf(address));
    const access = await file.createSyncAccessHandle();
    try {
      return access.getSize() === bytes.length + 1 && access.read(bytes, { at: 0 }) === bytes.length;
    } finally { access.close(); }
  } catch { return false; }   // never kept, refused, or just being kept by another tab
}

/** Keep it, when nobody waits (`restingSince`: when Python had last something to do), and nothing of other versions. */
export async function keep(address, bytes, restingSince) {
  const pause = async () => { while (performance.now() - restingSince() < REST) await new Promise((done) => setTimeout(done, REST)); };
  try {
    await pause();
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    if (quota - usage < ROOM) return;
    const name = nameOf(address), where = await folder(true);
    for await (const other of where.keys()) if (other !== name && site(other) === site(name)) await where.removeEntry(other).catch(() => {});
    const access = await (await where.getFileHandle(name, { create: true })).createSyncAccessHandle();
    try {
      access.truncate(0);
      for (let at = 0; at < bytes.length; at += STEP) {
        await pause();
        access.write(bytes.subarray(at, at + STEP), { at });
      }
      access.flush();
      access.write(Uint8Array.of(1), { at: bytes.length });   // it is whole
    } finally { access.close(); }
  } catch { /* no room, no such file system, or another tab keeps it */ }
}

/** What was kept did not do. */
export async function forget(address) {
  try { await (await folder(false)).removeEntry(nameOf(address)); } catch { /* it was not there */ }
}
