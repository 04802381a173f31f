import { describe, expect, test } from 'vitest';
import { EVERY_COMMAND } from '../../../tests/support/every-command.ts';
import { aVisit, ivKetamine, MINUTE, provider, SECOND } from '../../../tests/support/visit-builder.ts';
import type { Reading } from '../reading.ts';
import { evolve } from '../visit.ts';

const good = { quality: 'good', causes: [] } as const;

describe('the newest of each kind', () => {
  test('PH-3 an older reading, and the same one again, change nothing', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).after(SECOND);
    const at = visit.now;
    const readings: readonly Reading[] = [
      { ...good, kind: 'oximetry', measuredAt: at, spo2Pct: 97, pulseBpm: 70 },
      { ...good, kind: 'nibp', measuredAt: at, systolicMmHg: 130, diastolicMmHg: 80 },
      { kind: 'nibp-failed', measuredAt: at, quality: 'none', causes: [], failure: 'artefact' },
      { ...good, kind: 'cuff-pressure', measuredAt: at, cuffPressureMmHg: 120 },
    ];
    for (const reading of readings) visit.reading(reading);
    const before = visit.state;
    for (const reading of readings) {
      expect(visit.reading(reading).state).toBe(before);
      expect(visit.reading({ ...reading, measuredAt: at - 1 }).state).toBe(before);
    }
    expect(before).toMatchObject({
      oximetry: { spo2Pct: 97 },
      lastSpo2: { value: 97, at },
      lastPulse: { value: 70, at },
      lastBpFailure: { failure: 'artefact' },
      cuffPressure: { cuffPressureMmHg: 120 },
    });
    expect(before.bps.at(-1)).toMatchObject({ systolicMmHg: 130 });
  });
  test('PH-3 a value the device lost leaves the last one with its age', () => {
    const visit = aVisit().spo2(97, 70).after(SECOND).probeOff();
    expect(visit.state).toMatchObject({
      oximetry: { quality: 'none' },
      lastSpo2: { value: 97, at: visit.now - SECOND },
    });
  });
  test('PH-3 after the end readings change nothing', () => {
    const visit = aVisit({ phase: 'ended' }).after(SECOND);
    const before = visit.state;
    expect(visit.spo2().bp().state).toBe(before);
  });
  test('PH-3 the highest BP is kept for the whole visit', () => {
    const visit = aVisit();
    for (const [systolic, diastolic] of [
      [130, 80],
      [150, 90],
      [150, 88],
      [150, 91],
      [149, 99],
    ] as const)
      visit.after(MINUTE).bp(systolic, diastolic);
    for (let i = 0; i < 10; i += 1) visit.after(MINUTE).bp(120, 80);
    expect(visit.state.highestBp).toMatchObject({ systolicMmHg: 150, diastolicMmHg: 91 });
    expect(visit.state.highestDiastolicBp).toMatchObject({ systolicMmHg: 149, diastolicMmHg: 99 });
    expect(visit.state.bps).toHaveLength(8);
  });
});

describe('a link and a watch', () => {
  test('PH-3 the link changes when it changes', () => {
    const visit = aVisit().record({ type: 'adapter-connected', adapterId: 'a' });
    const since = visit.now;
    visit.after(MINUTE).record({ type: 'adapter-connected', adapterId: 'a' });
    expect(visit.state.links?.oximeter).toEqual({ connected: true, since });
    visit.record({ type: 'adapter-disconnected', adapterId: 'a' });
    expect(visit.state.links?.oximeter).toEqual({ connected: false, since: visit.now });
  });
  test('PH-3 a watch that began again dates nothing earlier', () => {
    const visit = aVisit().after(MINUTE).record({ type: 'watch-resumed', from: 0 });
    expect(visit.state.watchedFrom).toBe(visit.now);
  });
  test('PH-1 a visit begins with its opening, once', () => {
    const [opening] = aVisit().events;
    const later = aVisit({ phase: 'infusion' });
    expect(later.state).toMatchObject({ protocol: ivKetamine, openedAt: opening!.at });
    expect(evolve(later.state, opening!)).toBe(later.state);
    expect(() => evolve(undefined, { type: 'waiting-for-ride', at: 0, actor: { kind: 'system' } })).toThrow(
      "A visit's first event is visit-opened, not waiting-for-ride",
    );
  });
});

describe('SpO2 on the way home', () => {
  const since = (visit: ReturnType<typeof aVisit>) => visit.state.spo2SteadySince;
  const inRecovery = () => aVisit({ phase: 'recovery' }).after(10_000);

  test.each([
    [98, true],
    [96, true],
    [95, false],
  ])('PH-39 at %i after a baseline of 98: %s', (spo2, steady) => {
    const visit = inRecovery().spo2(spo2);
    expect(since(visit)).toBe(steady ? visit.now : undefined);
  });
  test('PH-39 it holds since its first second, and a low value begins anew', () => {
    const visit = inRecovery().spo2();
    const first = visit.now;
    expect(since(visit.watched(30))).toBe(first);
    expect(since(visit.watched(1, 95))).toBeUndefined();
    expect(since(visit.watched(10))).toBe(visit.now - 9_000);
  });
  test.each([
    [5_000, true],
    [5_001, false],
  ])('PH-39 across a gap of %i ms: %s', (gap, unbroken) => {
    const visit = inRecovery().spo2();
    const first = visit.now;
    visit.after(gap).spo2();
    expect(since(visit)).toBe(unbroken ? first : visit.now);
  });
  test('PH-39 a lost probe for longer than that begins anew too', () => {
    const visit = inRecovery().spo2();
    for (let s = 0; s < 6; s += 1) visit.after(1_000).probeOff();
    visit.after(1).spo2();
    expect(since(visit)).toBe(visit.now);
  });
  test('PH-39 oxygen ends it, and it holds again only on room air', () => {
    const visit = inRecovery().spo2();
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 2 } });
    expect(since(visit)).toBeUndefined();
    expect(since(visit.watched(10))).toBeUndefined();
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 0 } });
    expect(since(visit)).toBeUndefined();
    expect(since(visit.watched(10))).toBe(visit.now - 9_000);
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 0 } });
    expect(since(visit)).toBe(visit.now - 9_000);
  });
  test('PH-39 “room air” said again changes nothing; oxygen remembered late does', () => {
    const visit = inRecovery().spo2();
    const first = visit.now;
    visit.watched(60).give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 0 } });
    expect(since(visit)).toBe(first);
    visit.give({ type: 'entry:record', minutesAgo: 5, entry: { kind: 'oxygen', flowLPerMin: 2 } });
    expect(visit.state.offOxygenSince).toBe(visit.now);
    expect(since(visit)).toBeUndefined();
  });
  test('PH-39 another baseline begins anew; without one nothing is steady', () => {
    expect(since(aVisit().watched(60))).toBeUndefined();
    const visit = inRecovery()
      .watched(10)
      .give({ ...EVERY_COMMAND['baseline:correct'], spo2Pct: 99 }, provider);
    expect(since(visit)).toBeUndefined();
    expect(since(visit.watched(1, 97))).toBe(visit.now);
    expect(since(visit.watched(1, 96))).toBeUndefined();
  });
  test('PH-39 once monitoring has ended the probe may come off', () => {
    const visit = aVisit({ phase: 'discharge' });
    const steady = since(visit);
    expect(steady).toBeDefined();
    visit.after(MINUTE).spo2(80);
    expect(since(visit)).toBe(steady);
  });
});
