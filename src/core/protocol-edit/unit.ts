/** How a protocol's number is shown and typed: it is kept in ms, in shares of one, in the unit of its parameter. */
import { decimal } from '../words/number-words.ts';

export type FieldUnit = 's' | 'min' | 'mmHg' | '%' | '/min' | 'share' | 'points' | 'times' | '%·s';

interface Shown {
  /** One of what is shown, in what the protocol keeps. */
  readonly one: number;
  readonly words: string;
}

const SHOWN: Readonly<Record<FieldUnit, Shown>> = {
  s: { one: 1_000, words: 's' },
  min: { one: 60_000, words: 'min' },
  mmHg: { one: 1, words: 'mmHg' },
  '%': { one: 1, words: '%' },
  '/min': { one: 1, words: '/min' },
  /** 0.2 is read as 20 %. */
  share: { one: 0.01, words: '%' },
  points: { one: 1, words: '' },
  times: { one: 1, words: '' },
  '%·s': { one: 1, words: '%·s' },
};

export const unitWords = (unit: FieldUnit): string => SHOWN[unit].words;

/** Of 0.1 + 0.2 nobody wants to read the rest. */
const clean = (value: number): number => Number(value.toFixed(6));

/** `30` of 30,000 ms in seconds. */
export const shownNumber = (value: number, unit: FieldUnit): number => clean(value / SHOWN[unit].one);
/** 30,000 ms of `30` seconds. */
export const keptNumber = (shown: number, unit: FieldUnit): number => clean(shown * SHOWN[unit].one);

/** `15 s`, `90 %`, `−3`. */
export function figureText(value: number, unit: FieldUnit): string {
  const shown = decimal(shownNumber(value, unit), 2).replace('-', '−');
  const words = unitWords(unit);
  return words === '' ? shown : `${shown} ${words}`;
}
