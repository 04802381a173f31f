import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { publishedProtocols } from '../protocols/published.ts';

const MIN = 60;
/** The planned end of the protocol's 40 min. */
const END = 40 * MIN;
const visit = () => watched({ tickMs: 0 });
const pause = (of: WatchedVisit, second: number, happened = second) =>
  of.record(second, { type: 'pump-paused', happenedAt: at(happened) });
const resume = (of: WatchedVisit, second: number) =>
  of.record(second, { type: 'pump-resumed', happenedAt: at(second) });
const stop = (of: WatchedVisit, second: number) =>
  of.record(second, { type: 'infusion-ended', happenedAt: at(second), reason: 'completed' });
const past = (of: WatchedVisit) => of.log('infusion-past-end');
const long = (of: WatchedVisit) => of.log('pause-long');

describe('past its planned end', () => {
  const LOW = `${END + 120} issued infusion-past-end low`;
  const MEDIUM = `${END + 300} raised infusion-past-end medium`;
  test.each([
    [END + 119.999, []],
    [END + 120, [LOW]],
    [END + 299.999, [LOW]],
    [END + 300, [LOW, MEDIUM]],
    [END + 300.001, [LOW, MEDIUM]],
    [END + 9_000, [LOW, MEDIUM]],
  ])('AL-81 at %s s', (now, expected) => {
    expect(past(visit().tick(now))).toEqual(expected);
  });
  test('AL-81 it never moves on by itself; the stop ends it, at that instant', () => {
    const one = visit().tick(END + 400);
    expect(one.state.phase.name).toBe('infusion');
    expect(past(stop(one, END + 401)).at(-1)).toBe(`${END + 401} ended infusion-past-end person`);
  });
  test('AL-81 a pause that is over moves the end', () => {
    const one = resume(pause(visit(), 10 * MIN), 12 * MIN);
    expect(past(one.tick(END + 239.999))).toEqual([]);
    expect(past(one.tick(END + 240))).toEqual([`${END + 240} issued infusion-past-end low`]);
  });
  test('AL-81 a pump that stands still is not past its end, and does not get further past it', () => {
    expect(past(pause(visit(), END - 1).tick(END + 500))).toEqual([]);
    expect(past(pause(visit(), END + 200).tick(END + 900))).toEqual([LOW]);
  });
  test('AL-81 a pause told late that began before the end ends it', () => {
    expect(past(pause(visit(), END + 180, END - 60)).at(-1)).toBe(`${END + 180} ended infusion-past-end person`);
  });
  test('AL-81 across a restart: dated from the return', () => {
    expect(past(visit().resume(END + 1_000))).toEqual([`${END + 1_000} issued infusion-past-end medium`]);
  });
  test('AL-81 not ended after all: asked again at once', () => {
    const one = stop(visit(), END).record(END + 200, { type: 'infusion-reopened', reason: 'pump still runs' });
    expect(past(one)).toEqual([`${END + 200} issued infusion-past-end low`]);
  });
  test('AL-81 an administration asks later, by its own protocol', () => {
    const one = watched({ protocol: publishedProtocols[1], tickMs: 0 }).tick(10 * MIN + 900);
    expect(past(one)).toEqual([`900 issued infusion-past-end low`, `1500 raised infusion-past-end medium`]);
  });
});

describe('a pause that goes on', () => {
  test.each([
    [700 - 0.001, []],
    [700, ['700 issued pause-long low']],
    [1_000 - 0.001, ['700 issued pause-long low']],
    [1_000, ['700 issued pause-long low', '1000 raised pause-long medium']],
  ])('AL-82 paused at 100 s, now %s s', (now, expected) => {
    expect(long(pause(visit(), 100).tick(now))).toEqual(expected);
  });
  test('AL-82 "5 min ago" counts from then', () => {
    expect(long(pause(visit(), 600, 300).tick(900))).toEqual(['900 issued pause-long low']);
  });
  test('AL-82 going on ends it, and the next pause begins anew', () => {
    const one = resume(pause(visit(), 100), 800);
    expect(long(one).at(-1)).toBe('800 ended pause-long person');
    expect(long(pause(one, 810).tick(1_409.999))).toHaveLength(2);
    expect(long(one.tick(1_410)).at(-1)).toBe('1410 issued pause-long low');
  });
  test('AL-82 the stop ends it too', () => {
    expect(long(stop(pause(visit(), 100), 900)).at(-1)).toBe('900 ended pause-long person');
  });
  test('AL-82 across a restart: dated from the return', () => {
    expect(long(pause(visit(), 100).resume(5_000))).toEqual(['5000 issued pause-long medium']);
  });
  test('AL-81 AL-82 a protocol of an earlier Vigil says nothing of it', () => {
    const { undone: _, ...earlier } = publishedProtocols[0];
    expect(long(pause(watched({ protocol: earlier, tickMs: 0 }), 100).tick(9_000))).toEqual([]);
  });
});
