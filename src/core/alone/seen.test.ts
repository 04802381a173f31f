/** The reading's part of a state: what is taken out of it on the page, what is left of it for a device, and how the server takes it in. */
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { Alert, AlertKind } from '../alerts/alert.ts';
import type { NibpReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Seen } from './alone.ts';
import { deviceBehind, ofSameFeeds, sameFeeds } from './same-feeds.ts';
import { seenOf, withSeen } from './seen.ts';

const bp = (second: number, systolicMmHg = 120): NibpReading => ({
  kind: 'nibp',
  measuredAt: at(second),
  quality: 'good',
  causes: [],
  systolicMmHg,
  diastolicMmHg: 80,
});
const oximetry = (second: number) =>
  ({ kind: 'oximetry', measuredAt: at(second), quality: 'good', causes: [], spo2Pct: 97 }) as const;
const failed = (second: number) =>
  ({ kind: 'nibp-failed', measuredAt: at(second), quality: 'none', causes: [], failure: 'cuff-leak' }) as const;
const pressure = (second: number) =>
  ({ kind: 'cuff-pressure', measuredAt: at(second), quality: 'good', causes: [], cuffPressureMmHg: 90 }) as const;
const track = (second: number) => ({ valueAt: at(second), doubt: 'none', levels: [{}] }) as const;
const span = (from: number, to: number) => ({ since: at(from), lastAt: at(to) });

/** What was there at `second`, of every kind. */
const whole = (second: number): Omit<Seen, 'alerts'> => ({
  oximetry: oximetry(second),
  lastSpo2: { value: 97, at: at(second) },
  lastPulse: { value: 72, at: at(second) },
  spo2SteadySince: at(second - 5),
  recentOximetry: [{ at: at(second), spo2Pct: 97, pulseBpm: 72 }],
  probeSeenOn: true,
  probeSeenOff: true,
  bps: [bp(second)],
  highestBp: bp(second),
  lastBpFailure: failed(second),
  cuffPressure: pressure(second),
  tracks: {
    rules: { 'spo2-low': track(second), 'bp-high': track(second), sedation: track(second) },
    spo2Run: span(second - 9, second),
    spo2Gaps: { lastAt: at(second), gaps: [] },
    bpReceivedAt: at(second),
    bpFailureReceivedAt: at(second),
    heardAt: { oximeter: at(second), cuff: at(second) },
    lowBatteryAt: { oximeter: at(second), cuff: at(second) },
    inflation: span(second - 3, second),
  },
});
const plain = watched({ tickMs: 0 }).state;
const bare: Seen = { recentOximetry: [], probeSeenOn: false, bps: [], tracks: { rules: {} }, alerts: [] };
const seen = (second: number, over: Partial<Seen> = {}): Seen => ({ ...whole(second), alerts: [], ...over });
const ours = (second: number, over: Partial<VisitState> = {}): VisitState => ({ ...plain, ...whole(second), ...over });
const both = { oximeter: true, cuff: true };
const open = (kind: AlertKind, over: Partial<Alert> = {}): Partial<Record<AlertKind, Alert>> => ({
  [kind]: {
    ...{ alertId: 'a', kind, priority: 'medium', onsetAt: at(20), issuedAt: at(20), priorityAt: at(20) },
    ...{ condition: 'true', ...over },
  },
});
const excess = { of: 'spo2Pct', extreme: 88, is: '<', limit: 90 } as const;

describe('what is taken out', () => {
  test('PH-74 everything that readings fold into, and of each open alert what a reading changes', () => {
    const acknowledged = { byName: 'N', at: at(30), place: 'chair' } as const;
    const told = { excess, reason: 'Poor signal', extremeAtAcknowledgement: 89 };
    const state = ours(50, { alerts: { ...open('spo2-low', { ...told, acknowledged }), ...open('no-spo2') } });
    const { alerts, ...rest } = seenOf(state);
    expect(rest).toEqual(whole(50));
    expect(alerts).toEqual([
      { alertId: 'a', condition: 'true', ...told },
      { alertId: 'a', condition: 'true' },
    ]);
    expect(alerts.map((alert) => Object.keys(alert).length)).toEqual([5, 2]);
  });
  test('PH-74 nothing is told of what was not seen', () => {
    expect(seenOf({ ...plain, ...bare, alerts: {} })).toEqual(bare);
    expect(Object.keys(seenOf({ ...plain, ...bare, alerts: {} })).sort()).toEqual(Object.keys(bare).sort());
  });
});

describe('what is left of it', () => {
  test.each<[AlertKind, string | undefined]>([
    ['spo2-low', 'oximeter'],
    ['pulse-low', 'oximeter'],
    ['rr-low', 'oximeter'],
    ['no-spo2', 'oximeter'],
    ['bp-high', 'cuff'],
    ['cuff-overdue', 'cuff'],
    ['sedation', undefined],
    ['adapter-lost', undefined],
  ])('PH-77 %s is about %s', (kind, device) => {
    expect(deviceBehind(kind)).toBe(device);
  });
  const feed = (deviceId: string, second = 0) => ({ deviceId, since: at(second) }) as never;
  test.each<[string, object, object, object]>([
    ['the same', { oximeter: feed('o'), cuff: feed('c') }, { oximeter: feed('o'), cuff: feed('c') }, both],
    ['none', {}, {}, both],
    ['another', { oximeter: feed('o') }, { oximeter: feed('p') }, { oximeter: false, cuff: true }],
    ['the same again', { cuff: feed('c', 9) }, { cuff: feed('c') }, { oximeter: true, cuff: false }],
    ['none any more', {}, { cuff: feed('c') }, { oximeter: true, cuff: false }],
    ['one where none was', { oximeter: feed('o') }, {}, { oximeter: false, cuff: true }],
  ])('PH-77 of the chair’s devices: %s', (_, feeds, theirs, same) => {
    expect(sameFeeds({ ...plain, feeds } as VisitState, theirs)).toEqual(same);
  });
  test('PH-77 of one that is not the chair’s any more nothing, of the other everything', () => {
    const all = seen(50);
    expect(ofSameFeeds(all, both)).toBe(all);
    const { tracks } = all;
    const ofCuff: Seen = {
      ...bare,
      ...{ bps: all.bps, highestBp: bp(50), lastBpFailure: failed(50), cuffPressure: pressure(50) },
      tracks: {
        rules: { 'bp-high': track(50), sedation: track(50) },
        ...{ bpReceivedAt: at(50), bpFailureReceivedAt: at(50), inflation: span(47, 50) },
        ...{ heardAt: { cuff: at(50) }, lowBatteryAt: { cuff: at(50) } },
      },
    };
    const ofOximeter: Seen = {
      ...bare,
      ...{ oximetry: oximetry(50), lastSpo2: { value: 97, at: at(50) }, lastPulse: { value: 72, at: at(50) } },
      ...{ spo2SteadySince: at(45), probeSeenOn: true, probeSeenOff: true, recentOximetry: all.recentOximetry },
      tracks: {
        rules: { 'spo2-low': track(50), sedation: track(50) },
        ...{ spo2Run: span(41, 50), spo2Gaps: { lastAt: at(50), gaps: [] } },
        ...{ heardAt: { oximeter: at(50) }, lowBatteryAt: { oximeter: at(50) } },
      },
    };
    const neither: Seen = {
      ...bare,
      tracks: { rules: { sedation: track(50) }, heardAt: {}, lowBatteryAt: {} },
    };
    for (const [same, left] of [
      [{ oximeter: false, cuff: true }, ofCuff],
      [{ oximeter: true, cuff: false }, ofOximeter],
      [{ oximeter: false, cuff: false }, neither],
    ] as const) {
      const now = ofSameFeeds(all, same);
      expect(now).toEqual(left);
      expect(Object.keys(now).sort()).toEqual(Object.keys(left).sort());
      expect(Object.keys(now.tracks).sort()).toEqual(Object.keys(left.tracks).sort());
    }
    expect(all.tracks).toBe(tracks);
    const nothing = ofSameFeeds(bare, { oximeter: false, cuff: false });
    expect([Object.keys(nothing).sort(), Object.keys(nothing.tracks)]).toEqual([Object.keys(bare).sort(), ['rules']]);
  });
});

describe('what is taken in', () => {
  const taken = (state: VisitState, all: Seen, same = both) => withSeen(state, all, same, at(61));
  test.each([
    [49, 50],
    [50, 50],
    [51, 51],
  ])('PH-75 of each kind the newer wins: the page’s of %i s, the server’s of 50 s', (second, newer) => {
    const { alerts: _, ...now } = seenOf(taken(ours(50), seen(second)));
    const expected = whole(newer);
    const { bps, highestBp, ...rest } = expected;
    const { bps: all, highestBp: highest, ...others } = now;
    // A run of readings is told as it was; a pulse of the cuff goes on at its newest.
    expect(others).toEqual(rest);
    expect(highest).toEqual(bp(50));
    expect(highestBp).toEqual(bp(newer));
    expect(all.map(({ measuredAt }) => measuredAt)).toEqual([...new Set([at(50), at(second)])].sort((a, b) => a - b));
    expect(bps).toHaveLength(1);
  });
  test('PH-75 a server that had nothing has what the page saw; a page that saw nothing takes nothing away', () => {
    const { alerts: _, ...now } = seenOf(taken({ ...plain, ...bare, alerts: {} }, seen(50)));
    expect(now).toEqual(whole(50));
    const { alerts: _a, ...kept } = seenOf(taken(ours(50), bare));
    expect(kept).toEqual(whole(50));
    const nothing = seenOf(taken({ ...plain, ...bare, alerts: {} }, bare));
    expect(nothing).toEqual(bare);
    expect([Object.keys(nothing).sort(), Object.keys(nothing.tracks)]).toEqual([Object.keys(bare).sort(), ['rules']]);
  });
  test('PH-75 a newest reading without a value leaves the page’s older values, not the server’s', () => {
    const { lastSpo2: _s, lastPulse: _p, spo2SteadySince: _t, ...lost } = seen(60);
    const now = taken(ours(50), lost);
    expect([now.oximetry, now.lastSpo2, now.lastPulse, now.spo2SteadySince]).toEqual([
      oximetry(60),
      undefined,
      undefined,
      undefined,
    ]);
  });
  test.each([
    [false, false, false],
    [true, false, true],
    [false, true, true],
  ])('PH-75 a probe seen on: by the server %s, by the page %s', (server, page, on) => {
    expect(taken(ours(50, { probeSeenOn: server }), seen(40, { probeSeenOn: page })).probeSeenOn).toBe(on);
  });
  test('PH-75 BPs in order, one told by two clocks once, the newest 8; the highest of both', () => {
    const at8 = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => bp(n * 10));
    const times = (state: VisitState) => state.bps.map(({ measuredAt }) => (measuredAt - at(0)) / 1000);
    expect(times(taken(ours(50), seen(30)))).toEqual([30, 50]);
    expect(times(taken(ours(50), seen(50.999)))).toEqual([50]);
    expect(times(taken(ours(50), seen(51)))).toEqual([50, 51]);
    expect(times(taken(ours(50), seen(50.5, { bps: [bp(50.5, 121)] })))).toEqual([50, 50.5]);
    expect(times(taken(ours(90, { bps: at8 }), seen(45)))).toEqual([20, 30, 40, 45, 50, 60, 70, 80]);
    expect(taken(ours(50), seen(40, { highestBp: bp(40, 121) })).highestBp).toEqual(bp(40, 121));
    expect(taken(ours(50), seen(60, { highestBp: bp(60, 119) })).highestBp).toEqual(bp(50));
  });
  test.each([
    [20, 58, 50],
    [50, 58, 50.001],
    [57.999, 58, 58],
    [58, 58, 49],
    [59, 58, 49],
  ])('PH-76 no SpO2 since %d s, told of a run until %i s: it is back since %d s', (onset, until, since) => {
    const state = ours(40, { alerts: open('no-spo2', { onsetAt: at(onset) }) });
    const from = onset < 50 ? 50 : 49;
    const all = seen(until, { tracks: { rules: {}, spo2Run: span(from, until) } });
    expect(taken(state, all).tracks.spo2Run).toEqual(span(since, until));
  });
  test.each<[string, VisitState, Seen, number]>([
    ['no alert', ours(40), seen(50), 50],
    ['an alert that the page did not have', ours(40, { alerts: open('cuff-overdue') }), seen(50), 61],
    [
      'an alert that the page had too',
      ours(40, { alerts: open('cuff-overdue') }),
      seen(50, { alerts: [{ alertId: 'a', condition: 'true' }] }),
      50,
    ],
    ['an alert, the server’s BP is newer', ours(50, { alerts: open('cuff-overdue') }), seen(40), 61],
    ['an alert, the same BP', ours(50, { alerts: open('cuff-overdue') }), seen(50), 50],
    ['no alert, the server’s BP is newer', ours(50), seen(40), 50],
  ])('PH-76 when a BP that ends "overdue" was received: %s', (_, state, all, second) => {
    expect(taken(state, all).tracks.bpReceivedAt).toBe(at(second));
  });
  test('PH-77 a cuff that is not the chair’s any more ends no "overdue"', () => {
    const state = ours(50, { alerts: open('cuff-overdue') });
    expect(taken(state, seen(55), { oximeter: true, cuff: false }).tracks.bpReceivedAt).toBe(at(50));
  });
  test('PH-75 when each device was heard and had a low battery: the later, each for itself', () => {
    const of = (oximeter?: number, cuff?: number) => ({
      ...(oximeter !== undefined && { oximeter: at(oximeter) }),
      ...(cuff !== undefined && { cuff: at(cuff) }),
    });
    for (const [a, b, result] of [
      [of(1, 9), of(2, 8), of(2, 9)],
      [of(3), of(2, 8), of(3, 8)],
      [of(), of(undefined, 8), of(undefined, 8)],
      [of(4), of(), of(4)],
    ] as const) {
      const { tracks } = taken(
        ours(50, { tracks: { rules: {}, heardAt: a, lowBatteryAt: b } }),
        seen(50, { tracks: { rules: {}, heardAt: b, lowBatteryAt: a } }),
      );
      expect([tracks.heardAt, tracks.lowBatteryAt]).toEqual([result, result]);
      expect(Object.keys(tracks.heardAt ?? {})).toHaveLength(Object.keys(result).length);
    }
  });
  test.each<[string, number, number, object]>([
    ['newer', 40, 50, { condition: 'clearing', excess, reason: 'Poor signal', extremeAtAcknowledgement: 87 }],
    ['as old', 50, 50, { condition: 'true', reason: 'No readings', extremeAtAcknowledgement: 89 }],
  ])('PH-74 an alert that both have: the worst value and the condition of the %s', (_, server, page, expected) => {
    const acknowledged = { byName: 'N', at: at(30), place: 'chair' } as const;
    const told = { condition: 'clearing', excess, reason: 'Poor signal', extremeAtAcknowledgement: 87 } as const;
    const here = open('spo2-low', { acknowledged, reason: 'No readings', extremeAtAcknowledgement: 89 });
    const after = (alerts: VisitState['alerts'], alertId = 'a') =>
      taken(ours(server, { alerts }), seen(page, { alerts: [{ alertId, ...told }] })).alerts['spo2-low'];
    expect(after(here)).toMatchObject(expected);
    expect(after(here, 'other')).toEqual(here['spo2-low']);
    expect(after({})).toBeUndefined();
    expect(after(open('spo2-low'))?.extremeAtAcknowledgement).toBeUndefined();
    const plainly = seen(page, { alerts: [{ alertId: 'a', condition: 'true' }] });
    const again = taken(ours(server, { alerts: here }), plainly).alerts['spo2-low'];
    expect(again?.reason).toBe(page > server ? undefined : 'No readings');
    expect(again?.extremeAtAcknowledgement).toBe(89);
  });
});
