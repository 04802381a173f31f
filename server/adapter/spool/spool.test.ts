import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { PlethPacket, WireReading } from '#protocol/adapter-events.ts';
import { packSamples } from '#protocol/pleth-samples.ts';
import { openSpool, spoolPath } from './open-spool.ts';
import type { OpenSpool, SpoolSettings } from './open-spool.ts';
import { BYTES_PER_READING, READINGS_PER_DEVICE } from './spool.ts';

const NOON = Date.UTC(2026, 2, 2, 12);
const HOUR = 3_600_000;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function openAgain(folder: string, settings: Partial<SpoolSettings> = {}) {
  const said: string[] = [];
  const log = pino({ level: 'info' }, { write: (text) => void said.push((JSON.parse(text) as { msg: string }).msg) });
  const opened = openSpool({
    ...{ folder, adapterId: 'box-1', deviceIds: ['ox'], now: () => NOON, speed: 1, log },
    machine: () => ({ boot: 'a', uptimeMs: 0 }),
    ...settings,
  });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return { opened, said };
}

function open(folder: string, settings: Partial<SpoolSettings> = {}): OpenSpool & { readonly said: readonly string[] } {
  const { opened, said } = openAgain(folder, settings);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return { ...opened.value, said };
}

const wire = (seq: number, more: Partial<WireReading> = {}): WireReading =>
  ({
    ...{ kind: 'oximetry', measuredAt: NOON + seq * 1_000, spo2Pct: 97, pulseBpm: 72, quality: 'good', causes: [] },
    ...{ deviceId: 'ox', epoch: 'run-1', seq },
    ...more,
  }) as WireReading;
const wave = (n: number, samples = 75): PlethPacket => ({
  ...{ deviceId: 'ox', measuredAt: NOON + n * 1_000, sampleHz: 75, fullScale: 255 },
  samples: packSamples(Array.from({ length: samples }, (_, at) => at)),
});
const seqs = (readings: readonly WireReading[]): readonly number[] => readings.map(({ seq }) => seq);

describe('what is kept', () => {
  const readings: readonly Reading[] = [
    {
      ...{ kind: 'oximetry', measuredAt: NOON, deviceAt: NOON - 7, quality: 'poor', causes: ['motion'] },
      ...{ spo2Pct: 91, pulseBpm: 130, perfusionIndexPct: 1.25, respiratoryRatePerMin: 14 },
    },
    { kind: 'oximetry', measuredAt: NOON, quality: 'none', causes: ['probe-off'] },
    { kind: 'oximetry', measuredAt: NOON, quality: 'good', causes: [], spo2Pct: 97.25, pulseBpm: 71.5 },
    { kind: 'nibp', measuredAt: NOON, quality: 'good', causes: [], systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91 },
    { kind: 'nibp-failed', measuredAt: NOON, quality: 'none', causes: [], failure: 'timed-out' },
    { kind: 'cuff-pressure', measuredAt: NOON, quality: 'good', causes: [], cuffPressureMmHg: 144 },
  ];

  test('DV-242 every reading comes back as it was, under its identity, in the next run', () => {
    const folder = newFolder();
    const first = open(folder);
    const kept = readings.map((reading, n): WireReading => ({ ...reading, deviceId: 'ox', epoch: 'e', seq: n + 1 }));
    for (const each of kept) first.spool.keep(each);
    first.close();
    const { spool } = open(folder);
    expect(spool.kept).toBe(kept.length);
    spool.align(undefined);
    expect(spool.older(undefined, 10)).toEqual(kept);
  });

  test('DV-242 nothing of earlier runs goes before the clocks are known to each other', () => {
    const folder = newFolder();
    const first = open(folder);
    first.spool.align(0);
    first.spool.keep(wire(1));
    first.close();
    // An hour later by the machine's count; the wall clock was set a day ahead meanwhile.
    const { spool } = open(folder, { now: () => NOON + 25 * HOUR, machine: () => ({ boot: 'a', uptimeMs: HOUR }) });
    expect(spool.older(undefined, 10)).toEqual([]);
    spool.align(-24 * HOUR);
    expect(spool.older(undefined, 10)[0]?.measuredAt).toBe(NOON + 24 * HOUR + 1_000);
  });

  test('DV-243 across boots the server’s clock dates them', () => {
    const folder = newFolder();
    const first = open(folder);
    first.spool.align(500);
    first.spool.keep(wire(1));
    first.close();
    const { spool } = open(folder, { now: () => NOON - 5 * HOUR, machine: () => ({ boot: 'b', uptimeMs: 0 }) });
    spool.align(6 * HOUR);
    expect((spool.older(undefined, 10)[0]?.measuredAt ?? 0) + 6 * HOUR).toBe(NOON + 1_500);
  });

  test('DV-240 what is answered leaves the disk; a page goes on after its last', () => {
    const folder = newFolder();
    const { spool, close } = open(folder);
    spool.align(undefined);
    const kept = Array.from({ length: 10 }, (_, n) => wire(n + 1));
    for (const each of kept) spool.keep(each);
    spool.forget(kept.slice(2, 5));
    expect(spool.kept).toBe(7);
    const page = spool.older(undefined, 4);
    expect(seqs(page)).toEqual([1, 2]);
    expect(seqs(spool.older(page.at(-1), 4))).toEqual([6]);
    spool.settle();
    expect(seqs(spool.older(undefined, 4))).toEqual([1, 2, 6, 7]);
    close();
    expect(open(folder).spool.kept).toBe(7);
  });

  test('DV-249 what a device left that this adapter serves no more waits until it does again', () => {
    const folder = newFolder();
    const first = open(folder, { deviceIds: ['ox', 'cuff'] });
    first.spool.keep(wire(1));
    first.spool.keep(wire(1, { deviceId: 'cuff', epoch: 'c' }));
    first.close();
    const second = open(folder, { deviceIds: ['ox'] });
    second.spool.align(undefined);
    const page = second.spool.older(undefined, 10);
    expect(page.map(({ deviceId }) => deviceId)).toEqual(['ox']);
    second.spool.forget(page);
    second.close();
    const third = open(folder, { deviceIds: ['cuff'] });
    third.spool.align(undefined);
    expect(third.spool.older(undefined, 10).map(({ deviceId }) => deviceId)).toEqual(['cuff']);
  });
});

describe('another clinic', () => {
  const later = (minutes: number) => ({
    now: () => NOON + minutes * 60_000,
    machine: () => ({ boot: 'a', uptimeMs: minutes * 60_000 }),
  });

  test('DV-252 what was kept for one is not sent to another, and goes when the first is back', () => {
    const folder = newFolder();
    const atA = open(folder);
    expect(atA.spool.belongTo('clinic-a')).toBe(false);
    for (const n of [1, 2, 3]) atA.spool.keep(wire(n));
    atA.spool.keepWave(wave(1));
    atA.close();
    // Never met a server: meant for the clinic of the run before.
    const offline = open(folder, later(10));
    offline.spool.keep(wire(1, { epoch: 'run-2' }));
    offline.close();

    const atB = open(folder, later(20));
    atB.spool.keep(wire(1, { epoch: 'run-3' }));
    expect(atB.spool.belongTo('clinic-b')).toBe(true);
    atB.spool.align(undefined);
    expect([atB.spool.older(undefined, 10), atB.spool.waves(10), atB.spool.kept, atB.spool.aside]).toEqual([
      [],
      [],
      0,
      5,
    ]);
    expect(atB.said).toContain('readings of another clinic are kept aside and not sent');
    atB.spool.keep(wire(1, { epoch: 'run-3-b' }));
    expect(atB.spool.older(undefined, 10).map(({ epoch }) => epoch)).toEqual(['run-3-b']);
    expect(atB.spool.belongTo('clinic-b')).toBe(false);
    atB.spool.forget(atB.spool.older(undefined, 10));
    atB.close();

    const back = open(folder, later(30));
    expect(back.spool.belongTo('clinic-a')).toBe(true);
    back.spool.align(undefined);
    expect(back.spool.older(undefined, 10).map(({ epoch, seq }) => `${epoch} ${seq}`)).toEqual([
      'run-1 1',
      'run-1 2',
      'run-1 3',
      'run-2 1',
      'run-3 1',
    ]);
    expect([back.spool.waves(10).length, back.spool.kept, back.spool.aside]).toEqual([1, 5, 0]);
  });

  test('DV-252 a spool that never met a clinic is for the first that answers', () => {
    const folder = newFolder();
    const first = open(folder);
    first.spool.keep(wire(1));
    first.close();
    const second = open(folder, later(10));
    expect(second.spool.belongTo('clinic-a')).toBe(false);
    second.spool.align(undefined);
    expect(seqs(second.spool.older(undefined, 10))).toEqual([1]);
  });

  test('DV-253 what a device left that is served no more does not fill the spool', () => {
    const folder = newFolder();
    const first = open(folder, { deviceIds: ['old'] });
    for (let n = 1; n <= 60; n += 1) first.spool.keep(wire(n, { deviceId: 'old' }));
    first.close();
    const { spool } = open(folder);
    expect(spool.kept).toBe(0);
    spool.keep(wire(1, { epoch: 'e' }));
    expect(spool.kept).toBe(1);
    expect(spool.capacity).toBeGreaterThan(60);
  });
});

describe('room', () => {
  test('DV-244 there is room for 72 hours of two readings a second of each device', () => {
    expect(open(newFolder(), { deviceIds: ['a', 'b'] }).spool.capacity).toBe(2 * 72 * 3_600 * 2);
    expect(READINGS_PER_DEVICE * BYTES_PER_READING).toBeLessThan(26_000_000);
  });

  test('DV-244 a reading takes no more than what is reckoned', () => {
    const folder = newFolder();
    const { spool, close } = open(folder);
    for (let n = 1; n <= 20_000; n += 1) spool.keep(wire(n, { spo2Pct: 90 + (n % 9), pulseBpm: 60 + (n % 90) }));
    close();
    expect(readFileSync(spoolPath(folder, 'box-1')).byteLength / 20_000).toBeLessThan(BYTES_PER_READING);
  });

  test('DV-244 of more than there is room for the oldest are dropped, counted and told', () => {
    const { spool, said } = open(newFolder(), { maxBytes: 10 * BYTES_PER_READING + 40_000, waveBytes: 1 });
    const { capacity } = spool;
    spool.align(undefined);
    for (let n = 1; n <= capacity + 3; n += 1) spool.keep(wire(n));
    expect([spool.kept, spool.dropped, seqs(spool.older(undefined, 1))]).toEqual([capacity, 3, [4]]);
    expect(said.filter((msg) => msg === 'the oldest readings are dropped')).toHaveLength(1);
  });

  test('DV-244 older than 72 hours are dropped only where their age is certain', () => {
    const folder = newFolder();
    const first = open(folder);
    first.spool.keep(wire(1));
    first.close();
    const strange = open(folder, { now: () => NOON + 900 * HOUR, machine: () => ({ boot: 'b', uptimeMs: 0 }) });
    strange.spool.dropOld(NOON + 900 * HOUR);
    expect([strange.spool.kept, strange.spool.dropped]).toEqual([1, 0]);
    strange.close();
    const known = open(folder, { now: () => NOON + 73 * HOUR, machine: () => ({ boot: 'a', uptimeMs: 73 * HOUR }) });
    known.spool.dropOld(NOON + 73 * HOUR);
    expect([known.spool.kept, known.spool.dropped]).toEqual([0, 1]);
  });

  test('DV-246 on a full disk waves go first; then readings are refused, and told of once, until there is room', () => {
    // 60 pages: the schema takes some, waves the rest.
    const { spool, said } = open(newFolder(), { maxBytes: 30_000, waveBytes: 30_000 });
    for (let n = 1; n <= 100; n += 1) spool.keepWave(wave(n, 200));
    spool.align(undefined);
    const before = spool.waves(50).length;
    expect(before).toBeGreaterThan(10);
    const kept: WireReading[] = [];
    for (let n = 1; n <= 5_000; n += 1) {
      const reading = wire(n, { epoch: 'run-1' });
      if (spool.keep(reading)) kept.push(reading);
    }
    expect(said).toContain('the spool has no room: its waves are dropped');
    expect(spool.waves(50)).toEqual([]);
    expect(kept.length).toBeGreaterThan(500);
    expect(spool.kept).toBeLessThanOrEqual(spool.capacity);
  });

  test('DV-247 waves keep to a share of their own: the oldest of them go', () => {
    const { spool } = open(newFolder(), { waveBytes: 10 * (150 + 48) });
    spool.align(undefined);
    for (let n = 1; n <= 15; n += 1) spool.keepWave(wave(n));
    const waves = spool.waves(50);
    expect(waves.map(({ packet }) => packet.measuredAt)).toEqual(
      Array.from({ length: 10 }, (_, n) => NOON + (n + 6) * 1_000),
    );
    expect(Buffer.from(waves[0]?.packet.samples as Uint8Array)).toEqual(Buffer.from(wave(6).samples as Uint8Array));
    spool.forgetWaves(waves.slice(0, 9));
    expect(spool.waves(50)).toHaveLength(1);
  });
});

describe('whose file it is', () => {
  test('DV-245 a second process is refused and told which one has it', () => {
    const folder = newFolder();
    open(folder);
    const { opened } = openAgain(folder);
    expect(opened).toMatchObject({
      ok: false,
      refusal: {
        code: 'conflict',
        message: `${spoolPath(folder, 'box-1')} is in use by process ${process.pid} on ${hostname()}. Stop that one, or give this one another --id.`,
      },
    });
    expect(open(folder, { adapterId: 'box-2' }).spool.kept).toBe(0);
  });

  test('DV-245 another program’s file and a newer Vigil’s are refused in a sentence, and left as they are', () => {
    const folder = newFolder();
    const path = spoolPath(folder, 'box-1');
    const foreign = new DatabaseSync(path);
    foreign.exec('CREATE TABLE cats (name TEXT)');
    foreign.close();
    expect(openAgain(folder).opened).toMatchObject({
      refusal: { message: `${path} is a database of another program, not a spool of Vigil's. Give another --spool.` },
    });
    rmSync(path);
    open(folder).close();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 2');
    newer.close();
    expect(openAgain(folder).opened).toMatchObject({
      refusal: { message: `${path} was written by a newer Vigil (spool 2; this one knows 1). Start that one.` },
    });
  });

  test('DV-245 a spool of another adapter is refused', () => {
    const folder = newFolder();
    open(folder).close();
    const path = spoolPath(folder, 'box-1');
    const db = new DatabaseSync(path);
    db.exec("UPDATE meta SET value = 'box-9' WHERE key = 'adapterId'");
    db.close();
    expect(openAgain(folder).opened).toMatchObject({
      refusal: { message: `${path} is the spool of adapter "box-9". Give this one another --spool.` },
    });
  });

  test.each([
    ['no database at all', (path: string) => writeFileSync(path, 'not a database, whatever its name says')],
    [
      'a database with a torn page',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xaa, 3_000, 9_000);
        writeFileSync(path, bytes);
      },
    ],
  ])('DV-245 a damaged file (%s) is set aside under another name and a new one started', (_, damage) => {
    const folder = newFolder();
    const first = open(folder);
    for (let n = 1; n <= 2_000; n += 1) first.spool.keep(wire(n));
    first.close();
    damage(spoolPath(folder, 'box-1'));
    const { spool, said } = open(folder);
    expect(said).toContain('the spool is damaged: it is set aside and a new one started');
    expect(readdirSync(folder)).toContain('box-1.spool.db.damaged-1');
    expect([spool.kept, spool.keep(wire(1))]).toEqual([0, true]);
  });

  test('DV-246 damaged while it runs: set aside, and what comes next is kept in a new one', () => {
    const folder = newFolder();
    const { spool, said } = open(folder);
    for (let n = 1; n <= 2_000; n += 1) spool.keep(wire(n));
    const other = new DatabaseSync(spoolPath(folder, 'box-1'));
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const bytes = readFileSync(spoolPath(folder, 'box-1'));
    bytes.fill(0xaa, 100);
    writeFileSync(spoolPath(folder, 'box-1'), bytes);
    // SQLite still has pages in its memory: it sees the damage when it needs another.
    spool.align(undefined);
    for (let n = 2_001; n <= 6_000; n += 1) expect(spool.keep(wire(n))).toBe(true);
    spool.older(undefined, 500);
    expect(spool.keep(wire(6_001))).toBe(true);
    expect(said).toContain('the spool is damaged: it is set aside and a new one started');
  });

  test('DV-246 a folder that cannot be written leaves an adapter without a spool, loudly', () => {
    const folder = join(newFolder(), 'file');
    writeFileSync(folder, '');
    const { spool, said } = open(folder);
    expect([spool.keep(wire(1)), spool.kept]).toEqual([false, 0]);
    expect(said).toEqual(['the spool cannot be written: readings wait in memory alone']);
  });
});
