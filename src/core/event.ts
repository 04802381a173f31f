/** Past-tense facts of a visit. The journal keeps them for ever: change a shape only with a new version and an upcaster. */
import type { Actor } from './actor.ts';
import type { AloneFact, Seen, WatchedAlone } from './alone/alone.ts';
import type { Excess, AlertKind, TapPlace } from './alerts/alert.ts';
import type { ClinicalProtocol, Priority, VitalAlertKind } from './clinical-protocol.ts';
import type { CuffCause } from './cuff.ts';
import type { CheckedByHand, Criterion } from './discharge.ts';
import type { Entry } from './entry.ts';
import type { FedKind } from './feeds.ts';
import type { LimitChange } from './limits/limit-name.ts';
import type { Baseline, Ending, StopReason } from './phase.ts';
import type { Instant, NibpReading, Reading, ReadingIdentity } from './reading.ts';
import type { AskedAnew, OnOrder } from './orders/verbal-order.ts';
import type { OrderableCommand } from './command.ts';
import type { ImportedFrom } from './record/visit-record.ts';
import type { BegunPlan } from './schedule/plan.ts';
import type { SetUp } from './setup.ts';
import type { SoundView } from './sound/who-sounds.ts';
import type { LateWhy } from './late/excursion.ts';

/** A body of each event type. `happenedAt` is when a person says it happened; `at` (in the envelope) is when it was recorded. */
export type VisitEventBody =
  | {
      readonly type: 'visit-opened';
      readonly visitId: string;
      readonly chairId: string;
      readonly patientId: string;
      readonly protocol: ClinicalProtocol;
      /** It was planned: what the plan says of the set-up, to be confirmed there. */
      readonly plan?: BegunPlan;
      /** Made of a file of recorded vitals, after the fact: nobody gave it in this clinic. */
      readonly imported?: ImportedFrom;
    }
  | { readonly type: 'identity-confirmed'; readonly byName: string }
  | { readonly type: 'set-up-recorded'; readonly setUp: SetUp }
  | { readonly type: 'probe-seen-on' }
  | { readonly type: 'baseline-frozen'; readonly baseline: Baseline }
  | {
      readonly type: 'baseline-corrected';
      readonly baseline: Baseline;
      readonly reason: string;
      readonly byName: string;
      readonly order?: OnOrder;
    }
  | { readonly type: 'hold-approved'; readonly reason: string; readonly byName: string; readonly order?: OnOrder }
  /** The start is held again. */
  | { readonly type: 'hold-withdrawn'; readonly reason: string; readonly byName: string }
  | {
      readonly type: 'limits-changed';
      readonly changes: readonly LimitChange[];
      readonly reason: string;
      readonly byName: string;
      readonly order?: OnOrder;
    }
  /** A provider's word, as the nurse read it back. What came of it follows in the same command's events, each with the order's id. */
  | {
      readonly type: 'verbal-order-recorded';
      readonly orderId: string;
      readonly orderedBy: string;
      readonly orderedAt: Instant;
      /** Who recorded it. */
      readonly byName: string;
      readonly command: OrderableCommand;
    }
  | { readonly type: 'order-cosigned'; readonly orderId: string; readonly byName: string }
  | {
      readonly type: 'order-disputed';
      readonly orderId: string;
      readonly byName: string;
      readonly reason: string;
      /** What held by it, and is open again from here on. */
      readonly asksAnew?: AskedAnew;
    }
  | { readonly type: 'infusion-started'; readonly happenedAt: Instant; readonly plannedMs: number }
  | { readonly type: 'device-given'; readonly happenedAt: Instant; readonly mg: number; readonly lot: string }
  | { readonly type: 'pump-paused'; readonly happenedAt: Instant }
  | { readonly type: 'pump-resumed'; readonly happenedAt: Instant }
  | {
      readonly type: 'infusion-ended';
      readonly happenedAt: Instant;
      readonly reason: StopReason;
      readonly pumpVolumeMl?: number;
      readonly text?: string;
    }
  | { readonly type: 'infusion-reopened'; readonly reason: string }
  | { readonly type: 'pump-volume-read'; readonly pumpVolumeMl: number }
  | {
      readonly type: 'recovery-decided';
      readonly choice: 'extend' | 'treated';
      readonly byName: string;
      readonly reason: string;
      readonly order?: OnOrder;
    }
  | { readonly type: 'monitoring-ended'; readonly byName: string }
  | { readonly type: 'monitoring-reopened'; readonly reason: string }
  | {
      readonly type: 'criterion-checked';
      readonly criterion: CheckedByHand;
      readonly met: boolean;
      readonly byName: string;
    }
  | {
      readonly type: 'criterion-overridden';
      readonly criterion: Criterion;
      readonly reason: string;
      readonly byName: string;
      readonly order?: OnOrder;
    }
  | { readonly type: 'waiting-for-ride' }
  | {
      readonly type: 'visit-ended';
      readonly ending: Ending;
      readonly byName: string;
      readonly reason?: string;
      readonly escortName?: string;
    }
  /** What does not agree in it stands with the signature, as whoever signed has seen it. */
  | { readonly type: 'record-closed'; readonly byName: string; readonly contradictions: readonly string[] }
  /** By a provider. `addenda`: the ids of those that were shown, and are seen by it; absent: there were none. */
  | {
      readonly type: 'record-signed';
      readonly byName: string;
      readonly contradictions: readonly string[];
      readonly addenda?: readonly string[];
    }
  | { readonly type: 'addendum-added'; readonly addendumId: string; readonly text: string; readonly byName: string }
  | { readonly type: 'chair-changed'; readonly chairId: string }
  | {
      readonly type: 'patient-corrected';
      readonly patientId: string;
      readonly reason: string;
      /** `anew`: weight, dose and ride were the other patient's, and are none of this one; `kept`: the infusion was given by them. */
      readonly setUp?: 'anew' | 'kept';
    }
  | { readonly type: 'emergency-declared' }
  | { readonly type: 'emergency-ended'; readonly byName: string }
  /** `from` is absent where nobody had the patient. */
  | { readonly type: 'nurse-changed'; readonly from?: string; readonly to: string }
  | { readonly type: 'cover-begun'; readonly byName: string; readonly until: Instant }
  | { readonly type: 'cover-ended'; readonly byName: string }
  | {
      readonly type: 'entry-recorded';
      readonly entryId: string;
      readonly happenedAt: Instant;
      readonly byName: string;
      readonly entry: Entry;
    }
  /** `at` of the envelope is when it was received. A late one only charts: see `isJudged` in src/core/alerts. */
  | { readonly type: 'reading-recorded'; readonly source: ReadingIdentity; readonly reading: Reading }
  | { readonly type: 'bp-entered'; readonly byName: string; readonly reading: NibpReading }
  /** On the disk before the cuff is told: no inflation without a record. */
  | { readonly type: 'cuff-asked'; readonly deviceId: string; readonly cause: CuffCause }
  | { readonly type: 'cuff-stop-asked'; readonly deviceId: string }
  /** What was asked of the cuff was not done, or nobody knows whether it was; `reason` is a sentence. */
  | { readonly type: 'cuff-refused'; readonly deviceId: string; readonly reason: string }
  /** An adapter that feeds this chair connected or was lost; `feeds`: with which of the chair's devices (absent: all). */
  | { readonly type: 'adapter-connected'; readonly adapterId: string; readonly feeds?: readonly FedKind[] }
  | { readonly type: 'adapter-disconnected'; readonly adapterId: string; readonly feeds?: readonly FedKind[] }
  /** The visit is fed by this device from now on; without `deviceId` by none. The first of a kind says which it has been since the opening. */
  | { readonly type: 'device-changed'; readonly kind: FedKind; readonly deviceId?: string }
  /** Somebody is with the patient: "no SpO2" does not become high before `until`. */
  | { readonly type: 'patient-attended'; readonly until: Instant; readonly byName: string }
  /** Off the monitor until then, at the latest. That the signal is back is read off the readings. */
  | { readonly type: 'off-monitor-begun'; readonly until: Instant; readonly byName: string }
  | { readonly type: 'off-monitor-ended'; readonly byName: string }
  /** The watch began again after the server was away from `from` until this event. */
  | { readonly type: 'watch-resumed'; readonly from: Instant }
  /** Another place lets the alerts be heard, or the station began or ceased to listen. The first one says how it is when the watch begins. */
  | { readonly type: 'sound-changed'; readonly who: SoundView['who']; readonly station: SoundView['station'] }
  /** Low and medium may sound at the station instead of here, while it listens. */
  | { readonly type: 'quiet-set'; readonly quiet: boolean; readonly byName: string }
  /** A page about an escalated alert was taken by the one who pages; `over`: so was the word that it is answered or ended. */
  | {
      readonly type: 'page-sent';
      readonly alertId: string;
      readonly to: 'provider' | 'second-person';
      /** Since when the alert had asked for an answer. */
      readonly askedAt?: Instant;
      readonly over?: true;
    }
  /** A page with devices of its own watched from `from` until `until` while the server was away. Its readings come by themselves. */
  | {
      readonly type: 'watched-alone';
      readonly screenId: string;
      readonly from: Instant;
      readonly until: Instant;
      readonly feeds: WatchedAlone['feeds'];
      readonly facts: readonly AloneFact[];
      readonly seen: Seen;
    }
  /** A line of words, and who read it at the other end. */
  | {
      readonly type: 'message-sent';
      readonly messageId: string;
      readonly text: string;
      readonly byName: string;
      readonly from: TapPlace;
    }
  | { readonly type: 'message-read'; readonly messageId: string; readonly byName: string }
  /** `emergency`: it was not asked for by itself, an emergency was declared. */
  | { readonly type: 'provider-called'; readonly callId: string; readonly byName: string; readonly emergency?: true }
  | { readonly type: 'provider-answered'; readonly callId: string; readonly byName: string; readonly place: TapPlace }
  | { readonly type: 'provider-call-withdrawn'; readonly callId: string; readonly byName: string }
  | AlertEventBody;

/** Separate facts of an alert's life, each with the alert's id. `evaluate` makes all but the two that a person makes. */
export type AlertEventBody =
  | {
      readonly type: 'alert-issued';
      readonly alertId: string;
      readonly kind: AlertKind;
      readonly priority: Priority;
      readonly onsetAt: Instant;
      readonly excess?: Excess;
      readonly reason?: string;
      /** BP: silent until its repeat, at most until then. */
      readonly confirmUntil?: Instant;
    }
  | {
      readonly type: 'alert-raised';
      readonly alertId: string;
      readonly priority: Priority;
      readonly excess?: Excess;
      readonly reason?: string;
      /** As in `alert-issued`: an advisory BP that rises to medium waits for its repeat too. */
      readonly confirmUntil?: Instant;
    }
  | { readonly type: 'alert-lowered'; readonly alertId: string; readonly priority: Priority; readonly excess?: Excess }
  | { readonly type: 'alert-confirmed'; readonly alertId: string; readonly excess?: Excess }
  | { readonly type: 'alert-unconfirmed'; readonly alertId: string; readonly reason: string }
  | {
      readonly type: 'alert-acknowledged';
      readonly alertId: string;
      readonly byName: string;
      readonly place: TapPlace;
    }
  | { readonly type: 'alert-audio-paused'; readonly alertId: string; readonly until: Instant; readonly byName: string }
  /** It sounds again: the acknowledgement is gone, for the reason given. */
  | { readonly type: 'alert-resounded'; readonly alertId: string; readonly reason: string }
  | {
      readonly type: 'alert-escalated';
      readonly alertId: string;
      readonly to: 'station' | 'provider' | 'second-person';
    }
  | {
      readonly type: 'alert-ended';
      readonly alertId: string;
      readonly cause: 'in-range' | 'person';
      readonly latched: boolean;
      /** What the person did, where it was not plain: changed its limit. */
      readonly reason?: string;
    }
  | { readonly type: 'latched-mark-cleared'; readonly alertId: string; readonly byName: string }
  /** Late readings were beyond a limit. Again with the same id when more of them came; `instead`: marks it takes in. */
  | {
      readonly type: 'excursion-found';
      readonly markId: string;
      readonly kind: VitalAlertKind;
      /** The worst value against the limit. */
      readonly excess: Excess;
      /** Measurement time of the first and of the last of them. */
      readonly from: Instant;
      readonly until: Instant;
      readonly why: LateWhy;
      readonly instead?: readonly string[];
    };

/**
 * An event as it stands in the journal: body, when it was recorded (clinic time), and who did it. `commandId` stands on the first event
 * of a person's command, so that a repeat is known as one even by a server that has started anew; folding never looks at it.
 * `tappedAt`: the command was given on a page that was alone, and was received only at `at`.
 */
export type Recorded<Body> = Body & {
  readonly at: Instant;
  readonly actor: Actor;
  readonly commandId?: string;
  readonly tappedAt?: Instant;
};
export type VisitEvent = Recorded<VisitEventBody>;
export type AlertEvent = Recorded<AlertEventBody>;
export type VisitEventOf<Type extends VisitEventBody['type']> = Recorded<
  Extract<VisitEventBody, { readonly type: Type }>
>;
