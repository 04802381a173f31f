/** A patient's visits side by side, and what the last one came to, in words. One figure a row; what nobody measured is said as such. */
import { spoken } from '../blood-pressure.ts';
import { ENDING, SCALE } from '../words/labels.ts';
import { highestBpText } from '../words/bp-words.ts';
import { decimal, signed, words } from '../words/number-words.ts';
import { inWords } from '../words/time-words.ts';
import type { VisitFigures } from '../record/visit-figures.ts';

export interface SeriesRow {
  readonly name: string;
  /** One for each visit, in their order; null: there is none. */
  readonly cells: readonly (string | null)[];
}

type Said = (figures: VisitFigures) => string | null;

const ROWS: readonly (readonly [name: string, said: Said])[] = [
  ['Weight', ({ weightKg }) => (weightKg === undefined ? null : `${decimal(weightKg)} kg`)],
  ['Dose', doseText],
  ['Given', givenText],
  ['Over', ranText],
  ['Baseline BP', ({ baseline }) => (baseline ? `${baseline.systolicMmHg}/${baseline.diastolicMmHg}` : null)],
  ['Highest BP', (figures) => highestBpText(figures)],
  ['Rise of BP', riseText],
  ['Lowest SpO₂', ({ lowestSpo2 }) => (lowestSpo2 === undefined ? null : `${lowestSpo2} %`)],
  ['Highest pulse', ({ highestPulse }) => (highestPulse === undefined ? null : `${highestPulse} /min`)],
  ['Dissociation', scored('dissociation')],
  ['CADSS-6', scored('cadss-6')],
  ['Nausea', scored('nausea')],
  ['MOAA/S, lowest', scored('moaas')],
  ['Side effects', sideEffectsText],
  ['Interventions', ({ interventions }) => String(interventions)],
  ['Alerts, high', ({ alerts }) => String(alerts.high)],
  ['Alerts, medium', ({ alerts }) => String(alerts.medium)],
  ['Without signal', ({ withoutSignalMs, watchedMs }) => (watchedMs === 0 ? null : inWords(withoutSignalMs))],
  ['Ended', ({ ending }) => words(ENDING[ending])],
];

/** What every visit must have a word on: a row that is empty says so. Rows of scales that nobody scored are left out. */
const ALWAYS = new Set(['Dose', 'Baseline BP', 'Highest BP', 'Rise of BP', 'Lowest SpO₂', 'Dissociation', 'Nausea']);

/** @param visits oldest first */
export const seriesRows = (visits: readonly VisitFigures[]): readonly SeriesRow[] =>
  ROWS.map(([name, said]) => ({ name, cells: visits.map(said) })).filter(
    ({ name, cells }) => ALWAYS.has(name) || cells.some((cell) => cell !== null),
  );

/** How the last visit went, before the next dose: each a line. */
export function previousResponse(figures: VisitFigures): readonly string[] {
  const { baseline, highestBp, scores, alerts } = figures;
  const dose = doseText(figures);
  const ran = ranText(figures);
  const highest = highestBpText(figures, figures, (row) =>
    row === highestBp ? `${spoken(row)} at its highest` : spoken(row),
  );
  const asked = (['dissociation', 'nausea'] as const).flatMap((scale) => {
    const score = scores[scale];
    return score === undefined ? [] : [`${SCALE[scale].name.toLowerCase()} ${score} of 10`];
  });
  return [
    dose === null ? 'No dose was recorded.' : `${dose}${ran === null ? ', never started' : ` over ${ran}`}`,
    highest === null ? 'No BP since the start.' : `BP ${baseline ? `${spoken(baseline)} to ` : ''}${highest}`,
    figures.lowestSpo2 === undefined ? 'No SpO₂ since the start.' : `SpO₂ ${figures.lowestSpo2} at its lowest`,
    asked.length > 0 ? words(asked.join(', ')) : 'Neither dissociation nor nausea was scored.',
    figures.sideEffects.length > 0 ? `Side effects: ${sideEffectsText(figures)}` : 'No side effect recorded',
    alerts.high + alerts.medium > 0
      ? `Alerts: ${[alerts.high > 0 && `${alerts.high} high`, alerts.medium > 0 && `${alerts.medium} medium`].filter(Boolean).join(', ')}`
      : 'No medium or high alert',
  ];
}

function doseText({ doseMg, weightKg }: VisitFigures): string | null {
  if (doseMg === undefined) return null;
  return `${decimal(doseMg)} mg${weightKg ? ` (${decimal(doseMg / weightKg, 2)} mg/kg)` : ''}`;
}

function givenText({ givenMg, isGivenEstimated }: VisitFigures): string | null {
  return givenMg === undefined ? null : `${isGivenEstimated ? '≈ ' : ''}${decimal(givenMg)} mg`;
}

function ranText({ givenMs, stoppedEarly, treatment }: VisitFigures): string | null {
  if (givenMs === undefined) return null;
  if (treatment === 'administration') return 'nasal devices';
  return `${inWords(givenMs)}${stoppedEarly ? ', stopped early' : ''}`;
}

/** Of two readings each beside its own: never as if they were one. */
function riseText(figures: VisitFigures): string | null {
  const { highestBp, highestDiastolicBp, systolicRiseMmHg, diastolicRiseMmHg } = figures;
  if (systolicRiseMmHg === undefined || diastolicRiseMmHg === undefined) return null;
  const [systolic, diastolic] = [signed(systolicRiseMmHg), signed(diastolicRiseMmHg)];
  return highestBp && highestDiastolicBp
    ? `systolic ${systolic} (${spoken(highestBp)}), diastolic ${diastolic} (${spoken(highestDiastolicBp)})`
    : `${systolic}/${diastolic}`;
}

function scored(scale: keyof typeof SCALE): Said {
  return ({ scores }) => (scores[scale] === undefined ? null : String(scores[scale]));
}

function sideEffectsText({ sideEffects }: VisitFigures): string {
  if (sideEffects.length === 0) return 'none recorded';
  return sideEffects
    .map(({ effect, worst }) => `${words(effect).toLowerCase()}${worst === null ? '' : ` ${worst}`}`)
    .join(', ');
}
