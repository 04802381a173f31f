/**
 * Kept pulse waves: a database of their own, written and read in threads of their own. They are worth less than vitals and are
 * never in their way: what its disk does not take is dropped, counted and told (docs/adr/0009-waveforms.md).
 */
import type { Duration, Instant } from '#core/reading.ts';
import type { PlethSpans } from '#protocol/pleth-review.ts';

/** Samples without a gap. */
export interface KeptPleth {
  readonly visitId: string;
  readonly deviceId: string;
  /** Clinic time of the first sample. */
  readonly at: Instant;
  readonly sampleHz: number;
  readonly fullScale: number;
  /** int16 little-endian. */
  readonly samples: Uint8Array;
}

export interface WaveformTrouble {
  /** `unusable`: the file is not ours or broken, nothing is kept till the next start. The others end by themselves. */
  readonly code: 'unusable' | 'full' | 'slow' | 'io' | 'writer-stopped';
  /** A sentence for a log, /healthz and the review. */
  readonly reason: string;
}

export interface WaveformHealth {
  readonly trouble: WaveformTrouble | null;
  /** Since the start. */
  readonly packetsKept: number;
  readonly packetsDropped: number;
}

export interface Waveforms {
  /** At once, and never waits. */
  keep(packet: KeptPleth): void;
  /** Reads in another thread. @returns the JSON of a PlethReview. Rejects when it cannot be read. */
  read(visitId: string, from: Instant, to: Instant): Promise<string>;
  spans(visitId: string): Promise<PlethSpans>;
  /** All of these visits goes, overwritten. Rejects when the disk refuses, or there is no file of ours. */
  forget(visitIds: readonly string[]): Promise<void>;
  readonly health: WaveformHealth;
  /** Resolves when all that was given is written or dropped. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface WaveformOptions {
  readonly keptDays?: number;
  /** Above this the oldest go, whatever their age. */
  readonly maxBytes?: number;
  /** Between two writes. */
  readonly batchMs?: Duration;
  /** Before a writer that died is started again. */
  readonly restartMs?: Duration;
  readonly testSeams?: boolean;
}

/** Two weeks: till a visit was talked over. */
export const KEPT_DAYS = 14;
/** About two months of ten chairs of eight hours a day. */
export const MAX_BYTES = 2_000_000_000;
