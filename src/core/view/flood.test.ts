import { describe, expect, test } from 'vitest';
import { alertOf, NOW, tileOf } from '../../../tests/support/tiles.ts';
import type { AlertView, TileView } from '../view.ts';
import { floodsOf } from './flood.ts';

/** Chairs 1, 2, 3 … with one alert each, begun so many ms after each other. */
const chairs = (onsets: readonly number[], alert: (index: number) => Partial<AlertView> = () => ({})): TileView[] =>
  onsets.map((onset, i) =>
    tileOf(i + 1, {
      alerts: [alertOf({ alertId: `a${i + 1}`, kind: 'adapter-lost', onsetAt: NOW + onset, ...alert(i) })],
    }),
  );
const listed = (tiles: readonly TileView[]) =>
  floodsOf(tiles).floods.map(({ chairs: of }) => of.map(({ alert }) => alert.alertId));
const left = (tiles: readonly TileView[]) => floodsOf(tiles).rest.map(({ alert }) => alert.alertId);

describe('a flood', () => {
  test.each([
    [[0, 0], [], ['a1', 'a2']],
    [[0, 0, 0], [['a1', 'a2', 'a3']], []],
    [[0, 5_000, 10_000], [['a1', 'a2', 'a3']], []],
    [[0, 5_000, 10_001], [], ['a1', 'a2', 'a3']],
    [[0, 8_000, 9_000, 12_000, 18_001], [['a1', 'a2', 'a3']], ['a4', 'a5']],
    [[0, 11_000, 12_000, 21_000], [['a2', 'a3', 'a4']], ['a1']],
  ])('AL-89 the same technical cause, begun at %j ms', (onsets, floods, rest) => {
    expect(listed(chairs(onsets))).toEqual(floods);
    expect(left(chairs(onsets))).toEqual(rest);
  });
  test('AL-89 the most urgent stands for all and comes first', () => {
    const tiles = chairs([0, 1, 2], (i) => ({ priority: i === 1 ? 'high' : 'medium' }));
    expect(floodsOf(tiles).floods[0]).toMatchObject({
      kind: 'adapter-lost',
      alert: { alertId: 'a2', priority: 'high' },
    });
  });
  test.each(['spo2-low', 'bp-high', 'sedation', 'infusion-past-end', 'pause-long', 'recovery-overdue'] as const)(
    'AL-89 %s has no cause in common',
    (kind) => {
      expect(listed(chairs([0, 0, 0], () => ({ kind })))).toEqual([]);
    },
  );
  test('AL-89 different causes do not add up', () => {
    expect(listed(chairs([0, 0, 0], (i) => (i === 0 ? { kind: 'no-spo2' } : {})))).toEqual([]);
  });
  test('AL-89 the chairs keep their own', () => {
    const tiles = chairs([0, 0, 0]);
    const before = structuredClone(tiles);
    floodsOf(tiles);
    expect(tiles).toEqual(before);
  });
});
