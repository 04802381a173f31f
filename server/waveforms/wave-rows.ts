/** Packets as rows: joined where nothing lies between them, a byte a sample where that is enough. Pure. */
import type { Instant } from '#core/reading.ts';
import { MAX_PLETH_SAMPLES, unpackSamples } from '#protocol/pleth-samples.ts';
import type { KeptPleth } from './waveforms.ts';

/** Two packets further apart than so many samples, less or more, are not joined. */
const JOIN_SAMPLES = 1;
/** A row never has more samples than a packet may have. */
export const MAX_ROW_SAMPLES = MAX_PLETH_SAMPLES;

export type SampleWidth = 1 | 2;

export interface WaveSource {
  readonly visitId: string;
  readonly deviceId: string;
  readonly sampleHz: number;
  readonly fullScale: number;
  readonly width: SampleWidth;
}

export interface WaveRow {
  readonly source: WaveSource;
  readonly at: Instant;
  readonly samples: Int16Array;
}

export const sourceKey = ({ visitId, deviceId, sampleHz, fullScale, width }: WaveSource): string =>
  [visitId, deviceId, sampleHz, fullScale, width].join(' ');

/** The instant after the last sample. */
export const endOf = (at: Instant, count: number, sampleHz: number): Instant => at + (count * 1_000) / sampleHz;

/** The middle of the packet: what is asked to find out whether it is there already, whatever the clocks' last error. */
export const middleOf = (at: Instant, count: number, sampleHz: number): Instant => at + (count * 500) / sampleHz;

export function toRow({ visitId, deviceId, at, sampleHz, fullScale, samples }: KeptPleth): WaveRow {
  const values = unpackSamples(samples);
  const width = fullScale <= 255 && values.every((value) => value >= 0 && value <= 255) ? 1 : 2;
  return { source: { visitId, deviceId, sampleHz, fullScale, width }, at, samples: values };
}

/** Packets of one device in the order they came; each row is as long as it can be. */
export function joinRows(rows: readonly WaveRow[]): WaveRow[] {
  const open = new Map<string, WaveRow[]>();
  for (const row of rows.toSorted((a, b) => a.at - b.at)) {
    const key = sourceKey(row.source);
    const known = open.get(key);
    const last = known?.at(-1);
    if (!known || !last) open.set(key, [row]);
    else if (!follows(last, row)) known.push(row);
    else known[known.length - 1] = { ...last, samples: Int16Array.of(...last.samples, ...row.samples) };
  }
  return [...open.values()].flat();
}

function follows(last: WaveRow, next: WaveRow): boolean {
  const { sampleHz } = last.source;
  const apart = Math.abs(next.at - endOf(last.at, last.samples.length, sampleHz));
  return apart <= (JOIN_SAMPLES * 1_000) / sampleHz && last.samples.length + next.samples.length <= MAX_ROW_SAMPLES;
}

export function toBlob(samples: Int16Array, width: SampleWidth): Uint8Array {
  if (width === 1) return Uint8Array.from(samples);
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [n, sample] of samples.entries()) view.setInt16(n * 2, sample, true);
  return bytes;
}

export const fromBlob = (blob: Uint8Array, width: SampleWidth): number[] =>
  width === 1 ? [...blob] : [...unpackSamples(blob)];
