/**
 * A chair as other clinics of the group may see it: where and what, never who. Every field is written out, so that what is added to a
 * chair's view stays at home until somebody writes it here (docs/SPEC.md, ND).
 */
import type { LatchedMark } from '../alerts/alert.ts';
import type { Gate } from '../phase.ts';
import type { Instant, Quality } from '../reading.ts';
import type { AlertView, ChairView, NibpView, PhaseView, VitalView } from '../view.ts';
import type { SoundView } from '../sound/who-sounds.ts';

/** As `VitalView`, and no baseline of the patient. */
export type GroupVital =
  | {
      readonly status: 'live';
      readonly value: number;
      readonly at: Instant;
      readonly quality: Quality;
      readonly staleAt: Instant;
    }
  | {
      readonly status: 'stale';
      readonly value: number;
      readonly at: Instant;
      readonly reason: string;
      readonly until?: Instant;
    }
  | { readonly status: 'none'; readonly reason: string; readonly until?: Instant };

export interface GroupNibp {
  readonly last?: { readonly systolicMmHg: number; readonly diastolicMmHg: number; readonly at: Instant };
  readonly nextDueAt?: Instant;
  readonly measuring?: NonNullable<NibpView['measuring']>;
}

/** All instants are of its own clinic's clock. */
export interface GroupTile {
  readonly chair: { readonly chairId: string; readonly name: string };
  /** Which visit it is since its clinic began to publish; 0 = the chair is free. Its id stays at home. */
  readonly visit: number;
  readonly phase: PhaseView | null;
  /** Present when nothing is infused. */
  readonly administration?: true;
  readonly spo2: GroupVital;
  readonly pulse: GroupVital;
  readonly nibp: GroupNibp;
  /** Most urgent first. */
  readonly alerts: readonly AlertView[];
  readonly latched: readonly LatchedMark[];
  readonly limitsChanged: number;
  readonly emergencySince: Instant | null;
  readonly offMonitor: { readonly since: Instant; readonly until: Instant } | null;
  /** Of a provider, called and not answered. */
  readonly call: { readonly callId: string; readonly at: Instant; readonly emergency?: true } | null;
  /** Before the start: what stands between, counted. */
  readonly readiness: { readonly missing: number; readonly gate: Gate; readonly gateMessage: string } | null;
  readonly link: { readonly connected: boolean; readonly since: Instant } | null;
  readonly sound: SoundView;
}

/** What a tile of the group is made of: a change of anything else is none for it. */
export const GROUP_KEYS = [
  'chair',
  'visitId',
  'phase',
  'treatment',
  'spo2',
  'pulse',
  'nibp',
  'alerts',
  'latched',
  'limitsChanged',
  'emergencySince',
  'offMonitor',
  'providerCall',
  'readiness',
  'link',
  'sound',
] as const satisfies readonly (keyof ChairView)[];

/** Told at once. */
const URGENT: readonly (keyof ChairView)[] = [
  'visitId',
  'phase',
  'alerts',
  'latched',
  'emergencySince',
  'offMonitor',
  'providerCall',
  'sound',
];

/** @returns undefined: no tile of the group changes by it */
export function groupChange(patch: Partial<ChairView>): 'urgent' | 'ordinary' | undefined {
  if (URGENT.some((key) => key in patch)) return 'urgent';
  return GROUP_KEYS.some((key) => key in patch) ? 'ordinary' : undefined;
}

/** @param visit counts the chair's visits; whatever it is, a free chair has 0 */
export function groupTileOf(view: Pick<ChairView, (typeof GROUP_KEYS)[number]>, visit: number): GroupTile {
  const { chair, visitId, phase, treatment, offMonitor, providerCall, readiness, link, sound } = view;
  return {
    chair: { chairId: chair.chairId, name: chair.name },
    visit: visitId === null ? 0 : visit,
    phase: phase && phaseOf(phase),
    ...(treatment?.treatment === 'administration' && { administration: true }),
    spo2: vitalOf(view.spo2),
    pulse: vitalOf(view.pulse),
    nibp: nibpOf(view.nibp),
    alerts: view.alerts.map(alertOf),
    latched: view.latched.map(markOf),
    limitsChanged: view.limitsChanged,
    emergencySince: view.emergencySince,
    offMonitor: offMonitor && { since: offMonitor.since, until: offMonitor.until },
    call:
      providerCall && !providerCall.answered
        ? { callId: providerCall.callId, at: providerCall.at, ...(providerCall.emergency && { emergency: true }) }
        : null,
    readiness: readiness && {
      missing: readiness.missing.length,
      gate: readiness.gate,
      gateMessage: readiness.gateMessage,
    },
    link: link && { connected: link.connected, since: link.since },
    sound: {
      chair: sound.chair,
      station: sound.station,
      who: sound.who,
      since: sound.since,
      ...(sound.quietAsked && { quietAsked: true }),
    },
  };
}

function phaseOf(phase: PhaseView): PhaseView {
  switch (phase.name) {
    case 'baseline':
      return { name: 'baseline', since: phase.since };
    case 'infusion':
      return {
        name: 'infusion',
        startedAt: phase.startedAt,
        plannedMs: phase.plannedMs,
        plannedEndAt: phase.plannedEndAt,
        ...(phase.paused && { paused: { since: phase.paused.since, remindAt: phase.paused.remindAt } }),
      };
    case 'recovery':
      return {
        name: 'recovery',
        startedAt: phase.startedAt,
        infusionStartedAt: phase.infusionStartedAt,
        minimumAt: phase.minimumAt,
        upperMarkAt: phase.upperMarkAt,
        ...(phase.decision && { decision: phase.decision }),
      };
    case 'discharge':
      return {
        name: 'discharge',
        infusionStartedAt: phase.infusionStartedAt,
        infusionEndedAt: phase.infusionEndedAt,
        monitoringEndedAt: phase.monitoringEndedAt,
        ...(phase.waitingSince !== undefined && { waitingSince: phase.waitingSince }),
      };
    case 'ended':
      return { name: 'ended', endedAt: phase.endedAt, ending: phase.ending };
  }
}

function vitalOf(vital: VitalView): GroupVital {
  switch (vital.status) {
    case 'live':
      return {
        status: 'live',
        value: vital.value,
        at: vital.at,
        quality: vital.quality,
        staleAt: vital.staleAt,
      };
    case 'stale':
      return {
        status: 'stale',
        value: vital.value,
        at: vital.at,
        reason: vital.reason,
        ...(vital.until !== undefined && { until: vital.until }),
      };
    case 'none':
      return { status: 'none', reason: vital.reason, ...(vital.until !== undefined && { until: vital.until }) };
  }
}

const nibpOf = ({ last, nextDueAt, measuring }: NibpView): GroupNibp => ({
  ...(last && { last: { systolicMmHg: last.systolicMmHg, diastolicMmHg: last.diastolicMmHg, at: last.at } }),
  ...(nextDueAt !== undefined && { nextDueAt }),
  ...(measuring && { measuring: { cuffPressureMmHg: measuring.cuffPressureMmHg, at: measuring.at } }),
});

const alertOf = (alert: AlertView): AlertView => ({
  alertId: alert.alertId,
  kind: alert.kind,
  priority: alert.priority,
  parameter: alert.parameter,
  ...(alert.at && { at: alert.at }),
  text: alert.text,
  detail: alert.detail,
  onsetAt: alert.onsetAt,
  issuedAt: alert.issuedAt,
  condition: alert.condition,
  ...(alert.waitingUntil !== undefined && { waitingUntil: alert.waitingUntil }),
  ...(alert.acknowledged && {
    acknowledged: {
      byName: alert.acknowledged.byName,
      at: alert.acknowledged.at,
      place: alert.acknowledged.place,
    },
  }),
  ...(alert.audioPausedUntil !== undefined && { audioPausedUntil: alert.audioPausedUntil }),
  ...(alert.escalatedTo && { escalatedTo: alert.escalatedTo }),
});

const markOf = (mark: LatchedMark): LatchedMark => ({
  alertId: mark.alertId,
  kind: mark.kind,
  text: mark.text,
  onsetAt: mark.onsetAt,
  endedAt: mark.endedAt,
  ...(mark.late && { late: mark.late }),
});
