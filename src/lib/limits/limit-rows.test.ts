import { describe, expect, test } from 'vitest';
import { calm, NOW } from '../components/fixture-calm.ts';
import { fixtureTrend } from '../components/fixture-trend.ts';
import { marksOf } from '../chart/marks.ts';
import { paneEvents } from '../station/pane-events.ts';
import { changedText, limitRows, wantedOf } from './limit-rows.ts';

const change = {
  at: NOW - 60_000,
  byName: 'Dr. Ruiz',
  reason: 'Lung disease',
  changes: [
    { name: 'spo2-low-medium', from: 90, to: 86 },
    { name: 'pulse-high-medium', from: 130, to: 120, toProtocol: true },
  ],
} as const;
const view = { ...calm, limitChanges: [change] };

describe('the limits of one patient in words', () => {
  test('UI-176 a change stands in the log and on the trend', () => {
    const line =
      'Limits changed by Dr. Ruiz: SpO₂ low, medium priority: 90 → 86; Pulse high, medium priority: 130 → 120 (protocol). Reason: Lung disease';
    expect(changedText(change)).toBe(line);
    expect(paneEvents(view, fixtureTrend(view, NOW)).find(({ id }) => id === 'limits-0')).toEqual({
      id: 'limits-0',
      at: change.at,
      text: line,
    });
    expect(marksOf(view, []).find(({ id }) => id === 'limits-0')).toMatchObject({
      at: change.at,
      label: 'Limits changed',
      short: 'Limits',
    });
  });

  test('UI-171 one row for each, with its unit and its two levels', () => {
    expect(
      limitRows(calm.settableLimits).map(({ title, unit, limits }) => `${title} ${unit} ${limits.length}`),
    ).toEqual([
      'SpO₂ low % 2',
      'Pulse high /min 2',
      'Pulse low /min 2',
      'SYS high mmHg 2',
      'DIA high mmHg 2',
      'SYS low mmHg 2',
      'RR high /min 1',
      'RR low /min 2',
    ]);
  });

  test('UI-171 what is no number is none', () => {
    expect(wantedOf({ 'spo2-low-medium': ' 86 ', 'spo2-low-high': '8x', 'rr-low-high': '' })).toEqual({
      'spo2-low-medium': 86,
      'spo2-low-high': NaN,
      'rr-low-high': NaN,
    });
  });
});
