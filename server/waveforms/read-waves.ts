/** What was kept of one visit's waves, for its review. */
import type { DatabaseSync } from 'node:sqlite';
import type { Duration, Instant } from '#core/reading.ts';
import type { KeptWave, PlethReview, PlethSpans } from '#protocol/pleth-review.ts';
import { MAX_ROW_SAMPLES, endOf, fromBlob } from './wave-rows.ts';
import type { SampleWidth } from './wave-rows.ts';

/** Rows of a span without a gap worth telling. */
const SPAN_GAP_MS: Duration = 2_000;
/** Samples further apart than so many are a gap. */
const JOIN_SAMPLES = 2;

interface SourceRow {
  readonly source: number;
  readonly deviceId: string;
  readonly sampleHz: number;
  readonly fullScale: number;
  readonly width: SampleWidth;
}

const sourcesOf = (db: DatabaseSync, visitId: string): SourceRow[] =>
  db
    .prepare(
      `SELECT source, device_id AS deviceId, sample_hz AS sampleHz, full_scale AS fullScale, width
       FROM sources WHERE visit_id = ?`,
    )
    .all(visitId) as unknown as SourceRow[];

/** Samples from `from` on and before `to`. */
export function readWaves(db: DatabaseSync, visitId: string, from: Instant, to: Instant): PlethReview {
  const select = db.prepare('SELECT at, samples FROM waves WHERE source = ? AND at >= ? AND at < ? ORDER BY at');
  const waves: KeptWave[] = [];
  for (const { source, deviceId, sampleHz, fullScale, width } of sourcesOf(db, visitId)) {
    const longestMs = (MAX_ROW_SAMPLES * 1_000) / sampleHz;
    const rows = select.all(source, Math.floor(from - longestMs), to) as unknown as {
      at: Instant;
      samples: Uint8Array;
    }[];
    let last: { readonly wave: KeptWave; readonly samples: number[] } | undefined;
    const joinMs = (JOIN_SAMPLES * 1_000) / sampleHz;
    for (const row of rows) {
      const endAt = last && endOf(last.wave.at, last.samples.length, sampleHz);
      const apart = endAt === undefined ? Infinity : row.at - endAt;
      // The clocks moved: what would be drawn twice is left out, and the line breaks there.
      const begin = apart < -joinMs ? Math.max(from, endAt ?? from) : from;
      const { at, samples } = between(row.at, fromBlob(row.samples, width), sampleHz, begin, to);
      if (samples.length === 0) continue;
      if (last && Math.abs(apart) <= joinMs) {
        last.samples.push(...samples);
        continue;
      }
      last = { wave: { deviceId, at, sampleHz, fullScale, samples }, samples };
      waves.push(last.wave);
    }
  }
  return { from, to, waves: waves.sort((a, b) => a.at - b.at) };
}

function between(
  at: Instant,
  samples: number[],
  sampleHz: number,
  from: Instant,
  to: Instant,
): { readonly at: Instant; readonly samples: number[] } {
  const skip = Math.max(0, Math.ceil(((from - at) * sampleHz) / 1_000));
  const upTo = Math.max(skip, Math.ceil(((to - at) * sampleHz) / 1_000));
  return { at: Math.round(endOf(at, skip, sampleHz)), samples: samples.slice(skip, upTo) };
}

export function readSpans(db: DatabaseSync, visitId: string): PlethSpans['spans'] {
  const select = db.prepare('SELECT at, length(samples) AS bytes FROM waves WHERE source = ? ORDER BY at');
  const spans: { deviceId: string; from: Instant; to: Instant }[] = [];
  for (const { source, deviceId, sampleHz, width } of sourcesOf(db, visitId)) {
    let open: (typeof spans)[number] | undefined;
    for (const { at, bytes } of select.all(source) as unknown as { at: Instant; bytes: number }[]) {
      const to = Math.round(endOf(at, bytes / width, sampleHz));
      if (open && at - open.to <= SPAN_GAP_MS) open.to = Math.max(open.to, to);
      else spans.push((open = { deviceId, from: at, to }));
    }
  }
  return spans.sort((a, b) => a.from - b.from);
}
