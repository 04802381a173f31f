import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tileOf } from '../../../tests/support/tiles.ts';
import { merge, type Followed } from './merge.ts';
import { followTiles, patchTiles } from './tiles.ts';

interface View {
  readonly visitId: string | null;
  readonly a: number;
  readonly b: number;
}
const at = (seq: number, view: Partial<View> = {}): Followed<View> => ({
  seq,
  view: { visitId: 'v1', a: 0, b: 0, ...view },
});

describe('UI-42 a view is followed without holes', () => {
  test('UI-42 the next patch changes its keys alone', () => {
    expect(merge(at(4, { b: 7 }), { seq: 5, visitId: 'v1', patch: { a: 1 } })).toEqual({
      kind: 'merged',
      followed: at(5, { a: 1, b: 7 }),
    });
  });
  test.each([
    [4, 'old'],
    [3, 'old'],
    [6, 'broken'],
    [40, 'broken'],
  ])('UI-42 after 4, patch %d is %s', (seq, kind) => {
    expect(merge(at(4), { seq, visitId: 'v1', patch: { a: 1 } }).kind).toBe(kind);
  });
  test('UI-42 a patch of another visit is never merged into what is shown', () => {
    expect(merge(at(4), { seq: 5, visitId: 'v2', patch: { a: 1 } })).toEqual({ kind: 'broken', why: 'other-visit' });
  });
  test('UI-42 the patch that brings another visit names it', () => {
    const merged = merge(at(4), { seq: 5, visitId: 'v2', patch: { visitId: 'v2', a: 1 } });
    expect(merged).toEqual({ kind: 'merged', followed: at(5, { visitId: 'v2', a: 1 }) });
  });
  test('UI-42 lost, repeated or shuffled patches never pass for a whole', () => {
    const patches = Array.from({ length: 8 }, (_, index) => ({
      seq: index + 1,
      visitId: 'v1',
      patch: { a: index + 1 },
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...patches, ...patches]), (arriving) => {
        let followed = at(0);
        for (const patch of arriving) {
          const merged = merge(followed, patch);
          if (merged.kind === 'broken') return;
          if (merged.kind === 'merged') followed = merged.followed;
        }
        expect(followed.view.a).toBe(followed.seq);
      }),
    );
  });
});

describe('UI-42 each tile counts by itself', () => {
  const tiles = followTiles({
    tiles: [
      { seq: 3, view: tileOf(1) },
      { seq: 9, view: tileOf(2) },
    ],
  });
  test('UI-42 a patch changes its own tile', () => {
    const patched = patchTiles(tiles, {
      chairId: 'chair-2',
      visitId: 'visit-2',
      seq: 10,
      patch: { emergencySince: 5 },
    });
    expect(patched?.get('chair-2')?.view.emergencySince).toBe(5);
    expect(patched?.get('chair-1')).toBe(tiles.get('chair-1'));
  });
  test.each([
    ['a hole', 'chair-2', 12],
    ['a chair that was not there', 'chair-3', 1],
  ])('UI-42 %s asks for a snapshot', (_, chairId, seq) => {
    expect(patchTiles(tiles, { chairId, visitId: 'visit-2', seq, patch: {} })).toBeNull();
  });
  test('UI-42 an old patch changes nothing', () => {
    expect(patchTiles(tiles, { chairId: 'chair-1', visitId: 'visit-1', seq: 3, patch: {} })).toBe(tiles);
  });
});
