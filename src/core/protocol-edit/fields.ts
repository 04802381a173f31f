/** Every number of a clinical protocol that a person may edit (docs/adr/0029). What else it holds is its structure. */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { LIMIT_NAMES } from '../limits/limit-name.ts';
import { LIMIT_PLACE } from '../limits/limit-table.ts';
import { limitWords } from '../limits/limit-words.ts';
import type { LocatedField, Place } from './field.ts';
import { FIXED_FIELDS } from './fixed-fields.ts';
import { JUDGED, ruleFields } from './rule-fields.ts';
import { PATIENT_RANGES } from './rule-ranges.ts';
import { keptNumber } from './unit.ts';

/** In the order they are read in. */
export const locatedFields = (protocol: ClinicalProtocol): readonly LocatedField[] => [
  ...ruleFields(protocol),
  ...[...FIXED_FIELDS].flatMap(([path]) => fixedFields(protocol, path)),
  ...rangeFields(protocol),
];

function fixedFields(protocol: ClinicalProtocol, path: string): readonly LocatedField[] {
  const isList = path.endsWith('[]');
  const place = (isList ? path.slice(0, -2) : path).split('.');
  const found = valueAt(protocol, place);
  if (!isList) return typeof found === 'number' ? [fixedField(path, path, found, place)] : [];
  if (!Array.isArray(found)) return [];
  return found.flatMap((value: unknown, index) =>
    typeof value === 'number' ? [fixedField(path, `${path.slice(0, -2)}[${index}]`, value, [...place, index])] : [],
  );
}

function fixedField(row: string, path: string, value: number, place: Place): LocatedField {
  const fixed = FIXED_FIELDS.get(row);
  if (!fixed) throw new Error(`There is no field ${row}.`);
  const { group, of, title, unit, from, up, firstTo } = fixed;
  const to = place.at(-1) === 0 ? (firstTo ?? fixed.to) : fixed.to;
  const [atLeast, atMost] = [keptNumber(from, unit), keptNumber(to, unit)];
  // Half a minute is the least a person sets; everything else is whole.
  const step = unit === 'min' ? keptNumber(0.5, unit) : keptNumber(1, unit);
  return { path, group, of, title, value, unit, atLeast, atMost, step, ...(up && { up }), places: [place] };
}

const rangeFields = ({ patientLimits }: ClinicalProtocol): readonly LocatedField[] =>
  LIMIT_NAMES.flatMap((name) => {
    const range = patientLimits?.ranges[name];
    if (!range) return [];
    const { unit } = JUDGED[LIMIT_PLACE[name].of];
    const { atLeast: from, atMost: to } = PATIENT_RANGES[name];
    const one = (key: 'atLeast' | 'atMost', title: string): LocatedField => ({
      ...{ path: `patientLimits.ranges.${name}.${key}`, group: 'patient-limits', of: limitWords(name), title, unit },
      ...{ value: range[key], atLeast: from, atMost: to, step: 1, places: [['patientLimits', 'ranges', name, key]] },
    });
    return [one('atLeast', 'at least'), one('atMost', 'at most')];
  });

/** Undefined where the protocol has no such part. */
export const valueAt = (whole: unknown, place: Place): unknown =>
  place.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[key] : undefined,
    whole,
  );

/** The same with another value at that place; lists stay lists. */
export function withValueAt<Whole>(whole: Whole, [key, ...rest]: Place, value: unknown): Whole {
  if (key === undefined) return value as Whole;
  if (Array.isArray(whole))
    return whole.map((part: unknown, index) => (index === key ? withValueAt(part, rest, value) : part)) as Whole;
  const parts = whole as Readonly<Record<string, unknown>>;
  return { ...parts, [key]: withValueAt(parts[key], rest, value) } as Whole;
}
