/**
 * Nothing that somebody wrote is dropped because a typeface lacks it: a letter without a glyph is written as its Unicode number, `[U+738B]`,
 * as the standard writes it, in the order it was typed. So is what would turn the line around or move it.
 */

/** @param hasGlyph of a code point, in every face that is used */
export function legible(text: string, hasGlyph: (codePoint: number) => boolean): string {
  let shown = '';
  for (const letter of text.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ')) {
    const codePoint = letter.codePointAt(0) ?? 0;
    shown += letter === '\n' || (isPlain(letter) && hasGlyph(codePoint)) ? letter : numberOf(codePoint);
  }
  return shown;
}

/** No control, no direction mark, no half of a pair, none of nobody's. */
const isPlain = (letter: string): boolean => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(letter);

const numberOf = (codePoint: number): string => `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
