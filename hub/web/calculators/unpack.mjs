/* Unpack a memory snapshot as it comes: frames of Zstandard, one after the other. Used by both workers; browsers themselves
 * unpack only gzip, which takes a third more. */
import { ZSTDDecoder } from './zstddec-stream.mjs';

const STUCK = 100;   // pieces without a byte, one after the other, before a frame is taken for damaged

/* The library fetches its program from an address that holds it, which the policy of the pages does not allow. */
async function started() {
  const decoder = new ZSTDDecoder(), { fetch } = self;
  self.fetch = async (address) => new Response(Uint8Array.from(atob(String(address).split(',')[1]), (sign) => sign.charCodeAt(0)));
  const ready = decoder.init();
  self.fetch = fetch;
  await ready;
  return decoder;
}
const ready = started();
ready.catch(() => {});   // awaited below

/**
 * @param {ReadableStream<Uint8Array>} body   what comes
 * @param {number[]} frames   how many bytes each frame has
 * @param {Uint8Array} bytes   where it goes: exactly filled, or it throws
 */
export async function unpack(body, frames, bytes) {
  const decoder = await ready, reader = body.getReader();   // (Safari cannot iterate over a stream)
  let at = 0, /** @type {Uint8Array} */ rest = new Uint8Array(0);
  for (const size of frames) {
    const frame = new Uint8Array(size);
    for (let filled = 0; filled < size;) {
      if (!rest.length) {
        const { done, value } = await reader.read();
        if (done) throw new Error('the snapshot ends too early');
        rest = value;
      }
      const part = rest.subarray(0, size - filled);
      frame.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    let stuck = 0;   // (at an error the library goes on for ever)
    for (const piece of decoder.decodeStreaming([frame])) {
      stuck = piece.length ? 0 : stuck + 1;
      if (stuck > STUCK || at + piece.length > bytes.length) throw new Error('the snapshot is damaged');
      bytes.set(piece, at);
      at += piece.length;
    }
  }
  if (at !== bytes.length || rest.length || !(await reader.read()).done) throw new Error(`the snapshot has ${at} bytes and more instead of ${bytes.length}`);
}
