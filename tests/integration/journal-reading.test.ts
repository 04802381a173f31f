import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { AlertEventBody, VisitEvent } from '#core/event.ts';
import { connectReadOnly } from '../../server/journal/schema.ts';
import { ended, noted, read, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

const fact = (body: AlertEventBody, seconds: number): VisitEvent => ({
  ...body,
  at: T + seconds * 1_000,
  actor: { kind: 'system' },
});
const bp = (systolicMmHg: number, seconds: number): VisitEvent =>
  read(1_000 + seconds, {
    kind: 'nibp',
    measuredAt: T + seconds * 1_000,
    systolicMmHg,
    diastolicMmHg: 80,
    spo2Pct: undefined,
  } as never);

describe('JR-29 the trend of a visit', () => {
  test('JR-29 readings by measurement time, with gaps as nulls; BPs of cuff and hand', async () => {
    const journal = await openForTest(newDatabasePath());
    const byHand: VisitEvent = {
      type: 'bp-entered',
      byName: 'Rosa',
      reading: {
        kind: 'nibp',
        measuredAt: T + 1_500,
        quality: 'good',
        causes: [],
        systolicMmHg: 131,
        diastolicMmHg: 79,
        byHand: true,
      },
      at: T + 9_000,
      actor: { kind: 'system' },
    };
    const noValue = read(3);
    const lost = {
      ...noValue,
      reading: { kind: 'oximetry', measuredAt: T + 3_000, quality: 'none', causes: ['probe-off'] },
    };
    await journal.append(visit('a'), [read(4), lost as VisitEvent, read(1, { spo2Pct: 97.5 }), byHand]).durable;
    await journal.append(visit('a'), [noted('n'), read(2)]).durable;
    expect(await journal.trend('a')).toEqual({
      upTo: 6,
      oximetry: {
        at: [T + 880, T + 1_880, T + 3_000, T + 3_880],
        spo2Pct: [97.5, 97, null, 97],
        pulseBpm: [61, 62, null, 64],
        absences: [{ at: T + 3_000, reason: 'probe off' }],
      },
      bps: [{ at: T + 1_500, systolicMmHg: 131, diastolicMmHg: 79, meanMmHg: null, byHand: true }],
      alerts: [],
    });
    const since = await journal.trend('a', 4);
    expect(since).toMatchObject({ upTo: 6, oximetry: { at: [T + 1_880] }, bps: [] });
    expect((await journal.trend('unknown')).upTo).toBe(0);
  });

  test('JR-29 every alert, with the highest priority it reached and its worst value', async () => {
    const journal = await openForTest(newDatabasePath());
    const low = { of: 'spo2Pct', extreme: 88, is: '<', limit: 90 } as const;
    await journal.append(visit('a'), [
      fact(
        { type: 'alert-issued', alertId: '1', kind: 'spo2-low', priority: 'medium', onsetAt: T + 1_000, excess: low },
        16,
      ),
      fact(
        { type: 'alert-raised', alertId: '1', priority: 'high', excess: { ...low, extreme: 85, is: '<=', limit: 85 } },
        20,
      ),
      read(22, { spo2Pct: 81 }),
      fact({ type: 'alert-lowered', alertId: '1', priority: 'medium', excess: low }, 30),
      fact({ type: 'alert-ended', alertId: '1', cause: 'in-range', latched: true }, 40),
      read(50, { spo2Pct: 70 }),
      fact({ type: 'alert-issued', alertId: '2', kind: 'cuff-overdue', priority: 'medium', onsetAt: T + 60_000 }, 60),
    ]).durable;
    const { alerts } = await journal.trend('a', 6);
    expect(alerts).toEqual([
      {
        alertId: '1',
        kind: 'spo2-low',
        priority: 'high',
        text: 'SpO₂ 81 ≤ 85',
        onsetAt: T + 1_000,
        endedAt: T + 40_000,
      },
      {
        alertId: '2',
        kind: 'cuff-overdue',
        priority: 'medium',
        text: 'BP overdue',
        onsetAt: T + 60_000,
        endedAt: null,
      },
    ]);
  });

  test('JR-29 the worst BP of a high one', async () => {
    const journal = await openForTest(newDatabasePath());
    const high = { of: 'systolicMmHg', extreme: 166, is: '>=', limit: 160 } as const;
    await journal.append(visit('a'), [
      fact(
        { type: 'alert-issued', alertId: '1', kind: 'bp-high', priority: 'medium', onsetAt: T + 10_000, excess: high },
        10,
      ),
      bp(172, 60),
    ]).durable;
    expect((await journal.trend('a')).alerts[0]?.text).toBe('SYS 172 ≥ 160');
  });
});

test('JR-30 history is read over a connection that cannot write, while the main thread goes on', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  const events = Array.from({ length: 20_000 }, (_, index) => read(index + 1));
  await journal.append(visit('a'), events).durable;
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  const verified = await journal.verify(visit('a'));
  clearInterval(turning);
  expect(verified).toEqual({ ok: true, rows: 20_000 });
  // Read by the main thread there would have been none.
  expect(turns).toBeGreaterThan(5);
  const db = connectReadOnly(path);
  expect(() => db.exec('DELETE FROM readings')).toThrow('readonly');
  db.close();
});

test('JR-30 a question after the end is refused', async () => {
  const journal = await openForTest(newDatabasePath());
  await journal.close();
  await expect(journal.trend('a')).rejects.toThrow('The journal is closed.');
});

test('JR-15 a reading takes at most 45 bytes on the disk', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  const CHAIRS = 20;
  for (let seq = 1; seq <= 1_200; seq++)
    for (let chair = 1; chair <= CHAIRS; chair++) journal.append(visit(`v${chair}`), [read(seq, {}, `nonin-${chair}`)]);
  await journal.close();
  const db = new DatabaseSync(path, { readOnly: true });
  const { bytes } = db.prepare("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = 'readings'").get() as {
    bytes: number;
  };
  db.close();
  expect(bytes / (1_200 * CHAIRS)).toBeLessThan(45);
});

test('JR-28 a start gives back visits without an end, each event in order', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  const events = {
    a: [noted('1'), read(1), noted('2'), read(2), read(3)],
    b: [noted('1'), ended()],
    c: [read(9, {}, 'x')],
  };
  for (const [id, list] of Object.entries(events)) for (const event of list) journal.append(visit(id), [event]);
  await journal.close();
  const again = await openForTest(path);
  expect([...again.loadVisits()].map(({ visitId }) => visitId)).toEqual(['a', 'c']);
  const loaded = [];
  for (const { visitId, events: ofVisit } of again.loadVisits()) loaded.push([visitId, [...ofVisit]]);
  expect(loaded).toEqual([
    ['a', events.a],
    ['c', events.c],
  ]);
  expect(await again.read(visit('a'), 3)).toEqual(events.a.slice(3));
});
