/** Bytes as a refusal names them: `01 80 00 …`, at most `most` of them. */
export function hexOf(bytes: Uint8Array, most = 8): string {
  const shown = [...bytes.subarray(0, most)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > most ? `${shown} … (${bytes.length} bytes)` : shown;
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** @param hex digits in pairs, nothing between them. */
export const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** One byte a character: ASCII and Latin-1. */
export const bytesOfText = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** A character for every byte (Latin-1): no byte can be wrong. */
export function textOf(bytes: Uint8Array): string {
  let text = '';
  // Not spread: twenty times slower for typed arrays. In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + 8_192));
  }
  return text;
}
