/** A what-if as a table: one line for each visit, and the sums. */
import { PRIORITIES } from '#core/clinical-protocol.ts';
import { newlyMissedOf } from '#core/what-if/sums.ts';
import type { AlertSums, VisitWhatIf, WhatIfSums } from '#core/what-if/visit-what-if.ts';

const COLUMNS = [
  'opened',
  'high',
  'medium',
  'low',
  'gone',
  'new',
  'changed',
  'missed',
  'newly missed',
  'lower/later',
  'audible s',
] as const;
const WIDTHS: readonly number[] = [16, 9, 9, 9, 5, 5, 8, 7, 13, 11, 15];

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, column) => String(cell).padStart(WIDTHS[column] ?? 8)).join(' ');

export const HEADING = `${row(COLUMNS)}  visit`;

const counts = (before: AlertSums, after: AlertSums): readonly string[] =>
  PRIORITIES.toReversed().map((priority) => arrow(before.alerts[priority], after.alerts[priority]));
const arrow = (before: number, after: number): string => (before === after ? String(before) : `${before} → ${after}`);
const seconds = (ms: number): number => Math.round(ms / 1_000);

export function visitLine(visit: VisitWhatIf): string {
  const { before, after, gone, come, changed, missed, lowerOrLater, unjudged } = visit;
  const opened = new Date(visit.openedAt).toISOString().slice(0, 16).replace('T', ' ');
  const audible = arrow(seconds(before.audibleMs), seconds(after.audibleMs));
  const cells = [
    gone.length,
    come.length,
    changed.length,
    missed.length,
    newlyMissedOf(visit),
    lowerOrLater.length,
    audible,
  ];
  const marks = [...(visit.imported ? ['imported'] : []), ...new Set(unjudged.map(({ why }) => why))];
  const mark = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  return `${row([opened, ...counts(before, after), ...cells])}  ${visit.visitId}${mark}`;
}

export function sumLines(
  sums: WhatIfSums,
  { broken, seconds: took, isWhole }: { readonly broken: number; readonly seconds: number; readonly isWhole: boolean },
): readonly string[] {
  const { before, after, visits } = sums;
  const per = visits / Math.max(took, 0.001);
  return [
    '',
    `${visits} visits${isWhole ? '' : ' until it was stopped'}, ${sums.changedVisits} of them changed${broken > 0 ? `, ${broken} left out` : ''}; ${took.toFixed(1)} s, ${per.toFixed(1)} visits a second`,
    `alerts: ${PRIORITIES.toReversed()
      .map((each) => `${each} ${arrow(before.alerts[each], after.alerts[each])}`)
      .join(', ')}`,
    `  ${sums.gone} gone, ${sums.come} new, ${sums.changed} changed, ${sums.same} the same`,
    `true events (beyond the visit's own limits for their time): ${sums.trueEvents}, missed ${sums.missed}`,
    `  NEWLY MISSED: ${sums.newlyMissed} that were heard and would not be, technical alerts with them; ${sums.newlyHeard} that were not and would be`,
    `  LOWER OR LATER: ${sums.lowerOrLater} that would be heard at a lower priority, or more than 15 s later, technical alerts with them`,
    `audible: ${arrow(seconds(before.audibleMs), seconds(after.audibleMs))} s as people answered, ${arrow(seconds(before.unansweredMs), seconds(after.unansweredMs))} s had nobody answered`,
    ...sums.byKind
      .filter(
        ({ gone, come, changed, newlyMissed, lowerOrLater }) => gone + come + changed + newlyMissed + lowerOrLater > 0,
      )
      .map(
        (of) =>
          `  ${of.kind}: ${arrow(of.before, of.after)}; ${of.gone} gone, ${of.come} new, ${of.changed} changed, ${of.newlyMissed} newly missed, ${of.lowerOrLater} lower or later`,
      ),
    ...(sums.actsWithout > 0 ? [`${sums.actsWithout} acts of people were about an alert that would not be there`] : []),
    ...(sums.bpsAsked === undefined
      ? []
      : [`${sums.bpsAsked} times a BP would have been asked for that nobody took: that it is overdue is not counted`]),
    'Not counted as missed, lower or later: what was short or in poor signal, and stretches that were not judged anew.',
    'People would have acted otherwise: see docs/what-if.md for what this can and cannot tell.',
  ];
}
