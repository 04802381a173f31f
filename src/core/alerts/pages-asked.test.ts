import { expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { Alert } from './alert.ts';
import { isSamePage, pagesAskedFor, pagesToCallOff, pagesToSend } from './pages.ts';
import type { Page } from './pages.ts';

const EMPTY = watched({ tickMs: 0 }).state;
const asked = (more: Partial<Alert>) => ({
  ...EMPTY,
  alerts: {
    'spo2-low': {
      alertId: 'x',
      kind: 'spo2-low',
      priority: 'high',
      onsetAt: at(0),
      issuedAt: at(0),
      priorityAt: at(0),
      condition: 'true',
      ...more,
    },
  } as const,
});
const PROVIDER: Page = { alertId: 'x', to: 'provider', askedAt: at(1) };
const SECOND: Page = { ...PROVIDER, to: 'second-person' };
const unansweredSince = at(1);

test.each<[Partial<Alert>, readonly Page[]]>([
  [{}, []],
  [{ unansweredSince }, []],
  [{ unansweredSince, escalatedTo: 'station' }, []],
  [{ unansweredSince, escalatedTo: 'provider' }, [PROVIDER]],
  [{ unansweredSince, escalatedTo: 'second-person' }, [PROVIDER, SECOND]],
  [{ escalatedTo: 'second-person' }, []],
])('AL-128 of %j somebody is paged: %j', (more, pages) => {
  expect(pagesAskedFor(asked(more), at(1))).toEqual(pages);
  expect(pagesToSend(asked(more), at(1))).toEqual(pages);
  expect(pagesToCallOff(asked(more))).toEqual([]);
});
test.each<[Partial<Page>, boolean]>([
  [{}, true],
  [{ alertId: 'y' }, false],
  [{ to: 'second-person' }, false],
  [{ askedAt: at(2) }, false],
])('AL-192 one that differs in %j is the same: %s', (more, expected) => {
  expect(isSamePage(PROVIDER, { ...PROVIDER, ...more })).toBe(expected);
  const { askedAt: _, ...old } = PROVIDER;
  expect([isSamePage(old, PROVIDER), isSamePage(PROVIDER, old), isSamePage(old, old)]).toEqual([true, true, true]);
});
test('AL-130 AL-192 what was taken is not sent again, and is called off once it is answered', () => {
  const open = { ...asked({ unansweredSince, escalatedTo: 'second-person' }), pages: [PROVIDER] };
  expect([pagesToSend(open, at(1)), pagesToCallOff(open)]).toEqual([[SECOND], []]);
  const answered = { ...asked({ escalatedTo: 'second-person' }), pages: [PROVIDER] };
  expect([pagesToSend(answered, at(1)), pagesToCallOff(answered)]).toEqual([[], [PROVIDER]]);
});
