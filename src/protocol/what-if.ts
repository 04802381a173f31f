/**
 * New limits run over past visits before they are put in force (docs/SPEC.md, REC-195). One what-if at a time for the clinic; its results are
 * held until the next one is started. While `state` is `running` a page asks again every second, with the visits it has.
 */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { VisitWhatIf, WhatIfSums } from '#core/what-if/visit-what-if.ts';
import type { Ack } from './answer.ts';

/** The most visits one what-if runs over. */
export const MOST_VISITS = 5_000;
/** Visits a page. */
export const WHAT_IF_VISITS_A_PAGE = 50;

/** The newest first. What is left out is not asked for. */
export interface WhatIfFilter {
  /** Visits bound to this protocol, whatever version. */
  readonly protocolId: string;
  /** Opened at or after, and before. */
  readonly from?: Instant;
  readonly before?: Instant;
  /** Visits imported from recordings: `with` the clinic's own, or alone. Absent: the clinic's own alone. */
  readonly imported?: 'with' | 'only';
  /** At most so many, 1 to `MOST_VISITS`. */
  readonly visits: number;
}

export interface WhatIfRun {
  readonly runId: string;
  /** `failed`: no thread could do it. What was done until then is there in any state. */
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Who started it. */
  readonly byName: string;
  readonly protocol: ClinicalProtocol;
  readonly filter: WhatIfFilter;
  readonly startedAt: Instant;
  /** Absent while it runs. */
  readonly endedAt?: Instant;
  /** Visits that were chosen; null while they are being chosen. */
  readonly total: number | null;
  /** Of those, done; broken ones are among them. */
  readonly done: number;
  /** Visits in the clinic that fit the filter, whatever `visits` says. Null while they are being chosen. */
  readonly fitting: number | null;
  /** Real time since it was started, until it ended, ms: the clinic's own clock may run faster. */
  readonly tookMs: Duration;
  readonly threads: number;
  /** Of `failed`: a sentence. */
  readonly trouble?: string;
}

export const WHAT_IF_ORDERS = ['newest', 'most-changed'] as const;
export type WhatIfOrder = (typeof WHAT_IF_ORDERS)[number];

/** Of each list of one visit the first so many are held: limits that alarm without end must not fill the memory. */
export const MOST_NAMED = 30;

/** One visit. An administrator is told neither its id nor whose it was. */
export interface WhatIfVisit extends Omit<VisitWhatIf, 'visitId'> {
  readonly visitId: string | null;
  readonly patientName: string | null;
  /** How many there are, where one of the lists was cut at `MOST_NAMED`. */
  readonly counts?: {
    readonly gone: number;
    readonly come: number;
    readonly changed: number;
    readonly missed: number;
    readonly newlyMissed: number;
    readonly silenced: number;
    readonly lowerOrLater: number;
  };
}

/** Named, skipped, and in no sum. */
export interface BrokenVisit {
  readonly visitId: string | null;
  readonly openedAt: Instant;
  readonly reason: string;
}

export interface WhatIfView {
  /** Null: none was started since the server was. */
  readonly run: WhatIfRun | null;
  readonly sums: WhatIfSums;
  /** One page of those done. `most-changed`: newly missed first, then heard lower or later, then by all that is another. */
  readonly visits: readonly WhatIfVisit[];
  /** To ask for the visits after these; null: there are no more yet. */
  readonly next: number | null;
  readonly broken: readonly BrokenVisit[];
}

/** Part of `ScreenToServer`. A provider's and an administrator's. */
export interface WhatIfRequests {
  /** Refused while another one is running, with whose it is. */
  'what-if:start': (
    payload: { readonly protocol: ClinicalProtocol; readonly filter: WhatIfFilter },
    ack: Ack<WhatIfRun>,
  ) => void;
  /** `after`: the `next` of the page before, 0 at first. */
  'what-if:watch': (payload: { readonly order: WhatIfOrder; readonly after: number }, ack: Ack<WhatIfView>) => void;
  /** Of whoever may start one. What was done until then stays. */
  'what-if:cancel': (payload: { readonly runId: string }, ack: Ack<WhatIfRun>) => void;
}
