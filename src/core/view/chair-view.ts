/** Projects a chair's state into what its screens may see. Pure: the same state and instant give the same view. */
import type { PagedTo } from '../alerts/pages.ts';
import { baselineCandidate } from '../baseline.ts';
import { careView } from '../care/who-has.ts';
import type { ChairCuff } from '../cuff.ts';
import { dischargeCriteria, endMonitoringMissing } from '../discharge.ts';
import { settableLimits } from '../limits/settable.ts';
import { linkOf } from '../feeds.ts';
import { gateState, startMissing, startWarnings } from '../gate.ts';
import { presentCall, secondPersonAt } from '../provider-call.ts';
import { offMonitorAt } from '../off-monitor.ts';
import { orderViews } from '../orders/order-view.ts';
import type { Instant } from '../reading.ts';
import type { Chair } from '../site-state.ts';
import { soundsAlone } from '../sound/who-sounds.ts';
import type { SoundView } from '../sound/who-sounds.ts';
import {
  BESIDE_KEYS,
  TILE_KEYS,
  type BesideView,
  type ChairView,
  type DeviceView,
  type PatientView,
  type ReadinessView,
  type TileView,
} from '../view.ts';
import type { VisitState } from '../visit-state.ts';
import type { LastWeight } from '../weight.ts';
import { alertViews, notJudged } from './alert-view.ts';
import { excursionViews, unseenMarks } from './excursion-view.ts';
import { limitsView } from './limits-view.ts';
import { peakBp } from './peak-bp.ts';
import { phaseView, timelineView, treatmentView } from './phase-view.ts';
import { summaryView } from './summary-view.ts';
import { nibpView, periodicView } from './vitals-view.ts';

export interface ChairSources {
  readonly chair: Chair;
  /** Null while the chair is free. */
  readonly visit: VisitState | null;
  readonly patient: PatientView | null;
  /** How many other patients of these hours have the same surname; absent: none. */
  readonly namesakes?: number;
  readonly devices: readonly DeviceView[];
  /** Absent: there is none on the chair. */
  readonly cuff?: ChairCuff;
  /** Of the patient's last visit; absent: none. */
  readonly lastWeight?: LastWeight;
  /** Absent: the page that shows it sounds by itself. */
  readonly sound?: SoundView;
  /** The rules cannot be applied to this visit since then. */
  readonly failedSince?: Instant;
  /** That alert's sound is paused until then. */
  readonly failedPausedUntil?: Instant;
  /** False while the newest change is not yet durable. */
  readonly recorded: boolean;
}

const FREE = { status: 'none', reason: 'chair free' } as const;

export function chairView(sources: ChairSources, now: Instant): ChairView {
  const { chair, visit, patient, devices, cuff, sound = soundsAlone, failedSince, recorded } = sources;
  const { failedPausedUntil } = sources;
  if (!visit)
    return {
      chair,
      visitId: null,
      patient: null,
      identity: null,
      phase: null,
      timeline: null,
      treatment: null,
      setUp: {},
      lastWeight: null,
      plan: null,
      baseline: null,
      readiness: null,
      spo2: FREE,
      pulse: FREE,
      perfusionIndexPct: null,
      nibp: {},
      limits: { spo2: [], pulse: [], nibp: [] },
      settableLimits: [],
      limitChanges: [],
      limitsChanged: 0,
      orders: [],
      orderable: [],
      oxygenLPerMin: 0,
      alerts: [],
      latched: [],
      excursions: [],
      entries: [],
      criteria: [],
      canEndMonitoring: false,
      responseAsked: null,
      moaasAsked: null,
      emergencySince: null,
      emergencies: [],
      messages: [],
      unread: [],
      calls: [],
      providerCall: null,
      attended: null,
      summary: null,
      offMonitor: null,
      offMonitorTimes: [],
      care: null,
      careChanges: [],
      highestBp: null,
      devices,
      link: null,
      sound,
      recorded,
    };
  const criteria = dischargeCriteria(visit, now);
  return {
    chair,
    visitId: visit.visitId,
    patient,
    identity: visit.identity ?? null,
    phase: phaseView(visit),
    timeline: timelineView(visit, now),
    treatment: treatmentView(visit),
    setUp: visit.setUp,
    lastWeight: sources.lastWeight ?? null,
    plan: visit.plan ?? null,
    baseline: visit.baseline ?? null,
    readiness: readiness(visit, devices, now, sources.namesakes),
    spo2: periodicView(visit, 'spo2', now),
    pulse: periodicView(visit, 'pulse', now),
    perfusionIndexPct: visit.oximetry?.perfusionIndexPct ?? null,
    nibp: nibpView(visit, now, cuff),
    limits: limitsView(visit),
    settableLimits: settableLimits(visit),
    limitChanges: visit.limits?.log ?? [],
    limitsChanged: Object.keys(visit.limits?.changed ?? {}).length,
    orders: orderViews(visit),
    orderable: visit.protocol.verbalOrders?.commands ?? [],
    oxygenLPerMin: visit.oxygenLPerMin,
    alerts: [
      ...(failedSince === undefined ? [] : [notJudged(visit.visitId, failedSince, failedPausedUntil)]),
      ...alertViews(visit, now),
    ],
    latched: unseenMarks(visit),
    excursions: excursionViews(visit),
    entries: visit.entries,
    criteria,
    canEndMonitoring: visit.phase.name === 'recovery' && endMonitoringMissing(criteria).length === 0,
    responseAsked: responseAsked(visit),
    moaasAsked: moaasAsked(visit),
    emergencySince: visit.emergencySince ?? null,
    emergencies: visit.emergencies ?? [],
    messages: visit.messages ?? [],
    unread: (visit.messages ?? []).filter(({ read }) => read === undefined),
    calls: visit.calls ?? [],
    providerCall: providerCall(visit),
    attended: visit.attended && now < visit.attended.until ? visit.attended : null,
    summary: summaryView(visit),
    offMonitor: offMonitorAt(visit, now) ?? null,
    offMonitorTimes: visit.offMonitor ?? [],
    care: careView(visit, now),
    careChanges: visit.care?.changes ?? [],
    highestBp: peakBp(visit),
    devices,
    link: linkOf(visit) ?? null,
    sound: visit.quiet ? { ...sound, quietAsked: true } : sound,
    recorded,
  };
}

/** The tile's keys are the chair's own: one projection, so that both screens show the same. */
export function tileOf(view: ChairView): TileView {
  return Object.fromEntries(TILE_KEYS.map((key) => [key, view[key]])) as unknown as TileView;
}

/** For the pages of the other chairs: nothing that says who sits there. */
export function besideOf(view: ChairView): BesideView {
  return Object.fromEntries(BESIDE_KEYS.map((key) => [key, view[key]])) as unknown as BesideView;
}

/**
 * When the view will change by time alone, at the latest. A value grows old, a cuff cycle falls silent, the chart's axis moves on; and
 * before and after the infusion its lists count by the second.
 */
export function viewChangesAt(view: ChairView, now: Instant): Instant | undefined {
  if (!view.phase || view.phase.name === 'ended') return undefined;
  const ends = [view.spo2, view.pulse].flatMap((vital) =>
    vital.status === 'live' ? [vital.staleAt + 1, vital.notJudged?.until ?? Infinity] : [],
  );
  if (view.attended) ends.push(view.attended.until);
  if (view.care?.cover && !view.care.cover.overdue) ends.push(view.care.cover.until);
  if (view.offMonitor) ends.push(view.offMonitor.until);
  if (view.nibp.measuring || view.spo2.status === 'stale') ends.push(now + 1_000);
  if (view.nibp.control?.changesAt !== undefined) ends.push(view.nibp.control.changesAt);
  if (view.phase.name !== 'infusion') ends.push(now + 1_000);
  else if (view.timeline) ends.push(view.timeline.axisTo - 60_000 + 1);
  return Math.min(...ends);
}

/** The call that counts now, and whom its pages reached. */
export function providerCall(visit: VisitState): ChairView['providerCall'] {
  const present = presentCall(visit);
  if (!present) return null;
  const paged = (whom: PagedTo): boolean =>
    (visit.pages ?? []).some(({ alertId, to }) => alertId === present.callId && to === whom);
  return {
    ...present,
    paged: paged('provider'),
    ...(!present.answered && {
      secondPerson: { from: secondPersonAt(visit, present), paged: paged('second-person') },
    }),
  };
}

function readiness(
  visit: VisitState,
  devices: readonly DeviceView[],
  now: Instant,
  namesakes = 0,
): ReadinessView | null {
  if (visit.phase.name !== 'baseline') return null;
  const { gate, message } = gateState(visit, now);
  const candidate = baselineCandidate(visit, now);
  return {
    missing: startMissing(visit, now),
    warnings: startWarnings(devices),
    ...(namesakes > 0 && { namesakes }),
    gate,
    gateMessage: message,
    baselineReady: candidate.ok,
    baselineMissing: candidate.ok ? [] : [candidate.refusal.message],
  };
}

/** Each BP of the watched phases asks one tap; the newest unanswered one is asked, older ones no longer. */
function responseAsked(visit: VisitState): ChairView['responseAsked'] {
  if (visit.phase.name !== 'infusion' && visit.phase.name !== 'recovery') return null;
  const bp = visit.bps.at(-1);
  if (!bp || bp.measuredAt < visit.phase.infusion.startedAt) return null;
  return visit.response && visit.response.at >= bp.measuredAt ? null : { bpAt: bp.measuredAt };
}

/** Whoever does not respond as usual is scored: a word alone raises no alert, a MOAA/S does (PH-146). */
function moaasAsked({ phase, response, scales }: VisitState): ChairView['moaasAsked'] {
  if (phase.name !== 'infusion' && phase.name !== 'recovery') return null;
  if (response === undefined || response.response === 'normal') return null;
  const { at } = response;
  return (scales.moaas?.at ?? -Infinity) >= at ? null : { response: response.response, at };
}
