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
