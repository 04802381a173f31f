/** Between the main thread and the one that sends. */
import type { Duration, Instant } from '#core/reading.ts';
import type { Standing } from './deliveries.ts';

export interface ExchangeThreadOptions {
  /** The journal's database, which is only read. */
  readonly journal: string;
  readonly deliveries: string;
  readonly siteId: string;
  /** As `checkAddress` gives it. */
  readonly url: string;
  readonly tokenFile?: string;
  readonly build?: string;
  readonly times: ExchangeTimes;
}

/** Real ms. */
export interface ExchangeTimes {
  /** How often the journal is looked at for what is due. */
  readonly lookMs: Duration;
  /** How long the FHIR server may take for an answer. */
  readonly answerMs: Duration;
  readonly firstWaitMs: Duration;
}

export interface ExchangeStanding extends Standing {
  /** When the next try is; null: nothing waits, or one runs. */
  readonly nextTryAt: Instant | null;
}

export type ToExchange =
  | { readonly type: 'again' }
  | { readonly type: 'close' }
  /** The journal has on the disk that this visit leaves. */
  | { readonly type: 'audited'; readonly visitId: string };

export type FromExchange =
  | { readonly type: 'standing'; readonly standing: ExchangeStanding }
  | { readonly type: 'leaves'; readonly visitId: string }
  /** Never what the other end said: it may name somebody. */
  | {
      readonly type: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly visitId: string;
      readonly status: number | null;
      readonly text: string;
    }
  | { readonly type: 'closed' };
