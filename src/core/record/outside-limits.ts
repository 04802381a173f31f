/** How long, and how often, each vital was beyond each level of its rule: by the limits that held at each instant, in the phases the rule judges. */
import { holds } from '../alerts/condition.ts';
import type { Values } from '../alerts/condition.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import type { Priority, RuleLevel, VitalAlertKind, VitalRule } from '../clinical-protocol.ts';
import type { RecordedEntry } from '../entry.ts';
import type { Duration, Instant, NibpReading, OximetryReading } from '../reading.ts';
import { conditionText } from './condition-text.ts';
import type { Course, Judging } from './course.ts';
import { heldUntil, judgedAt } from './live-values.ts';
import type { Interval, ReadingsByKind } from './live-values.ts';
import type { OutsideLimit } from './visit-record.ts';

interface Sums {
  forMs: Duration;
  beyond: number;
  of: number;
}

interface Measured {
  readonly at: Instant;
  readonly values: Values;
  readonly forMs: Duration;
}

/** @param taken when a cuff on the same arm was inflated: not judged */
export function outsideLimits(
  course: Course,
  { oximetry, bps }: ReadingsByKind,
  watched: readonly Interval[],
  taken: readonly Interval[],
): readonly OutsideLimit[] {
  const { staleMs } = course.state.protocol.technical;
  const measured: Readonly<Record<(typeof JUDGED_BY)[VitalAlertKind]['reading'], readonly Measured[]>> = {
    oximetry: trusted(oximetry, watched, taken, staleMs),
    nibp: bps.map((bp: NibpReading) => ({ at: bp.measuredAt, values: bp, forMs: 0 })),
    entry: course.state.entries.flatMap(sedationIn).toSorted((a, b) => a.at - b.at),
  };
  return course.state.protocol.rules.flatMap(({ alert, levels }) => {
    const from = measured[JUDGED_BY[alert].reading];
    return levels.flatMap(({ priority }) => outsideOf(course, alert, priority, from) ?? []);
  });
}

function outsideOf(
  course: Course,
  kind: VitalAlertKind,
  priority: Priority,
  measured: readonly Measured[],
): OutsideLimit | undefined {
  const found = course.judging.map((judging) => ({ judging, ...levelIn(judging, kind, priority) }));
  const sums: Sums = { forMs: 0, beyond: 0, of: 0 };
  let last = 0;
  for (const { at, values, forMs } of measured) {
    // Measurements are in order: what held for the one before is not looked for again.
    while ((found[last + 1]?.judging.from ?? Infinity) <= at) last += 1;
    const { rule, level, judging } = found[last] ?? {};
    if (!rule || !level || !judging || !isJudgedIn(course, rule, at)) continue;
    if (!JUDGED_BY[kind].parameters.every((parameter) => values[parameter] !== undefined)) continue;
    sums.of += 1;
    if (holds(level.when, values, judging.baseline) !== true) continue;
    sums.beyond += 1;
    sums.forMs += forMs;
  }
  const { level } = found.at(-1) ?? {};
  if (level === undefined || sums.of === 0) return undefined;
  const isPeriodic = JUDGED_BY[kind].reading === 'oximetry';
  return {
    kind,
    priority,
    limit: limitText(found),
    of: level.shows.of,
    when: level.when,
    ...(isPeriodic ? { forMs: sums.forMs } : { count: { beyond: sums.beyond, of: sums.of } }),
  };
}

const levelIn = (
  { rules }: Judging,
  kind: VitalAlertKind,
  priority: Priority,
): { readonly rule?: VitalRule; readonly level?: RuleLevel } => {
  const rule = rules.find(({ alert }) => alert === kind);
  const level = rule?.levels.find((each) => each.priority === priority);
  return { ...(rule && { rule }), ...(level && { level }) };
};

const isJudgedIn = ({ phases }: Course, rule: VitalRule, at: Instant): boolean => {
  const name = judgedAt(phases, at)?.name;
  return name !== undefined && rule.phases.includes(name);
};

/** Each limit that held for this patient, in order. The number before there was a baseline is no news. */
function limitText(found: readonly { readonly judging: Judging; readonly level?: RuleLevel }[]): string {
  const known = found.some(({ judging }) => judging.baseline !== undefined)
    ? found.filter(({ judging }) => judging.baseline !== undefined)
    : found;
  const texts = known.flatMap(({ judging, level }) => (level ? [conditionText(level.when, judging.baseline)] : []));
  return texts.filter((text, index) => text !== texts[index - 1]).join(', then ');
}

/** Values of good signal, each with the time it held inside what was watched. */
function trusted(
  oximetry: readonly OximetryReading[],
  watched: readonly Interval[],
  taken: readonly Interval[],
  staleMs: Duration,
): readonly Measured[] {
  const isTaken = (at: Instant): boolean => taken.some(({ from, to }) => at >= from && at < to);
  return watched.flatMap((window) =>
    oximetry.flatMap((reading, index) => {
      const { measuredAt: at, quality } = reading;
      if (quality !== 'good' || at < window.from || at >= window.to || isTaken(at)) return [];
      return [{ at, values: reading, forMs: Math.min(heldUntil(oximetry, index, staleMs), window.to) - at }];
    }),
  );
}

const sedationIn = ({ entry, at }: RecordedEntry): readonly Measured[] =>
  entry.kind === 'scale' && entry.scale === 'moaas' ? [{ at, values: { moaas: entry.score }, forMs: 0 }] : [];
