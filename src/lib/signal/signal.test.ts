import { describe, expect, test } from 'vitest';
import { CAUSES } from '#core/reading.ts';
import type { Reading } from '#core/reading.ts';
import type { DeviceOfSite, DeviceReading } from '#protocol/screen-events.ts';
import { causeWords } from './cause-words.ts';
import { clockWords, kept, lastTrouble, ratePerSecond, SHOWN_S, strip, verdict } from './signal.ts';

const NOW = Date.UTC(2026, 2, 2, 14);
const oximeter: DeviceOfSite = {
  deviceId: 'ox-1',
  model: 'nonin-df2',
  kind: 'oximeter',
  label: 'Oximeter 1',
  emulated: false,
  connected: true,
  lowBattery: false,
};
const cuff: DeviceOfSite = { ...oximeter, deviceId: 'cuff-1', model: 'suntech', kind: 'cuff' };
const away: DeviceOfSite = { ...oximeter, connected: false, reason: 'nothing listens there' };

/** So many seconds ago. */
const ago = (
  seconds: number,
  reading: Partial<Reading> & { kind: Reading['kind'] },
  more: Partial<DeviceReading> = {},
): DeviceReading => {
  const at = NOW - seconds * 1_000;
  const whole = { quality: 'good', causes: [], measuredAt: at, ...reading } as unknown as Reading;
  return { deviceId: 'ox-1', at, reading: whole, refusal: { code: 'no-visit', message: 'No visit.' }, ...more };
};
const good = (seconds: number) => ago(seconds, { kind: 'oximetry', spo2Pct: 97, pulseBpm: 70 });
const run = (from: number, to = 0) => Array.from({ length: from - to + 1 }, (_, index) => good(from - index));

describe('the verdict', () => {
  test.each([
    ['a run', run(30), 'Good signal for 30 s', 'good'],
    ['a run of the whole strip', run(60), 'Good signal for a minute or more', 'good'],
    ['a gap of more than 5 s begins anew', [...run(30, 20), ...run(10)], 'Good signal for 10 s', 'good'],
    [
      'a poor one in between',
      [...run(30, 9), ago(8, { kind: 'oximetry', quality: 'poor', causes: ['motion'] }), ...run(7)],
      'Good signal for 7 s',
      'good',
    ],
    [
      'poor now',
      [...run(9, 1), ago(0, { kind: 'oximetry', quality: 'poor', causes: ['low-perfusion'] })],
      'Low perfusion',
      'poor',
    ],
    ['poor without a cause', [ago(0, { kind: 'oximetry', quality: 'poor' })], 'Poor signal', 'poor'],
    [
      'no value',
      [...run(9, 1), ago(0, { kind: 'oximetry', quality: 'none', causes: ['probe-off'] })],
      'Probe off',
      'none',
    ],
    ['none, without a cause', [ago(0, { kind: 'oximetry', quality: 'none' })], 'No value', 'none'],
    ['silent for 5 s', [good(5)], 'Good signal for 5 s', 'good'],
    ['silent for longer', [good(12)], 'No reading for 12 s', 'none'],
    ['nothing ever', [], 'No reading yet', 'none'],
  ])('DV-261 of an oximeter, %s', (_, readings, text, tone) => {
    expect(verdict(oximeter, readings, NOW)).toMatchObject({ text, tone });
  });
  test('DV-261 further causes, a low battery among them, are said too', () => {
    const causes = ['low-battery', 'motion', 'probe-off'] as const;
    expect(verdict(oximeter, [ago(0, { kind: 'oximetry', quality: 'none', causes })], NOW)).toEqual({
      tone: 'none',
      text: 'Probe off',
      more: 'motion, battery low',
    });
    expect(verdict(oximeter, [ago(0, { kind: 'oximetry', spo2Pct: 97, causes: ['low-battery'] })], NOW).more).toBe(
      'Battery low',
    );
  });
  test.each([
    ['before anything came', [], 'Not connected: nothing listens there', undefined],
    ['after readings', [good(12)], 'No reading for 12 s', 'Not connected: nothing listens there'],
  ])('DV-261 away %s, with the reason', (_, readings, text, more) => {
    expect(verdict(away, readings, NOW)).toMatchObject({ text, ...(more && { more }) });
  });
  test.each([
    ['no cycle', [], 'No cycle yet', 'none'],
    ['pressure', [ago(2, { kind: 'cuff-pressure', cuffPressureMmHg: 119.6 })], 'A cycle runs: 120 mmHg', 'good'],
    [
      'pressure that stopped',
      [ago(6, { kind: 'cuff-pressure', cuffPressureMmHg: 90 })],
      'A cycle broke off 6 s ago',
      'none',
    ],
    ['a result', [ago(20, { kind: 'nibp', systolicMmHg: 120, diastolicMmHg: 80 })], 'A result came 20 s ago', 'good'],
    [
      'a doubtful result',
      [ago(20, { kind: 'nibp', quality: 'poor', causes: ['cuff-too-loose'] })],
      'A result came 20 s ago',
      'poor',
    ],
    [
      'a failure',
      [ago(9, { kind: 'nibp-failed', quality: 'none', failure: 'cuff-leak' })],
      'The cycle failed: cuff leak or loose hose',
      'none',
    ],
  ])('DV-261 of a cuff, %s', (_, readings, text, tone) => {
    expect(verdict(cuff, readings, NOW)).toMatchObject({ text, tone });
  });
  test('DV-261 what is refused for another reason than that nobody is there is said', () => {
    const refusal = { code: 'emulated-device', message: 'Device "ox-1" is emulated.' } as const;
    const readings = [good(2), { ...good(0), refusal }];
    expect(verdict(oximeter, readings, NOW)).toEqual({ tone: 'none', text: 'Refused', more: refusal.message });
    expect(lastTrouble([...readings, good(0)])?.refusal).toBe(refusal);
    expect(lastTrouble([good(0)])).toBeUndefined();
  });
});

describe('the strip', () => {
  test('DV-262 a second has the worst that came in it; silence is silence', () => {
    const seconds = strip(
      [
        good(3),
        good(2),
        ago(2, { kind: 'oximetry', quality: 'poor', spo2Pct: 91 }),
        ago(0, { kind: 'oximetry', quality: 'none' }),
      ],
      NOW + 400,
    );
    expect(seconds).toHaveLength(SHOWN_S);
    expect(seconds.slice(-4)).toEqual([
      { quality: 'good', spo2Pct: 97 },
      { quality: 'poor', spo2Pct: 91 },
      { quality: 'silent' },
      { quality: 'none' },
    ]);
    expect(seconds.slice(0, -4).every(({ quality }) => quality === 'silent')).toBe(true);
  });
  test('DV-262 what is kept does not grow: the last minute, and the newest of each kind', () => {
    const old = ago(3_600, { kind: 'nibp', systolicMmHg: 120, diastolicMmHg: 80 });
    const older = ago(3_700, { kind: 'nibp', systolicMmHg: 110, diastolicMmHg: 70 });
    expect(kept([older, old, good(200), good(59), good(0)], NOW)).toEqual([old, good(59), good(0)]);
  });
  test('DV-262 readings a second, over ten', () => {
    expect(ratePerSecond(run(30), NOW)).toBe(1);
    expect(ratePerSecond(run(3), NOW)).toBe(1);
    expect(ratePerSecond([good(30), good(0)], NOW)).toBe(0.1);
    expect(ratePerSecond([{ deviceId: 'ox-1', at: NOW }], NOW)).toBe(0);
  });
});

test('DV-261 every cause has its words', () => {
  expect(causeWords(CAUSES)).toHaveLength(CAUSES.length);
  expect(causeWords([])).toEqual([]);
});
test.each([
  [undefined, 'not measured yet'],
  [99, 'right to a tenth of a second'],
  [2_500, '2.5 s behind, corrected'],
  [-3_600_000, '1 h 00 ahead, corrected'],
])('DV-261 an adapter’s clock that is %s ms off', (ms, words) => {
  expect(clockWords(ms)).toBe(words);
});
