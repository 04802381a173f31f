/**
 * A model of one person's vital signs during a ketamine visit, after published series (docs/SPEC.md, DV).
 * A pure function of (patient, time): any instant can be asked in any order, so an emulator can begin in the middle of a visit.
 */
import { normal, uniform, wanderAt, wanderIntegral, wanderOf } from './noise.ts';
import type { Wander } from './noise.ts';
import { riseIntegral, riseShare } from './rise.ts';

const MINUTE = 60_000;

/** What this person's vital signs are at rest. */
export interface RestingVitals {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulseBpm: number;
  readonly spo2Pct: number;
  readonly respiratoryRatePerMin: number;
  readonly perfusionIndexPct: number;
}

/** The change at the peak of the effect, and when the peak is. */
export interface PeakRise {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly pulseBpm: number;
  readonly peakMs: number;
}

export interface ModelPatient {
  readonly seed: number;
  readonly resting: RestingVitals;
  readonly rise: PeakRise;
  readonly wander: Readonly<Record<'systolic' | 'diastolic' | 'pulse' | 'spo2', Wander>>;
}

export type Vitals = RestingVitals;

const within = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));
/** Two standard normals with the given correlation. */
const paired = (first: number, second: number, correlation: number): number =>
  correlation * first + Math.sqrt(1 - correlation ** 2) * second;

/**
 * SBP 122±13, DBP 76±9 (correlation 0.7), pulse 74±11, SpO2 97.5±1.2, RR 15±2.5, perfusion index log-normal, median 3.
 * Peak rise SBP 14±11, DBP 9.5±8.5, pulse 4±8. High pressures rise less (correlation −0.45), which is what makes 8–12 % of
 * infusions pass 160/100 and about 1 % 180/110, as published.
 */
export function drawPatient(
  seed: number,
  known: { readonly resting?: Partial<RestingVitals>; readonly rise?: Partial<PeakRise> } = {},
): ModelPatient {
  const drawn = (key: string): number => within(-2.6, normal(seed, key), 2.6);
  const systolic = drawn('sbp');
  const diastolic = paired(systolic, drawn('dbp'), 0.7);
  const riseSystolic = paired(systolic, drawn('sbp-rise'), -0.45);
  const riseDiastolic = paired(diastolic, drawn('dbp-rise'), -0.45);
  const systolicMmHg = 122 + 13 * systolic;
  return {
    seed,
    resting: {
      systolicMmHg,
      diastolicMmHg: Math.min(76 + 9 * diastolic, systolicMmHg - 20),
      pulseBpm: within(48, 74 + 11 * drawn('pulse'), 110),
      spo2Pct: within(94, 97.5 + 1.2 * drawn('spo2'), 100),
      respiratoryRatePerMin: 15 + 2.5 * drawn('rr'),
      perfusionIndexPct: 3 * Math.exp(0.5 * drawn('pi')),
      ...known.resting,
    },
    rise: {
      systolicMmHg: 14 + 11 * riseSystolic,
      diastolicMmHg: 9.5 + 8.5 * riseDiastolic,
      pulseBpm: 4 + 8 * drawn('pulse-rise'),
      peakMs: (35 + 7 * uniform(seed, 'peak')) * MINUTE,
      ...known.rise,
    },
    wander: {
      systolic: wanderOf(seed, 'sbp', 2 * MINUTE, 12 * MINUTE),
      diastolic: wanderOf(seed, 'dbp', 2 * MINUTE, 12 * MINUTE),
      pulse: wanderOf(seed, 'pulse', 10_000, 6 * MINUTE),
      spo2: wanderOf(seed, 'spo2', 40_000, 5 * MINUTE),
    },
  };
}

const PULSE_WANDER_BPM = 1.6;
const SPO2_WANDER_PCT = 0.35;
const SPO2_BREATH_PCT = 0.2;
const BP_WANDER_MMHG = 2;

/** The true vital signs at `tMs` after the start of the infusion; negative before it. */
export function vitalsAt({ resting, rise, wander }: ModelPatient, tMs: number): Vitals {
  const share = riseShare(tMs, rise.peakMs);
  const breath = Math.sin((2 * Math.PI * tMs * resting.respiratoryRatePerMin) / MINUTE);
  return {
    systolicMmHg: resting.systolicMmHg + rise.systolicMmHg * share + BP_WANDER_MMHG * wanderAt(wander.systolic, tMs),
    diastolicMmHg:
      resting.diastolicMmHg + rise.diastolicMmHg * share + BP_WANDER_MMHG * wanderAt(wander.diastolic, tMs),
    pulseBpm: resting.pulseBpm + rise.pulseBpm * share + PULSE_WANDER_BPM * wanderAt(wander.pulse, tMs),
    spo2Pct: Math.min(
      100,
      resting.spo2Pct - 0.3 * share + SPO2_WANDER_PCT * wanderAt(wander.spo2, tMs) + SPO2_BREATH_PCT * breath,
    ),
    respiratoryRatePerMin: resting.respiratoryRatePerMin - share,
    perfusionIndexPct: resting.perfusionIndexPct * (1 - 0.25 * share) * (1 + 0.05 * breath),
  };
}

/** Heart beats since the start of the infusion, with fractions: the integral of the pulse `vitalsAt` gives. */
export function beatsAt({ resting, rise, wander }: ModelPatient, tMs: number): number {
  return (
    (resting.pulseBpm * tMs +
      rise.pulseBpm * riseIntegral(tMs, rise.peakMs) +
      PULSE_WANDER_BPM * wanderIntegral(wander.pulse, tMs)) /
    MINUTE
  );
}
