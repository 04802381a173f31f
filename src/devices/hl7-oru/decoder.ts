/**
 * Bedside monitors that send HL7 v2 ORU^R01 (what a message says: readings.ts). A push is either one or more whole bare
 * messages, or a piece of an MLLP stream, `0B … 1C 0D`, cut anywhere. Waves, alarms and what Vigil has no use for are
 * passed over in silence. The patient's segments are not read: no name gets into a reading or a refusal.
 */
import type { Decoded, DecodedReading, DecodeRefusal, Decoder } from '../decoder.ts';
import { joined, textOf } from '../bytes.ts';
import { parseOru } from './message.ts';
import { MAX_BLOCK } from './mllp-blocks.ts';
import { readingsOf } from './readings.ts';

const [BLOCK_START, BLOCK_END] = [0x0b, 0x1c];

/** Make a new one whenever the link opens. */
export function createHl7OruDecoder(): Decoder {
  return new Hl7OruDecoder();
}

class Hl7OruDecoder implements Decoder {
  /** From a block's start on. */
  #unread: Uint8Array = new Uint8Array(0);
  /** Once blocks were seen, what stands outside of them is no message. */
  #isFramed = false;
  #readings: DecodedReading[] = [];
  #refusals: DecodeRefusal[] = [];

  push(bytes: Uint8Array): Decoded {
    this.#readings = [];
    this.#refusals = [];
    let rest: Uint8Array = this.#unread.length > 0 ? joined(this.#unread, bytes) : bytes;
    while (rest.length > 0) {
      const start = rest.indexOf(BLOCK_START);
      this.#outside(textOf(start < 0 ? rest : rest.subarray(0, start)));
      if (start < 0) break;
      this.#isFramed = true;
      rest = rest.subarray(start);
      const end = rest.indexOf(BLOCK_END);
      const next = rest.indexOf(BLOCK_START, 1);
      if (next >= 0 && (end < 0 || next < end)) {
        this.#refuse('framing', 'A message has no end: the next one began inside it.');
        rest = rest.subarray(next);
        continue;
      }
      if (end < 0) break;
      this.#message(textOf(rest.subarray(1, end)));
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
    return { readings: this.#readings, refusals: this.#refusals };
  }

  #keep(rest: Uint8Array): void {
    const isOpen = rest[0] === BLOCK_START;
    if (isOpen && rest.length > 1 + MAX_BLOCK)
      this.#refuse('length', `A message has no end within ${MAX_BLOCK} bytes.`);
    this.#unread = isOpen && rest.length <= 1 + MAX_BLOCK ? rest.slice() : new Uint8Array(0);
  }

  #outside(text: string): void {
    const bare = text.replaceAll('\x1c', '\r').trim();
    if (bare === '') return;
    if (this.#isFramed) this.#refuse('framing', `${text.length} bytes outside of any message.`);
    else for (const message of bare.split(/[\r\n]+(?=MSH[^A-Za-z0-9\s])/)) this.#message(message);
  }

  #message(text: string): void {
    const message = parseOru(text);
    if ('code' in message) {
      this.#refusals.push(message);
      return;
    }
    const { readings, refusals } = readingsOf(message);
    this.#readings.push(...readings);
    this.#refusals.push(...refusals);
  }

  #refuse(code: DecodeRefusal['code'], message: string): void {
    this.#refusals.push({ code, message });
  }
}
