import { describe, expect, test } from 'vitest';
import type { SignOff } from './sign-off.ts';
import { NOT_SIGNED } from './sign-off.ts';
import { isOverdue, recordToDo, SIGNED_WITHIN_MS } from './to-do.ts';

const by = (at: number) => ({ byName: 'somebody', at, contradictions: [] });
const addendum = (at: number, more: object = {}) => ({
  addendumId: `a${at}`,
  text: 'x',
  byName: 'somebody',
  at,
  ...more,
});

describe('REC-145 what a record waits for, and since when', () => {
  test.each<[string, SignOff, ReturnType<typeof recordToDo>]>([
    ['nobody closed it', NOT_SIGNED, { step: 'to-close', since: 100 }],
    ['an addendum came first', { addenda: [addendum(150)] }, { step: 'to-close', since: 100 }],
    ['nobody signed it', { closed: by(200), addenda: [] }, { step: 'to-sign', since: 200 }],
    ['it is signed', { closed: by(200), signed: by(300), addenda: [] }, undefined],
    [
      'addenda since: the oldest that nobody has seen',
      { closed: by(200), signed: by(300), addenda: [addendum(350, { seen: by(360) }), addendum(400), addendum(500)] },
      { step: 'to-see', since: 400 },
    ],
  ])('REC-145 %s', (_, signOff, toDo) => {
    expect(recordToDo(signOff, 100)).toEqual(toDo);
  });
});

describe('REC-145 when it is late', () => {
  const zone = 'America/New_York';
  /** 23:30 of 2 March in New York, the next day in UTC. */
  const since = Date.UTC(2026, 2, 3, 4, 30);
  const midnight = Date.UTC(2026, 2, 3, 5);
  test.each(['to-close', 'co-sign'] as const)('REC-145 %s: from the clinic’s next day on', (step) => {
    expect(isOverdue(step, { since, now: midnight - 1, zone })).toBe(false);
    expect(isOverdue(step, { since, now: midnight, zone })).toBe(true);
    // In UTC it is the same day.
    expect(isOverdue(step, { since, now: midnight, zone: 'UTC' })).toBe(false);
  });
  test.each(['to-sign', 'to-see'] as const)('REC-145 %s: after seven days', (step) => {
    expect(isOverdue(step, { since, now: since + SIGNED_WITHIN_MS, zone })).toBe(false);
    expect(isOverdue(step, { since, now: since + SIGNED_WITHIN_MS + 1, zone })).toBe(true);
  });
});
