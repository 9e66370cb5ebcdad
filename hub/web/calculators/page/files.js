/* What the pages of files hand over: a file saved on the device, named by the day. */
export const today = () => new Date().toLocaleDateString('sv');   // 2026-11-26, as the device sees it

/** A name that every system takes, from what it is to say. */
export const safeName = (text) => text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 80);

/** The bytes of a file that Python made. */
export const decoded = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

export function saveFile(name, data, type) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([data], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
