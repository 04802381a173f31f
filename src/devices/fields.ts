/** Values of any maker's device: what is plausible is taken, the rest is refused or absent, each field by itself. */
import { CAUSES } from '#core/reading.ts';
import type { Cause, Quality } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from './decoder.ts';

/**
 * Wide enough for what devices on the market can measure (pulse oximeters 18–321 a minute, adult cuffs up to 300 mmHg,
 * safety cut-off of IEC 80601-2-30 at 330 mmHg), narrow enough for a wrong byte order or a shifted field to fall outside.
 */
export const RANGES = {
  spo2Pct: [1, 100],
  pulseBpm: [18, 321],
  perfusionIndexPct: [0, 100],
  respiratoryRatePerMin: [0, 150],
  systolicMmHg: [40, 300],
  diastolicMmHg: [20, 200],
  meanMmHg: [26, 250],
  cuffPressureMmHg: [0, 330],
} as const;
export type FieldName = keyof typeof RANGES;
export type FieldValues = Partial<Pick<DecodedReading, FieldName>>;

/** What a device sent for a field; undefined = it sent no such field. */
export type Given = number | 'no-value' | undefined;

/** Collects one reading: its values, why some are absent, and what was refused. */
export class Fields {
  readonly refusals: DecodeRefusal[] = [];
  readonly values: { -readonly [Name in FieldName]?: number } = {};
  readonly #causes = new Set<Cause>();
  #doubted = false;

  /** Takes a plausible number. */
  take(name: FieldName, given: Given): void {
    if (given === undefined) return;
    if (given === 'no-value') {
      this.say('no-value');
      return;
    }
    const [low, high] = RANGES[name];
    if (given >= low && given <= high) this.values[name] = given;
    else this.refuse(`${name} ${given} is outside ${low}–${high}.`);
  }

  /** A value that cannot be. What is left of the reading is of poor quality. */
  refuse(message: string): void {
    this.refusals.push({ code: 'implausible', message });
    this.doubt('implausible');
  }

  /** A cause that leaves the numbers as good as they were. */
  say(cause: Cause): void {
    this.#causes.add(cause);
  }

  doubt(cause: Cause): void {
    this.#causes.add(cause);
    this.#doubted = true;
  }

  /** Withdraws what was taken. */
  clear(...names: readonly FieldName[]): void {
    for (const name of names) Reflect.deleteProperty(this.values, name);
  }

  get quality(): Quality {
    if (Object.keys(this.values).length === 0) return 'none';
    return this.#doubted ? 'poor' : 'good';
  }

  /** In the order of CAUSES, each once. */
  get causes(): readonly Cause[] {
    return this.#causes.size === 0 ? [] : CAUSES.filter((cause) => this.#causes.has(cause));
  }

  reading(): DecodedReading {
    const { values, quality, causes } = this;
    return { ...values, quality, causes: quality === 'none' && causes.length === 0 ? ['no-value'] : causes };
  }
}
