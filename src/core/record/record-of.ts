/** The record of a visit that is over, of its events and readings: the one thing that the report, the exports and the lists say. */
import { dischargeCriteria } from '../discharge.ts';
import type { VisitEvent } from '../event.ts';
import { pastAlerts } from '../past/past-alerts.ts';
import type { Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { contradictionsOf } from './contradictions.ts';
import { courseOf } from './course.ts';
import type { Course } from './course.ts';
import { gapsOf } from './gaps.ts';
import { byKind, readingsIn, takenByCuff, watchedIn } from './live-values.ts';
import { outsideLimits } from './outside-limits.ts';
import { NOT_SIGNED } from './sign-off.ts';
import { treatmentOf } from './treatment.ts';
import type { CriterionAtEnd, Treatment, VisitRecord } from './visit-record.ts';
import { figuresOf } from './visit-figures.ts';
import type { VisitFigures } from './visit-figures.ts';
import { vitalsSummary } from './vitals-summary.ts';

/** @param events of one visit, in the journal's order, from its opening on. @returns undefined for a visit that is not over. */
export function recordOf(events: readonly VisitEvent[]): VisitRecord | undefined {
  const course = courseOf(events);
  if (course === undefined) return undefined;
  const readings = readingsIn(events);
  const { state, judging: _j, corrections: _c, ...rest } = course;
  const measured = byKind(readings, state.phase.endedAt);
  const watched = watchedIn(course, measured.oximetry);
  const taken = takenByCuff(course, measured.inflatedAt);
  const alerts = pastAlerts(events, readings).toSorted((a, b) => a.onsetAt - b.onsetAt);
  const criteria = criteriaAtEnd(course.beforeEnd, state.phase.endedAt);
  const head = headOf(course);
  const { treatment } = head;
  return {
    ...head,
    chairs: rest.chairs,
    phases: rest.phases,
    vitals: vitalsSummary(course, measured, watched, taken),
    outside: outsideLimits(course, measured, watched, taken),
    alerts,
    answers: rest.answers,
    audibleMs: rest.audibleMs,
    criteria,
    gaps: gapsOf(course, measured.oximetry, watched, taken),
    contradictions: contradictionsOf({
      ...head,
      phases: rest.phases,
      criteria,
      readingsAfterSignature: readingsAfterSignature(events),
      ...(!state.imported && { isIdentified: state.identity !== undefined }),
      ...(treatment && {
        hasBaseline: state.baseline !== undefined,
        bpsInTreatment: bpsIn(treatment, measured.bps, state),
      }),
    }),
  };
}

/** Of an adapter's backlog: a measurement joins the record also when that is signed (PH-188). */
function readingsAfterSignature(events: readonly VisitEvent[]): number {
  const signed = events.findIndex(({ type }) => type === 'record-signed');
  if (signed < 0) return 0;
  return events.slice(signed).filter(({ type }) => type === 'reading-recorded').length;
}

/**
 * The figures alone, without a fold of each reading: what lists of thousands of visits are made by.
 * @param events without the readings, or with them @param readings those that are not among the events
 */
export function figuresFrom(events: readonly VisitEvent[], readings: readonly Reading[]): VisitFigures | undefined {
  const course = courseOf(events);
  if (course === undefined) return undefined;
  const measured = byKind([...readings, ...readingsIn(events)], course.state.phase.endedAt);
  const watched = watchedIn(course, measured.oximetry);
  const { answers, audibleMs } = course;
  return figuresOf({
    ...headOf(course),
    vitals: vitalsSummary(course, measured, watched, takenByCuff(course, measured.inflatedAt)),
    alerts: pastAlerts(events, []),
    answers,
    audibleMs,
  });
}

/** All of it that readings have no part in. */
function headOf({
  state,
  corrections,
}: Course): Omit<
  VisitRecord,
  | 'chairs'
  | 'phases'
  | 'vitals'
  | 'outside'
  | 'alerts'
  | 'answers'
  | 'audibleMs'
  | 'criteria'
  | 'gaps'
  | 'contradictions'
> {
  const { visitId, patientId, protocol, openedAt, phase, setUp, baseline, identity, imported } = state;
  const { endedAt: at, ending, byName, escortName, reason } = phase;
  const treatment = treatmentOf(state);
  return {
    visitId,
    patientId,
    ...(imported && { imported }),
    protocol,
    openedAt,
    ended: {
      at,
      ending,
      ...(byName !== undefined && { byName }),
      ...(escortName !== undefined && { escortName }),
      ...(reason !== undefined && { reason }),
    },
    ...(identity && { identity }),
    setUp,
    ...(baseline && {
      baseline: {
        ...baseline,
        corrections: corrections.map((each) => ({ at: each.at, byName: each.byName, reason: each.reason })),
      },
    }),
    ...(treatment && { treatment }),
    entries: state.entries.toSorted((a, b) => a.at - b.at),
    limitChanges: state.limits?.log ?? [],
    orders: state.orders ?? [],
    emergencies: state.emergencies ?? [],
    care: state.care?.changes ?? [],
    offMonitor: state.offMonitor ?? [],
    signOff: state.signOff ?? NOT_SIGNED,
  };
}

function criteriaAtEnd(beforeEnd: VisitState, endedAt: number): readonly CriterionAtEnd[] {
  return dischargeCriteria(beforeEnd, endedAt).map(({ criterion, status, detail }) => {
    const aside = status === 'overridden' ? beforeEnd.overridden[criterion] : undefined;
    return { criterion, status, detail, ...(aside && { reason: aside.reason }) };
  });
}

function bpsIn(
  { startedAt, endedAt }: Treatment,
  bps: readonly Extract<Reading, { readonly kind: 'nibp' }>[],
  { phase, protocol }: Course['state'],
): number {
  const to = protocol.treatment === 'infusion' ? (endedAt ?? phase.endedAt) : phase.endedAt;
  return bps.filter(({ measuredAt: at }) => at >= startedAt && at <= to).length;
}
