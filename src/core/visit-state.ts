/** What the events of one visit fold into. Its size never grows with the number of readings (docs/SPEC.md, JR). */
import type { Alert, AlertKind, LatchedMark } from './alerts/alert.ts';
import type { Tracks } from './alerts/track.ts';
import type { Care } from './care/care.ts';
import type { BpPair, ClinicalProtocol, VitalRule } from './clinical-protocol.ts';
import type { CuffAsks } from './cuff.ts';
import type { CheckedByHand, Criterion } from './discharge.ts';
import type { RecordedEntry, Scale } from './entry.ts';
import type { Feed, FedKind, FeedLink } from './feeds.ts';
import type { ChangedLimits, LimitsChanged } from './limits/limit-name.ts';
import type { Message } from './message.ts';
import type { OffMonitor } from './off-monitor.ts';
import type { VerbalOrder } from './orders/verbal-order.ts';
import type { Baseline, Gate, Phase } from './phase.ts';
import type { ProviderCall } from './provider-call.ts';
import type { CuffPressureReading, Instant, NibpFailedReading, NibpReading, OximetryReading } from './reading.ts';
import type { SignOff } from './record/sign-off.ts';
import type { ImportedFrom } from './record/visit-record.ts';
import type { BegunPlan } from './schedule/plan.ts';
import type { SetUp } from './setup.ts';
import type { SoundView } from './sound/who-sounds.ts';
import type { Late } from './late/late.ts';

/** One second of oximetry kept for the baseline's 60 s median and the discharge list's 60 s hold. */
export interface OximetrySample {
  readonly at: Instant;
  readonly spo2Pct: number;
  readonly pulseBpm: number | undefined;
}

export interface VisitState {
  readonly visitId: string;
  readonly chairId: string;
  readonly patientId: string;
  readonly protocol: ClinicalProtocol;
  /** What a provider changed for this patient, and the protocol's rules with it laid over (`rulesOf`). Absent: nothing is changed. */
  readonly limits?: {
    readonly changed: ChangedLimits;
    readonly rules: readonly VitalRule[];
    /** The last change, back to the protocol included. */
    readonly changedAt: Instant;
    /** Every change of the visit, oldest first. */
    readonly log: readonly LimitsChanged[];
  };
  readonly openedAt: Instant;
  /** What was planned for it. */
  readonly plan?: BegunPlan;
  /** Made of a file of recorded vitals. */
  readonly imported?: ImportedFrom;
  readonly identity?: { readonly at: Instant; readonly byName: string };
  readonly setUp: SetUp;
  readonly phase: Phase;
  readonly baseline?: Baseline;
  readonly holdApproved?: {
    readonly at: Instant;
    readonly byName: string;
    readonly reason: string;
    readonly nibpAt: Instant;
    /** The BP that was approved: a newer, worse one closes the gate again. */
    readonly bp: BpPair;
    /** The verbal order it came of. */
    readonly orderId?: string;
  };
  /** Verbal orders, oldest first. Absent: none. */
  readonly orders?: readonly VerbalOrder[];
  /** Of its record, once it is over. Absent: nobody has closed it or added to it. */
  readonly signOff?: SignOff;
  readonly emergencySince?: Instant;
  /** Every emergency of the visit, oldest first; the last without an end is the one that goes on. */
  readonly emergencies?: readonly { readonly from: Instant; readonly to?: Instant }[];
  /** When it came to this chair from another; absent: it is where it was opened. */
  readonly movedAt?: Instant;
  /** Lines between chair and station, and calls for a provider, oldest first. */
  readonly messages?: readonly Message[];
  readonly calls?: readonly ProviderCall[];
  /** The oximeter was seen going from off to on a finger on this chair since the last visit. */
  readonly probeSeenOn: boolean;
  /** It was off a finger during this visit; the next value proves it is on this patient. */
  readonly probeSeenOff?: true;

  /** The newest of each kind by measurement time. */
  readonly oximetry?: OximetryReading;
  /** The newest SpO2 and pulse that had a value; shown grey with their age once stale. */
  readonly lastSpo2?: { readonly value: number; readonly at: Instant };
  readonly lastPulse?: { readonly value: number; readonly at: Instant };
  /** At most `medianWindowMs` of good signal, newest last. */
  readonly recentOximetry: readonly OximetrySample[];
  /** The newest BPs, newest last, at most 8; and the highest of the visit. */
  readonly bps: readonly NibpReading[];
  readonly highestBp?: NibpReading;
  /** The first with the highest diastolic number, which may be the same. */
  readonly highestDiastolicBp?: NibpReading;
  /** The lowest SpO2 of good signal since the start. */
  readonly lowestSpo2?: { readonly value: number; readonly at: Instant };
  readonly lastBpFailure?: NibpFailedReading;
  readonly cuffPressure?: CuffPressureReading;
  /** What Vigil asked of the chair's cuff last. */
  readonly cuff?: CuffAsks;
  /** SpO2 has been at its discharge level on air since. */
  readonly spo2SteadySince?: Instant;
  readonly oxygenLPerMin: number;
  readonly offOxygenSince?: Instant;
  /** The newest of each scale, and the newest response. */
  readonly scales: Readonly<Partial<Record<Scale, { readonly score: number; readonly at: Instant }>>>;
  readonly response?: { readonly response: 'normal' | 'drowsy' | 'none'; readonly at: Instant };
  readonly entries: readonly RecordedEntry[];
  readonly checked: Readonly<
    Partial<Record<CheckedByHand, { readonly met: boolean; readonly byName: string; readonly at: Instant }>>
  >;
  readonly overridden: Readonly<
    Partial<
      Record<
        Criterion,
        { readonly reason: string; readonly byName: string; readonly at: Instant; readonly orderId?: string }
      >
    >
  >;

  /** The devices of this chair, since when each feeds the visit, and the adapter link of each. A kind that is absent is not known. */
  readonly feeds?: Readonly<Partial<Record<FedKind, Feed>>>;
  readonly links?: Readonly<Partial<Record<FedKind, FeedLink>>>;
  /** Who lets the alerts be heard, as it was last recorded; absent before the watch, and where nobody looks after it. */
  readonly sound?: {
    readonly who: SoundView['who'];
    readonly since: Instant;
    readonly station: SoundView['station'];
    readonly stationSince: Instant;
  };
  /** Low and medium sound at the station while it listens. */
  readonly quiet?: true;
  /** Pages that were taken, and not yet called off. */
  readonly pages?: readonly {
    readonly alertId: string;
    readonly to: 'provider' | 'second-person';
    readonly askedAt?: Instant;
  }[];
  /** Somebody said "I'm with the patient": "no SpO2" does not become high before then. */
  readonly attended?: { readonly until: Instant; readonly byName: string };
  /** Who covers, and how the patient went from hand to hand; the nurse in charge is `setUp.nurseName`. Absent: nothing of it. */
  readonly care?: Care;
  /** Each time off the monitor, oldest first. */
  readonly offMonitor?: readonly OffMonitor[];
  /** Judged at each fact past recovery's upper mark: since when something is unmet, if it is. */
  readonly pastMark?: { readonly unmetSince?: Instant };
  /** Nothing that fell due while the server was away may claim an earlier instant than this. */
  readonly watchedFrom: Instant;
  /** Until when a page that was alone has told what it watched. */
  readonly joinedUntil?: Instant;
  /** Of pages that were alone: until when each told, the newest 8, and which alerts they issued, the newest 64. */
  readonly told?: {
    readonly until: Readonly<Record<string, Instant>>;
    readonly alertIds: readonly string[];
    /** What each watched and judged itself, the newest 16. */
    readonly stretches?: readonly { readonly screenId: string; readonly from: Instant; readonly until: Instant }[];
  };
  /** `at` of the newest event that changed something: an alert fact is never dated before what caused it was known. */
  readonly latestAt?: Instant;
  readonly alerts: Readonly<Partial<Record<AlertKind, Alert>>>;
  readonly latched: readonly LatchedMark[];
  /** Excursions found among late readings. */
  readonly late?: Late;
  /** The alert engine's bounded memory: since when each condition holds. */
  readonly tracks: Tracks;
}

/** What `gate` says of the newest pre-infusion BP, for the chair page and for `decide`. */
export interface GateState {
  readonly gate: Gate;
  readonly message: string;
}
