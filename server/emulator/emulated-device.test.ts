import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedReading } from '#devices/decoder.ts';
import { createNoninDecoder } from '#devices/nonin-df2/decoder.ts';
import { createSuntechDecoder } from '#devices/suntech/decoder.ts';
import { createCuffCycles } from './cuff-cycles.ts';
import type { EmulatedModel } from './emulated-device.ts';
import { createEmulatedDevice, emulatedModels, isEmulatedModel } from './emulated-device.ts';
import { scenarioNames, scenarioTable } from './scenario-table.ts';
import type { ScenarioName } from './scenario-table.ts';
import { createSubject, oximetryAt } from './subject.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const decoders = { 'nonin-df2': createNoninDecoder, suntech: createSuntechDecoder } as const;

/** What the real decoder reads of a span; it must refuse nothing. */
function read(model: EmulatedModel, name: ScenarioName, fromMs: number, toMs: number): readonly DecodedReading[] {
  const decoded = decoders[model]().push(createEmulatedDevice(model, scenarioTable[name]).bytes(fromMs, toMs));
  expect(decoded.refusals).toEqual([]);
  return decoded.readings;
}

describe('DV-66 the emulated oximeter through the real decoder', () => {
  test.each(scenarioNames)('DV-66 %s: every reading is the scenario’s own value', (name) => {
    const subject = createSubject(scenarioTable[name]);
    for (const from of [0, 13 * MINUTE, 32 * MINUTE, 37 * MINUTE]) {
      const readings = read('nonin-df2', name, from, from + 90 * SECOND);
      expect(readings).toHaveLength(270);
      for (const [index, reading] of readings.entries()) {
        const shown = oximetryAt(subject, from + Math.floor((index + 1) / 3) * SECOND);
        if (shown.probe === 'off') {
          expect(reading).toEqual({ quality: 'none', causes: ['probe-off', 'searching'] });
        } else {
          expect([reading.spo2Pct, reading.pulseBpm]).toEqual([shown.spo2Pct, shown.pulseBpm]);
          expect(reading.quality).toBe(shown.artefact ? 'poor' : 'good');
          expect(reading.causes.includes('artefact')).toBe(shown.artefact);
        }
      }
    }
  });

  test('DV-66 it is three packets a second, 125 bytes each, and silent when the scenario says so', () => {
    const device = createEmulatedDevice('nonin-df2', scenarioTable['silent-device']);
    expect(device.bytes(0, 60 * SECOND)).toHaveLength(60 * 3 * 125);
    expect(device.bytes(10 * MINUTE, 12 * MINUTE)).toHaveLength(0);
    expect(device.bytes(13 * MINUTE, 13 * MINUTE + 60 * SECOND).length).toBe(60 * 3 * 125);
  });
});

describe('DV-67 the emulated cuff through the real decoder', () => {
  test.each(scenarioNames)('DV-67 %s: results and failures are those of its cycles', (name) => {
    const cycles = createCuffCycles(createSubject(scenarioTable[name]))(50 * MINUTE);
    const ended = read('suntech', name, -10 * MINUTE, 51 * MINUTE).filter(
      (each) => each.cuffPressureMmHg === undefined,
    );
    expect(
      ended.map(({ systolicMmHg, diastolicMmHg, meanMmHg, failure }) => ({
        systolicMmHg,
        diastolicMmHg,
        meanMmHg,
        failure,
      })),
    ).toEqual(
      cycles
        .filter(({ endMs }) => endMs <= 51 * MINUTE)
        .map(({ outcome }) => ({
          systolicMmHg: outcome.ok ? outcome.systolicMmHg : undefined,
          diastolicMmHg: outcome.ok ? outcome.diastolicMmHg : undefined,
          meanMmHg: outcome.ok ? outcome.meanMmHg : undefined,
          failure: outcome.ok ? undefined : outcome.failure,
        })),
    );
  });

  test('DV-67 a cycle shows its pressure each second, up and then down, and nothing between cycles', () => {
    const [cycle] = createCuffCycles(createSubject(scenarioTable.uneventful))(0).slice(-1);
    const endMs = cycle?.endMs ?? 0;
    const pressures = read('suntech', 'uneventful', 0, endMs).flatMap((each) => each.cuffPressureMmHg ?? []);
    expect(pressures).toHaveLength(endMs / SECOND - 1);
    const top = pressures.indexOf(Math.max(...pressures));
    expect(top).toBeGreaterThan(3);
    expect(top).toBeLessThan(15);
    expect(pressures.slice(top)).toEqual(pressures.slice(top).sort((left, right) => right - left));
    expect(read('suntech', 'uneventful', endMs, 10 * MINUTE)).toEqual([]);
  });
});

describe('DV-62 bytes of any span', () => {
  test('DV-62 the same bytes come out however a span is cut, for both devices', () => {
    const from = 17 * MINUTE;
    fc.assert(
      fc.property(
        fc.constantFrom(...emulatedModels),
        fc.constantFrom(...scenarioNames),
        fc.array(fc.integer({ min: 0, max: 3 * MINUTE }), { maxLength: 8 }),
        (model, name, cuts) => {
          const instants = [0, ...cuts, 3 * MINUTE].sort((left, right) => left - right).map((cut) => from + cut);
          const cut = createEmulatedDevice(model, scenarioTable[name]);
          const pieces = instants.slice(1).flatMap((to, index) => [...cut.bytes(instants[index] ?? 0, to)]);
          const whole = createEmulatedDevice(model, scenarioTable[name]).bytes(from, from + 3 * MINUTE);
          expect(Uint8Array.from(pieces)).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('DV-62 only the two models are emulated', () => {
    expect(emulatedModels).toEqual(['nonin-df2', 'suntech']);
    expect(isEmulatedModel('toString')).toBe(false);
  });
});
