import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freeTile, infusion, NOW, recovery, tileOf } from '../../../tests/support/tiles.ts';
import { gridShape } from './columns.ts';
import { chairNumber, chairTitle, shortName } from './names.ts';
import { phaseWord, ringLook, stationPhase } from './phase-look.ts';
import { inSiteOrder } from './site-order.ts';

const wall = (chairs: number) => gridShape({ chairs, widthPx: 1592, openWidthPx: 1072, heightPx: 1008 });

describe('UI-47 the grid', () => {
  test.each([
    [1, 1, 2, false],
    [6, 2, 3, false],
    [12, 3, 4, false],
    [24, 4, 6, false],
    [64, 8, 8, true],
  ])('UI-47 %d chairs stand in %d rows of %d', (chairs, rows, columns, isDense) => {
    expect(wall(chairs)).toEqual({ rows, columns, isDense });
  });
  test('UI-47 every chair has a place, and up to 24 a full tile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), (chairs) => {
        const { rows, columns, isDense } = wall(chairs);
        expect(rows * columns).toBeGreaterThanOrEqual(chairs);
        if (chairs <= 24) expect(isDense).toBe(false);
      }),
    );
  });
  test('UI-47 tiles stand where the site has its chairs', () => {
    const tiles = [tileOf(2), freeTile(1)];
    const chairs = [
      { chairId: 'chair-1', name: 'Chair 1' },
      { chairId: 'chair-2', name: 'Chair 2' },
    ];
    expect(inSiteOrder(tiles, chairs)).toEqual({ tiles: [tiles[1], tiles[0]], isComplete: true });
    expect(inSiteOrder(tiles, chairs.slice(1)).isComplete).toBe(false);
    expect(inSiteOrder(tiles.slice(1), chairs).isComplete).toBe(false);
  });
});

describe('UI-49 names on a wall', () => {
  test.each([
    ['Rosa Maria Abara', 'R. Abara'],
    ['Abara', 'Abara'],
    ['  Ines   Quiroga ', 'I. Quiroga'],
    ['Émile Zola', 'É. Zola'],
    ['', ''],
  ])('UI-49 %j is %j', (name, short) => {
    expect(shortName({ patientId: 'p', name, birthDate: '1979-11-02' })).toBe(short);
  });
  test.each([
    ['Chair 4', '4', 'Chair 4'],
    ['4', '4', 'Chair 4'],
    ['Garden room', 'Garden room', 'Garden room'],
  ])('UI-49 the chair %j is %j on its tile and %j in a sentence', (name, number, title) => {
    expect([chairNumber(name), chairTitle(name)]).toEqual([number, title]);
  });
});

describe('UI-47 phase and ring of a tile', () => {
  test('UI-47 esketamine is administered, not infused', () => {
    expect(phaseWord(tileOf(1))).toBe('Infusion');
    expect(phaseWord(tileOf(1, { treatment: { treatment: 'administration' } as never }))).toBe('Administration');
    expect(phaseWord(freeTile(1))).toBe('Free');
  });
  test.each([
    [infusion(10), 0.25, 10, '10 of 40 min'],
    [infusion(45), 1, 45, '45 of 40 min'],
    [recovery(9), 0.45, 9, '9 of 20 min'],
    [{ name: 'baseline', since: NOW } as const, undefined, undefined, undefined],
  ])('UI-47 the ring shows the share of the plan', (phase, share, minutes, label) => {
    const ring = ringLook({ phase }, NOW);
    expect([ring?.share, ring?.minutes, ring?.label]).toEqual([share, minutes, label]);
  });
  test('UI-47 a patient who waits for the ride is said so', () => {
    const discharge = { name: 'discharge', infusionStartedAt: 0, infusionEndedAt: 0, monitoringEndedAt: 0 } as const;
    expect(stationPhase({ phase: discharge })).toBe('discharge');
    expect(stationPhase({ phase: { ...discharge, waitingSince: 1 } })).toBe('waiting');
  });
});
