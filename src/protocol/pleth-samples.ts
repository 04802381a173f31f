/** Samples of the pulse wave as they travel: 16-bit integers, little-endian. Numbers alone, so no reader meets another's byte order. */

/** The wire's limit for one packet: 13 s at 75 Hz. */
export const MAX_PLETH_SAMPLES = 1_000;
/** The wire's limit for one message: socket.io's parser takes ten pieces of binary and no more. */
export const MAX_PLETH_PACKETS = 10;

/** As a socket gives it: a Buffer in Node, an ArrayBuffer in a browser. */
export type PlethBinary = Uint8Array | ArrayBuffer;

/** @param samples whole numbers from -32,768 to 32,767 */
export function packSamples(samples: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [n, sample] of samples.entries()) view.setInt16(n * 2, sample, true);
  return bytes;
}

/** A copy: what came from the socket may lie at an odd place of a larger buffer. An odd last byte is no sample. */
export function unpackSamples(binary: PlethBinary): Int16Array {
  const bytes = binary instanceof ArrayBuffer ? new Uint8Array(binary) : binary;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.byteLength >> 1 }, (_, n) => view.getInt16(n * 2, true));
}
