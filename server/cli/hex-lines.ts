/** Lines of hex from a stream of bytes, and the bytes they say. No input makes it throw or grow without bound. */
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

/** 16 MiB of text: five hours of an oximeter in one line. */
const MAX_LINE = 1 << 24;

/** Splits at line feeds; a line too long to keep is cut, and its rest dropped. */
export class LineSplitter {
  readonly #maxLine: number;
  #line = '';
  #isCut = false;

  constructor(maxLine = MAX_LINE) {
    this.#maxLine = maxLine;
  }

  /** @returns the lines that ended; undefined stands for one that was too long. */
  push(text: string): (string | undefined)[] {
    const pieces = text.split('\n');
    const last = pieces.pop() ?? '';
    const lines = pieces.map((piece) => this.#end(piece));
    this.#add(last);
    return lines;
  }

  /** What follows the last line feed. */
  end(): (string | undefined)[] {
    return this.#line === '' && !this.#isCut ? [] : [this.#end('')];
  }

  #end(piece: string): string | undefined {
    this.#add(piece);
    const line = this.#isCut ? undefined : this.#line;
    this.#line = '';
    this.#isCut = false;
    return line;
  }

  #add(piece: string): void {
    if (this.#isCut) return;
    this.#isCut = this.#line.length + piece.length > this.#maxLine;
    this.#line = this.#isCut ? '' : this.#line + piece;
  }
}

/** Hex digits in pairs; blanks anywhere between the digits are allowed. An empty line is no bytes. */
export function parseHexLine(line: string): Result<Uint8Array> {
  const digits = line.replaceAll(/[ \t\r]/g, '');
  const wrong = /[^0-9a-fA-F]/.exec(digits);
  if (wrong) return refuse('malformed', `Not hex: ${JSON.stringify(wrong[0])} in ${shown(line)}.`);
  if (digits.length % 2 === 1) return refuse('malformed', `An odd number of hex digits: ${shown(line)}.`);
  return accept(Uint8Array.from(Buffer.from(digits, 'hex')));
}

const shown = (line: string): string => {
  const text = line.trim();
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
};
