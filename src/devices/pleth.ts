/** Gathers the pulse wave of one push: samples in a row, and where some were lost. */
import type { Decoded, PlethSegment } from './decoder.ts';

export type PlethScale = Pick<PlethSegment, 'sampleHz' | 'fullScale'>;

export class PlethSamples {
  readonly #scale: PlethScale;
  readonly #segments: PlethSegment[] = [];
  #row: number[] = [];

  constructor(scale: PlethScale) {
    this.#scale = scale;
  }

  add(sample: number): void {
    this.#row.push(sample);
  }

  /** What came before and what comes next are no neighbours. */
  lost(): void {
    if (this.#row.length === 0) return;
    this.#segments.push({ ...this.#scale, samples: this.#row });
    this.#row = [];
  }

  /** To spread into a `Decoded`. */
  taken(): Pick<Decoded, 'pleth'> {
    this.lost();
    return this.#segments.length > 0 ? { pleth: this.#segments } : {};
  }
}
