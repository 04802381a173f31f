import { describe, expect, test } from 'vitest';
import { alertOf, freeTile, infusion, NOW, tileOf } from '../../../tests/support/tiles.ts';
import type { Kept } from '../live/kept.ts';
import { addedBy, keepAdded, myChairs, nextBpText, soundText } from './my-chairs.ts';

const cover = { byName: 'K. Marsh', since: NOW, until: NOW + 1, overdue: false };
const listed = (...given: Parameters<typeof myChairs>) =>
  myChairs(...given).map(({ tile, why }) => `${tile.chair.name} ${why}`);
const ended = { name: 'ended', endedAt: NOW, ending: 'home' } as const;

describe('UI-223 whose chairs', () => {
  test('UI-223 those whose visit is theirs, those they cover, and those added by hand', () => {
    const tiles = [
      tileOf(1),
      tileOf(2, { care: { nurseName: 'T. Lee' } }),
      tileOf(3, { care: { nurseName: 'T. Lee', cover } }),
      freeTile(4),
      freeTile(5),
      tileOf(6, { phase: ended }),
    ];
    expect(listed(tiles, 'k. marsh', ['chair-5', 'chair-9'], NOW)).toEqual([
      'Chair 1 nurse',
      'Chair 3 cover',
      'Chair 5 added',
    ]);
    expect(listed(tiles, 'K. Marsh', ['chair-1'], NOW)[0]).toBe('Chair 1 nurse');
    expect(listed(tiles, 'A. Nother', [], NOW)).toEqual([]);
  });
  test('UI-223 the most urgent first: emergency, high, medium, then in their places', () => {
    const tiles = [
      tileOf(1),
      tileOf(2, { alerts: [alertOf({ alertId: 'm', priority: 'medium' })] }),
      tileOf(3, { alerts: [alertOf({ alertId: 'h', priority: 'high' })] }),
      tileOf(4),
      tileOf(5, { emergencySince: NOW }),
    ];
    expect(listed(tiles, 'K. Marsh', [], NOW).map((each) => each.slice(0, 7))).toEqual(
      [5, 3, 2, 1, 4].map((n) => `Chair ${n}`),
    );
  });
});

test.each([
  [{ nextDueAt: NOW + 466_000 }, false, 'Next BP in 7:46'],
  [{ nextDueAt: NOW }, false, 'Next BP in 0:00'],
  [{ nextDueAt: NOW - 80_000 }, false, 'BP due 1:20 ago'],
  [{ nextDueAt: NOW, measuring: { cuffPressureMmHg: 120, at: NOW } }, false, 'Cuff at 120 mmHg'],
  [{}, false, ''],
  [{ nextDueAt: NOW + 466_000 }, true, 'Next BP not known'],
])('UI-223 the next BP: %j, lost %s: %s', (nibp, lost, text) => expect(nextBpText(nibp, NOW, lost)).toBe(text));

test('UI-223 where it sounds, where somebody is watched', () => {
  const sound = { chair: 'absent', station: 'absent', who: 'nobody', since: NOW } as const;
  expect(soundText(tileOf(1), false)).toBe('Sounds at the chair');
  expect(soundText(tileOf(1, { sound }), false)).toBe('No screen, no sound');
  expect(soundText(tileOf(1, { sound: { ...sound, station: 'listens', who: 'station' } }), false)).toBe(
    'No screen, sound at the station',
  );
  expect(soundText(tileOf(1, { phase: infusion(3) }), true)).toBe('Sound not known');
  expect(soundText(freeTile(1), false)).toBe('');
});

test('UI-225 what was added is kept for one person; another begins with none, and nonsense is none', () => {
  const values = new Map<string, unknown>();
  const kept: Kept = {
    read: <T>(key: string) => (values.get(key) as T | undefined) ?? null,
    keep: (key, value) => void values.set(key, value),
    forget: (key) => void values.delete(key),
  };
  expect(addedBy(kept, 'K. Marsh')).toEqual([]);
  keepAdded(kept, 'K. Marsh', ['c1', 'c2']);
  expect(addedBy(kept, 'k. marsh')).toEqual(['c1', 'c2']);
  expect(addedBy(kept, 'T. Lee')).toEqual([]);
  kept.keep('vigil.my-chairs', { name: 'K. Marsh', chairIds: [3, 'c4'] });
  expect(addedBy(kept, 'K. Marsh')).toEqual(['c4']);
  kept.keep('vigil.my-chairs', { name: 'K. Marsh', chairIds: 'c4' });
  expect(addedBy(kept, 'K. Marsh')).toEqual([]);
});
