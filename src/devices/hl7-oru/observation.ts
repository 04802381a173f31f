/** One OBX row: which vital sign it is of, what it gives for it, and when that was measured. */
import type { Cause } from '#core/reading.ts';
import type { DecodeRefusal } from '../decoder.ts';
import type { Given } from '../fields.ts';
import { CUFF_FACET, codeNumber, identify, type Vital } from './codes.ts';
import { fieldOf, type Hl7Message, type Segment } from './message.ts';
import { inOurUnit } from './units.ts';

export interface Observation {
  readonly vital: Vital;
  readonly given: Given;
  /** Why the monitor itself doubts the value, or says that there is none. */
  readonly causes: readonly Cause[];
  /** `1.3.1.150456`: where it hangs in the monitor's tree. */
  readonly place: string;
  /** OBX-14, as sent. */
  readonly time: string;
}

/** The row of a whole cuff measurement: it has a time and no value. */
export interface CuffFacet {
  readonly place: string;
  readonly time: string;
}

export type Row =
  | { readonly kind: 'observation'; readonly observation: Observation; readonly refusals: readonly DecodeRefusal[] }
  | { readonly kind: 'facet'; readonly facet: CuffFacet }
  | { readonly kind: 'refused'; readonly refusal: DecodeRefusal };

const FIELD = { type: 2, identifier: 3, place: 4, value: 5, units: 6, flags: 8, status: 11, time: 14 } as const;

/** Samples of a wave, pictures, references. */
const NO_NUMBERS = ['NA', 'MA', 'ED', 'RP'];
/** Not obtained, deleted, posted as wrong, not asked: whatever stands in OBX-5. */
const NO_RESULT = ['X', 'D', 'W', 'N'];
/** IHE PCD's flags of a metric's state. Those that are `absent` are no number of now and of this patient. */
const FLAGS: ReadonlyMap<string, { readonly cause: Cause; readonly absent: boolean }> = new Map([
  ['INV', { cause: 'no-value', absent: true }],
  ['NAV', { cause: 'no-value', absent: true }],
  ['DEMO', { cause: 'demonstration', absent: true }],
  ['TEST', { cause: 'demonstration', absent: true }],
  ['QUES', { cause: 'poor-signal', absent: false }],
  ['CAL', { cause: 'calibrating', absent: false }],
  ['EARLY', { cause: 'searching', absent: false }],
]);

/** More digits are of no vital sign, and maybe a patient's number. */
const NUMBER = /^[+-]?0{0,9}\d{1,3}(\.\d{1,9})?$/;
/** Empty, HL7's own null, and what monitors print for "no value". */
const NOTHING = /^(""|[-?*.\s]*)$/;
/** Comen, Aquaris and others, with status F. */
const MINUS_HUNDRED = -100;
/** The fifth level holds attributes of a value (of a wave: its rate), not values. */
const PLACE_LEVELS = 4;

/** @returns undefined for a row of no use to Vigil. */
export function readRow(obx: Segment, message: Hl7Message): Row | undefined {
  const split = (n: number): string[] =>
    fieldOf(obx, n)
      .split(message.componentSeparator)
      .map((part) => part.trim());
  const [code = ''] = split(FIELD.identifier);
  const [place, time] = [fieldOf(obx, FIELD.place), fieldOf(obx, FIELD.time)];
  if (codeNumber(code) === CUFF_FACET) return { kind: 'facet', facet: { place, time } };
  if (NO_NUMBERS.includes(fieldOf(obx, FIELD.type)) || place.split('.').length > PLACE_LEVELS) return undefined;
  const identified = identify(split(FIELD.identifier)) ?? identify(split(FIELD.identifier).slice(3));
  if (identified === undefined) return undefined;
  if (identified === 'conflict') {
    const message = `A row of ${lengthOf(fieldOf(obx, FIELD.identifier))} in OBX-3: number and name are of two different things; not read.`;
    return { kind: 'refused', refusal: { code: 'unknown', message } };
  }
  const { vital } = identified;
  const refusals: DecodeRefusal[] = identified.doubtful
    ? [{ code: 'unknown', message: `${vital}: the number in OBX-3 is not that name's; read by its name.` }]
    : [];
  const flags = fieldOf(obx, FIELD.flags)
    .split(message.repetitionSeparator)
    .flatMap((flag) => FLAGS.get(flag) ?? []);
  const isNone = NO_RESULT.includes(fieldOf(obx, FIELD.status));
  const text = fieldOf(obx, FIELD.value);
  const given = isNone || NOTHING.test(text) ? 'no-value' : numberOf(text, vital, split(FIELD.units));
  const observation = { vital, causes: flags.map(({ cause }) => cause), place, time };
  // The flag says why there is none.
  if (flags.some(({ absent }) => absent))
    return { kind: 'observation', observation: { ...observation, given: undefined }, refusals };
  if (typeof given === 'object') {
    // Refused, so it is not there: the rest of its reading stands.
    return {
      kind: 'observation',
      observation: { ...observation, given: undefined, causes: [...observation.causes, 'implausible'] },
      refusals: [...refusals, given],
    };
  }
  return { kind: 'observation', observation: { ...observation, given }, refusals };
}

/** Nothing a monitor wrote is shown: a person's name has been seen in every field. */
const lengthOf = (text: string): string => `${text.length} character${text.length === 1 ? '' : 's'}`;

function numberOf(text: string, vital: Vital, units: readonly string[]): Given | DecodeRefusal {
  if (!NUMBER.test(text)) {
    return { code: 'implausible', message: `${vital}: no number, ${lengthOf(text)}.` };
  }
  const value = Number(text);
  if (value === MINUS_HUNDRED) return 'no-value';
  const inUnit = inOurUnit(vital, value, units);
  if (inUnit !== undefined) return inUnit;
  return { code: 'implausible', message: `${vital}: in a unit of something else.` };
}
