/**
 * What a past visit's alerts would have been under another protocol (docs/adr/0028-what-if.md). The readings and the persons' acts are the
 * visit's own: nobody can know what people would have done otherwise.
 */
import type { AlertKind } from '../alerts/alert.ts';
import type { Priority, VitalAlertKind } from '../clinical-protocol.ts';
import type { Duration, Instant } from '../reading.ts';

/** One alert from its issue to its end, as it could be heard. */
export interface AlertLife {
  readonly kind: AlertKind;
  /** The highest it reached. */
  readonly priority: Priority;
  /** `SpO₂ 84 < 90`: the value at which it came to its highest priority. */
  readonly text: string;
  readonly issuedAt: Instant;
  /** Null: open at the visit's end. */
  readonly endedAt: Instant | null;
  /** When it first could be heard: medium or high, not waiting for its repeat. Absent: never. */
  readonly heardFrom?: Instant;
  /** When it first could be heard as a high one. Absent: never. */
  readonly highFrom?: Instant;
  /** How long it asked to be heard at the chair, ms: acknowledged there or paused it does not. */
  readonly audibleMs: Duration;
}

export const CHANGES = ['priority', 'time'] as const;

export interface ChangedAlert {
  readonly before: AlertLife;
  readonly after: AlertLife;
  /** `time`: it came, could be heard, or be heard as high, or ended a second or more earlier or later. */
  readonly what: readonly (typeof CHANGES)[number][];
}

/** Beyond a medium or high limit of the visit's own protocol for its time, in good signal, as a plain reading of the limit has it. */
export interface TrueEvent {
  readonly kind: VitalAlertKind;
  readonly priority: Exclude<Priority, 'low'>;
  /** The first and the last value beyond it. */
  readonly from: Instant;
  readonly until: Instant;
  /** The worst of them, in the unit of what the rule judges; of a BP the systolic. */
  readonly worst: number;
  /** An alert of its kind could be heard: in the journal, and under the other protocol. */
  readonly heardBefore: boolean;
  readonly heardAfter: boolean;
}

export type LoudPriority = Exclude<Priority, 'low'>;

/** When an alert asked to be heard, had nobody answered, and how urgently. */
export interface LoudLife {
  readonly kind: AlertKind;
  readonly issuedAt: Instant;
  /** In order of time; what is medium or high and does not wait for its repeat. */
  readonly loud: readonly { readonly priority: LoudPriority; readonly from: Instant; readonly to: Instant }[];
}

/** How an event could be heard. */
export interface Heard {
  /** The highest. */
  readonly priority: LoudPriority;
  /** First at any priority, and first as high. */
  readonly at: Instant;
  readonly highAt?: Instant;
}

/** An event that could be heard in the journal: beyond a limit for its time, or a technical alert. */
export interface HeardLess {
  readonly kind: AlertKind;
  readonly from: Instant;
  readonly until: Instant;
  /** Absent of a technical alert. */
  readonly worst?: number;
  readonly before: Heard;
  /** Null: it could not be heard at all. */
  readonly after: Heard | null;
  /** `later`: by more than 15 s, at all or as a high one. */
  readonly what: readonly ('lower' | 'later')[];
}

export interface AlertSums {
  /** Each alert once, at the highest it reached. */
  readonly alerts: Readonly<Record<Priority, number>>;
  /** Something asked to be heard at the chair, ms: as people answered. */
  readonly audibleMs: Duration;
  /** The same had nobody answered anything, ms: compares two protocols fairly. */
  readonly unansweredMs: Duration;
}

/** Acts of the journal that answered an alert which is not there under the other protocol. */
export interface ActsWithout {
  /** Type of the event: `alert-acknowledged`, `page-sent`. */
  readonly type: string;
  readonly count: number;
}

/** A stretch in which the journal does not hold all that was judged: alerts there are the journal's on both sides. */
export interface Unjudged {
  readonly from: Instant;
  readonly until: Instant;
  readonly why: 'server away' | 'watched alone';
}

export interface VisitWhatIf {
  readonly visitId: string;
  readonly openedAt: Instant;
  /** From its opening to its end. */
  readonly lastedMs: Duration;
  /** It was bound to. */
  readonly protocol: { readonly id: string; readonly version: number; readonly title: string };
  readonly imported: boolean;
  readonly before: AlertSums;
  readonly after: AlertSums;
  /** In order of time. */
  readonly gone: readonly AlertLife[];
  readonly come: readonly AlertLife[];
  readonly changed: readonly ChangedAlert[];
  /** Alerts that are the same in both, and how many of each kind. */
  readonly same: number;
  readonly sameOf: Readonly<Partial<Record<AlertKind, number>>>;
  /** True events without an alert that could be heard under the other protocol; `heardBefore`: the ones that matter most. */
  readonly missed: readonly TrueEvent[];
  /** Of all true events, how many there are, and how many could not be heard in the journal and can under the other protocol. */
  readonly trueEvents: number;
  readonly newlyHeard: number;
  /** Technical alerts (no SpO2, BP overdue) that could be heard in the journal, and not at all under the other protocol. */
  readonly silenced: readonly HeardLess[];
  /** True events and technical alerts that can be heard in both: at a lower priority, or more than 15 s later. */
  readonly lowerOrLater: readonly HeardLess[];
  readonly actsWithout: readonly ActsWithout[];
  /**
   * So many times a BP is overdue only because the other protocol asks for one (a repeat, another interval) that nobody knew to take: in no
   * list and no sum. Absent: never.
   */
  readonly bpsAsked?: number;
  readonly unjudged: readonly Unjudged[];
}

/** Over visits. */
export interface WhatIfSums {
  readonly visits: number;
  /** In which anything of alerts or missed events is another. */
  readonly changedVisits: number;
  readonly before: AlertSums;
  readonly after: AlertSums;
  readonly gone: number;
  readonly come: number;
  readonly changed: number;
  readonly same: number;
  readonly trueEvents: number;
  /** Missed under the other protocol. */
  readonly missed: number;
  /** Heard in the journal, and not under the other protocol: true events, and technical alerts. */
  readonly newlyMissed: number;
  /** Heard in both, but at a lower priority or more than 15 s later. */
  readonly lowerOrLater: number;
  /** Missed in the journal, and heard under the other protocol. */
  readonly newlyHeard: number;
  /** By kind of alert; the most changed first. */
  readonly byKind: readonly {
    readonly kind: AlertKind;
    readonly before: number;
    readonly after: number;
    readonly gone: number;
    readonly come: number;
    readonly changed: number;
    readonly newlyMissed: number;
    readonly lowerOrLater: number;
  }[];
  readonly actsWithout: number;
  readonly bpsAsked?: number;
}
