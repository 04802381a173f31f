/** What feeds a chair in a drill: in this process, so that all is known of it, or the real one beside it. */
import type { Random } from '../fuzz/random.ts';
import type { Disorder } from './disorder.ts';
import type { Ledger } from './ledger.ts';
import type { Truth } from './truth.ts';

export interface ChairAdapterOptions {
  readonly number: number;
  /** Of its line to the server. */
  readonly port: number;
  readonly truth: Truth;
  readonly spoolFolder: string;
  readonly random: Random;
}

export interface ChairAdapter {
  readonly ledger: Ledger;
  /** Readings that nobody has answered for. */
  readonly waiting: number;
  /** Absent: it cannot be made to send otherwise than it should. */
  readonly disorder: Disorder | undefined;
  start(): void;
  /** The patient is watched no more; what was measured still goes. */
  stopMeasuring(): void;
  stop(): void;
}
