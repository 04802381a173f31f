import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { MAX_BATCH, Outbox } from './outbox.ts';
import type { Batch, OutboxStore } from './outbox.ts';

const reading = (measuredAt: number): Reading => ({
  kind: 'oximetry',
  measuredAt,
  spo2Pct: 97,
  quality: 'good',
  causes: [],
});
const keyOf = ({ deviceId, epoch, seq }: WireReading): string => `${deviceId} ${epoch} ${seq}`;

/** What a disk holds, and hands out a page at a time as objects of its own. */
class Disk implements OutboxStore {
  readonly rows = new Map<string, WireReading>();
  isFull = false;

  keep(kept: WireReading): boolean {
    if (!this.isFull) this.rows.set(keyOf(kept), this.rows.get(keyOf(kept)) ?? kept);
    return this.rows.has(keyOf(kept));
  }
  forget(readings: readonly WireReading[]): void {
    for (const each of readings) this.rows.delete(keyOf(each));
  }
  older(after: WireReading | undefined, limit: number): readonly WireReading[] {
    const all = [...this.rows.values()];
    const start = after ? all.findIndex((each) => keyOf(each) === keyOf(after)) + 1 : 0;
    return all.slice(start, start + limit).map((each) => ({ ...each }));
  }
}

function outboxOn(store: OutboxStore, capacity: number, epoch = 'e') {
  const dropped: number[] = [];
  const outbox = new Outbox({ newEpoch: () => epoch, capacity, onDropped: ({ seq }) => dropped.push(seq), store });
  return { outbox, dropped };
}
const seqs = (batch: Batch | undefined): readonly number[] => batch?.readings.map(({ seq }) => seq) ?? [];
const answer = (outbox: Outbox, batch: Batch): void => {
  outbox.answered(
    batch,
    batch.readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'stored' })),
  );
};
function drain(outbox: Outbox): readonly Batch[] {
  const batches: Batch[] = [];
  for (let batch = outbox.take(); batch; batch = outbox.take()) {
    batches.push(batch);
    answer(outbox, batch);
  }
  return batches;
}

describe('an outbox with a store', () => {
  test('DV-240 a reading is kept before it may be sent, and forgotten once it is answered', () => {
    const disk = new Disk();
    const { outbox } = outboxOn(disk, 10);
    outbox.online();
    outbox.add('ox', reading(1));
    expect([...disk.rows.keys()]).toEqual(['ox e 1']);
    const batch = outbox.take();
    expect([seqs(batch), disk.rows.size]).toEqual([[1], 1]);
    if (batch) answer(outbox, batch);
    expect([disk.rows.size, outbox.size]).toEqual([0, 0]);
  });

  test('DV-241 memory holds a window; the rest stands in the store, and goes oldest first after what is live', () => {
    const disk = new Disk();
    const { outbox, dropped } = outboxOn(disk, 3);
    for (let n = 1; n <= 1_200; n += 1) outbox.add('ox', reading(n));
    expect([outbox.size, disk.rows.size, dropped]).toEqual([3, 1_200, []]);
    outbox.online();
    const [live, first] = [outbox.take(), outbox.take()];
    expect([live?.lane, seqs(live)]).toEqual(['live', [1_200]]);
    expect(seqs(first)).toEqual(Array.from({ length: MAX_BATCH }, (_, n) => n + 1));
    expect(outbox.take()).toBeUndefined();
    if (first) answer(outbox, first);
    const rest = drain(outbox).flatMap(seqs);
    expect(rest).toEqual(Array.from({ length: 699 }, (_, n) => n + 501));
    if (live) answer(outbox, live);
    expect([outbox.size, disk.rows.size]).toEqual([0, 0]);
  });

  test('DV-241 a page without an answer is paged again', () => {
    const disk = new Disk();
    const { outbox } = outboxOn(disk, 2);
    for (let n = 1; n <= 10; n += 1) outbox.add('ox', reading(n));
    outbox.online();
    const [live, page] = [outbox.take(), outbox.take()];
    if (!live || !page) throw new Error('nothing to send');
    outbox.offline();
    outbox.silent(live);
    outbox.silent(page);
    expect(outbox.take()).toBeUndefined();
    outbox.online();
    expect(drain(outbox).flatMap(seqs)).toEqual([10, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(disk.rows.size).toBe(0);
  });

  test('DV-242 readings of earlier runs go under the identities they had, before newer ones that wait', () => {
    const disk = new Disk();
    const before = outboxOn(disk, 10, 'first run').outbox;
    for (let n = 1; n <= 3; n += 1) before.add('ox', reading(n));
    const { outbox } = outboxOn(disk, 10, 'second run');
    outbox.add('ox', reading(9));
    outbox.add('ox', reading(10));
    outbox.online();
    const sent = drain(outbox).flatMap(({ readings }) => readings.map(keyOf));
    expect(sent).toEqual(['ox second run 2', 'ox first run 1', 'ox first run 2', 'ox first run 3', 'ox second run 1']);
  });

  test('DV-242 a store without pages hands over what it restored', () => {
    const rows: WireReading[] = [1, 2].map((n) => ({ ...reading(n), deviceId: 'ox', epoch: 'old', seq: n }));
    const forgotten: WireReading[] = [];
    const { outbox, dropped } = outboxOn(
      { restored: rows, keep: () => undefined, forget: (some) => void forgotten.push(...some) },
      2,
    );
    outbox.add('ox', reading(3));
    expect([outbox.size, dropped, forgotten.map(({ seq }) => seq)]).toEqual([2, [1], [1]]);
    outbox.online();
    expect(drain(outbox).flatMap(seqs)).toEqual([1, 2]);
  });

  test('DV-246 what a full disk cannot keep goes from memory; of too many, the oldest are dropped and told', () => {
    const disk = new Disk();
    const { outbox, dropped } = outboxOn(disk, 3);
    outbox.add('ox', reading(1));
    disk.isFull = true;
    for (let n = 2; n <= 6; n += 1) outbox.add('ox', reading(n));
    expect([outbox.size, dropped]).toEqual([3, [2, 3]]);
    disk.isFull = false;
    outbox.add('ox', reading(7));
    // What leaves memory once there is room again goes to the disk.
    expect([...disk.rows.values()].map(({ seq }) => seq)).toEqual([1, 7, 4]);
    outbox.online();
    expect(drain(outbox).flatMap(seqs).toSorted()).toEqual([1, 4, 5, 6, 7]);
  });

  test('DV-240 however lines and processes come and go, each reading is answered for once at the end', () => {
    const step = fc.constantFrom('add', 'add', 'add', 'online', 'offline', 'take', 'answer', 'silent', 'restart');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), (steps, capacity) => {
        const disk = new Disk();
        const stored = new Set<string>();
        let added = 0;
        let runs = 0;
        let { outbox, dropped } = outboxOn(disk, capacity, `run-${++runs}`);
        let out: Batch[] = [];
        const settle = (batch: Batch | undefined, isAnswered: boolean): void => {
          if (!batch) return;
          if (!isAnswered) return outbox.silent(batch);
          for (const each of batch.readings) stored.add(keyOf(each));
          answer(outbox, batch);
        };
        for (const [n, what] of steps.entries()) {
          if (what === 'add') outbox.add('ox', reading((added += 1)));
          if (what === 'online') outbox.online();
          if (what === 'offline') outbox.offline();
          if (what === 'take') out.push(...[outbox.take()].flatMap((batch) => batch ?? []));
          if (what === 'answer') settle(out.shift(), true);
          if (what === 'silent') settle(out.splice(n % Math.max(out.length, 1), 1)[0], false);
          if (what !== 'restart') continue;
          ({ outbox, dropped } = outboxOn(disk, capacity, `run-${++runs}`));
          out = [];
        }
        outbox.online();
        for (const batch of out) settle(batch, false);
        for (let batch = outbox.take(); batch; batch = outbox.take()) settle(batch, true);
        expect([stored.size, dropped, disk.rows.size, outbox.size]).toEqual([added, [], 0, 0]);
      }),
      { numRuns: 1_000 },
    );
  });
});
