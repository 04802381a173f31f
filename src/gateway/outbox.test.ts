import { describe, expect, test } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { MAX_BATCH, Outbox } from './outbox.ts';
import type { Batch } from './outbox.ts';

const reading = (measuredAt: number): Reading => ({
  kind: 'oximetry',
  measuredAt,
  spo2Pct: 97,
  quality: 'good',
  causes: [],
});
function filled(readings: readonly (readonly [deviceId: string, at: number])[], capacity = 10_000) {
  let epochs = 0;
  const dropped: number[] = [];
  const outbox = new Outbox({
    newEpoch: () => `epoch-${++epochs}`,
    capacity,
    onDropped: ({ seq }) => dropped.push(seq),
  });
  for (const [deviceId, at] of readings) outbox.add(deviceId, reading(at));
  return { outbox, dropped };
}
const seqs = (batch: Batch | undefined): string[] | undefined =>
  batch?.readings.map(({ deviceId, seq }) => `${deviceId}:${seq}`);
const stored = (readings: readonly WireReading[]) =>
  readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'stored' }) as const);
const range = (count: number, deviceId = 'ox') => Array.from({ length: count }, (_, n) => [deviceId, n] as const);

describe('identity', () => {
  test('DV-50 each device counts from 1 in an epoch of its own', () => {
    const { outbox } = filled([
      ['ox', 1],
      ['cuff', 2],
      ['ox', 3],
    ]);
    outbox.online();
    const sent = [outbox.take(), outbox.take()].flatMap((batch) => batch?.readings ?? []);
    expect(new Set(sent.map(({ deviceId, epoch, seq }) => `${deviceId} ${epoch} ${seq}`))).toEqual(
      new Set(['ox epoch-1 1', 'ox epoch-1 2', 'cuff epoch-2 1']),
    );
  });
});

describe('order', () => {
  test('DV-51 after an outage the newest of each device goes first, then the rest, oldest first', () => {
    const { outbox } = filled([...range(3), ['cuff', 9], ...range(2)]);
    outbox.online();
    expect(seqs(outbox.take())).toEqual(['cuff:1', 'ox:5'].sort().reverse());
    expect(seqs(outbox.take())).toEqual(['ox:1', 'ox:2', 'ox:3', 'ox:4']);
    expect(outbox.take()).toBeUndefined();
  });

  test('DV-51 a backlog goes in batches of 500, one at a time, and delays no live reading', () => {
    const { outbox } = filled(range(1_200));
    outbox.online();
    expect(seqs(outbox.take())).toEqual(['ox:1200']);
    const first = outbox.take();
    expect(first?.readings).toHaveLength(MAX_BATCH);
    expect(outbox.take()).toBeUndefined();
    outbox.add('ox', reading(2_000));
    expect(outbox.take()).toMatchObject({ lane: 'live', readings: [{ seq: 1_201 }] });
    if (first) outbox.answered(first, stored(first.readings));
    expect(outbox.take()?.readings[0]?.seq).toBe(501);
  });

  test('DV-51 live readings do not wait for the answers to earlier ones', () => {
    const { outbox } = filled([]);
    outbox.online();
    for (let n = 1; n <= 100; n += 1) {
      outbox.add('ox', reading(n));
      expect(outbox.take()?.readings[0]?.seq).toBe(n);
    }
  });
});

describe('answers', () => {
  test('DV-52 every answer is final: what is stored, repeated or refused is never sent again', () => {
    const { outbox } = filled(range(3));
    outbox.online();
    const [newest, rest] = [outbox.take(), outbox.take()];
    if (!newest || !rest) throw new Error('nothing to send');
    const [first, second] = rest.readings;
    const refusal = { code: 'unknown-device', message: 'Device "ox" is not registered.' } as const;
    const refused = outbox.answered(rest, [
      { epoch: 'epoch-1', seq: 1, status: 'duplicate' },
      { epoch: 'epoch-1', seq: 2, status: 'refused', refusal },
    ]);
    expect([first?.seq, refused?.[0]?.reading]).toEqual([1, second]);
    expect(outbox.answered(newest, stored(newest.readings))).toEqual([]);
    expect(outbox.size).toBe(0);
  });

  test('DV-52 silence is sent again, in its old place', () => {
    const { outbox } = filled(range(4));
    outbox.online();
    const [newest, rest] = [outbox.take(), outbox.take()];
    if (!newest || !rest) throw new Error('nothing to send');
    outbox.silent(rest);
    outbox.silent(newest);
    expect(seqs(outbox.take())).toEqual(['ox:1', 'ox:2', 'ox:3', 'ox:4']);
  });

  test.each([
    ['too few', (readings: readonly WireReading[]) => stored(readings.slice(1))],
    ['of other readings', (readings: readonly WireReading[]) => stored(readings).map((each) => ({ ...each, seq: 99 }))],
  ])('DV-52 answers that are %s count as silence', (_, answersTo) => {
    const { outbox } = filled(range(2));
    outbox.online();
    const [newest] = [outbox.take(), outbox.take()];
    if (!newest) throw new Error('nothing to send');
    expect(outbox.answered(newest, answersTo(newest.readings))).toBeUndefined();
    expect(outbox.size).toBe(2);
  });

  test('DV-52 nothing is sent while the server is away', () => {
    const { outbox } = filled(range(2));
    expect(outbox.take()).toBeUndefined();
    outbox.online();
    outbox.offline();
    outbox.add('ox', reading(3));
    expect(outbox.take()).toBeUndefined();
  });
});

describe('limits', () => {
  test('DV-53 of too many, the oldest not on their way are dropped', () => {
    const { outbox, dropped } = filled(range(5), 3);
    expect(dropped).toEqual([1, 2]);
    outbox.online();
    expect(seqs(outbox.take())).toEqual(['ox:5']);
    expect(seqs(outbox.take())).toEqual(['ox:3', 'ox:4']);
    outbox.add('ox', reading(6));
    outbox.add('ox', reading(7));
    expect([outbox.size, ...dropped.slice(2)]).toEqual([3, 3, 6]);
  });

  test('DV-53 eight hours of a reading a second fit, and the backlog drains', () => {
    const { outbox, dropped } = filled(range(8 * 3_600), 30_000);
    outbox.online();
    for (let batch = outbox.take(); batch; batch = outbox.take()) outbox.answered(batch, stored(batch.readings));
    expect([outbox.size, dropped.length]).toEqual([0, 0]);
  });
});
