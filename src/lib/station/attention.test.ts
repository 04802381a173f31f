import { describe, expect, test } from 'vitest';
import { alertOf, infusion, NOW, recovery, tileOf } from '../../../tests/support/tiles.ts';
import { needs, seenCommands } from './attention.ts';
import { calmCount, nextBp, phaseCounts } from './counts.ts';
import { freeTile } from '../../../tests/support/tiles.ts';
import { alertNote, needChairs, needNote, needTitle } from './need-text.ts';

const seen = { byName: 'K. Marsh', at: NOW, place: 'chair' } as const;

describe('UI-46 the rail lists who needs somebody, most urgent first', () => {
  test('UI-46 emergency, then priority, then what nobody acknowledged, then the older', () => {
    const tiles = [
      tileOf(1, { alerts: [alertOf({ alertId: 'low', priority: 'low', onsetAt: 1 })] }),
      tileOf(2, { alerts: [alertOf({ alertId: 'medium-new', onsetAt: 9 })] }),
      tileOf(3, { alerts: [alertOf({ alertId: 'high-seen', priority: 'high', onsetAt: 1, acknowledged: seen })] }),
      tileOf(4, { alerts: [alertOf({ alertId: 'medium-old', onsetAt: 2 })] }),
      tileOf(5, { emergencySince: NOW }),
      tileOf(6, { phase: recovery(31) }),
      tileOf(7, {
        alerts: [
          alertOf({ alertId: 'high', priority: 'high', onsetAt: 8 }),
          alertOf({ alertId: 'medium-seen', acknowledged: seen }),
        ],
      }),
      tileOf(8, {
        latched: [{ alertId: 'mark', kind: 'spo2-low', text: 'SpO₂ 81 ≤ 85', onsetAt: 3, endedAt: 4 }],
      }),
    ];
    expect(needs(tiles, NOW).map(({ id }) => id)).toEqual([
      'emergency-chair-5',
      'high',
      'high-seen',
      'medium-old',
      'medium-new',
      'medium-seen',
      'low',
      'mark',
      'asks-chair-6',
    ]);
  });
  const called = { callId: 'call', byName: 'K. Marsh', at: NOW - 40_000, paged: true } as const;
  const answered = { byName: 'E. Lindqvist', at: NOW, place: 'phone' } as const;
  const line = { messageId: 'line', text: 'All well', byName: 'K. Marsh', from: 'chair', at: NOW } as const;
  test('UI-234 a call stands after the high alerts, a line from the chair after all of them', () => {
    const tiles = [
      tileOf(1, { unread: [line, { ...line, messageId: 'own', from: 'station' }] }),
      tileOf(2, { providerCall: called }),
      tileOf(3, { alerts: [alertOf({ alertId: 'medium' })] }),
      tileOf(4, { alerts: [alertOf({ alertId: 'high', priority: 'high', acknowledged: seen })] }),
    ];
    expect(needs(tiles, NOW).map(({ id }) => id)).toEqual(['high', 'call', 'medium', 'line']);
  });
  test.each([
    [0, 1],
    [599_999, 1],
    [600_000, 0],
  ])('UI-234 who comes stands last, %i ms after the answer: %i', (after, count) => {
    const listed = needs([tileOf(2, { providerCall: { ...called, answered } })], NOW + after);
    expect(listed).toHaveLength(count);
    expect(listed.map(needTitle)).toEqual(count ? ['E. Lindqvist is coming'] : []);
    expect(listed.flatMap(seenCommands)).toEqual([]);
  });
  test('UI-234 one tap answers a call and reads a line', () => {
    const tiles = [tileOf(1, { unread: [line] }), tileOf(2, { providerCall: called })];
    expect(needs(tiles, NOW).flatMap(seenCommands)).toEqual([
      { visitId: 'visit-2', command: { type: 'provider:answer' } },
      { visitId: 'visit-1', command: { type: 'message:read', messageId: 'line' } },
    ]);
  });
  test('UI-46 calm chairs are not listed', () => {
    expect(needs([tileOf(1), freeTile(2)], NOW)).toEqual([]);
  });
  test('UI-46 what a person must know before walking', () => {
    expect(alertNote(alertOf({ alertId: 'a', detail: 'Now 88' }), NOW)).toBe('Now 88. Nobody acknowledged.');
    expect(alertNote(alertOf({ alertId: 'a', detail: 'Now 88' }), NOW, true)).toBe(
      'Last known 88. Nobody acknowledged.',
    );
    expect(alertNote(alertOf({ alertId: 'a', acknowledged: seen, waitingUntil: NOW + 48_000 }), NOW)).toBe(
      'Seen by K. Marsh at the chair. Repeat within 0:48.',
    );
    expect(alertNote(alertOf({ alertId: 'a', priority: 'low' }), NOW)).toBe('');
  });
});

describe('one technical cause on many chairs', () => {
  const lost = (number: number, changes: Parameters<typeof alertOf>[0]) =>
    tileOf(number, {
      alerts: [
        alertOf({
          kind: 'adapter-lost',
          parameter: 'technical',
          text: 'Adapter lost',
          onsetAt: NOW + number,
          ...changes,
        }),
      ],
    });
  const tiles = [lost(1, { alertId: 'a' }), lost(2, { alertId: 'b', priority: 'high' }), lost(4, { alertId: 'c' })];

  test('AL-89 is one item with every chair, the most urgent first, among the others', () => {
    const [other, ...rest] = [tileOf(9, { alerts: [alertOf({ alertId: 'old', onsetAt: NOW - 9 })] }), ...tiles];
    const all = needs([other, ...rest], NOW);
    expect(all.map(({ id }) => id)).toEqual(['flood-a', 'old']);
    const [flood] = all;
    if (!flood) throw new Error('nothing listed');
    expect([needChairs(flood), needTitle(flood), needNote(flood, NOW, String)]).toEqual([
      'Chairs 2, 1 and 4',
      'Adapter lost',
      'One cause on 3 chairs. Nobody acknowledged.',
    ]);
  });
  test('AL-89 "Seen by me" acknowledges each that nobody has acknowledged', () => {
    const [flood] = needs([...tiles.slice(0, 2), lost(4, { alertId: 'c', acknowledged: seen })], NOW);
    expect(flood && seenCommands(flood)).toEqual([
      { visitId: 'visit-2', command: { type: 'alert:acknowledge', alertId: 'b' } },
      { visitId: 'visit-1', command: { type: 'alert:acknowledge', alertId: 'a' } },
    ]);
    expect(flood && needNote(flood, NOW, String)).toBe('One cause on 3 chairs. 2 not acknowledged.');
  });
  test('AL-89 one chair alone is acknowledged or cleared as ever', () => {
    const [alert, mark] = needs(
      [
        tileOf(1, {
          alerts: [alertOf({ alertId: 'a' })],
          latched: [{ alertId: 'm', kind: 'spo2-low', text: 'SpO₂ 81 ≤ 85', onsetAt: 3, endedAt: 4 }],
        }),
      ],
      NOW,
    );
    expect([alert && seenCommands(alert), mark && seenCommands(mark)]).toEqual([
      [{ visitId: 'visit-1', command: { type: 'alert:acknowledge', alertId: 'a' } }],
      [{ visitId: 'visit-1', command: { type: 'mark:clear', alertId: 'm' } }],
    ]);
  });
});

test('UI-182 an excursion found late is an item of its own, seen by a named person like any mark, and its chair is not calm', () => {
  const mark = {
    ...{ alertId: 'm', kind: 'spo2-low' as const, text: 'SpO₂ 80 < 90 for 62 s', onsetAt: 3, endedAt: 4 },
    late: 'disconnected',
  } as const;
  const tile = tileOf(1, { latched: [mark] });
  const [need] = needs([tile], NOW);
  expect(need && [needNote(need, NOW, () => '14:03'), seenCommands(need)]).toEqual([
    'Found late, at 14:03 while disconnected. Nobody has seen it.',
    [{ visitId: 'visit-1', command: { type: 'mark:clear', alertId: 'm' } }],
  ]);
  expect(calmCount([tile])).toBe(0);
});

describe('UI-46 the counts of the header', () => {
  const tiles = [
    tileOf(1),
    tileOf(2, { phase: recovery(3), alerts: [alertOf({ alertId: 'a' })] }),
    freeTile(3),
    tileOf(4),
  ];
  test('UI-46 only the phases there are, free chairs last', () => {
    expect(phaseCounts(tiles)).toEqual([
      { count: 2, of: 'infusion' },
      { count: 1, of: 'recovery' },
      { count: 1, of: 'free' },
    ]);
  });
  test('UI-46 calm is watched, without an alert and without the mark of one nobody saw', () => {
    expect(calmCount(tiles)).toBe(2);
    const mark = { alertId: 'm', kind: 'spo2-low', text: 'SpO₂ 82 < 90', onsetAt: 1, endedAt: 2 } as const;
    expect(calmCount([tileOf(1, { latched: [mark] }), tileOf(2)])).toBe(1);
  });
  test('UI-46 the next BP is the soonest to come, not one overdue', () => {
    const due = (number: number, nextDueAt: number) => tileOf(number, { phase: infusion(5), nibp: { nextDueAt } });
    expect(nextBp([due(1, NOW + 9_000), due(2, NOW - 1), due(3, NOW + 5_000)], NOW)?.tile.chair.chairId).toBe(
      'chair-3',
    );
    expect(nextBp([freeTile(1)], NOW)).toBeNull();
  });
});
