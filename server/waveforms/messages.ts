/** Between the main thread and the two threads of the waveforms. */
import type { Instant } from '#core/reading.ts';
import type { PlethSpans } from '#protocol/pleth-review.ts';
import type { KeptPleth, WaveformTrouble } from './waveforms.ts';

export interface WaveformThreadOptions {
  readonly path: string;
  readonly keptDays: number;
  readonly maxBytes: number;
  readonly testSeams: boolean;
}

export type ToWaveformWriter =
  | { readonly type: 'keep'; readonly packets: readonly KeptPleth[] }
  | { readonly type: 'tidy'; readonly now: Instant }
  | { readonly type: 'forget'; readonly visitIds: readonly string[] }
  | { readonly type: 'close' }
  | { readonly type: 'test-fill-disk'; readonly full: boolean }
  | { readonly type: 'test-crash' };

export type FromWaveformWriter =
  | { readonly type: 'ready' }
  /** The answer to a `keep`. */
  | { readonly type: 'kept' }
  | { readonly type: 'failed'; readonly asked: 'keep' | 'tidy'; readonly trouble: WaveformTrouble }
  /** The file cannot be used: the thread ends. */
  | { readonly type: 'unusable'; readonly reason: string }
  /** The answer to a `forget`; `error`: nothing was changed. */
  | { readonly type: 'forgotten'; readonly error?: string }
  | { readonly type: 'tidied'; readonly removed: number };

export type WaveformQuestion =
  | { readonly type: 'read'; readonly visitId: string; readonly from: Instant; readonly to: Instant }
  | { readonly type: 'spans'; readonly visitId: string };

export interface WaveformAnswers {
  /** JSON of a PlethReview: made in the thread, passed on as it is. */
  readonly read: string;
  readonly spans: PlethSpans['spans'];
}
