import { expect, test } from 'vitest';
import type { AlertLife } from '#core/what-if/visit-what-if.ts';
import { noWhatIf } from '../../tests/support/no-what-if.ts';
import { heldOf, shownOf } from './what-if.ts';

const life = (issuedAt: number): AlertLife => ({
  ...{ kind: 'spo2-low', priority: 'medium', text: 'SpO₂ 88 < 90', issuedAt, endedAt: issuedAt + 1, audibleMs: 1 },
});
const lives = (count: number): readonly AlertLife[] => Array.from({ length: count }, (_, n) => life(n));
const event = (from: number, heardBefore: boolean) =>
  ({ kind: 'spo2-low', priority: 'medium', from, until: from, worst: 88, heardBefore, heardAfter: false }) as const;

test('REC-203 limits that alarm without end do not fill the memory: lists are cut, what is newly missed comes first, the counts stay', () => {
  const missed = [...Array.from({ length: 40 }, (_, n) => event(n, false)), event(99, true)];
  const held = heldOf({ ...noWhatIf, come: lives(400), missed }, 'Rosa Lind');
  const shown = shownOf(held, true);
  const none = { silenced: 0, lowerOrLater: 0 };
  expect([shown.come.length, shown.missed.length, shown.missed[0]?.from]).toEqual([30, 30, 99]);
  expect(shown.counts).toEqual({ gone: 0, come: 400, changed: 0, missed: 41, newlyMissed: 1, ...none });
  expect(shownOf(heldOf({ ...noWhatIf, come: lives(30) }, null), true)).not.toHaveProperty('counts');
});

test('REC-208 whose it was is left out for who may not see past visits', () => {
  const held = heldOf(noWhatIf, 'Rosa Lind');
  expect(shownOf(held, true)).toMatchObject({ visitId: 'visit-1', patientName: 'Rosa Lind' });
  expect(JSON.stringify(shownOf(held, false))).not.toMatch(/Rosa|visit-1/);
});
