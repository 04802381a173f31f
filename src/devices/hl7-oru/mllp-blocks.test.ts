import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, bytesOfText, joined, textOf } from '../bytes.ts';
import { MAX_BLOCK, MllpBlocks } from './mllp-blocks.ts';
import type { MllpPiece } from './mllp-blocks.ts';

const said = (pieces: readonly MllpPiece[]): string[] =>
  pieces.map((piece) => (piece.kind === 'message' ? textOf(piece.message) : `! ${piece.refusal.code}`));
const read = (text: string): string[] => said(new MllpBlocks().push(bytesOfText(text)));

describe('blocks', () => {
  test.each([
    ['one', '\x0bA\x1c\r', ['A']],
    ['two', '\x0bA\x1c\r\x0bB\x1c\r', ['A', 'B']],
    ['without the 0D, before the next', '\x0bA\x1c\x0bB\x1c\r', ['A', '! framing', 'B']],
    ['without the 0D, before noise', '\x0bA\x1cx\x0bB\x1c\r', ['A', '! framing', '! framing', 'B']],
    ['begun and begun again', '\x0bA\x0bB\x1c\r', ['! framing', 'B']],
    ['line ends and padding between', '\x0bA\x1c\r\r\n \0\x0bB\x1c\r', ['A', 'B']],
    ['noise before', 'xyz\x0bA\x1c\r', ['! framing', 'A']],
    ['an end without a start', '\x1c\r\x0bA\x1c\r', ['! framing', 'A']],
    ['empty', '\x0b\x1c\r', ['']],
  ])('DV-189 %s', (_, text, pieces) => {
    expect(read(text)).toEqual(pieces);
  });

  test('DV-189 the published pair', () => {
    const hex = '0b4d53487c5e7e5c267c4d5347311c0d0b4d53487c5e7e5c267c4d5347321c0d';
    expect(said(new MllpBlocks().push(bytesOfHex(hex)))).toEqual(['MSH|^~\\&|MSG1', 'MSH|^~\\&|MSG2']);
  });

  test('DV-189 an unfinished one is told when the connection ends, and forgotten', () => {
    const blocks = new MllpBlocks();
    expect(blocks.push(bytesOfText('\x0bMSH'))).toEqual([]);
    expect(said(blocks.end())).toEqual(['! framing']);
    expect(said(blocks.push(bytesOfText('\x1c\r\x0bA\x1c\r')))).toEqual(['! framing', 'A']);
  });

  test.each([
    [MAX_BLOCK, ['message']],
    [MAX_BLOCK + 1, ['refused']],
  ])('DV-194 of %d bytes, in pieces and in one', (length, kinds) => {
    for (const size of [length, 60_000]) {
      const blocks = new MllpBlocks();
      const pieces = blocks.push(Uint8Array.of(0x0b));
      for (let at = 0; at < length; at += size)
        pieces.push(...blocks.push(new Uint8Array(Math.min(size, length - at)).fill(0x41)));
      pieces.push(...blocks.push(bytesOfText('\x1c\r')));
      expect(pieces.map(({ kind }) => kind)).toEqual(kinds);
      const [first] = pieces;
      expect(first?.kind === 'refused' ? first.head?.length : 4_096).toBe(4_096);
      expect(said(blocks.push(bytesOfText('\x0bB\x1c\r')))).toEqual(['B']);
    }
  });

  test('DV-194 a megabyte that comes byte by byte takes no longer than the bytes do', () => {
    const blocks = new MllpBlocks();
    blocks.push(Uint8Array.of(0x0b));
    const byte = Uint8Array.of(0x41);
    for (let n = 0; n < MAX_BLOCK; n += 1) blocks.push(byte);
    expect(blocks.push(bytesOfText('\x1c'))).toMatchObject([{ kind: 'message' }]);
  });

  test('DV-189 however a stream is cut, the messages are the same', () => {
    const piece = fc.oneof(
      fc.string({ unit: fc.constantFrom('M', 'S', '|', '\r'), maxLength: 20 }).map((text) => `\x0b${text}\x1c\r`),
      fc.string({ unit: fc.constantFrom('\x0b', '\x1c', '\r', '\n', 'x'), maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (texts, sizes) => {
          const bytes = texts.map(bytesOfText).reduce(joined, new Uint8Array(0));
          const messages = (pieces: readonly MllpPiece[]) => said(pieces).filter((text) => !text.startsWith('!'));
          const whole = messages(new MllpBlocks().push(bytes));
          const blocks = new MllpBlocks();
          const parts: string[] = [];
          for (let at = 0, n = 0; at < bytes.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            parts.push(...messages(blocks.push(bytes.subarray(at, at + size))));
            at += size;
          }
          expect(parts).toEqual(whole);
        },
      ),
    );
  });
});
