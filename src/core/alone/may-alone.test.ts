import { describe, expect, test } from 'vitest';
import { aVisit, esketamine, nurse, told } from '../../../tests/support/visit-builder.ts';
import { EVERY_COMMAND } from '../../../tests/support/every-command.ts';
import type { VisitCommandType } from '../command.ts';
import { decide, evolve } from '../visit.ts';
import { MOST_ALONE_MS, tappedAt } from './decide-alone.ts';
import { MAY_ALONE, mayAlone } from './may-alone.ts';

const TYPES = Object.keys(EVERY_COMMAND) as VisitCommandType[];
/** What was done or seen at the chair. */
const ALLOWED: readonly VisitCommandType[] = [
  'pump:pause',
  'pump:resume',
  'pump:volume',
  'infusion:end',
  'device:give',
  'entry:record',
  'bp:enter',
  'alert:acknowledge',
  'alert:pause-audio',
  'mark:clear',
  'patient:attended',
  'emergency:declare',
  'message:read',
];

describe('what may be entered while the server is away', () => {
  test.each(TYPES)('PH-70 PH-105 %s', (type) => {
    const { state } = aVisit({ phase: 'infusion' });
    expect(mayAlone(state, type).ok).toBe(ALLOWED.includes(type));
    expect(MAY_ALONE[type] === true).toBe(ALLOWED.includes(type));
  });
  test.each(TYPES.filter((type) => !ALLOWED.includes(type)))('PH-70 %s is refused by a sentence', (type) => {
    expect(told(mayAlone(aVisit().state, type))).toMatch(/^not-allowed: [A-Z].* needs the connection to Vigil: .*\.$/);
  });
  test('PH-70 the first device is a start, which is checked; the next ones are not', () => {
    const before = aVisit({ protocol: esketamine });
    expect(told(mayAlone(before.state, 'device:give'))).toContain('The first device needs the connection');
    expect(mayAlone(aVisit({ protocol: esketamine, phase: 'infusion' }).state, 'device:give').ok).toBe(true);
  });
});

describe('the time of a tap that comes later', () => {
  const visit = () => aVisit({ phase: 'infusion', minutes: 5 });
  const at = (ms: number, type: VisitCommandType = 'entry:record') => {
    const { state, now } = visit();
    return told(tappedAt(state, type, now + ms, now));
  };
  test.each([
    ['now', 0, 'accepted'],
    ['a minute ago', -60_000, 'accepted'],
    ['as far ahead as clocks differ', 2_000, 'accepted'],
    ['ahead of that', 2_001, 'future'],
  ])('PH-71 %s: %s ms, %s', (_, ms, expected) => expect(at(ms)).toContain(expected));
  test('PH-71 never before the visit was opened', () => {
    const { state, now } = visit();
    expect(told(tappedAt(state, 'entry:record', state.openedAt, now))).toBe('accepted');
    expect(told(tappedAt(state, 'entry:record', state.openedAt - 1, now))).toContain('out-of-range');
  });
  test('PH-71 at most 12 h back', () => {
    const { state, now } = visit();
    const later = now + MOST_ALONE_MS;
    expect(told(tappedAt(state, 'entry:record', now, later))).toBe('accepted');
    expect(told(tappedAt(state, 'entry:record', now - 1, later))).toContain('stale');
  });
  test('PH-71 a tap ahead of the clinic is of now', () => {
    const { state, now } = visit();
    expect(tappedAt(state, 'entry:record', now + 1_500, now)).toEqual({ ok: true, value: now });
  });
  test('PH-71 what waits for the link has no time of its own', () => {
    expect(at(-1_000, 'visit:end')).toContain('not-allowed');
  });
  test.each(['pump:pause', 'bp:enter', 'entry:record', 'infusion:end'] as const)(
    'PH-72 %s happened at its tap, less the minutes said, however late it is received',
    (type) => {
      const received = visit().after(600_000);
      const tapped = received.now - 540_000;
      const ctx = { ...received.context(nurse), tappedAt: tapped };
      const answer = decide(received.state, { ...EVERY_COMMAND[type], minutesAgo: 2 }, ctx);
      const [event] = answer.ok ? answer.value : [];
      const happened =
        event && 'reading' in event ? event.reading.measuredAt : event && 'happenedAt' in event && event.happenedAt;
      expect(happened).toBe(tapped - 120_000);
    },
  );
  test('PH-72 an emergency that was declared alone runs since its tap', () => {
    const { state, now } = visit();
    const declared = { type: 'emergency-declared', at: now, actor: nurse } as const;
    expect(evolve(state, { ...declared, tappedAt: now - 30_000 }).emergencySince).toBe(now - 30_000);
    expect(evolve(state, declared).emergencySince).toBe(now);
  });
});
