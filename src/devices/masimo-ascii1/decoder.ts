/** Masimo ASCII-1 over a serial line, 9600 8N1: a line of text a second, one reading a line (what it says: line.ts). */
import type { Decoded, DecodedReading, DecodeRefusal, Decoder } from '../decoder.ts';
import { textOf } from '../bytes.ts';
import { isWholeLine, readLine } from './line.ts';

/** The longest line seen has 170 characters. */
const MAX_LINE = 512;
const [LF, CR] = [0x0a, 0x0d];

/** Make a new one whenever the link opens. */
export function createMasimoDecoder(): Decoder {
  return new MasimoDecoder();
}

class MasimoDecoder implements Decoder {
  #line = '';
  /** The line began before the link opened or is too long: what is left of it is dropped. */
  #isCut = false;
  #readings: DecodedReading[] = [];
  #refusals: DecodeRefusal[] = [];

  push(bytes: Uint8Array): Decoded {
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      if (bytes[at] !== LF && bytes[at] !== CR) continue;
      this.#add(bytes.subarray(from, at));
      this.#end();
      from = at + 1;
    }
    this.#add(bytes.subarray(from));
    return this.#taken();
  }

  flush(): Decoded {
    if (!this.#isCut && isWholeLine(this.#line)) this.#end();
    return this.#taken();
  }

  #add(bytes: Uint8Array): void {
    if (this.#isCut || bytes.length === 0) return;
    if (this.#line.length + bytes.length > MAX_LINE) {
      this.#refusals.push({ code: 'length', message: `A line is longer than ${MAX_LINE} characters.` });
      this.#isCut = true;
      this.#line = '';
    } else {
      this.#line += textOf(bytes);
    }
  }

  #end(): void {
    const line = this.#line.trim();
    this.#line = '';
    const wasCut = this.#isCut;
    this.#isCut = false;
    if (wasCut || line === '') return;
    const { readings, refusals } = readLine(line);
    this.#readings.push(...readings);
    this.#refusals.push(...refusals);
  }

  #taken(): Decoded {
    const taken = { readings: this.#readings, refusals: this.#refusals };
    this.#readings = [];
    this.#refusals = [];
    return taken;
  }
}
