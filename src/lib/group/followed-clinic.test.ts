import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupTileOf } from '#core/group/group-tile.ts';
import { NOW, tileOf } from '../../../tests/support/tiles.ts';
import { FollowedClinic } from './followed-clinic.ts';

const tile = (chair: number, systolicMmHg = 118) =>
  groupTileOf(tileOf(chair, { nibp: { last: { systolicMmHg, diastolicMmHg: 70, at: NOW, byHand: false } } }), 1);
const of = (seq: number, run = 1) => ({ siteId: 'north', run, seq });
const beat = (seq: number, run = 1) => ({ ...of(seq, run), now: NOW + seq, rate: 1 });
const CHAIRS = ['chair-1', 'chair-2'];
const systolic = (clinic: FollowedClinic, chair = 1): number | undefined =>
  clinic.tiles?.[chair - 1]?.nibp.last?.systolicMmHg;

/** All of a clinic of two chairs, heard at 0: numbers 1 to 3, and a beat. */
function live(): FollowedClinic {
  const clinic = new FollowedClinic('north', 0);
  clinic.takeChairs({ ...of(1), chairIds: CHAIRS }, 0);
  clinic.takeTiles({ ...of(2), tiles: [tile(1)] }, 0);
  clinic.takeTiles({ ...of(3), tiles: [tile(2)] }, 0);
  clinic.takeBeat(beat(4), 0);
  return clinic;
}

describe('ND-34 what is known of another clinic', () => {
  test('ND-34 it is live once all of it was heard, in that clinic’s order and by its clock', () => {
    const clinic = new FollowedClinic('north', 0);
    expect(clinic.status(0)).toBe('loading');
    clinic.takeChairs({ ...of(1), chairIds: CHAIRS }, 10);
    clinic.takeTiles({ ...of(2), tiles: [tile(2)] }, 10);
    clinic.takeBeat(beat(3), 10);
    expect([clinic.status(10), clinic.tiles]).toEqual(['loading', undefined]);
    clinic.takeTiles({ ...of(4), tiles: [tile(1)] }, 10);
    expect(clinic.status(10)).toBe('live');
    expect(clinic.tiles?.map(({ chair }) => chair.chairId)).toEqual(CHAIRS);
    expect(clinic.nowAt(510)).toBe(NOW + 3 + 500);
  });
  test('ND-34 no beat for 2.5 s: old, for 5 s: lost; it is asked for from 2 s on, once a second', () => {
    const clinic = live();
    expect([clinic.check(1_999), clinic.check(2_000), clinic.check(2_900), clinic.check(3_000)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([clinic.status(2_499), clinic.status(2_500)]).toEqual(['live', 'asking']);
    expect([clinic.status(4_999), clinic.status(5_000)]).toEqual(['asking', 'lost']);
    expect(clinic.tiles).toHaveLength(2);
    clinic.takeBeat(beat(5), 6_000);
    expect(clinic.status(6_000)).toBe('live');
  });
  test('ND-34 a hole in the count: not live until all of it came again', () => {
    const clinic = live();
    clinic.takeTiles({ ...of(6), tiles: [tile(1, 150)] }, 100);
    // It may have been overtaken.
    expect([clinic.check(800), clinic.status(800)]).toEqual([false, 'live']);
    clinic.takeBeat(beat(7), 1_000);
    expect([clinic.check(1_000), clinic.status(1_000)]).toEqual([true, 'asking']);
    expect(systolic(clinic)).toBe(150);
    clinic.takeTiles({ ...of(8), tiles: [tile(1, 151), tile(2)] }, 1_100);
    expect(clinic.status(1_100)).toBe('asking');
    clinic.takeChairs({ ...of(9), chairIds: CHAIRS }, 1_200);
    clinic.takeTiles({ ...of(10), tiles: [tile(1, 152), tile(2)] }, 1_200);
    expect([clinic.status(1_200), systolic(clinic)]).toEqual(['live', 152]);
  });
  test('ND-34 one that was overtaken is no hole, and never puts an older value in the place of a newer', () => {
    const clinic = live();
    clinic.takeTiles({ ...of(6), tiles: [tile(1, 150)] }, 100);
    clinic.takeTiles({ ...of(5), tiles: [tile(1, 140)] }, 300);
    clinic.takeBeat(beat(7), 1_000);
    expect([clinic.check(1_500), clinic.status(1_500), systolic(clinic)]).toEqual([false, 'live', 150]);
  });
  test('ND-34 after more holes than are counted one by one it takes all of it, too', () => {
    const clinic = live();
    clinic.takeTiles({ ...of(5_000), tiles: [tile(1, 150), tile(2)] }, 100);
    expect(clinic.status(100)).toBe('asking');
    clinic.takeTiles({ ...of(5_001), tiles: [tile(1), tile(2)] }, 150);
    expect(clinic.status(150)).toBe('asking');
    clinic.takeChairs({ ...of(5_002), chairIds: CHAIRS }, 200);
    clinic.takeTiles({ ...of(5_003), tiles: [tile(1), tile(2)] }, 200);
    expect(clinic.status(200)).toBe('live');
  });
  test('ND-34 a chair that is gone goes, and a clinic without chairs is whole', () => {
    const clinic = live();
    clinic.takeChairs({ ...of(5), chairIds: [] }, 100);
    expect([clinic.status(100), clinic.tiles]).toEqual(['live', []]);
  });
  test('ND-34 beyond 5 s without being filled a hole is a loss, whatever beats', () => {
    const clinic = live();
    clinic.takeBeat(beat(6), 100);
    clinic.check(900);
    for (let at = 1_000; at < 6_000; at += 1_000) clinic.takeBeat(beat(6 + at / 1_000), at);
    expect(clinic.status(5_900)).toBe('lost');
  });
  test('ND-34 in whatever order and however often they come, the newest of each chair stands', () => {
    const messages = [5, 6, 7, 8, 9].map((seq) => ({ ...of(seq), tiles: [tile(1, 100 + seq), tile(2, 100 + seq)] }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages, ...messages], { minLength: 10 }), (shuffled) => {
        const clinic = live();
        for (const message of shuffled) clinic.takeTiles(message, 50);
        expect([systolic(clinic), systolic(clinic, 2), clinic.status(60)]).toEqual([109, 109, 'live']);
      }),
    );
  });
});

describe('ND-35 another process publishes', () => {
  test('ND-35 with a greater run everything is not live until all of it is published anew', () => {
    const clinic = live();
    clinic.takeBeat(beat(1, 2), 100);
    expect([clinic.status(100), clinic.tiles?.length]).toEqual(['asking', 2]);
    clinic.takeTiles({ ...of(900), tiles: [tile(1, 199)] }, 150);
    expect(systolic(clinic)).toBe(118);
    clinic.takeChairs({ ...of(2, 2), chairIds: CHAIRS }, 200);
    clinic.takeTiles({ ...of(3, 2), tiles: [tile(1, 130), tile(2)] }, 200);
    expect([clinic.status(200), systolic(clinic)]).toEqual(['live', 130]);
  });
  test('ND-35 a lower run is not heard, but for a clinic that is lost', () => {
    const clinic = live();
    clinic.takeChairs({ ...of(1, 0), chairIds: [] }, 4_000);
    expect(clinic.tiles).toHaveLength(2);
    clinic.takeChairs({ ...of(1, 0), chairIds: [] }, 5_000);
    clinic.takeBeat(beat(2, 0), 5_000);
    expect([clinic.status(5_000), clinic.tiles]).toEqual(['live', []]);
  });
});
