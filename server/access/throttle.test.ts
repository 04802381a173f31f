import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FIRST_WAIT_MS,
  FORGET_MS,
  FREE_PINS_OF_SCREEN,
  FREE_TRIES,
  FREE_TRIES_OF_ADDRESS,
  LONGEST_WAIT_MS,
  SCREEN_WINDOW_MS,
  Throttle,
} from './throttle.ts';
import type { Guess, Source } from './throttle.ts';

function slowed() {
  let now = 5_000_000;
  return { throttle: new Throttle(() => now), pass: (ms: number) => void (now += ms) };
}
const chair: Source = { kind: 'enrolled', id: 'screen-1' };
const of = (at: string): Guess => ({ at, with: 'pin' });
const kim = of('kim');
const office: Source = { kind: 'address', id: '192.168.1.9' };

test('SEC-146 five tries are free, then the wait doubles from 30 s to 15 min', () => {
  const { throttle, pass } = slowed();
  for (let n = 0; n < FREE_TRIES; n += 1) {
    expect(throttle.waitMs(kim, chair)).toBe(0);
    throttle.tried(kim, chair);
  }
  const waits = Array.from({ length: 7 }, () => {
    const waitMs = throttle.waitMs(kim, chair);
    pass(waitMs - 1);
    expect(throttle.waitMs(kim, chair)).toBe(1);
    pass(1);
    expect(throttle.waitMs(kim, chair)).toBe(0);
    throttle.tried(kim, chair);
    return waitMs / FIRST_WAIT_MS;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(LONGEST_WAIT_MS / FIRST_WAIT_MS).toBe(30);
});

test('SEC-146 a right secret counts anew; one that nobody could look at counts for nothing', () => {
  const { throttle } = slowed();
  for (let n = 0; n < FREE_TRIES; n += 1) throttle.tried(kim, chair);
  throttle.unjudged(kim, chair);
  expect(throttle.waitMs(kim, chair)).toBe(0);
  throttle.tried(kim, chair);
  expect(throttle.waitMs(kim, chair)).toBeGreaterThan(0);
  throttle.succeeded(kim, chair);
  expect(throttle.waitMs(kim, chair)).toBe(0);
});

test('SEC-146 one address guesses at all persons together twenty times; after a day it is forgotten', () => {
  const { throttle, pass } = slowed();
  for (let n = 0; n < FREE_TRIES_OF_ADDRESS; n += 1) throttle.tried(of(`person-${n}`), office);
  expect(throttle.waitMs(of('somebody else'), office)).toBeGreaterThan(0);
  expect(throttle.waitMs(of('somebody else'), { kind: 'address', id: '192.168.1.10' })).toBe(0);
  pass(FORGET_MS);
  throttle.tried(kim, office);
  expect(throttle.waitMs(kim, office)).toBe(0);
});

test('SEC-146 a clock that is set back makes nobody wait', () => {
  const { throttle, pass } = slowed();
  for (let n = 0; n < 20; n += 1) throttle.tried(kim, chair);
  pass(-60 * 60_000);
  expect(throttle.waitMs(kim, chair)).toBe(0);
});

test('SEC-147 no sequence of tries from elsewhere makes a person wait at their enrolled screen', () => {
  const elsewhere = fc.oneof(
    fc.record({ kind: fc.constant('address' as const), id: fc.constantFrom('screen-1', '10.0.0.1', '10.0.0.2') }),
    fc.record({ kind: fc.constant('enrolled' as const), id: fc.constantFrom('screen-2', 'screen-3') }),
  );
  const attack = fc.record({ source: elsewhere, person: fc.constantFrom('kim', 'maya', 'nobody'), ms: fc.nat(60_000) });
  fc.assert(
    fc.property(fc.array(attack, { maxLength: 120, size: 'max' }), (attacks) => {
      const { throttle, pass } = slowed();
      for (const { source, person, ms } of attacks) {
        pass(ms);
        if (throttle.waitMs(of(person), source) === 0) throttle.tried(of(person), source);
        expect(throttle.waitMs(kim, chair)).toBe(0);
      }
    }),
  );
});

test('SEC-147 a flood of addresses is forgotten oldest first, and pushes no screen out', () => {
  const { throttle } = slowed();
  for (let n = 0; n < FREE_TRIES; n += 1) throttle.tried(kim, chair);
  for (let n = 0; n < 12_000; n += 1) throttle.tried(kim, { kind: 'address', id: `10.${n >> 8}.${n & 255}.1` });
  expect(throttle.waitMs(kim, chair)).toBe(FIRST_WAIT_MS);
});

test('SEC-156 fifteen wrong PINs in an hour at one screen, whosever they are, and all PINs wait there; a right one clears its own alone', () => {
  const { throttle, pass } = slowed();
  // Who has one PIN and tries one of everybody else in between.
  for (let n = 0; n < FREE_PINS_OF_SCREEN; n += 1) {
    expect(throttle.waitMs(of(`person-${n}`), chair)).toBe(0);
    throttle.tried(of(`person-${n}`), chair);
    throttle.tried(kim, chair);
    throttle.succeeded(kim, chair);
    pass(1_000);
  }
  expect(throttle.waitMs(kim, chair)).toBe(FIRST_WAIT_MS - 1_000);
  expect(throttle.waitMs({ at: 'kim', with: 'password' }, chair)).toBe(0);
  expect(throttle.waitMs(kim, { kind: 'enrolled', id: 'screen-2' })).toBe(0);
  pass(FIRST_WAIT_MS - 1_000);
  throttle.tried(of('one more'), chair);
  expect(throttle.waitMs(kim, chair)).toBe(2 * FIRST_WAIT_MS);
  pass(SCREEN_WINDOW_MS);
  expect(throttle.waitMs(kim, chair)).toBe(0);
});

test('SEC-156 however long somebody guesses at one screen, an hour has few tries', () => {
  const { throttle, pass } = slowed();
  const tries: number[] = [];
  const hours = 24;
  for (let ms = 0; ms < hours * SCREEN_WINDOW_MS; ms += 5_000) {
    const guess = of(`person-${ms % 7_000}`);
    if (throttle.waitMs(guess, chair) === 0) {
      throttle.tried(guess, chair);
      tries.push(ms);
    }
    pass(5_000);
  }
  for (const from of tries) {
    const inAnHour = tries.filter((ms) => ms >= from && ms < from + SCREEN_WINDOW_MS);
    expect(inAnHour.length).toBeLessThanOrEqual(FREE_PINS_OF_SCREEN + 7);
  }
});

test('SEC-156 wrong PINs make no password wait, nor the other way round', () => {
  const { throttle } = slowed();
  const password: Guess = { at: 'kim', with: 'password' };
  for (let n = 0; n < FREE_TRIES; n += 1) throttle.tried(kim, chair);
  expect([throttle.waitMs(kim, chair), throttle.waitMs(password, chair)]).toEqual([FIRST_WAIT_MS, 0]);
  throttle.succeeded(password, chair);
  expect(throttle.waitMs(kim, chair)).toBe(FIRST_WAIT_MS);
});
