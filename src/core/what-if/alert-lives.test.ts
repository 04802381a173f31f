import { expect, test } from 'vitest';
import type { AlertEventBody, VisitEvent } from '#core/event.ts';
import { AlertLives } from './alert-lives.ts';
import type { Lives } from './alert-lives.ts';

const actor = { kind: 'system' } as const;
type Fact = AlertEventBody & { readonly s: number };

const spo2 = (limit: number, extreme: number) => ({ of: 'spo2Pct', extreme, is: '<', limit }) as const;
const issued = (s: number, alertId = 'a', more: Partial<Extract<Fact, { type: 'alert-issued' }>> = {}): Fact => ({
  ...{
    type: 'alert-issued',
    alertId,
    kind: 'spo2-low',
    priority: 'medium',
    onsetAt: s * 1_000,
    s,
    excess: spo2(90, 88),
  },
  ...more,
});
const raised = (s: number, more: object = {}): Fact =>
  ({ type: 'alert-raised', alertId: 'a', priority: 'high', s, excess: spo2(90, 84), ...more }) as Fact;
const lowered = (s: number): Fact => ({ type: 'alert-lowered', alertId: 'a', priority: 'low', s });
const confirmed = (s: number): Fact => ({ type: 'alert-confirmed', alertId: 'a', excess: spo2(90, 86), s });
const unconfirmed = (s: number): Fact => ({ type: 'alert-unconfirmed', alertId: 'a', reason: 'none', s });
const seen = (s: number, place: 'chair' | 'station' = 'chair', alertId = 'a'): Fact => ({
  ...{ type: 'alert-acknowledged', alertId, byName: 'N. Okafor', place, s },
});
const paused = (s: number, until: number): Fact => ({
  ...{ type: 'alert-audio-paused', alertId: 'a', until: until * 1_000, byName: 'N. Okafor', s },
});
const again = (s: number): Fact => ({ type: 'alert-resounded', alertId: 'a', reason: 'still true', s });
const ended = (s: number, alertId = 'a'): Fact => ({
  ...{ type: 'alert-ended', alertId, cause: 'in-range', latched: false, s },
});
const advisory = { priority: 'low' } as const;
const waiting = { confirmUntil: 300_000 } as const;

function livesOf(facts: readonly Fact[], until = 100): Lives {
  const lives = new AlertLives();
  for (const { s, ...body } of facts) lives.add({ ...body, at: s * 1_000, actor } as VisitEvent);
  return lives.upTo(until * 1_000);
}

test.each<[string, readonly Fact[], audible: number, unanswered: number, heardFrom?: number]>([
  ['from its issue to its end', [issued(10), ended(40)], 30, 30, 10],
  ['open, to the visit’s end', [issued(10)], 90, 90, 10],
  ['an advisory is silent', [issued(10, 'a', advisory), ended(40)], 0, 0],
  ['from where it became urgent', [issued(10, 'a', advisory), raised(20), ended(40)], 20, 20, 20],
  ['until it is an advisory', [issued(10), lowered(30), ended(40)], 20, 20, 10],
  ['not while it waits for its repeat', [issued(10, 'a', waiting), confirmed(30), ended(40)], 10, 10, 30],
  ['nor once more where a rise waits', [issued(10), raised(20, waiting), unconfirmed(30), ended(40)], 20, 20, 10],
  ['lowered, it waits no more', [issued(10, 'a', waiting), lowered(20), raised(30), ended(40)], 10, 10, 30],
  ['seen at the chair it is quiet', [issued(10), seen(20), ended(40)], 10, 30, 10],
  ['seen from afar it is not', [issued(10), seen(20, 'station'), ended(40)], 30, 30, 10],
  ['seen from afar after the chair it stays quiet', [issued(10), seen(15), seen(20, 'station'), ended(40)], 5, 30, 10],
  ['sounds again', [issued(10), seen(20), again(30), ended(40)], 20, 30, 10],
  ['a rise sounds anew', [issued(10), seen(20), raised(35), ended(40)], 15, 30, 10],
  ['paused for a while', [issued(10), paused(15, 25), ended(40)], 20, 30, 10],
  ['paused past its end', [issued(10), paused(15, 60), ended(40)], 5, 30, 10],
  ['a pause ends with a rise', [issued(10), paused(15, 60), raised(20), ended(40)], 25, 30, 10],
  [
    'two at once are one sound',
    [issued(10), issued(20, 'b', { kind: 'pulse-low' }), ended(40), ended(50, 'b')],
    40,
    40,
    10,
  ],
  ['a second of its kind is the same', [issued(10), issued(20, 'b'), ended(30, 'b'), ended(40)], 30, 30, 10],
  ['whose answer is its answer', [issued(10), issued(20, 'b'), seen(25, 'chair', 'b'), ended(40)], 15, 30, 10],
  ['what comes after its end is nothing', [issued(10), ended(40), raised(50), seen(60)], 30, 30, 10],
  ['of an alert nobody knows: nothing', [ended(40, 'x'), seen(50, 'chair', 'x')], 0, 0],
])('REC-198 how long it could be heard: %s', (_, facts, audible, unanswered, heardFrom) => {
  const { alerts, sums } = livesOf(facts);
  expect([sums.audibleMs, sums.unansweredMs]).toEqual([audible * 1_000, unanswered * 1_000]);
  expect(alerts[0]?.heardFrom).toBe(heardFrom === undefined ? undefined : heardFrom * 1_000);
});

test('REC-196 an alert counts once, at the highest it reached, with the text of that', () => {
  const { alerts, sums } = livesOf([issued(10), raised(20), lowered(30), ended(40), issued(50, 'b', advisory)]);
  expect(sums.alerts).toEqual({ low: 1, medium: 0, high: 1 });
  expect(alerts).toMatchObject([
    { kind: 'spo2-low', priority: 'high', text: 'SpO₂ 84 < 90', issuedAt: 10_000, endedAt: 40_000, audibleMs: 20_000 },
    { priority: 'low', endedAt: null, audibleMs: 0 },
  ]);
  expect(livesOf([issued(10, 'a', waiting), confirmed(20)]).alerts[0]?.text).toBe('SpO₂ 86 < 90');
});
