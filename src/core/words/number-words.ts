/** Numbers and names of the record as people read them. */

/** U+2212, as wide as the plus. */
const MINUS = '−';

/** A whole number with its sign: `+6`, `−1`, `0`. */
export function signed(value: number): string {
  if (value === 0) return '0';
  return value > 0 ? `+${value}` : `${MINUS}${-value}`;
}

/** At most `digits` decimals, none that are zero: `70`, `0.5`. */
export const decimal = (value: number, digits = 1): string => String(Number(value.toFixed(digits)));

/** `Side effect` from `side-effect`. */
export const words = (name: string): string => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('-', ' ');
