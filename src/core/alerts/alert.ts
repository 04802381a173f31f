/** An alert: one occurrence of a condition, with an id. Its facts are events; this is what they fold into (docs/SPEC.md, AL). */
import type { Comparison, Parameter, Priority } from '../clinical-protocol.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { LateWhy } from '../late/excursion.ts';
import type { Instant } from '../reading.ts';

export const TECHNICAL_ALERT_KINDS = [
  'no-spo2',
  'cuff-overdue',
  'adapter-lost',
  'clock-stepped',
  'not-recorded',
  'adapter-storage',
  'screen-cannot-sound',
  'nobody-listening',
  'page-failed',
  'not-judged',
  'low-battery',
  'infusion-past-end',
  'pause-long',
  'recovery-overdue',
] as const;
export const ALERT_KINDS = [...VITAL_ALERT_KINDS, ...TECHNICAL_ALERT_KINDS] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What the text says: the worst value so far against the limit, `SpO2 84 < 90`. Absent for alerts without a number. */
export interface Excess {
  readonly of: Parameter;
  readonly extreme: number;
  readonly is: Comparison;
  readonly limit: number;
}

/** The kind of page a tap was on. Only at the chair somebody stands beside the patient. */
export type TapPlace = 'chair' | 'station' | 'phone';

export interface Acknowledgement {
  readonly byName: string;
  readonly at: Instant;
  /** Where the tap was: at the chair it quiets all, at the station or on a phone everything but the chair (AL-178). */
  readonly place: TapPlace;
}

export interface Alert {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly priority: Priority;
  /** When the condition began to be true. */
  readonly onsetAt: Instant;
  readonly issuedAt: Instant;
  /** When the present priority was reached. */
  readonly priorityAt: Instant;
  readonly excess?: Excess;
  /** `true` = measured and true now; `no-data` = the value was lost, which never ends an alert. */
  readonly condition: 'true' | 'clearing' | 'no-data';
  /** BP: waits silently for its repeat until `until`; `confirmed` once it agreed; `unconfirmed` once the wait ran out or the repeat failed. */
  readonly confirmation?:
    | { readonly state: 'waiting'; readonly until: Instant }
    | { readonly state: 'confirmed' }
    | { readonly state: 'unconfirmed' };
  readonly acknowledged?: Acknowledgement;
  /** The extreme when it was acknowledged: how much worse it got since decides whether it sounds again. */
  readonly extremeAtAcknowledgement?: number;
  /** Of which number that was: a BP's repeat may be confirmed by the other one. */
  readonly extremeAtAcknowledgementOf?: Parameter;
  readonly audioPausedUntil?: Instant;
  /** It has been asking for an answer since: absent while low, waiting for a repeat, or acknowledged. */
  readonly unansweredSince?: Instant;
  /** How far it was passed on because nobody answered. */
  readonly escalatedTo?: 'station' | 'provider' | 'second-person';
  /** It reached high at some time; the limit it passed then is what a latched mark remembers, however far it was lowered since. */
  readonly reachedHigh?: { readonly excess?: Excess };
  /** Why there is no data, or what absorbed it, in words. */
  readonly reason?: string;
}

/** A high alert that ended by itself leaves its mark until somebody acknowledges it. */
export interface LatchedMark {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly text: string;
  readonly onsetAt: Instant;
  readonly endedAt: Instant;
  /** No alert at all: an excursion found among late readings, and why they were late. It waits to be seen just the same. */
  readonly late?: LateWhy;
}

/** What the rules say must not be answered once for all when they themselves have failed: nothing could let it sound again. */
export const canBeAcknowledged = ({ kind }: { readonly kind: AlertKind }): boolean => kind !== 'not-judged';
