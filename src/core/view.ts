/**
 * What a screen may see. Flat: a patch carries the changed top-level keys, each whole (docs/SPEC.md, WS).
 * Instants are clinic time; a screen formats and counts with the server's clock and computes nothing clinical.
 */
import type { Acknowledgement, AlertKind, LatchedMark } from './alerts/alert.ts';
import type { CareChange } from './care/care.ts';
import type { CareView } from './care/who-has.ts';
import type { Priority } from './clinical-protocol.ts';
import type { CuffCause } from './cuff.ts';
import type { CriterionState } from './discharge.ts';
import type { RecordedEntry, Response, Scale } from './entry.ts';
import type { LimitsChanged } from './limits/limit-name.ts';
import type { SettableLimit } from './limits/settable.ts';
import type { Message } from './message.ts';
import type { OffMonitor } from './off-monitor.ts';
import type { OrderView } from './orders/order-view.ts';
import type { OrderableType } from './orders/verbal-order.ts';
import type { Baseline, Ending, Gate, NasalDevice, PumpPause, StopReason } from './phase.ts';
import type { ProviderCall } from './provider-call.ts';
import type { Cause, Instant, NibpFailure, Quality } from './reading.ts';
import type { BegunPlan } from './schedule/plan.ts';
import type { LastWeight } from './weight.ts';
import type { SetUp } from './setup.ts';
import type { SoundView } from './sound/who-sounds.ts';
import type { LateWhy } from './late/excursion.ts';

export interface LimitView {
  readonly priority: Priority;
  /** As written beside the value: `< 90`, `50–120`, `≥ 160/100, < 90`. */
  readonly text: string;
  /** Where a chart draws it, in the value's unit; of a BP its systolic numbers. */
  readonly lines?: readonly number[];
  /** It is reached by SatSeconds, %·s, instead of a delay. */
  readonly satSeconds?: number;
  /** A provider changed it for this patient: what the protocol says, written alike. */
  readonly protocol?: string;
}

/** A periodic value. `live`: the number is now. `stale`: an old number, drawn grey with its age. `none`: a dash and the reason. */
export type VitalView =
  | {
      readonly status: 'live';
      readonly value: number;
      readonly at: Instant;
      readonly quality: Quality;
      readonly causes: readonly Cause[];
      readonly delta?: number;
      readonly baseline?: number;
      readonly staleAt: Instant;
      /** Of SpO₂ judged by SatSeconds: the whole %·s so far, of how many; absent while there are none. */
      readonly satSeconds?: { readonly sum: number; readonly limit: number };
      /** It is shown and not judged, for a reason and until then. */
      readonly notJudged?: { readonly reason: string; readonly until: Instant };
    }
  | {
      readonly status: 'stale';
      readonly value: number;
      readonly at: Instant;
      readonly reason: string;
      /** Until when it is so at most. */
      readonly until?: Instant;
      readonly baseline?: number;
    }
  | { readonly status: 'none'; readonly reason: string; readonly until?: Instant; readonly baseline?: number };

export interface NibpView {
  /** Absent until the first BP. */
  readonly last?: {
    readonly systolicMmHg: number;
    readonly diastolicMmHg: number;
    readonly meanMmHg?: number;
    readonly at: Instant;
    readonly byHand: boolean;
    readonly delta?: { readonly systolic: number; readonly diastolic: number };
  };
  readonly baseline?: { readonly systolicMmHg: number; readonly diastolicMmHg: number };
  readonly nextDueAt?: Instant;
  readonly dueReason?: 'interval' | 'repeat';
  readonly everyMs?: number;
  /** A cycle is running: the cuff's pressure now. */
  readonly measuring?: { readonly cuffPressureMmHg: number; readonly at: Instant };
  /** The last cycle failed, later than `last`. */
  readonly failure?: { readonly failure: NibpFailure; readonly text: string; readonly at: Instant };
  /** Present where the clinic lets Vigil start the chair's cuff. */
  readonly control?: CuffControlView;
}

/** What a page may do with the cuff, and what Vigil does with it by itself. */
export interface CuffControlView {
  readonly canMeasure: boolean;
  readonly canStop: boolean;
  /** Why it cannot measure now. */
  readonly reason?: string;
  /** Who or what started the cycle that runs. */
  readonly cause?: CuffCause;
  /** What was asked last was not done, or nobody knows: a sentence. */
  readonly refused?: { readonly reason: string; readonly at: Instant };
  /** It will not start by itself before then, because a person stopped it or because it failed too often. */
  readonly held?: { readonly why: 'stopped' | 'gave-up'; readonly until: Instant };
  /** When this changes by time alone. */
  readonly changesAt?: Instant;
}

export type AlertParameter = 'spo2' | 'pulse' | 'nibp' | 'rr' | 'sedation' | 'technical';

export interface AlertView {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly priority: Priority;
  /** Which numeral it belongs to. */
  readonly parameter: AlertParameter;
  /** For BP: which number is at fault. */
  readonly at?: 'systolic' | 'diastolic';
  /** `SpO2 84 < 90` with ≥ ≤ as signs and SpO₂ with its subscript. */
  readonly text: string;
  /** The second line, without times: `Unconfirmed`, `Signal lost while low`, `Clearing`. */
  readonly detail: string;
  readonly onsetAt: Instant;
  readonly issuedAt: Instant;
  readonly condition: 'true' | 'clearing' | 'no-data';
  readonly waitingUntil?: Instant;
  readonly acknowledged?: Acknowledgement;
  readonly audioPausedUntil?: Instant;
  /** How far it was passed on because nobody answered. */
  readonly escalatedTo?: 'station' | 'provider' | 'second-person';
}

export type PhaseView =
  | { readonly name: 'baseline'; readonly since: Instant }
  | {
      readonly name: 'infusion';
      readonly startedAt: Instant;
      readonly plannedMs: number;
      readonly plannedEndAt: Instant;
      readonly paused?: { readonly since: Instant; readonly remindAt: Instant };
    }
  | {
      readonly name: 'recovery';
      readonly startedAt: Instant;
      readonly infusionStartedAt: Instant;
      readonly minimumAt: Instant;
      readonly upperMarkAt: Instant;
      readonly decision?: 'extend' | 'treated';
    }
  | {
      readonly name: 'discharge';
      readonly infusionStartedAt: Instant;
      readonly infusionEndedAt: Instant;
      readonly monitoringEndedAt: Instant;
      readonly waitingSince?: Instant;
    }
  | { readonly name: 'ended'; readonly endedAt: Instant; readonly ending: Ending };

/** Segments of the visit on the chart's fixed axis. */
export interface TimelineView {
  readonly openedAt: Instant;
  readonly infusionStartedAt?: Instant;
  /** Absent while running; then `plannedEndAt` is drawn. */
  readonly infusionEndedAt?: Instant;
  readonly plannedEndAt?: Instant;
  readonly monitoringEndedAt?: Instant;
  /** Fixed ends of the axis. */
  readonly axisFrom: Instant;
  readonly axisTo: Instant;
}

export interface TreatmentView {
  readonly protocolTitle: string;
  readonly protocolId: string;
  readonly protocolVersion: number;
  readonly treatment: 'infusion' | 'administration';
  readonly doseMg?: number;
  /** The estimate is linear in pumped time: screens compute it from `pumpedMs` (+ elapsed while running). */
  readonly estimate?: {
    readonly pumpedMsAt: Instant;
    readonly pumpedMs: number;
    readonly running: boolean;
    readonly plannedMs: number;
  };
  /** What the protocol has scored, in its order. */
  readonly scales: readonly Scale[];
  readonly pauses: readonly PumpPause[];
  readonly devices: readonly NasalDevice[];
  readonly end?: { readonly endedAt: Instant; readonly reason: StopReason; readonly pumpVolumeMl?: number };
}

export interface PatientView {
  readonly patientId: string;
  readonly name: string;
  /** ISO date, the second identifier. */
  readonly birthDate: string;
  readonly recordNumber?: string;
}

/** What stands between now and the start, as sentences; empty = ready. */
export interface ReadinessView {
  readonly missing: readonly string[];
  /** What does not keep from a start and must be read before it. */
  readonly warnings: readonly string[];
  /** How many other patients of these hours have the same surname, to be read before the identity is confirmed; who, a named person asks. */
  readonly namesakes?: number;
  readonly gate: Gate;
  readonly gateMessage: string;
  readonly baselineReady: boolean;
  readonly baselineMissing: readonly string[];
}

export interface DeviceView {
  readonly deviceId: string;
  readonly kind: 'oximeter' | 'cuff';
  readonly label: string;
  readonly connected: boolean;
  readonly emulated: boolean;
  readonly lowBattery: boolean;
  readonly batteryPct?: number;
  /** What must be known of it now, in a short line: a result that was held. */
  readonly notice?: string;
  /** Why it is not connected, in words. */
  readonly reason?: string;
  /** When something last came from it. Absent while it is connected, and when it was never seen. */
  readonly lastSeenAt?: Instant;
}

/** What was beyond a limit while nobody could see it. */
export interface ExcursionView {
  readonly markId: string;
  readonly kind: AlertKind;
  /** `SpO₂ 80 < 90 for 62 s`. */
  readonly text: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly why: LateWhy;
  readonly seen?: { readonly byName: string; readonly at: Instant };
}

interface BpAt {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly at: Instant;
}

/** The reading with the highest systolic number, mmHg. */
export interface PeakBp extends BpAt {
  /** That with the highest diastolic one, where it is another. */
  readonly diastolic?: BpAt;
}

/** What an ended visit came to. */
export interface SummaryView {
  readonly highestBp?: PeakBp;
  /** Of good signal, since the start. */
  readonly lowestSpo2?: { readonly value: number; readonly at: Instant };
  readonly estimatedMg?: number;
  /** The volume read off the pump, by the concentration. */
  readonly pumpMg?: number;
  readonly byName?: string;
  readonly escortName?: string;
  readonly reason?: string;
  /** What does not agree, as sentences. */
  readonly contradictions: readonly string[];
}

/** Everything the chair page shows of a chair, and the station of the opened one. Visit keys are null while the chair is free. */
export interface ChairView {
  readonly chair: { readonly chairId: string; readonly name: string };
  readonly visitId: string | null;
  readonly patient: PatientView | null;
  readonly identity: { readonly at: Instant; readonly byName: string } | null;
  readonly phase: PhaseView | null;
  readonly timeline: TimelineView | null;
  readonly treatment: TreatmentView | null;
  readonly setUp: SetUp;
  /** What the schedule said of the set-up before the visit was opened; nothing of it counts until somebody records it. */
  readonly plan: BegunPlan | null;
  readonly baseline: Baseline | null;
  readonly readiness: ReadinessView | null;
  readonly spo2: VitalView;
  readonly pulse: VitalView;
  readonly perfusionIndexPct: number | null;
  readonly nibp: NibpView;
  readonly limits: {
    readonly spo2: readonly LimitView[];
    readonly pulse: readonly LimitView[];
    readonly nibp: readonly LimitView[];
  };
  /** Each limit that can be changed for this patient, with its range; empty where the protocol lets nobody. */
  readonly settableLimits: readonly SettableLimit[];
  /** Every change of this visit, oldest first. */
  readonly limitChanges: readonly LimitsChanged[];
  /** How many limits are not the protocol's. */
  readonly limitsChanged: number;
  /** What was done on a provider's word, oldest first, signed or not. */
  readonly orders: readonly OrderView[];
  /** What the protocol lets a nurse do on a provider's word. */
  readonly orderable: readonly OrderableType[];
  readonly oxygenLPerMin: number;
  /** Most urgent first. */
  readonly alerts: readonly AlertView[];
  /** Marks nobody has seen: alerts that ended by themselves first, then excursions found among late readings. */
  readonly latched: readonly LatchedMark[];
  /** Every excursion found among late readings, seen or not, in the order they happened. */
  readonly excursions: readonly ExcursionView[];
  readonly entries: readonly RecordedEntry[];
  readonly criteria: readonly CriterionState[];
  readonly canEndMonitoring: boolean;
  /** A BP whose one-tap question (how does the patient respond?) is unanswered. */
  readonly responseAsked: { readonly bpAt: Instant } | null;
  /** The patient was said to be drowsy or not responding, and no MOAA/S has been entered since. */
  readonly moaasAsked: { readonly response: Exclude<Response, 'normal'>; readonly at: Instant } | null;
  readonly emergencySince: Instant | null;
  /** Every emergency of the visit, oldest first. */
  readonly emergencies: readonly { readonly from: Instant; readonly to?: Instant }[];
  /** Lines between chair and station, oldest first, and those nobody has read yet. */
  readonly messages: readonly Message[];
  readonly unread: readonly Message[];
  /** Every call for a provider, and the one that counts now; `paged`: the pager has taken it. Unanswered it goes on to the second person. */
  readonly calls: readonly ProviderCall[];
  readonly providerCall:
    | (ProviderCall & {
        readonly paged: boolean;
        readonly secondPerson?: { readonly from: Instant; readonly paged: boolean };
      })
    | null;
  /** Somebody said "I'm with the patient": "no SpO₂" does not become high before then. */
  readonly attended: { readonly until: Instant; readonly byName: string } | null;
  /** Before the start, where the patient was here before: what a changed weight is compared with. */
  readonly lastWeight?: LastWeight | null;
  /** Present once the visit has ended. */
  readonly summary: SummaryView | null;
  /** Off the monitor now, and each time of this visit that the patient was. */
  readonly offMonitor: OffMonitor | null;
  readonly offMonitorTimes: readonly OffMonitor[];
  /** Who has the patient. */
  readonly care: CareView | null;
  /** Hand-overs and covers of this visit, oldest first. */
  readonly careChanges: readonly CareChange[];
  /** Of the visit so far. */
  readonly highestBp: PeakBp | null;
  readonly devices: readonly DeviceView[];
  readonly link: { readonly connected: boolean; readonly since: Instant } | null;
  /** Who lets this chair's alerts be heard. */
  readonly sound: SoundView;
  /** False while the newest values are shown but not yet durable. */
  readonly recorded: boolean;
}

/** A tile of the station: a subset of the chair's keys, cheap enough for 64 chairs. */
export const TILE_KEYS = [
  'chair',
  'visitId',
  'patient',
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
  'unread',
  'providerCall',
  'readiness',
  'care',
  'link',
  'sound',
  'recorded',
] as const satisfies readonly (keyof ChairView)[];
export type TileView = Pick<ChairView, (typeof TILE_KEYS)[number]>;

export type { OffMonitor } from './off-monitor.ts';
/** What another chair's page may be told of a chair: where and what, never who sits there. */
export const BESIDE_KEYS = [
  'chair',
  'visitId',
  'alerts',
  'emergencySince',
  'care',
] as const satisfies readonly (keyof ChairView)[];
export type BesideView = Pick<ChairView, (typeof BESIDE_KEYS)[number]>;

export type { SoundView } from './sound/who-sounds.ts';
export { besideOf, chairView, tileOf, viewChangesAt, type ChairSources } from './view/chair-view.ts';
