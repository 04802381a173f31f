import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legible } from './legible.ts';
import { wrap } from './wrap.ts';

const isLatin = (codePoint: number): boolean => codePoint < 0x250;

test.each([
  ['plain', 'plain'],
  ['two\r\nlines\tand a tab', 'two\nlines and a tab'],
  ['e\u0301', 'é'],
  ['王 ok', '[U+738B] ok'],
  ['\u0007\u200B', '[U+0007][U+200B]'],
  ['\u{1F600}', '[U+1F600]'],
  ['\uD800', '[U+D800]'],
])('REC-139 %j is shown as %j', (text, shown) => {
  expect(legible(text, isLatin)).toBe(shown);
});

test('REC-139 every letter of a text is in its lines, and no line is wider than it may be', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'w', '\n', '-'), maxLength: 200 });
  fc.assert(
    fc.property(letters, fc.integer({ min: 1, max: 30 }), (text, width) => {
      const lines = wrap(text, width, (piece) => piece.length);
      expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

test.each([
  ['one two three', 8, ['one two', 'three']],
  ['Hohenstein-Maximiliane', 12, ['Hohenstein-', 'Maximiliane']],
  ['a wwwwwwwwww-b', 6, ['a', 'wwwwww', 'wwww-b']],
  ['one\n\ntwo', 8, ['one', '', 'two']],
])('REC-139 %j in %i', (text, width, lines) => {
  expect(wrap(text, width, (piece) => piece.length)).toEqual(lines);
});
