import { describe, expect, test } from 'vitest';
import { alertOf, NOW } from '../../../tests/support/tiles.ts';
import { leastUrgentFirst, marksOf } from './marks.ts';

const view = { identity: null, timeline: null, treatment: null, entries: [], alerts: [], excursions: [] };
const entry = (entryId: string, at: number, what: object) =>
  ({ entryId, at, recordedAt: at, byName: 'K. Marsh', entry: what }) as never;

describe('UI-54 marks on the chart', () => {
  test('UI-54 entries and steps are squares in order of time', () => {
    const marks = marksOf(
      {
        ...view,
        identity: { at: 10, byName: 'K. Marsh' },
        timeline: { openedAt: 0, infusionStartedAt: 20, axisFrom: 0, axisTo: 100 },
        entries: [
          entry('e1', 15, { kind: 'note', text: 'calm' }),
          entry('e2', 30, { kind: 'scale', scale: 'nausea', score: 1 }),
        ],
      },
      [],
    );
    expect(marks.map(({ shape, label }) => [shape, label])).toEqual([
      ['entry', 'Identity'],
      ['entry', 'Note'],
      ['entry', 'Start'],
      ['entry', 'Nausea 1'],
    ]);
  });
  test('UI-54 a normal answer after a BP has no mark, a drowsy one has', () => {
    const marks = marksOf(
      {
        ...view,
        entries: [
          entry('e1', 15, { kind: 'response', response: 'normal' }),
          entry('e2', 16, { kind: 'response', response: 'drowsy' }),
          entry('e3', 17, { kind: 'bp-started' }),
        ],
      },
      [],
    );
    expect(marks.map(({ label }) => label)).toEqual(['Drowsy']);
  });
  test('UI-54 an alert is filled while open, hollow once seen, grey once ended, and there once', () => {
    const acknowledged = { byName: 'K. Marsh', at: NOW, place: 'chair' } as const;
    const span = { alertId: 'c', kind: 'pulse-high', priority: 'high', text: 'Pulse 142 > 140', onsetAt: 1 } as const;
    const marks = marksOf(
      {
        ...view,
        alerts: [alertOf({ alertId: 'a', onsetAt: 3 }), alertOf({ alertId: 'b', onsetAt: 2, acknowledged })],
      },
      [
        { ...span, endedAt: 2 },
        { ...span, alertId: 'a', onsetAt: 3, endedAt: null },
      ],
    );
    expect(marks.map(({ id, shape, state }) => [id, shape, state])).toEqual([
      ['c', 'high', 'ended'],
      ['b', 'medium', 'seen'],
      ['a', 'medium', 'open'],
    ]);
  });
  test('UI-54 where alerts meet, the open and then the more urgent one is drawn on top', () => {
    const mark = (id: string, shape: 'entry' | 'low' | 'medium' | 'high', state: 'open' | 'seen' | 'ended') =>
      ({ id, at: 1, shape, label: '', state }) as const;
    const drawn = leastUrgentFirst([
      mark('high', 'high', 'open'),
      mark('low', 'low', 'open'),
      mark('entry', 'entry', 'open'),
      mark('over', 'high', 'ended'),
      mark('seen', 'medium', 'seen'),
    ]);
    expect(drawn.map(({ id }) => id)).toEqual(['over', 'seen', 'low', 'high']);
  });
});

describe('UI-183 an excursion found among late readings', () => {
  const found = { markId: 'm', kind: 'spo2-low', text: 'SpO₂ 80 < 90 for 62 s', from: 5, until: 67 } as const;
  test('UI-183 a span of its own, with why, not one of the alerts; seen or not', () => {
    const seen = { byName: 'K. Marsh', at: NOW };
    const excursions = [
      { ...found, why: 'disconnected' as const },
      { ...found, markId: 'n', from: 90, until: 95, why: 'late' as const, seen },
    ];
    const marks = marksOf({ ...view, excursions }, []);
    expect(marks).toEqual([
      {
        ...{ id: 'm', at: 5, until: 67, shape: 'late', state: 'open' },
        label: 'SpO₂ 80 < 90 for 62 s while disconnected',
      },
      {
        ...{ id: 'n', at: 90, until: 95, shape: 'late', state: 'seen' },
        label: 'SpO₂ 80 < 90 for 62 s in readings that came late',
      },
    ]);
    expect(leastUrgentFirst(marks)).toEqual([]);
  });
});

test.each([
  [{ spo2Pct: 96, pulseBpm: 71 }, 'SpO₂ 96 by hand'],
  [{ pulseBpm: 71 }, 'Pulse 71 by hand'],
  [{ respiratoryRatePerMin: 12 }, 'RR 12 by hand'],
])('UI-296 %o is marked as by hand, when it was taken', (values, label) => {
  const marks = marksOf({ ...view, entries: [entry('e1', 15, { kind: 'vitals', ...values })] }, []);
  expect(marks).toMatchObject([{ at: 15, shape: 'entry', label }]);
});
test('UI-295 off the monitor and back are marked', () => {
  const offMonitorTimes = [{ since: 15, until: 315, byName: 'K. Marsh', backAt: 200 }];
  expect(marksOf({ ...view, offMonitorTimes }, []).map(({ at, label }) => [at, label])).toEqual([
    [15, 'Off monitor'],
    [200, 'Back on monitor'],
  ]);
});
