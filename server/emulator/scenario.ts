/** A scenario: one person on one chair, what the cuff does by itself, and what goes wrong, all as a table. */
import type { Fault } from './fault.ts';
import type { PeakRise, RestingVitals } from './physiology.ts';

export interface CuffSchedule {
  /** Cycles begin at these instants, whatever the interval, ms from the scenario's zero. */
  readonly atMs: readonly number[];
  /** And from `fromMs` on at every multiple of `everyMs` after it. */
  readonly fromMs: number;
  readonly everyMs: number;
  /** The cuff is taken off: nothing begins from here on. */
  readonly untilMs?: number;
  /** Cycles that fail by chance, 0–1. 0 keeps a scenario the same each time it is played; cuffs in use fail at 0.03–0.05. */
  readonly failedShare: number;
}

export interface Scenario {
  /** What there is to see, in a few words. */
  readonly title: string;
  readonly patient: {
    readonly seed: number;
    readonly resting?: Partial<RestingVitals>;
    readonly rise?: Partial<PeakRise>;
  };
  /** When the drug begins to run, ms from the scenario's zero: 0 unless the scenario begins before the infusion. */
  readonly infusionAtMs: number;
  readonly cuff: CuffSchedule;
  readonly faults: readonly Fault[];
}
