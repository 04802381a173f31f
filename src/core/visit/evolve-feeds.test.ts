import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aVisit,
  COMPLETE_SET_UP,
  makeReady,
  MINUTE,
  nurse,
  OPENED_AT,
  SECOND,
} from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { watched } from '../../../tests/support/watched-visit.ts';
import type { FedKind } from '../feeds.ts';
import { linkOf } from '../feeds.ts';
import { startMissing } from '../gate.ts';
import { chairView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';
import type { VisitEvent } from '../event.ts';

const to = (kind: FedKind, deviceId?: string) =>
  ({ type: 'device-changed', kind, ...(deviceId !== undefined && { deviceId }) }) as const;
const viewOf = (visit: VisitBuilder) =>
  chairView(
    {
      chair: { chairId: 'chair-1', name: 'Chair 1' },
      visit: visit.state,
      patient: null,
      devices: [],
      recorded: true,
    },
    visit.now,
  );
/** An infusion that knows its devices, with a live value. */
const infusing = () =>
  aVisit({ phase: 'infusion' }).record(to('oximeter', 'ox-1')).record(to('cuff', 'cuff-1')).watched(60);
/** A reading as if of another device. */
const of = (visit: VisitBuilder, deviceId: string, measuredAt: number, spo2Pct: number) =>
  visit.record({
    type: 'reading-recorded',
    source: { deviceId, epoch: 'e', seq: measuredAt },
    reading: { kind: 'oximetry', quality: 'good', causes: [], measuredAt, spo2Pct, pulseBpm: 70 },
  });

describe('another oximeter', () => {
  test('PH-92 the first that is told has fed the visit all along: nothing changes', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const { feeds: _, latestAt: _l, ...before } = visit.state;
    const { feeds, latestAt: _m, ...after } = visit.record(to('oximeter', 'ox-1')).state;
    expect(after).toEqual(before);
    expect(feeds).toEqual({ oximeter: { deviceId: 'ox-1', since: OPENED_AT } });
    expect(visit.record(to('oximeter', 'ox-1')).state.oximetry).toBeDefined();
  });
  test.each([
    ['another', 'ox-2'],
    ['none', undefined],
  ])('PH-92 %s: the old value is old at once, with the reason', (_, deviceId) => {
    const visit = infusing();
    expect(viewOf(visit).spo2.status).toBe('live');
    const view = viewOf(visit.record(to('oximeter', deviceId)));
    expect([view.spo2, view.pulse]).toMatchObject([
      { status: 'stale', value: 98, reason: 'device changed' },
      { status: 'stale', value: 72, reason: 'device changed' },
    ]);
    expect(view.perfusionIndexPct).toBeNull();
  });
  test('PH-92 the next one’s value is live, or its reason why there is none', () => {
    const visit = infusing().record(to('oximeter', 'ox-2'));
    expect(viewOf(of(visit.copy().after(SECOND), 'ox-2', visit.now + SECOND, 91)).spo2).toMatchObject({
      status: 'live',
      value: 91,
    });
    const off = visit.after(SECOND).record({
      type: 'reading-recorded',
      source: { deviceId: 'ox-2', epoch: 'e', seq: 1 },
      reading: { kind: 'oximetry', quality: 'none', causes: ['probe-off'], measuredAt: visit.now },
    });
    expect(viewOf(off).spo2).toMatchObject({ status: 'stale', reason: 'probe off' });
    expect(viewOf(off.after(6 * SECOND)).spo2).toMatchObject({ status: 'none', reason: 'probe off' });
  });
  test.each([
    ['ox-1', -1, false],
    ['ox-2', -1, false],
    ['ox-1', 0, false],
    ['ox-2', 0, true],
    ['ox-1', 1, false],
    ['ox-2', 1, true],
  ])('PH-92 a reading of %s measured %i ms from the change is judged: %s', (deviceId, ms, judged) => {
    const visit = infusing().after(10).record(to('oximeter', 'ox-2'));
    const at = visit.now;
    of(visit.after(5), deviceId, at + ms, 80);
    expect(visit.state.lastSpo2?.value).toBe(judged ? 80 : 98);
  });
  test('PH-93 PH-92 where it sits is asked again, and its minute, steadiness and proof begin anew', () => {
    const ready = makeReady(aVisit()).record(to('oximeter', 'ox-1')).record(to('cuff', 'cuff-1'));
    expect(startMissing(ready.state, ready.now)).toEqual([]);
    const swapped = ready.record(to('oximeter', 'ox-2'), nurse);
    expect(startMissing(swapped.state, swapped.now)).toEqual([
      'Enter the hand that has the oximeter.',
      'The oximeter is not proved to be on this patient: take the probe off and put it on again.',
      'SpO₂ and pulse need 60 s of good signal: look at the probe.',
    ]);
    expect(swapped.state.setUp.cuffArm).toBe(COMPLETE_SET_UP.cuffArm);
    for (let second = 0; second <= 61; second += 1) of(swapped.after(SECOND), 'ox-2', swapped.now, 97);
    swapped.give({ type: 'setup:record', setUp: { oximeterHand: 'right' } });
    expect(startMissing(swapped.state, swapped.now)).toEqual([
      'The oximeter is not proved to be on this patient: take the probe off and put it on again.',
    ]);
  });
  test('PH-22 the proof needs off and on of the present oximeter', () => {
    const visit = makeReady(aVisit()).record(to('oximeter', 'ox-1'));
    visit.after(SECOND).probeOff().record(to('oximeter', 'ox-2'));
    of(visit.after(SECOND), 'ox-2', visit.now, 97);
    expect(visit.state.probeSeenOn).toBe(false);
    visit.after(SECOND).record({
      type: 'reading-recorded',
      source: { deviceId: 'ox-2', epoch: 'e', seq: 1 },
      reading: { kind: 'oximetry', quality: 'none', causes: ['probe-off'], measuredAt: visit.now },
    });
    of(visit.after(SECOND), 'ox-2', visit.now, 97);
    expect(visit.state.probeSeenOn).toBe(true);
  });
  test('PH-92 AL-1 an open alert stays, without data; the next one’s good values end it after their own clearing time', () => {
    const visit = watched().record(0, to('oximeter', 'd')).steady(0, 20, 88).record(20.5, to('oximeter', 'ox-2'));
    expect(visit.log()).toEqual(['15 issued spo2-low medium']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', reason: 'Device changed' });
    visit.tick(29);
    expect(visit.log()).toEqual(['15 issued spo2-low medium']);
  });
  test('PH-92 what one device held is nothing to the next: 10 s and 10 s of 88 % are no 15 s', () => {
    const visit = watched().record(0, to('oximeter', 'ox-1'));
    const second = (at: number, deviceId: string) => {
      const measuredAt = visit.state.openedAt + at * SECOND;
      visit.record(at, {
        type: 'reading-recorded',
        source: { deviceId, epoch: 'e', seq: at },
        reading: { kind: 'oximetry', quality: 'good', causes: [], measuredAt, spo2Pct: 88, pulseBpm: 70 },
      });
    };
    for (let at = 1; at <= 10; at += 1) second(at, 'ox-1');
    visit.record(10.5, to('oximeter', 'ox-2'));
    for (let at = 11; at <= 25; at += 1) second(at, 'ox-2');
    expect(visit.log()).toEqual([]);
    second(26, 'ox-2');
    expect(visit.log()).toEqual(['26 issued spo2-low medium']);
  });
  test('PH-92 AL-13 the timer of the missing signal runs on from the last value of either', () => {
    const visit = watched().record(0, to('oximeter', 'd')).steady(0, 100).record(105, to('oximeter', 'ox-2')).tick(200);
    expect(visit.log('no-spo2')).toEqual([
      '110 issued no-spo2 low',
      '120 raised no-spo2 medium',
      '160 raised no-spo2 high',
    ]);
  });
});

describe('another cuff', () => {
  test('PH-92 a cycle under way and the old one’s failure are gone; blood pressures stay', () => {
    const visit = infusing().bp(124, 80).after(SECOND);
    visit.reading({ kind: 'cuff-pressure', measuredAt: visit.now, quality: 'good', causes: [], cuffPressureMmHg: 120 });
    expect(viewOf(visit).nibp.measuring).toBeDefined();
    const before = visit.state;
    visit.record(to('cuff', 'cuff-2'));
    expect(viewOf(visit).nibp.measuring).toBeUndefined();
    expect(viewOf(visit).nibp.last?.systolicMmHg).toBe(124);
    expect(visit.state.setUp).toEqual({ ...before.setUp, cuffArm: undefined });
    expect(visit.state.lastSpo2).toBe(before.lastSpo2);
    expect(viewOf(visit).spo2.status).toBe('live');
  });
  test('PH-92 a result of the old cuff that comes after the swap only charts; one typed by hand counts', () => {
    const visit = infusing().record(to('cuff', 'cuff-2'));
    const before = visit.state.bps;
    visit.after(MINUTE).bp(190, 120);
    expect(visit.state.bps).toBe(before);
    visit.give({ type: 'bp:enter', systolicMmHg: 130, diastolicMmHg: 80, minutesAgo: 0 });
    expect(visit.state.bps.at(-1)?.systolicMmHg).toBe(130);
  });
});

describe('another chair', () => {
  test('PH-49 PH-92 all its devices are others; nothing of the old ones looks live, and both sides are asked again', () => {
    const visit = infusing().record({ type: 'adapter-connected', adapterId: 'a' });
    visit.give({ type: 'visit:move', chairId: 'chair-2' });
    expect(viewOf(visit).spo2).toMatchObject({ status: 'stale', reason: 'device changed' });
    expect(visit.state.setUp).not.toHaveProperty('cuffArm');
    expect(visit.state.setUp).not.toHaveProperty('oximeterHand');
    expect(viewOf(visit).link).toBeNull();
    const moved = visit.state;
    expect(visit.record(to('oximeter', 'ox-2')).record(to('cuff', 'cuff-2')).state.lastSpo2).toEqual(moved.lastSpo2);
    expect(visit.state.feeds).toEqual({
      oximeter: { deviceId: 'ox-2', since: visit.now },
      cuff: { deviceId: 'cuff-2', since: visit.now },
    });
  });
  test('PH-50 PH-92 a corrected patient is the same person on the same devices', () => {
    const visit = infusing().give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong card' });
    expect(viewOf(visit).spo2.status).toBe('live');
  });
});

describe('the links', () => {
  test('AL-15 each device has its own; an event of an older journal speaks for both', () => {
    const visit = aVisit().record({ type: 'adapter-connected', adapterId: 'a' });
    const since = visit.now;
    visit.after(MINUTE).record({ type: 'adapter-disconnected', adapterId: 'b', feeds: ['cuff'] });
    expect(visit.state.links).toEqual({
      oximeter: { connected: true, since },
      cuff: { connected: false, since: visit.now },
    });
    expect(linkOf(visit.state)).toEqual({ connected: false, since: visit.now });
    visit.after(MINUTE).record({ type: 'adapter-connected', adapterId: 'b', feeds: ['cuff'] });
    expect(linkOf(visit.state)).toEqual({ connected: true, since: visit.now });
  });
  test('AL-15 a device taken away takes its link with it', () => {
    const visit = infusing().record({ type: 'adapter-disconnected', adapterId: 'b', feeds: ['cuff'] });
    expect(visit.record(to('cuff')).state.links).toEqual({});
    expect(linkOf(visit.state)).toBeUndefined();
  });
});

test('PH-92 PH-3 whatever changes when, no value of a device that is gone is ever the newest, and replay gives the same', () => {
  const step = fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('change' as const), to: fc.constantFrom('ox-1', 'ox-2', undefined) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('reading' as const),
        from: fc.constantFrom('ox-1', 'ox-2'),
        late: fc.nat(6_000),
        spo2Pct: fc.integer({ min: 80, max: 99 }),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const visit = aVisit({ phase: 'infusion' }).record(to('oximeter', 'ox-1'));
      let present: string | undefined = 'ox-1';
      let since = visit.now;
      for (const each of steps) {
        visit.after(700);
        const before: VisitState = visit.state;
        if (each.do === 'change') {
          visit.record(to('oximeter', each.to)).tick();
          if (each.to !== present) since = visit.now;
          present = each.to;
          expect(Object.keys(visit.state.alerts)).toEqual(expect.arrayContaining(Object.keys(before.alerts)));
        } else {
          of(visit, each.from, visit.now - each.late, each.spo2Pct).tick();
          const isNew = visit.state.oximetry !== before.oximetry;
          if (isNew)
            expect((present === undefined || each.from === present) && visit.now - each.late >= since).toBe(true);
        }
      }
      const again = (JSON.parse(JSON.stringify(visit.events)) as VisitEvent[]).reduce<VisitState | undefined>(
        evolve,
        undefined,
      );
      expect(again).toEqual(visit.state);
    }),
  );
});
