import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { realTimers } from '#gateway/timers.ts';
import type { PlethPacket, SpoolStatus, WireReading } from '#protocol/adapter-events.ts';
import { MAX_PLETH_PACKETS, packSamples } from '#protocol/pleth-samples.ts';
import { openSpool } from './open-spool.ts';
import { SpoolCare } from './spool-care.ts';
import type { SpoolCareDeps } from './spool-care.ts';
import { BYTES_PER_READING } from './spool.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const log = pino({ level: 'silent' });
const reading = (seq: number): WireReading => ({
  ...{ kind: 'cuff-pressure', measuredAt: seq, quality: 'good', causes: [], cuffPressureMmHg: 90 },
  ...{ deviceId: 'ox', epoch: 'e', seq },
});
const wave: PlethPacket = {
  ...{ deviceId: 'ox', measuredAt: 1, sampleHz: 75, fullScale: 255 },
  samples: packSamples([1, 2, 3]),
};

/** @param room readings the spool has room for */
function care(room: number, deps: Partial<SpoolCareDeps> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-spool-'));
  const opened = openSpool({
    ...{ folder, adapterId: 'a', deviceIds: ['ox'], now: Date.now, speed: 1, log, waveBytes: 1_000_000 },
    maxBytes: room * BYTES_PER_READING,
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const { spool } = opened.value;
  const told: SpoolStatus[] = [];
  const aligned = vi.fn();
  const caring = new SpoolCare({
    spool,
    tellSpool: async (status) => {
      told.push(status);
      return { ok: true, data: { clinicAt: Date.now() + 5_000 } };
    },
    sendWaves: async (packets) => ({ ok: true, data: { answers: packets.map(() => ({ status: 'taken' })) } }),
    waiting: () => 0,
    onAligned: aligned,
    now: Date.now,
    timers: realTimers,
    log,
    ...deps,
  });
  onTestFinished(() => {
    caring.stop();
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { caring, spool, told, aligned };
}
const second = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000);

describe('spool:status', () => {
  test('DV-248 is told at each connect, and then what earlier runs kept may go', async () => {
    const { caring, told, aligned } = care(10);
    await caring.online();
    expect([told, aligned.mock.calls.length]).toEqual([[{ kept: 0, capacity: 10 }], 1]);
    caring.offline();
    await second();
    await caring.online();
    expect(told).toHaveLength(2);
  });

  test.each([undefined, { ok: false, refusal: { code: 'malformed', message: 'no such message' } } as const])(
    'DV-248 a server that does not know it (%o) gets the readings all the same',
    async (answer) => {
      const { caring, spool, aligned } = care(10, { tellSpool: async () => answer });
      spool.keep(reading(1));
      await caring.online();
      expect([aligned.mock.calls.length, spool.older(undefined, 5).length]).toEqual([1, 1]);
    },
  );

  test('DV-248 is told when 80 % is passed, hourly above it, and when it is below again', async () => {
    const { caring, spool, told } = care(10);
    await caring.online();
    const kept = Array.from({ length: 8 }, (_, n) => reading(n + 1));
    for (const each of kept.slice(0, 7)) spool.keep(each);
    await second();
    expect(told.map((each) => each.kept)).toEqual([0]);
    spool.keep(kept[7] ?? reading(9));
    await second();
    await second();
    expect(told.map((each) => each.kept)).toEqual([0, 8]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(told.map((each) => each.kept)).toEqual([0, 8, 8]);
    spool.forget(kept.slice(0, 1));
    await second();
    expect(told.map((each) => each.kept)).toEqual([0, 8, 8, 7]);
    caring.offline();
    spool.keep(reading(10));
    await second();
    expect(told).toHaveLength(4);
  });
});

describe('kept waves', () => {
  test('DV-247 go when all readings are sent, one message a second, and leave once answered', async () => {
    const sent: number[] = [];
    let answers = false;
    const { caring, spool } = care(1_000, {
      sendWaves: async (packets) => {
        sent.push(packets.length);
        return answers ? { ok: true, data: { answers: [] } } : undefined;
      },
    });
    for (let n = 0; n < MAX_PLETH_PACKETS + 2; n += 1) spool.keepWave(wave);
    const readings = Array.from({ length: 60 }, (_, n) => reading(n + 1));
    for (const each of readings) spool.keep(each);
    await second();
    await caring.online();
    await second();
    expect(sent).toEqual([]);
    spool.forget(readings);
    await second();
    expect([sent, spool.waves(100).length]).toEqual([[MAX_PLETH_PACKETS], MAX_PLETH_PACKETS + 2]);
    answers = true;
    for (let n = 0; n < 4; n += 1) await second();
    expect([sent, spool.waves(100).length]).toEqual([[MAX_PLETH_PACKETS, MAX_PLETH_PACKETS, 2], 0]);
  });
});
