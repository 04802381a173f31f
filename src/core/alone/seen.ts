/** The reading's part of a state, taken out on the page and put into the server's: of each kind, the newer wins. */
import type { Alert, AlertKind } from '../alerts/alert.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import type { JudgedFrom } from '../alerts/judged-by.ts';
import type { HeardAt } from '../alerts/heard.ts';
import type { Tracks } from '../alerts/track.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { VitalAlertKind } from '../clinical-protocol.ts';
import type { Instant, NibpReading } from '../reading.ts';
import { isDiastolicHigher, isHigher, KEPT_BPS } from '../visit/evolve-reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Seen, SeenAlert } from './alone.ts';
import { ofSameFeeds } from './same-feeds.ts';
import type { SameFeeds } from './same-feeds.ts';
import { isSameBp } from './told-twice.ts';

export function seenOf(state: VisitState): Seen {
  const { oximetry, lastSpo2, lastPulse, spo2SteadySince, probeSeenOff, lastBpFailure, cuffPressure } = state;
  const { recentOximetry, probeSeenOn, bps, highestBp, highestDiastolicBp, tracks } = state;
  return {
    ...ofOximetry({ oximetry, lastSpo2, lastPulse, spo2SteadySince }),
    recentOximetry,
    probeSeenOn,
    ...(probeSeenOff && { probeSeenOff }),
    bps,
    ...(highestBp && { highestBp }),
    ...(highestDiastolicBp && { highestDiastolicBp }),
    ...(lastBpFailure && { lastBpFailure }),
    ...(cuffPressure && { cuffPressure }),
    tracks,
    alerts: Object.values(state.alerts).map(
      ({ alertId, condition, excess, reason, extremeAtAcknowledgement }): SeenAlert => ({
        alertId,
        condition,
        ...(excess && { excess }),
        ...(reason !== undefined && { reason }),
        ...(extremeAtAcknowledgement !== undefined && { extremeAtAcknowledgement }),
      }),
    ),
  };
}

/**
 * The state after the page's readings, as if they had been judged here. They come up later one by one and only chart: none of them is
 * newer than what stands here then.
 * @param same which of the chair's devices are still those of the page: of another one nothing is taken over.
 * @param at when the server was told.
 */
export function withSeen(state: VisitState, all: Seen, same: SameFeeds, at: Instant): VisitState {
  const seen = ofSameFeeds(all, same);
  const newer = {
    oximetry: atOf(seen.oximetry) > atOf(state.oximetry),
    nibp: atOf(seen.bps.at(-1)) > atOf(state.bps.at(-1)),
    entry: (seen.tracks.rules.sedation?.valueAt ?? -Infinity) > (state.tracks.rules.sedation?.valueAt ?? -Infinity),
  };
  const { oximetry: _o, lastSpo2: _s, lastPulse: _p, spo2SteadySince: _t, ...rest } = state;
  const highestBp = highestOf(isHigher, state.highestBp, seen.highestBp);
  const highestDiastolicBp = highestOf(isDiastolicHigher, state.highestDiastolicBp, seen.highestDiastolicBp);
  const failure = newest(state.lastBpFailure, seen.lastBpFailure);
  const cuffPressure = newest(state.cuffPressure, seen.cuffPressure);
  return {
    ...rest,
    ...ofOximetry(newer.oximetry ? seen : state),
    recentOximetry: newer.oximetry ? seen.recentOximetry : state.recentOximetry,
    probeSeenOn: state.probeSeenOn || seen.probeSeenOn,
    ...(seen.probeSeenOff && { probeSeenOff: seen.probeSeenOff }),
    bps: allBps(state.bps, seen.bps),
    ...(highestBp && { highestBp }),
    ...(highestDiastolicBp && { highestDiastolicBp }),
    ...(failure && { lastBpFailure: failure }),
    ...(cuffPressure && { cuffPressure }),
    tracks: withTracks(state, seen, newer, same.cuff ? at : undefined),
    alerts: withWorst(state, seen, newer),
  };
}

type Newer = Readonly<Record<JudgedFrom, boolean>>;

const atOf = (reading: { readonly measuredAt: Instant } | undefined): Instant => reading?.measuredAt ?? -Infinity;
const newest = <R extends { readonly measuredAt: Instant }>(a: R | undefined, b: R | undefined): R | undefined =>
  atOf(b) > atOf(a) ? b : a;

/** @param ours stands where neither is higher */
const highestOf = (
  isAbove: (bp: NibpReading, than: NibpReading) => boolean,
  ours: NibpReading | undefined,
  theirs: NibpReading | undefined,
): NibpReading | undefined => (!ours || (theirs && isAbove(theirs, ours)) ? theirs : ours);

type OfOximetry = {
  readonly [Key in 'oximetry' | 'lastSpo2' | 'lastPulse' | 'spo2SteadySince']?: VisitState[Key] | undefined;
};
const ofOximetry = ({ oximetry, lastSpo2, lastPulse, spo2SteadySince }: OfOximetry) => ({
  ...(oximetry && { oximetry }),
  ...(lastSpo2 && { lastSpo2 }),
  ...(lastPulse && { lastPulse }),
  ...(spo2SteadySince !== undefined && { spo2SteadySince }),
});

function allBps(ours: readonly NibpReading[], theirs: readonly NibpReading[]): readonly NibpReading[] {
  const all = [...ours, ...theirs.filter((bp) => !ours.some((each) => isSameBp(each, bp)))];
  return all.sort((a, b) => a.measuredAt - b.measuredAt).slice(-KEPT_BPS);
}

/** @param at undefined: the page's cuff is not the chair's any more. */
function withTracks(state: VisitState, seen: Seen, newer: Newer, at: Instant | undefined): Tracks {
  const { alerts, tracks: ours } = state;
  const { tracks: theirs } = seen;
  const rules: Partial<Record<VitalAlertKind, Tracks['rules'][VitalAlertKind]>> = {};
  for (const kind of VITAL_ALERT_KINDS) {
    const track = (newer[JUDGED_BY[kind].reading] ? theirs : ours).rules[kind];
    if (track) rules[kind] = track;
  }
  const { spo2Run: run, spo2Gaps } = newer.oximetry ? theirs : ours;
  const missed = alerts['no-spo2'];
  // Issued where the signal could not be seen, while it was there: it has been back since, and the engine ends the alert.
  const spo2Run =
    run && missed && run.lastAt > missed.onsetAt ? { ...run, since: Math.max(run.since, missed.onsetAt + 1) } : run;
  const overdue = alerts['cuff-overdue'];
  const cameElsewhere = newer.nibp
    ? overdue && !seen.alerts.some(({ alertId }) => alertId === overdue.alertId)
    : overdue && atOf(state.bps.at(-1)) > atOf(seen.bps.at(-1));
  const receivedAt = cameElsewhere && at !== undefined ? at : later(theirs.bpReceivedAt, ours.bpReceivedAt);
  const bpFailureReceivedAt = later(theirs.bpFailureReceivedAt, ours.bpFailureReceivedAt);
  const heard = {
    oximeter: later(ours.heardAt?.oximeter, theirs.heardAt?.oximeter),
    cuff: later(ours.heardAt?.cuff, theirs.heardAt?.cuff),
  };
  const heardAt = known(heard);
  const lowBatteryAt = known({
    oximeter: later(ours.lowBatteryAt?.oximeter, theirs.lowBatteryAt?.oximeter),
    cuff: later(ours.lowBatteryAt?.cuff, theirs.lowBatteryAt?.cuff),
  });
  const inflation = (theirs.inflation?.lastAt ?? -Infinity) > (ours.inflation?.lastAt ?? -Infinity) ? theirs : ours;
  return {
    rules: rules as Tracks['rules'],
    ...(spo2Run && { spo2Run }),
    ...(spo2Gaps && { spo2Gaps }),
    ...(receivedAt !== undefined && { bpReceivedAt: receivedAt }),
    ...(bpFailureReceivedAt !== undefined && { bpFailureReceivedAt }),
    ...(heardAt && { heardAt }),
    ...(lowBatteryAt && { lowBatteryAt }),
    ...(inflation.inflation && { inflation: inflation.inflation }),
  };
}

/** Without what is not known; undefined when nothing is. */
function known({ oximeter, cuff }: { oximeter: Instant | undefined; cuff: Instant | undefined }): HeardAt | undefined {
  if ((oximeter ?? cuff) === undefined) return undefined;
  return { ...(oximeter !== undefined && { oximeter }), ...(cuff !== undefined && { cuff }) };
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

/** The worst value and the condition of each alert that was open on both sides. */
function withWorst(state: VisitState, seen: Seen, newer: Newer): VisitState['alerts'] {
  const alerts: Partial<Record<AlertKind, Alert>> = { ...state.alerts };
  for (const kind of VITAL_ALERT_KINDS) {
    const alert = alerts[kind];
    const told = alert && seen.alerts.find(({ alertId }) => alertId === alert.alertId);
    if (!alert || !told || !newer[JUDGED_BY[kind].reading]) continue;
    const { reason: _, ...rest } = alert;
    const { condition, excess, reason, extremeAtAcknowledgement } = told;
    alerts[kind] = {
      ...rest,
      condition,
      ...(excess && { excess }),
      ...(reason !== undefined && { reason }),
      ...(alert.acknowledged && extremeAtAcknowledgement !== undefined && { extremeAtAcknowledgement }),
    };
  }
  return alerts;
}
