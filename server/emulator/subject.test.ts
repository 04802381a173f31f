import { describe, expect, test } from 'vitest';
import { createCuffCycles } from './cuff-cycles.ts';
import type { CuffCycle } from './cuff-cycles.ts';
import { extentAt, extentIntegral } from './fault.ts';
import type { Scenario } from './scenario.ts';
import { isScenarioName, scenarioNames, scenarioTable } from './scenario-table.ts';
import type { ScenarioName } from './scenario-table.ts';
import { createSubject, heartBeatsAt, oximetryAt, trueVitalsAt } from './subject.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const shownOf = (name: ScenarioName, fromMs: number, toMs: number) => {
  const subject = createSubject(scenarioTable[name]);
  return Array.from({ length: (toMs - fromMs) / SECOND }, (_, second) => oximetryAt(subject, fromMs + second * SECOND));
};
const spo2Of = (name: ScenarioName, fromMs: number, toMs: number): readonly number[] =>
  shownOf(name, fromMs, toMs).flatMap((shown) => (shown.probe === 'on' ? [shown.spo2Pct] : []));
const cyclesOf = (scenario: Scenario, untilMs: number): readonly CuffCycle[] =>
  createCuffCycles(createSubject(scenario))(untilMs).filter(({ startMs }) => startMs <= untilMs);
const isHigh = ({ outcome }: CuffCycle, systolic: number, diastolic: number): boolean =>
  outcome.ok && (outcome.systolicMmHg >= systolic || outcome.diastolicMmHg >= diastolic);

describe('DV-64 what each scenario shows', () => {
  test('DV-64 every scenario begins with a gate that is clear: two pressures not above 140/90, 1–5 min apart', () => {
    for (const name of scenarioNames) {
      const scenario: Scenario = scenarioTable[name];
      const first = cyclesOf(scenario, scenario.infusionAtMs).slice(0, 2);
      expect(first).toHaveLength(2);
      for (const cycle of first) expect([name, isHigh(cycle, 141, 91)]).toEqual([name, false]);
      const apart = (first[1]?.endMs ?? 0) - (first[0]?.endMs ?? 0);
      expect(apart).toBeGreaterThan(MINUTE);
      expect(apart).toBeLessThan(5 * MINUTE);
    }
  });

  test('DV-64 uneventful: nothing below 94 %, no pressure at 160/100, no failed cycle, from start to 70 min', () => {
    expect(Math.min(...spo2Of('uneventful', 0, 70 * MINUTE))).toBeGreaterThanOrEqual(94);
    for (const cycle of cyclesOf(scenarioTable.uneventful, 70 * MINUTE)) {
      expect(cycle.outcome.ok).toBe(true);
      expect(isHigh(cycle, 160, 100)).toBe(false);
    }
  });

  test('DV-64 bp-climb: below 160/100 up to 15 min, then past it, a weak signal, then past 180/110 before 21 min', () => {
    const cycles = cyclesOf(scenarioTable['bp-climb'], 21 * MINUTE);
    const after = cycles.filter(({ startMs }) => startMs >= 15 * MINUTE);
    expect(cycles.filter(({ startMs }) => startMs < 15 * MINUTE).some((cycle) => isHigh(cycle, 160, 100))).toBe(false);
    expect(after).toHaveLength(3);
    expect(isHigh(after[0] as CuffCycle, 160, 100) && !isHigh(after[0] as CuffCycle, 180, 110)).toBe(true);
    expect(after[1]?.outcome).toEqual({ ok: false, failure: 'weak-signal' });
    expect(isHigh(after[2] as CuffCycle, 180, 110)).toBe(true);
  });

  test('DV-64 desaturation: true, to 82 %, below 90 for 90 s or more, and back', () => {
    expect(Math.min(...spo2Of('desaturation', 20 * MINUTE, 32 * MINUTE))).toBeGreaterThanOrEqual(94);
    const dip = spo2Of('desaturation', 32 * MINUTE, 36 * MINUTE);
    expect(Math.min(...dip)).toBeLessThan(85);
    expect(Math.min(...dip)).toBeGreaterThan(79);
    expect(dip.filter((spo2) => spo2 < 90).length).toBeGreaterThan(90);
    expect(dip.filter((spo2) => spo2 < 90).length).toBeLessThan(150);
    expect(dip.at(-1)).toBeGreaterThanOrEqual(95);
    expect(
      shownOf('desaturation', 32 * MINUTE, 36 * MINUTE).every((each) => each.probe === 'on' && !each.artefact),
    ).toBe(true);
  });

  test('DV-64 probe-off: off from 13:30 for more than 2 min, on before and after', () => {
    const off = shownOf('probe-off', 0, 30 * MINUTE).flatMap((each, second) => (each.probe === 'off' ? [second] : []));
    expect(off[0]).toBe(13 * 60 + 30);
    expect(off).toHaveLength(150);
  });

  test('DV-64 motion: dips to 75–89 %, each flagged by the device, none longer than 20 s', () => {
    const shown = shownOf('motion', 0, 50 * MINUTE);
    const low = shown.filter((each) => each.probe === 'on' && each.spo2Pct < 90);
    expect(low.length).toBeGreaterThan(20);
    expect(low.every((each) => each.probe === 'on' && each.artefact && each.spo2Pct >= 75)).toBe(true);
    expect(scenarioTable.motion.faults.every(({ kind, forMs }) => kind !== 'motion' || forMs <= 20 * SECOND)).toBe(
      true,
    );
  });

  test('DV-64 before: the probe is seen going on, and two pressures follow within 4 min', () => {
    expect(shownOf('before', 0, MINUTE).map(({ probe }) => probe)).toEqual([
      ...Array.from({ length: 12 }, () => 'off'),
      ...Array.from({ length: 48 }, () => 'on'),
    ]);
    expect(cyclesOf(scenarioTable.before, 4 * MINUTE).filter(({ endMs }) => endMs < 4 * MINUTE)).toHaveLength(2);
  });

  test('DV-64 an unknown scenario is none', () => {
    expect(isScenarioName('constructor')).toBe(false);
    expect(isScenarioName('motion')).toBe(true);
  });
});

describe('DV-65 the cuff measures by its own schedule', () => {
  test('DV-65 every interval from the start on, 30–40 s a cycle', () => {
    const cycles = cyclesOf(scenarioTable.uneventful, 60 * MINUTE).filter(({ startMs }) => startMs >= 0);
    expect(cycles.map(({ startMs }) => startMs / MINUTE)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    for (const { startMs, endMs } of cycles) {
      expect(endMs - startMs).toBeGreaterThanOrEqual(30 * SECOND);
      expect(endMs - startMs).toBeLessThanOrEqual(40 * SECOND);
    }
  });

  test('DV-65 2 min after a high result, 60 s after a failure', () => {
    const cycles = cyclesOf(scenarioTable['bp-climb'], 30 * MINUTE);
    for (const [index, cycle] of cycles.entries()) {
      const next = cycles[index + 1];
      if (!next) continue;
      if (!cycle.outcome.ok) expect(next.startMs - cycle.endMs).toBe(MINUTE);
      else if (isHigh(cycle, 160, 100)) expect(next.startMs - cycle.endMs).toBe(2 * MINUTE);
    }
    expect(cycles.filter(({ outcome }) => !outcome.ok)).toHaveLength(1);
  });

  test('DV-65 its readings scatter about the truth by 4–5 mmHg, and fail as often as the scenario says', () => {
    const scenario: Scenario = {
      ...scenarioTable.recovery,
      faults: [],
      cuff: { atMs: [], fromMs: 0, everyMs: MINUTE, failedShare: 0.04 },
    };
    const subject = createSubject(scenario);
    const cycles = cyclesOf(scenario, 3000 * MINUTE);
    const errors = cycles.flatMap(({ outcome, endMs }) =>
      outcome.ok ? [outcome.systolicMmHg - trueVitalsAt(subject, endMs).systolicMmHg] : [],
    );
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(spread).toBeGreaterThan(4);
    expect(spread).toBeLessThan(5);
    const failed = cycles.filter(({ outcome }) => !outcome.ok).length / cycles.length;
    expect(failed).toBeGreaterThan(0.03);
    expect(failed).toBeLessThan(0.05);
  });

  test('DV-65 the same cycles come out whether asked at once or step by step', () => {
    const stepwise = createCuffCycles(createSubject(scenarioTable['bp-climb']));
    for (let until = -10 * MINUTE; until < 40 * MINUTE; until += 7 * SECOND) stepwise(until);
    expect(stepwise(40 * MINUTE)).toEqual(createCuffCycles(createSubject(scenarioTable['bp-climb']))(40 * MINUTE));
  });
});

describe('DV-63 heart beats under a fault', () => {
  test('DV-63 the wave keeps to the quickened pulse of a desaturation', () => {
    const subject = createSubject(scenarioTable.desaturation);
    const from = 32.5 * MINUTE;
    const counted = heartBeatsAt(subject, from + 20 * SECOND) - heartBeatsAt(subject, from);
    const shown = Array.from({ length: 200 }, (_, tenth) => trueVitalsAt(subject, from + tenth * 100).pulseBpm);
    expect(counted).toBeCloseTo(shown.reduce((sum, value) => sum + value, 0) / 200 / 3, 1);
  });

  test('DV-63 the integral of a fault’s extent is that of its curve', () => {
    const span = { atMs: 10_000, forMs: 60_000 };
    let sum = 0;
    for (let at = 0; at < 100_000; at += 10) {
      expect(extentIntegral(span, 15_000, at)).toBeCloseTo(sum, -2);
      sum += extentAt(span, 15_000, at + 5) * 10;
    }
  });
});
