import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal, uniform } from './noise.ts';
import type { ModelPatient, Vitals } from './physiology.ts';
import { beatsAt, drawPatient, vitalsAt } from './physiology.ts';
import { plethAt } from './pleth.ts';
import { riseIntegral, riseShare } from './rise.ts';

const MINUTE = 60_000;
const patients: readonly ModelPatient[] = Array.from({ length: 300 }, (_, index) => drawPatient(index + 1));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};
const correlation = (left: readonly number[], right: readonly number[]): number =>
  mean(left.map((value, index) => (value - mean(left)) * ((right[index] ?? 0) - mean(right)))) /
  (deviation(left) * deviation(right));

describe('DV-60 three hundred patients have the published figures', () => {
  test.each<[what: string, of: (patient: ModelPatient) => number, centre: number, spread: number]>([
    ['resting systolic', ({ resting }) => resting.systolicMmHg, 122, 13],
    ['resting diastolic', ({ resting }) => resting.diastolicMmHg, 76, 9],
    ['resting pulse', ({ resting }) => resting.pulseBpm, 74, 11],
    ['resting SpO2', ({ resting }) => resting.spo2Pct, 97.5, 1.2],
    ['resting breaths', ({ resting }) => resting.respiratoryRatePerMin, 15, 2.5],
    ['systolic rise', ({ rise }) => rise.systolicMmHg, 14, 11],
    ['diastolic rise', ({ rise }) => rise.diastolicMmHg, 9.5, 8.5],
    ['pulse rise', ({ rise }) => rise.pulseBpm, 4, 8],
  ])('DV-60 %s', (_, of, centre, spread) => {
    const values = patients.map(of);
    expect(Math.abs(mean(values) - centre)).toBeLessThan(0.2 * spread);
    expect(deviation(values) / spread).toBeGreaterThan(0.85);
    expect(deviation(values) / spread).toBeLessThan(1.15);
  });

  test('DV-60 systolic and diastolic pressure go together (0.7), perfusion index has the median 3', () => {
    const found = correlation(
      patients.map(({ resting }) => resting.systolicMmHg),
      patients.map(({ resting }) => resting.diastolicMmHg),
    );
    expect(found).toBeGreaterThan(0.6);
    expect(found).toBeLessThan(0.8);
    const indices = patients.map(({ resting }) => resting.perfusionIndexPct).sort((left, right) => left - right);
    expect(indices[150]).toBeGreaterThan(2.7);
    expect(indices[150]).toBeLessThan(3.3);
  });

  test('DV-60 of the infusions that pass the gate, 8–12 % reach 160/100 at a ten-minute reading and at most 2 % 180/110', () => {
    const cleared = Array.from({ length: 3000 }, (_, index) => drawPatient(index + 1)).filter(
      ({ resting }) => resting.systolicMmHg <= 140 && resting.diastolicMmHg <= 90,
    );
    const share = (systolic: number, diastolic: number): number =>
      cleared.filter((patient) =>
        [0, 10, 20, 30, 40].some((minute) => {
          const vitals = vitalsAt(patient, minute * MINUTE);
          return (
            vitals.systolicMmHg + 4.5 * normal(patient.seed, 'test-systolic', minute) >= systolic ||
            vitals.diastolicMmHg + 4 * normal(patient.seed, 'test-diastolic', minute) >= diastolic
          );
        }),
      ).length / cleared.length;
    expect(share(160, 100)).toBeGreaterThan(0.08);
    expect(share(160, 100)).toBeLessThan(0.125);
    expect(share(180, 110)).toBeGreaterThan(0.001);
    expect(share(180, 110)).toBeLessThan(0.02);
  });
});

describe('DV-61 the course of an infusion', () => {
  test.each([
    [-5, 0, 0],
    [4, 0, 0],
    [13.5, 0.45, 0.55],
    [35, 0.9, 1],
    [40, 0.8, 1],
    [90, 0.1, 0.2],
  ])('DV-61 at %d min between %d and %d of the rise', (minute, least, most) => {
    for (const { rise } of patients.slice(0, 50)) {
      expect(riseShare(minute * MINUTE, rise.peakMs)).toBeGreaterThanOrEqual(least);
      expect(riseShare(minute * MINUTE, rise.peakMs)).toBeLessThanOrEqual(most);
    }
  });

  test('DV-61 half is reached between 12 and 15 min, the peak between 35 and 42, and half of it is gone 18 min later', () => {
    for (const { rise } of patients) {
      expect(riseShare(12 * MINUTE, rise.peakMs)).toBeLessThan(0.5);
      expect(riseShare(15 * MINUTE, rise.peakMs)).toBeGreaterThan(0.5);
      expect(rise.peakMs).toBeGreaterThanOrEqual(35 * MINUTE);
      expect(rise.peakMs).toBeLessThanOrEqual(42 * MINUTE);
      expect(riseShare(rise.peakMs + 18 * MINUTE, rise.peakMs)).toBeCloseTo(0.5, 6);
    }
  });

  test('DV-61 SpO2 stays nearly flat and never above 100', () => {
    for (const patient of patients.slice(0, 60)) {
      const values = Array.from({ length: 70 }, (_, minute) => vitalsAt(patient, minute * MINUTE).spo2Pct);
      expect(Math.max(...values)).toBeLessThanOrEqual(100);
      expect(Math.max(...values) - Math.min(...values)).toBeLessThan(4);
    }
  });
});

describe('DV-62 any instant can be asked', () => {
  test('DV-62 the same seed and instant give the same vital signs, in whatever order they are asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.array(fc.integer({ min: -30 * MINUTE, max: 120 * MINUTE }), { minLength: 2, maxLength: 10 }),
        (seed, instants) => {
          const ask = (order: readonly number[]): Map<number, Vitals> => {
            const patient = drawPatient(seed);
            return new Map(order.map((at) => [at, vitalsAt(patient, at)]));
          };
          const [forwards, backwards] = [ask(instants), ask([...instants].reverse())];
          for (const at of instants) expect(backwards.get(at)).toEqual(forwards.get(at));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('DV-62 other seeds are other people', () => {
    expect(new Set(patients.map(({ resting }) => resting.systolicMmHg)).size).toBe(patients.length);
    expect(uniform(1, 'pulse', 2)).not.toBe(uniform(2, 'pulse', 1));
  });
});

describe('DV-63 the pulse wave', () => {
  test('DV-63 it beats as fast as the pulse it is shown with', () => {
    for (const patient of patients.slice(0, 40)) {
      const from = 20 * MINUTE;
      const counted = beatsAt(patient, from + MINUTE) - beatsAt(patient, from);
      const shown = Array.from({ length: 600 }, (_, tenth) => vitalsAt(patient, from + tenth * 100).pulseBpm);
      expect(counted).toBeCloseTo(mean(shown), 1);
    }
  });

  test('DV-63 the integral of the rise is that of its curve', () => {
    const peakMs = 38 * MINUTE;
    for (const end of [3, 20, 38, 80]) {
      let sum = 0;
      for (let at = 0; at < end * MINUTE; at += 500) sum += riseShare(at + 250, peakMs) * 500;
      expect(riseIntegral(end * MINUTE, peakMs)).toBeCloseTo(sum, -1);
    }
  });

  test('DV-63 each beat has one systolic peak, a notch and a lower second wave, within 0–127', () => {
    const patient = drawPatient(3, { resting: { pulseBpm: 60 }, rise: { pulseBpm: 0 } });
    const wave = Array.from({ length: 750 }, (_, sample) => plethAt(patient, (sample * 1000) / 75));
    expect(Math.min(...wave)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...wave)).toBeLessThanOrEqual(127);
    const peaks = wave.filter(
      (value, at) => value > (wave[at - 1] ?? 999) && value >= (wave[at + 1] ?? 999) && value > 20,
    );
    const high = peaks.filter((peak) => peak > 100).length;
    const second = peaks.filter((peak) => peak <= 100).length;
    expect(high).toBeGreaterThanOrEqual(9);
    expect(high).toBeLessThanOrEqual(11);
    expect(Math.abs(second - high)).toBeLessThanOrEqual(1);
  });
});
