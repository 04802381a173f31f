/** Any course at a chair, evaluated at any rate and folded anew at any point: the same alerts (AL-4). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anything, courses, live, runs } from '../../../tests/support/happenings.ts';

const anyTicks = fc.array(fc.constantFrom(90, 250, 250, 1_370, 7_310, 61_000), { minLength: 1, maxLength: 8 });

test('AL-4 any rate of ticks gives the same facts, dates, ids and state, whatever happens', () => {
  fc.assert(
    fc.property(courses(anything), anyTicks, (course, ticks) => {
      const without = live(course, { ticks: [] });
      const often = live(course, { ticks });
      const events = without.after(60_000).record().events;
      expect(often.after(60_000).record().events).toEqual(events);
      expect(often.state).toEqual(without.state);
    }),
    runs(60),
  );
});

test('AL-4 the journal read back at any point gives the live state, and nothing comes of it', () => {
  fc.assert(
    fc.property(courses(anything), (course) => {
      const watched = live(course, {}, (bedside) => {
        bedside.onRestart.push((before) => expect(bedside.state).toEqual(before));
      });
      const known = watched.record().events.length;
      expect(watched.refold().record().events).toHaveLength(known);
    }),
    runs(40),
  );
});
