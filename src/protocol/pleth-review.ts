/**
 * Kept pulse waves of one visit, by HTTP. `GET /api/visits/:visitId/pleth?from=&to=` (clinic time, at most 10 min) and
 * `GET /api/visits/:visitId/pleth/spans`. JSON and not binary: half a minute is 8 KB, and an export can read it too.
 */

/** The longest span of one request, ms. */
export const MAX_PLETH_SPAN_MS = 600_000;

/** Samples without a gap between them. */
export interface KeptWave {
  readonly deviceId: string;
  /** Clinic time of the first sample. */
  readonly at: number;
  readonly sampleHz: number;
  readonly fullScale: number;
  readonly samples: readonly number[];
}

export interface PlethReview {
  readonly from: number;
  readonly to: number;
  /** By time; only what lies between `from` and `to`. Empty: nothing was kept of then. */
  readonly waves: readonly KeptWave[];
}

export interface PlethSpans {
  /** By time. Pauses shorter than 2 s are not told apart. */
  readonly spans: readonly { readonly deviceId: string; readonly from: number; readonly to: number }[];
  /** How long waves are kept, days. */
  readonly keptDays: number;
}
