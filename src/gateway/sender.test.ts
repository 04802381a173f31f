import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Reading } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { Outbox } from './outbox.ts';
import { Sender } from './sender.ts';
import type { Transmit, Transmitted } from './sender.ts';

const reading = (measuredAt: number): Reading => ({
  kind: 'oximetry',
  measuredAt,
  spo2Pct: 97,
  quality: 'good',
  causes: [],
});

/** A server that remembers identities, as the real one does, and counts how often it stored each. */
function server() {
  const rows = new Map<string, number>();
  const take = (readings: readonly WireReading[]): Transmitted => ({
    ok: true,
    data: {
      answers: readings.map(({ deviceId, epoch, seq }) => {
        const key = `${deviceId} ${epoch} ${seq}`;
        const isNew = !rows.has(key);
        rows.set(key, (rows.get(key) ?? 0) + (isNew ? 1 : 0));
        return { epoch, seq, status: isNew ? 'stored' : 'duplicate' };
      }),
    },
  });
  return { rows, take };
}

function wired(transmit: Transmit) {
  const outbox = new Outbox({ newEpoch: () => 'e', capacity: 100_000, onDropped: () => undefined });
  const rests: (() => void)[] = [];
  const timers = {
    after: (_: number, run: () => void) => {
      rests.push(run);
      return () => undefined;
    },
    every: () => () => undefined,
  };
  const sender = new Sender({ outbox, transmit, timers, log: pino({ enabled: false }) });
  return { outbox, sender, rests };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sending', () => {
  test('DV-52 a batch the server cannot take now rests and is sent again', async () => {
    const { take, rows } = server();
    let unavailable = true;
    const { outbox, sender, rests } = wired(({ readings }) =>
      Promise.resolve(unavailable ? refuse('unavailable', 'The disk is full.') : take(readings)),
    );
    outbox.online();
    outbox.add('ox', reading(1));
    sender.pump();
    await turn();
    expect([outbox.size, rests.length]).toEqual([1, 1]);
    unavailable = false;
    rests[0]?.();
    await turn();
    expect([outbox.size, rows.size]).toEqual([0, 1]);
  });

  test('DV-52 a batch refused as a whole for any other reason is not sent again', async () => {
    let sent = 0;
    const { outbox, sender } = wired(() => {
      sent += 1;
      return Promise.resolve(refuse('malformed', 'readings:send: "readings" must be an array.'));
    });
    outbox.online();
    outbox.add('ox', reading(1));
    sender.pump();
    await turn();
    expect([outbox.size, sent]).toEqual([0, 1]);
  });

  test('DV-54 whatever is lost on the way, every reading is stored exactly once', async () => {
    const fate = fc.constantFrom('taken', 'taken', 'taken', 'lost', 'answer lost', 'unavailable', 'late');
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('ox', 'cuff') },
      { weight: 1, arbitrary: fc.constantFrom('offline', 'online', 'rest') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 120 }), fc.array(fate, { maxLength: 60 }), async (acts, fates) => {
        const { take, rows } = server();
        const late: (() => void)[] = [];
        const wire = wired(async ({ readings }) => {
          const next = fates.shift() ?? 'taken';
          await turn();
          if (next === 'late') await new Promise<void>((resolve) => late.push(resolve));
          if (next === 'lost') return undefined;
          if (next === 'unavailable') return refuse('unavailable', 'Stopping.');
          const answer = take(readings);
          return next === 'answer lost' ? undefined : answer;
        });
        const added = new Map<string, number>();
        const settle = (): void => {
          for (const resolve of late.splice(0)) resolve();
          for (const run of wire.rests.splice(0)) run();
        };
        for (const [n, each] of acts.entries()) {
          if (each === 'offline') wire.outbox.offline();
          else if (each === 'online') wire.outbox.online();
          else if (each === 'rest') settle();
          else {
            added.set(each, (added.get(each) ?? 0) + 1);
            wire.outbox.add(each, reading(n));
          }
          wire.sender.pump();
          if (n % 3 === 0) await turn();
        }
        wire.outbox.online();
        for (let n = 0; wire.outbox.size > 0 && n < 1_000; n += 1) {
          settle();
          wire.sender.pump();
          await turn();
        }
        const expected = [...added].flatMap(([deviceId, count]) =>
          Array.from({ length: count }, (_, n) => `${deviceId} e ${n + 1}`),
        );
        expect(new Set(rows.keys())).toEqual(new Set(expected));
        expect([...rows.values()].every((times) => times === 1)).toBe(true);
        expect(wire.outbox.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
