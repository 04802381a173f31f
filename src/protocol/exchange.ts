/** What an administrator may know of the visits that are sent to the clinic's FHIR server, and ask: no patient is in it. */
import type { Instant } from '#core/reading.ts';
import type { Ack } from './answer.ts';

/** A visit that the other end did not take. */
export interface NotTaken {
  readonly visitId: string;
  /** Of the server's clock. */
  readonly at: Instant;
  /** HTTP; null: there was no answer. */
  readonly status: number | null;
  /** What the other end said, shortened and without the patient. */
  readonly why: string;
}

export interface ExchangeView {
  /** The base address. */
  readonly url: string;
  readonly waiting: number;
  readonly refused: number;
  readonly sent: number;
  readonly lastSent: { readonly visitId: string; readonly at: Instant } | null;
  /** Those that somebody must see to, the newest first, at most five. */
  readonly refusals: readonly NotTaken[];
  /** Of those that wait, the last try that failed. */
  readonly lastTrouble: NotTaken | null;
  /** Null: nothing waits, or one is being sent. */
  readonly nextTryAt: Instant | null;
  /** What sends them does not run: it is started anew. */
  readonly stopped: boolean;
}

/** Part of `ScreenToServer`: an administrator's. */
export interface ExchangeRequests {
  /** Null: no FHIR server is set. */
  'exchange:look': (payload: Record<string, never>, ack: Ack<{ readonly view: ExchangeView | null }>) => void;
  /** All that was refused or waits is tried now. */
  'exchange:again': (payload: Record<string, never>, ack: Ack<{ readonly view: ExchangeView | null }>) => void;
}
