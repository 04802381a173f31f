import { expect, test } from 'vitest';
import { quality } from '../gallery/fixture-quality.ts';
import { everyWeek } from './every-week.ts';

test('UI-368 in the shapes a week without a visit is a gap, over the change of the clocks and of the year too', () => {
  const [one] = quality.weeks;
  if (!one) throw new Error('The fixture has weeks.');
  const weeks = ['2027-01-04', '2026-12-21', '2026-10-19'].map((monday) => ({ ...one, monday }));
  const shown = everyWeek(weeks);
  expect(shown.map(({ monday }) => monday)).toEqual([
    '2026-10-19',
    '2026-10-26',
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
    '2026-11-30',
    '2026-12-07',
    '2026-12-14',
    '2026-12-21',
    '2026-12-28',
    '2027-01-04',
  ]);
  expect(shown.flatMap(({ monday, week }) => (week ? [monday] : []))).toEqual([
    '2026-10-19',
    '2026-12-21',
    '2027-01-04',
  ]);
  expect(everyWeek([])).toEqual([]);
});
