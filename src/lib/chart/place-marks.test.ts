import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mark } from './marks.ts';
import { placeMarks, type Row } from './place-marks.ts';

const mark = (at: number, shape: Mark['shape'] = 'entry', label = '', state: Mark['state'] = 'ended'): Mark => ({
  ...{ id: `${shape}-${at}`, at, shape, label, state },
});
/** A pixel a millisecond, five pixels a letter. */
const row = (nowX: number | null = null): Row => ({
  ...{ left: 0, right: 400, nowX },
  x: (at) => at,
  widthOf: (text) => 5 * text.length,
});
const placed = (marks: readonly Mark[], nowX: number | null = null) =>
  placeMarks(marks, row(nowX)).map(({ mark: { id }, x, from, hidden, words }) => ({
    id,
    x,
    ...(from !== undefined && { from }),
    ...(hidden.length > 0 && { hidden: hidden.map((each) => each.id) }),
    ...(words && { words: words.text, at: words.x }),
  }));

describe('UI-263 marks that would meet stay readable', () => {
  test('UI-263 the newest stands at its instant, the earlier ones give way and say from where', () => {
    expect(placed([mark(100, 'medium'), mark(105, 'high')])).toEqual([
      { id: 'medium-100', x: 88, from: 100 },
      { id: 'high-105', x: 105 },
    ]);
  });
  test('UI-263 what would go too far hides behind the next, the most urgent in front, and is counted', () => {
    const marks = [100, 101, 102, 103].map((at) => mark(at, at === 100 ? 'high' : 'medium'));
    expect(placed(marks)).toEqual([
      { id: 'high-100', x: 69, from: 101, hidden: ['medium-101'], words: '+1', at: 47 },
      { id: 'medium-102', x: 86, from: 102 },
      { id: 'medium-103', x: 103 },
    ]);
  });
  test('UI-263 what lies outside the axis is left out', () => {
    expect(placed([mark(-5), mark(401)])).toEqual([]);
  });
  test('UI-263 shapes never meet, and none is lost, whatever there is', () => {
    const any = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 400 }), shape: fc.constantFrom('entry', 'low', 'medium', 'high') }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 400 }), (each, nowX) => {
        const marks = each
          .toSorted((a, b) => a.at - b.at)
          .map(({ at, shape }, index) => ({ ...mark(at, shape, 'Words'), id: String(index) }));
        const all = placeMarks(marks, row(nowX));
        all.forEach(({ x, words }, index) => {
          const next = all[index + 1];
          if (next) expect(next.x - x).toBeGreaterThanOrEqual(17);
          if (!words) return;
          const end = words.x + 5 * words.text.length;
          // Words lie over no other shape, no other words and not over the line of now.
          for (const other of all)
            if (other !== all[index]) expect(end <= other.x - 7 || words.x >= other.x + 7).toBe(true);
          if (x <= nowX) expect(end).toBeLessThanOrEqual(nowX);
        });
        const ids = all.flatMap(({ mark: { id }, hidden }) => [id, ...hidden.map((one) => one.id)]);
        expect(ids.toSorted()).toEqual(marks.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe('UI-263 words beside a mark are never cut', () => {
  test.each([
    ['to the right', 200, null, 'Dissociation 4', 212],
    ['to the left of the line of now', 200, 210, 'Dissociation 4', 118],
    ['short where the room is short', 50, 60, 'Scale', 13],
    ['to the left at the end of the axis', 390, null, 'Dissociation 4', 308],
  ])('UI-263 %s', (_, at, nowX, words, x) => {
    const entry = { ...mark(at, 'entry', 'Dissociation 4'), short: 'Scale' };
    expect(placed([entry], nowX)[0]).toMatchObject({ words, at: x });
  });
  test('UI-263 without room they are left out: a tap tells them', () => {
    expect(placed([mark(20, 'entry', 'Dissociation 4')], 30)).toEqual([{ id: 'entry-20', x: 20 }]);
  });
});
