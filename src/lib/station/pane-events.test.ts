import { describe, expect, test } from 'vitest';
import { alertOf } from '../../../tests/support/tiles.ts';
import { paneEvents } from './pane-events.ts';

const MINUTE = 60_000;

describe('UI-50 the opened chair', () => {
  test('UI-50 lists what happened, the newest first, each alert once', () => {
    const past = { kind: 'bp-high', priority: 'medium', text: 'SYS 164 ≥ 160' } as const;
    const events = paneEvents(
      {
        timeline: { openedAt: 0, infusionStartedAt: 5 * MINUTE, axisFrom: 0, axisTo: 100 },
        treatment: null,
        identity: { at: MINUTE, byName: 'K. Marsh' },
        entries: [
          {
            entryId: 'e',
            at: 20 * MINUTE,
            recordedAt: 20 * MINUTE,
            byName: 'K. Marsh',
            entry: { kind: 'scale', scale: 'nausea', score: 1 },
          },
        ],
        alerts: [
          alertOf({ alertId: 'a', priority: 'high', onsetAt: 30 * MINUTE }),
          alertOf({ alertId: 'b', onsetAt: 8 * MINUTE }),
        ],
        excursions: [],
      },
      {
        oximetry: [],
        bps: [],
        alerts: [
          { ...past, alertId: 'b', onsetAt: 8 * MINUTE, endedAt: null },
          { ...past, alertId: 'c', onsetAt: 7 * MINUTE, endedAt: 10 * MINUTE },
        ],
      },
    );
    expect(events.map(({ at, text }) => [at / MINUTE, text])).toEqual([
      [30, 'SpO₂ 88 < 90, high'],
      [20, 'Nausea 1 (K. Marsh)'],
      [8, 'SYS 164 ≥ 160, medium'],
      [7, 'SYS 164 ≥ 160, medium, 3 min'],
      [5, 'Started'],
      [1, 'Identity confirmed (K. Marsh)'],
      [0, 'Visit opened'],
    ]);
  });
});

test('UI-183 an excursion stands in the list with why, and who has seen it', () => {
  const found = { kind: 'spo2-low', text: 'SpO₂ 80 < 90 for 62 s', until: 2 * MINUTE, why: 'disconnected' } as const;
  const events = paneEvents(
    {
      ...{ timeline: null, treatment: null, identity: null, entries: [], alerts: [] },
      excursions: [
        { ...found, markId: 'm', from: MINUTE },
        { ...found, markId: 'n', from: 0, seen: { byName: 'K. Marsh', at: 3 * MINUTE } },
      ],
    },
    { oximetry: [], bps: [], alerts: [] },
  );
  expect(events).toEqual([
    { id: 'm', at: MINUTE, text: 'SpO₂ 80 < 90 for 62 s while disconnected, nobody has seen it' },
    { id: 'n', at: 0, text: 'SpO₂ 80 < 90 for 62 s while disconnected, seen by K. Marsh' },
  ]);
});
