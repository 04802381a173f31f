/** Units of HL7 observations: numbers and names of ISO/IEEE 11073-10101, Philips hex, and UCUM. */
import { mmHgOfKpa } from '../blood-pressure-fields.ts';
import { codeNumber, type Vital } from './codes.ts';

type Unit = '%' | '/min' | 'mmHg' | 'kPa' | 'other';

const NUMBERS: ReadonlyMap<number, Unit> = new Map([
  [262688, '%'],
  [264864, '/min'],
  [264928, '/min'],
  [264672, '/min'],
  [266016, 'mmHg'],
  // Pascal × 10³.
  [265987, 'kPa'],
  [268192, 'other'],
  [263441, 'other'],
  [263875, 'other'],
]);

const NAMES: ReadonlyMap<string, Unit> = new Map(
  (
    [
      ['%', ['%', 'MDC_DIM_PERCENT', 'percent']],
      ['/min', ['/min', '{beats}/min', '{beat}/min', '{breaths}/min', '{breath}/min', 'bpm', 'rpm', '1/min', 'brpm']],
      ['/min', ['MDC_DIM_BEAT_PER_MIN', 'MDC_DIM_RESP_PER_MIN', 'MDC_DIM_PER_MIN']],
      ['mmHg', ['mm[Hg]', 'mmHg', 'MDC_DIM_MMHG']],
      ['kPa', ['kPa', 'MDC_DIM_KILO_PASCAL']],
      ['other', ['Cel', 'C', '[degF]', 'cm[H2O]', 'cmH2O', 'cm', 'kg', 'MDC_DIM_DEGC', 'MDC_DIM_FAHR']],
    ] as const
  ).flatMap(([unit, names]) => names.map((name): [string, Unit] => [name.toLowerCase(), unit])),
);

const EXPECTED: Readonly<Record<Vital, readonly Unit[]>> = {
  spo2: ['%'],
  perfusion: ['%'],
  pulse: ['/min'],
  heart: ['/min'],
  cuffPulse: ['/min'],
  respiration: ['/min'],
  systolic: ['mmHg', 'kPa'],
  diastolic: ['mmHg', 'kPa'],
  mean: ['mmHg', 'kPa'],
};

/**
 * The value in Vigil's unit (kPa become whole mmHg). A unit that is missing or unknown is taken for the usual one, and the
 * plausible range then stands guard. @returns undefined when the unit is one of another kind.
 */
export function inOurUnit(vital: Vital, value: number, components: readonly string[]): number | undefined {
  const unit = components
    .map((text) => NUMBERS.get(codeNumber(text) ?? -1) ?? NAMES.get(text.toLowerCase()))
    .find((each) => each !== undefined);
  if (unit === undefined) return value;
  if (!EXPECTED[vital].includes(unit)) return undefined;
  return unit === 'kPa' ? mmHgOfKpa(value) : value;
}
