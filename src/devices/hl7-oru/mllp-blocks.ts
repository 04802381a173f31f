/**
 * The Minimal Lower Layer Protocol (HL7 v2, transport): each message is a block, `0B … 1C 0D`. Real lines cut blocks anywhere,
 * merge them, lose bytes and put some between. One of these for each connection: blocks of two never meet.
 */
import type { DecodeRefusal } from '../decoder.ts';
import { textOf } from '../bytes.ts';

const [START, END, AFTER_END] = [0x0b, 0x1c, 0x0d];
/** A message with ten seconds of waves has some hundred kilobytes. */
export const MAX_BLOCK = 1024 * 1024;
/** Of a block that is too long: enough to say to which message the answer is. */
const HEAD_BYTES = 4_096;
const FIRST_BUFFER = 16 * 1024;
/** Line ends and padding between blocks are no fault. */
const PADDING: readonly number[] = [0x00, 0x0a, 0x0d, 0x20];

export type MllpPiece =
  | { readonly kind: 'message'; readonly message: Uint8Array }
  /** `head`: how a message began that will never be whole, but waits for an answer. */
  | { readonly kind: 'refused'; readonly refusal: DecodeRefusal; readonly head?: Uint8Array };

export class MllpBlocks {
  #state: 'outside' | 'ended' | 'inside' | 'skipping' = 'outside';
  #kept = new Uint8Array(FIRST_BUFFER);
  #length = 0;

  push(bytes: Uint8Array): MllpPiece[] {
    const pieces: MllpPiece[] = [];
    let at = 0;
    while (at < bytes.length) {
      const start = orEnd(bytes.indexOf(START, at), bytes);
      if (this.#state === 'outside' || this.#state === 'ended') {
        this.#between(bytes.subarray(at, start), pieces);
        if (start < bytes.length) this.#begin(pieces);
        at = start + 1;
        continue;
      }
      const end = orEnd(bytes.indexOf(END, at), bytes);
      const until = Math.min(start, end);
      if (this.#state === 'inside') this.#keep(bytes.subarray(at, until), pieces);
      if (until < bytes.length && until === end) this.#finish(pieces);
      else if (until < bytes.length) this.#begin(pieces);
      at = until + 1;
    }
    return pieces;
  }

  /** The connection is over. */
  end(): MllpPiece[] {
    const pieces: MllpPiece[] = [];
    if (this.#state === 'inside')
      refuse(pieces, 'framing', `The connection ended ${this.#length} bytes into a message.`);
    this.#clear('outside');
    return pieces;
  }

  #begin(pieces: MllpPiece[]): void {
    if (this.#state === 'inside')
      refuse(pieces, 'framing', `A message has no end: the next one began after ${this.#length} bytes of it.`);
    if (this.#state === 'ended') this.#noReturn(pieces);
    this.#clear('inside');
  }

  #finish(pieces: MllpPiece[]): void {
    if (this.#state === 'inside') pieces.push({ kind: 'message', message: this.#kept.slice(0, this.#length) });
    this.#clear('ended');
  }

  /** @param bytes before the next block, or up to the end of what came. */
  #between(bytes: Uint8Array, pieces: MllpPiece[]): void {
    if (bytes.length === 0) return;
    if (this.#state === 'ended' && bytes[0] !== AFTER_END) this.#noReturn(pieces);
    this.#state = 'outside';
    const stray = bytes.filter((byte) => !PADDING.includes(byte));
    if (stray.length === 0) return;
    const isMessage = textOf(stray.subarray(0, 3)) === 'MSH';
    const what = isMessage ? 'a message without its block: set the monitor to MLLP' : 'outside of any message';
    refuse(pieces, 'framing', `${stray.length} bytes ${what}.`);
  }

  /** The message itself was whole, and was given. */
  #noReturn(pieces: MllpPiece[]): void {
    refuse(pieces, 'framing', 'No 0D after the 1C of a message; the message was read.');
  }

  #keep(bytes: Uint8Array, pieces: MllpPiece[]): void {
    const length = this.#length + bytes.length;
    if (length > MAX_BLOCK) {
      const refusal: DecodeRefusal = { code: 'length', message: `A message has no end within ${MAX_BLOCK} bytes.` };
      if (this.#length < HEAD_BYTES) this.#append(bytes.subarray(0, HEAD_BYTES));
      pieces.push({ kind: 'refused', refusal, head: this.#kept.slice(0, Math.min(this.#length, HEAD_BYTES)) });
      this.#clear('skipping');
      return;
    }
    this.#append(bytes);
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#kept.length) {
      const larger = new Uint8Array(Math.max(length, this.#kept.length * 2));
      larger.set(this.#kept.subarray(0, this.#length));
      this.#kept = larger;
    }
    this.#kept.set(bytes, this.#length);
    this.#length = length;
  }

  #clear(state: 'outside' | 'ended' | 'inside' | 'skipping'): void {
    this.#state = state;
    this.#length = 0;
    if (this.#kept.length > FIRST_BUFFER) this.#kept = new Uint8Array(FIRST_BUFFER);
  }
}

const orEnd = (found: number, bytes: Uint8Array): number => (found < 0 ? bytes.length : found);

function refuse(pieces: MllpPiece[], code: DecodeRefusal['code'], message: string): void {
  pieces.push({ kind: 'refused', refusal: { code, message } });
}
