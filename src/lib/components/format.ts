/** Times, ages, signs and typed numbers as the screens write them. Pure: the clinic's zone and `now` are arguments. */
export { decimal, signed, words } from '#core/words/number-words.ts';
export { birthDate, clockTime, clockTimeWithSeconds, elapsed, inWords, left } from '#core/words/time-words.ts';

/** The number a person typed, with a comma or a point; undefined when it is none. */
export function numberIn(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  return Number(text);
}
