/** What is wrong with an edited protocol, in sentences that name the field as the page does. */
import type { LocatedField, ProtocolField } from './field.ts';
import { fieldWords } from './field.ts';
import { PARAMETER_LABEL } from '../alerts/text.ts';
import { LEVEL_TITLE, RULE_TITLE } from './rule-fields.ts';
import { figureText } from './unit.ts';

export interface ProtocolFault {
  /** Of the fields it stands beside; none: of the protocol as a whole. */
  readonly paths: readonly string[];
  readonly message: string;
}

export const faultSentences = (faults: readonly ProtocolFault[]): string =>
  faults.map(({ message }) => message).join(' ');

/** A number outside what its field can hold. */
export function fieldFault(field: ProtocolField): ProtocolFault | undefined {
  const { path, value, unit, atLeast, atMost, step } = field;
  const said = `${fieldWords(field)}:`;
  const of = (message: string): ProtocolFault => ({ paths: [path], message: `${said} ${message}` });
  if (!Number.isFinite(value)) return of('give a number.');
  if (value < atLeast || value > atMost)
    return of(
      `${figureText(value, unit)} is not between ${figureText(atLeast, unit)} and ${figureText(atMost, unit)}.`,
    );
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6
    ? undefined
    : of(`${figureText(value, unit)} is not a multiple of ${figureText(step, unit)}.`);
}

const LESS = /^(-?[\d.]+) is less than (\S+) \((-?[\d.]+)\)\.$/;

/** Of `checkProtocol`'s complaints, `recovery.upperMarkMs: 600000 is less than minimumMs (1200000).` */
export const faultsOf = (complaints: readonly string[], fields: readonly LocatedField[]): readonly ProtocolFault[] =>
  complaints.map((complaint) => {
    const split = complaint.indexOf(': ');
    const [where, what] = [complaint.slice(0, split), complaint.slice(split + 2)];
    const about = fieldsAt(where, fields);
    const title = about[0]
      ? about.length === 1
        ? fieldWords(about[0])
        : partWords(where, about[0])
      : ruleWords(where);
    return { paths: about.map(({ path }) => path), message: `${title}: ${whatWords(what, where, about[0], fields)}` };
  });

/** The fields a complaint is about; it names the part they stand in, where that is wrong as a whole. */
function fieldsAt(where: string, fields: readonly LocatedField[]): readonly LocatedField[] {
  // `baseline.gate systolicMmHg.holdFrom` is one number of a pair.
  const pair = /^(.+) (systolicMmHg|diastolicMmHg)\.(\w+)$/.exec(where);
  const path = pair ? `${pair[1]}.${pair[3]}.${pair[2]}` : where;
  return fields.filter(({ path: each }) => each === path || each.startsWith(`${path}.`) || each.startsWith(`${path}[`));
}

/** Of a rule as a whole, of which no field tells. */
const ruleWords = (where: string): string =>
  Object.entries(RULE_TITLE).find(([name]) => where === name || where.startsWith(`${name}.`))?.[1] ?? where;

/** `SpO₂ low, high: the limit`. */
function partWords(where: string, first: LocatedField): string {
  if (where.endsWith('.when')) return `${first.of}, the limit`;
  return where.endsWith('.clearsWhen') ? `${first.of}, where it ends` : first.of;
}

function whatWords(
  what: string,
  where: string,
  about: LocatedField | undefined,
  fields: readonly LocatedField[],
): string {
  const less = LESS.exec(what);
  if (less && about) {
    const [, value = '', name = '', than = ''] = less;
    const beside = fieldsAt(where.replace(/[^. ]+$/, name), fields)[0] ?? fieldsAt(`technical.${name}`, fields)[0];
    const other = beside ? ` (“${beside.of === about.of ? beside.title : fieldWords(beside)}”)` : '';
    return `${figureText(Number(value), about.unit)} is less than ${figureText(Number(than), about.unit)}${other}.`;
  }
  // What has four digits is in ms.
  const said = about ? what.replaceAll(/\b\d{4,}\b/g, (ms) => figureText(Number(ms), about.unit)) : what;
  return plainWords(said);
}

/** Names of parameters, rules and levels as the page says them. */
const plainWords = (what: string): string =>
  [
    ...Object.entries(RULE_TITLE).flatMap(([name, title]) =>
      Object.entries(LEVEL_TITLE).map(
        ([level, levelTitle]) => [`${name} ${level}`, `${title}, ${levelTitle}`] as const,
      ),
    ),
    ...Object.entries(PARAMETER_LABEL),
    ['delayMs', 'its delay'] as const,
    ['poorSignalDelayMs', 'its delay in poor signal'] as const,
    ['clearMs', 'its clearing time'] as const,
    ['bpEveryMs itself', 'what is set'] as const,
    [
      'is true for values at which the level itself is true; it must lie on the safe side',
      'must lie on the safe side of the limit',
    ] as const,
  ].reduce((said, [name, words]) => said.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), words), what);
