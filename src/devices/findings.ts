/** What a decoder found in the bytes of one push. */
import type { Decoded, DecodedReading, DecodeRefusal } from './decoder.ts';
import type { Fields } from './fields.ts';
import { PlethSamples, type PlethScale } from './pleth.ts';

export class Findings {
  readonly readings: DecodedReading[] = [];
  readonly refusals: DecodeRefusal[] = [];
  /** Of a device that sends its pulse wave. */
  readonly pleth: PlethSamples | undefined;

  constructor(scale?: PlethScale) {
    this.pleth = scale && new PlethSamples(scale);
  }

  take(fields: Fields): void {
    this.readings.push(fields.reading());
    this.refusals.push(...fields.refusals);
  }

  /** Bytes that could not be used may have held a sample: the wave has a gap. */
  refuse(code: DecodeRefusal['code'], message: string): void {
    this.pleth?.lost();
    this.refusals.push({ code, message });
  }

  decoded(): Decoded {
    return { readings: this.readings, refusals: this.refusals, ...this.pleth?.taken() };
  }
}
