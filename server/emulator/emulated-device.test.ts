import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedReading } from '#devices/decoder.ts';
import { createNoninDecoder } from '#devices/nonin-df2/decoder.ts';
import { createReducer } from '#devices/reduce.ts';
import { createSuntechDecoder } from '#devices/suntech/decoder.ts';
import { ABORT, GET_CUFF_PRESSURE, GET_RESULT, START_ADULT } from '#devices/suntech/frame.ts';
import { createSuntechPoller } from '#devices/suntech/poller.ts';
import { commandedCycles, createCuffCycles } from './cuff-cycles.ts';
import { createEmulatedDevice, emulatedModels, isEmulatedModel } from './emulated-device.ts';
import { scenarioNames, scenarioTable } from './scenario-table.ts';
import type { ScenarioName } from './scenario-table.ts';
import { createSubject, oximetryAt } from './subject.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What the real decoder reads of a span; it must refuse nothing. */
function read(name: ScenarioName, fromMs: number, toMs: number): readonly DecodedReading[] {
  const decoded = createNoninDecoder().push(createEmulatedDevice('nonin-df2', scenarioTable[name]).bytes(fromMs, toMs));
  expect(decoded.refusals).toEqual([]);
  return decoded.readings;
}

describe('DV-66 the emulated oximeter through the real decoder', () => {
  test.each(scenarioNames)('DV-66 %s: every reading is the scenario’s own value', (name) => {
    const subject = createSubject(scenarioTable[name]);
    for (const from of [0, 13 * MINUTE, 32 * MINUTE, 37 * MINUTE]) {
      const readings = read(name, from, from + 90 * SECOND);
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

/** Asked as the real adapter asks: by the real poller, once a second. */
function ask(name: ScenarioName, fromMs: number, toMs: number): readonly { at: number; reading: DecodedReading }[] {
  const cuff = createEmulatedDevice('suntech', scenarioTable[name]);
  const [decoder, poller] = [createSuntechDecoder(), createSuntechPoller()];
  const heard: { at: number; reading: DecodedReading }[] = [];
  for (let at = fromMs; at < toMs; at += SECOND) {
    for (const request of poller.ask(at)) {
      const decoded = decoder.push(cuff.answer(Uint8Array.from(request), at).said);
      expect(decoded.refusals).toEqual([]);
      for (const reading of decoded.readings) {
        poller.hear(reading, at);
        heard.push({ at, reading });
      }
    }
  }
  return heard;
}

describe('DV-67 the emulated cuff through the real poller, decoder and reducer', () => {
  test.each(scenarioNames)('DV-67 %s: results and failures are those of its cycles, each once', (name) => {
    const reducer = createReducer('cuff');
    const readings = ask(name, -10 * MINUTE, 51 * MINUTE).flatMap(({ at, reading }) => reducer.push(reading, at));
    const expected = createCuffCycles(createSubject(scenarioTable[name]))(50 * MINUTE)
      .filter(({ endMs }) => endMs < 51 * MINUTE)
      .map(({ outcome: { ok, ...outcome } }) => ({ kind: ok ? 'nibp' : 'nibp-failed', ...outcome }));
    const ended = readings.filter(({ kind }) => kind !== 'cuff-pressure');
    expect(ended).toHaveLength(expected.length);
    for (const [index, reading] of ended.entries()) expect(reading).toMatchObject(expected[index] ?? {});
  });

  test('DV-67 its pressure goes up and then down in a cycle, and is 0 between cycles', () => {
    const [cycle] = createCuffCycles(createSubject(scenarioTable.uneventful))(0).slice(-1);
    const endMs = cycle?.endMs ?? 0;
    const pressures = ask('uneventful', 0, 10 * MINUTE).flatMap(({ at, reading }) =>
      reading.cuffPressureMmHg === undefined ? [] : [{ at, mmHg: reading.cuffPressureMmHg }],
    );
    expect(pressures).toHaveLength(600);
    const during = pressures.filter(({ at }) => at < endMs).map(({ mmHg }) => mmHg);
    const top = during.indexOf(Math.max(...during));
    expect(top).toBeGreaterThan(3);
    expect(top).toBeLessThan(15);
    expect(during.slice(top)).toEqual(during.slice(top).sort((left, right) => right - left));
    expect(pressures.filter(({ at }) => at >= endMs).every(({ mmHg }) => mmHg === 0)).toBe(true);
  });

  test('DV-67 a request may come in pieces; nothing it is told makes it inflate, and noise is not answered', () => {
    const cuff = createEmulatedDevice('suntech', scenarioTable.uneventful);
    const first = cuff.answer(Uint8Array.from([0xff, ...GET_RESULT.slice(0, 2)]), 5 * MINUTE);
    expect(first).toEqual({ said: new Uint8Array(0), unread: Uint8Array.from(GET_RESULT.slice(0, 2)) });
    expect(cuff.answer(Uint8Array.from(GET_RESULT), 5 * MINUTE).said).toHaveLength(24);
    const startBp = Uint8Array.from([0x3a, 0x20, 0xa6, 0, 0, 0]);
    expect(cuff.answer(startBp, 5 * MINUTE).said).toHaveLength(0);
    const pressure = cuff.answer(Uint8Array.from(GET_CUFF_PRESSURE), 5 * MINUTE + 5 * SECOND).said;
    expect(createSuntechDecoder().push(pressure).readings).toMatchObject([{ cuffPressureMmHg: 0 }]);
  });
});

describe('DV-228 a cuff made to be commanded', () => {
  const commanded = () => {
    const cuff = createEmulatedDevice('suntech', scenarioTable.uneventful, { commandedFromMs: 15 * MINUTE });
    const say = (frame: readonly number[], at: number) => cuff.answer(Uint8Array.from(frame), at).said;
    const pressure = (at: number) =>
      createSuntechDecoder().push(say(GET_CUFF_PRESSURE, at)).readings[0]?.cuffPressureMmHg;
    const result = (at: number) => createSuntechDecoder().push(say(GET_RESULT, at)).readings[0];
    const letter = (frame: readonly number[], at: number) => String.fromCharCode(say(frame, at)[2] ?? 0);
    return { cuff, pressure, result, letter };
  };
  const from = 21 * MINUTE;

  test('DV-228 its own schedule ends; a start inflates it once, and another during the cycle is ignored', () => {
    const { pressure, result, letter } = commanded();
    const before = result(15 * MINUTE);
    expect(before).toHaveProperty('systolicMmHg');
    expect(pressure(20 * MINUTE + 5 * SECOND)).toBe(0);
    expect(letter(START_ADULT, from)).toBe('O');
    expect(pressure(from + 5 * SECOND)).toBeGreaterThan(50);
    expect(letter(START_ADULT, from + 10 * SECOND)).toBe('B');
    expect(result(from + 10 * SECOND)).toEqual(before);
    expect(result(from + 41 * SECOND)).not.toEqual(before);
    expect(result(from + 41 * SECOND)).toHaveProperty('systolicMmHg');
    expect(pressure(from + 45 * SECOND)).toBe(0);
  });

  test('DV-228 a stop lets the air out and the cycle failed as stopped; without a cycle it changes nothing', () => {
    const { pressure, result, letter } = commanded();
    expect(letter(ABORT, from)).toBe('A');
    expect(result(from)).toHaveProperty('systolicMmHg');
    letter(START_ADULT, from + 1000);
    expect(letter(ABORT, from + 8000)).toBe('A');
    expect(pressure(from + 9000)).toBe(0);
    expect(result(from + 9000)).toMatchObject({ failure: 'stopped' });
  });

  test('DV-228 a command in pieces is waited for, and means the same', () => {
    const { cuff, pressure } = commanded();
    const first = cuff.answer(Uint8Array.from([0xff, ...START_ADULT.slice(0, 2)]), from);
    expect([first.said.length, first.unread.length]).toEqual([0, 2]);
    cuff.answer(Uint8Array.from(START_ADULT), from);
    expect(pressure(from + 5000)).toBeGreaterThan(50);
  });

  test('DV-228 the cycles follow from the scenario and the commands alone', () => {
    const subject = createSubject(scenarioTable.uneventful);
    const commands = [
      { atMs: from, act: 'start' },
      { atMs: from + 5000, act: 'start' },
      { atMs: from + 60_000, act: 'start' },
      { atMs: from + 70_000, act: 'stop' },
      { atMs: from + 71_000, act: 'stop' },
    ] as const;
    expect(commandedCycles(subject, commands)).toEqual(commandedCycles(subject, commands));
    expect(commandedCycles(subject, commands)).toMatchObject([
      { startMs: from, outcome: { ok: true } },
      { startMs: from + 60_000, endMs: from + 70_000, outcome: { ok: false, failure: 'stopped' } },
    ]);
  });
});

describe('DV-62 bytes of any span', () => {
  test('DV-62 the same bytes come out however a span is cut', () => {
    const from = 17 * MINUTE;
    fc.assert(
      fc.property(
        fc.constantFrom(...scenarioNames),
        fc.array(fc.integer({ min: 0, max: 3 * MINUTE }), { maxLength: 8 }),
        (name, cuts) => {
          const instants = [0, ...cuts, 3 * MINUTE].sort((left, right) => left - right).map((cut) => from + cut);
          const cut = createEmulatedDevice('nonin-df2', scenarioTable[name]);
          const pieces = instants.slice(1).flatMap((to, index) => [...cut.bytes(instants[index] ?? 0, to)]);
          const whole = createEmulatedDevice('nonin-df2', scenarioTable[name]).bytes(from, from + 3 * MINUTE);
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
