import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReceivedReadings } from './received-readings.ts';
import type { ReceivedRange } from './received-readings.ts';

const of = (seq: number, epoch = 'a'): { deviceId: string; epoch: string; seq: number } => ({
  deviceId: 'nonin-1',
  epoch,
  seq,
});

test('JR-20 a backlog behind the live reading is not taken for received', () => {
  const received = new ReceivedReadings();
  received.add(of(500));
  expect(received.has(of(500))).toBe(true);
  expect(received.has(of(499))).toBe(false);
  expect(received.has(of(501))).toBe(false);
  expect(received.has(of(500, 'b'))).toBe(false);
  for (let seq = 1; seq < 499; seq++) received.add(of(seq));
  expect(received.add(of(499))).toEqual({
    put: { deviceId: 'nonin-1', epoch: 'a', firstSeq: 1, lastSeq: 500 },
    removedFirstSeq: 500,
  });
});

test('JR-20 in any order, with repeats, it knows exactly what came, and its changes on disk give the same', () => {
  const seqs = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('a', 'b')));
  fc.assert(
    fc.property(seqs, (given) => {
      const received = new ReceivedReadings();
      const model = new Set<string>();
      const disk = new Map<string, ReceivedRange>();
      for (const [seq, epoch] of given) {
        const change = received.add(of(seq, epoch));
        expect(change === undefined).toBe(model.has(`${epoch}${seq}`));
        model.add(`${epoch}${seq}`);
        if (change?.removedFirstSeq !== undefined) disk.delete(`${epoch}${change.removedFirstSeq}`);
        if (change !== undefined) disk.set(`${epoch}${change.put.firstSeq}`, change.put);
      }
      const again = new ReceivedReadings(disk.values());
      for (const epoch of ['a', 'b'])
        for (let seq = 0; seq <= 41; seq++) {
          expect(received.has(of(seq, epoch))).toBe(model.has(`${epoch}${seq}`));
          expect(again.has(of(seq, epoch))).toBe(model.has(`${epoch}${seq}`));
        }
    }),
  );
});
