import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { NibpReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert, AlertKind } from './alert.ts';
import { attentionFact } from './attention.ts';

const INFUSION: VisitState = { ...watched({ tickMs: 0 }).state, latestAt: at(0) };
const RECOVERY = {
  ...watched({ tickMs: 0 }).record(1, { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' }).state,
  latestAt: at(0),
};

const alertOf = (kind: AlertKind, more: Partial<Alert>): Alert => ({
  alertId: 'x',
  kind,
  priority: 'medium',
  onsetAt: at(0),
  issuedAt: at(0),
  priorityAt: at(0),
  condition: 'true',
  ...more,
});
/** `15 station`, or `130 Still true …`; undefined: nothing is due. */
function factAt(state: VisitState, alert: Alert, now: number): string | undefined {
  const due = attentionFact(state, alert);
  if (due === undefined || due.at > at(now)) return undefined;
  const body = due.body(() => 'n');
  expect('alertId' in body && body.alertId).toBe('x');
  const second = (due.at - at(0)) / 1000;
  if (body.type === 'alert-escalated') return `${second} ${body.to}`;
  return body.type === 'alert-resounded' ? `${second} ${body.reason}` : body.type;
}
/** Not a millisecond before it is due, and dated then however late it is looked at. */
function onlyFrom(state: VisitState, alert: Alert, second: number, what: string): void {
  expect(factAt(state, alert, second - 0.001)).toBeUndefined();
  expect(factAt(state, alert, second)).toBe(`${second} ${what}`);
  expect(factAt(state, alert, second + 900)).toBe(`${second} ${what}`);
}

describe('nobody answers', () => {
  test.each<[AlertKind, Partial<Alert>, number, string]>([
    ['spo2-low', { priority: 'high' }, 15, 'station'],
    ['spo2-low', { priority: 'high', escalatedTo: 'station' }, 60, 'provider'],
    ['spo2-low', { priority: 'high', escalatedTo: 'provider' }, 120, 'second-person'],
    ['spo2-low', {}, 60, 'station'],
    ['no-spo2', {}, 120, 'station'],
    ['recovery-overdue', {}, 120, 'station'],
    ['recovery-overdue', { escalatedTo: 'station' }, 120, 'provider'],
  ])('AL-17 AL-86 %s %j', (kind, more, second, to) => {
    onlyFrom(INFUSION, alertOf(kind, { unansweredSince: at(0), ...more }), second, to);
  });
  test.each<[AlertKind, Partial<Alert>]>([
    ['spo2-low', { priority: 'high', escalatedTo: 'second-person' }],
    ['spo2-low', { escalatedTo: 'station' }],
    ['no-spo2', { escalatedTo: 'station' }],
    ['recovery-overdue', { escalatedTo: 'provider' }],
  ])('AL-17 no further: %s %j', (kind, more) => {
    expect(factAt(INFUSION, alertOf(kind, { unansweredSince: at(0), ...more }), 9_999)).toBeUndefined();
  });
  test('AL-17 nor one that asks nobody', () => {
    expect(factAt(INFUSION, alertOf('spo2-low', {}), 9_999)).toBeUndefined();
  });
  test('AL-86 a protocol without an upper mark calls no provider about it', () => {
    const { undone: _, ...protocol } = INFUSION.protocol;
    const alert = alertOf('recovery-overdue', { unansweredSince: at(0), escalatedTo: 'station' });
    expect(factAt({ ...INFUSION, protocol }, alert, 9_999)).toBeUndefined();
  });
  test('AL-6 it is not dated before what was known', () => {
    const alert = alertOf('spo2-low', { priority: 'high', unansweredSince: at(0) });
    expect(factAt({ ...INFUSION, latestAt: at(20) }, alert, 30)).toBe('20 station');
  });

  const sound = { who: 'chair', since: at(0), station: 'absent', stationSince: at(0) } as const;
  const high = alertOf('spo2-low', { priority: 'high', unansweredSince: at(10) });
  const toProvider = { ...high, escalatedTo: 'station' } as const;
  test.each<[string, VisitState['sound'], number]>([
    ['nobody is there', sound, 25],
    ['who was there left before it is due', { ...sound, stationSince: at(24.999) }, 25],
    ['who was there left after', { ...sound, stationSince: at(40) }, 40],
    ['who was there left when it was due anyhow', { ...sound, stationSince: at(71) }, 70],
    ['somebody listens', { ...sound, station: 'listens' }, 70],
    ['nobody looks after it', undefined, 70],
  ])('AL-127 at the station %s', (_, present, second) => {
    const { sound: _s, ...rest } = INFUSION;
    const state = present ? { ...rest, sound: present } : rest;
    onlyFrom(state, toProvider, second, 'provider');
    // The other steps stay, and so does a medium one's.
    onlyFrom(state, high, 25, 'station');
    onlyFrom(state, { ...high, escalatedTo: 'provider' }, 130, 'second-person');
    onlyFrom(state, { ...high, kind: 'recovery-overdue', priority: 'medium', escalatedTo: 'station' }, 130, 'provider');
  });
  test('AL-127 a protocol that has no sooner call', () => {
    const { unattendedToProviderMs: _, ...rest } = INFUSION.protocol.alarm.high;
    const protocol = { ...INFUSION.protocol, alarm: { ...INFUSION.protocol.alarm, high: rest } };
    onlyFrom({ ...INFUSION, protocol, sound }, toProvider, 70, 'provider');
  });
});

describe('acknowledged, and it goes on', () => {
  const acknowledged = { byName: 'N. Okafor', at: at(10), place: 'chair' } as const;
  const seen = (kind: AlertKind, more: Partial<Alert> = {}) => alertOf(kind, { acknowledged, ...more });
  const STILL = (time: string) => `Still true ${time} after it was acknowledged`;

  test.each<[VisitState, Alert, number, string]>([
    [INFUSION, seen('spo2-low', { priority: 'high' }), 130, '2 min'],
    [RECOVERY, seen('spo2-low', { priority: 'high' }), 130, '2 min'],
    [INFUSION, seen('spo2-low'), 310, '5 min'],
    [INFUSION, seen('no-spo2'), 130, '2 min'],
    [RECOVERY, seen('no-spo2'), 310, '5 min'],
    [INFUSION, seen('adapter-lost'), 310, '5 min'],
    [INFUSION, seen('bp-high', { confirmation: { state: 'confirmed' } }), 310, '5 min'],
  ])('AL-18 %#', (state, alert, second, time) => {
    onlyFrom(state, alert, second, STILL(time));
  });
  test('AL-201 a lost adapter that stands in for no SpO2, while infusing', () => {
    const alert = seen('adapter-lost');
    const down = { connected: false, since: at(5) };
    const lost = { links: { oximeter: down }, alerts: { 'adapter-lost': alert } };
    onlyFrom({ ...INFUSION, ...lost }, alert, 130, STILL('2 min'));
    onlyFrom({ ...RECOVERY, ...lost }, alert, 310, STILL('5 min'));
    onlyFrom({ ...INFUSION, ...lost, links: { cuff: down } }, alert, 310, STILL('5 min'));
    // Another alert is not made urgent by it.
    onlyFrom({ ...INFUSION, ...lost }, seen('pulse-high'), 310, STILL('5 min'));
  });
  test.each<[string, Partial<Alert>]>([
    ['the advisory', { priority: 'low' }],
    ['a BP that waits', { confirmation: { state: 'waiting', until: at(9_999) } }],
  ])('AL-18 not %s', (_, more) => {
    expect(factAt(INFUSION, seen('bp-high', more), 9_999)).toBeUndefined();
  });
  test('AL-18 in range it is calm until the value is stale', () => {
    const spo2 = { valueAt: at(200), doubt: 'none', levels: [] } as const;
    const state = { ...INFUSION, tracks: { rules: { 'spo2-low': spo2 } } };
    const high = seen('spo2-low', { priority: 'high' });
    onlyFrom(state, { ...high, condition: 'clearing' }, 205.001, STILL('2 min'));
    onlyFrom(state, high, 130, STILL('2 min'));
    // A BP does not go stale.
    expect(factAt(state, seen('bp-high', { condition: 'clearing' }), 9_999)).toBeUndefined();
  });
  test.each<[string, number | undefined, number | undefined, number]>([
    ['none', undefined, undefined, 310],
    ['one before it was acknowledged', 10, undefined, 310],
    ['one after', 10.001, undefined, 20.001],
    ['the other after', 5, 30, 40],
    ['both after', 40, 30, 40],
  ])('AL-88 another adapter is lost: %s', (_, oximeter, cuff, second) => {
    const link = (since: number | undefined) => (since === undefined ? {} : { connected: false, since: at(since) });
    const links = {
      ...(oximeter !== undefined && { oximeter: link(oximeter) }),
      ...(cuff !== undefined && { cuff: link(cuff) }),
    } as NonNullable<VisitState['links']>;
    const another = 'Another adapter was lost since it was acknowledged';
    onlyFrom({ ...INFUSION, links }, seen('adapter-lost'), second, second === 310 ? STILL('5 min') : another);
    onlyFrom({ ...INFUSION, links }, seen('cuff-overdue'), 310, STILL('5 min'));
  });
});

describe('acknowledged, and it gets worse', () => {
  const acknowledged = { byName: 'N. Okafor', at: at(10), place: 'chair' } as const;
  const seen = (kind: AlertKind, of: 'spo2Pct' | 'pulseBpm' | 'systolicMmHg' | 'diastolicMmHg', was: number) => {
    const is = kind.endsWith('-low') ? '<' : '>=';
    return (extreme: number, more: Partial<Alert> = {}): Alert => {
      const excess = { of, extreme, is, limit: 0 } as const;
      const before = { extremeAtAcknowledgement: was, extremeAtAcknowledgementOf: of };
      return alertOf(kind, { acknowledged, excess, ...before, ...more });
    };
  };
  const bp = (measuredAt: number, systolicMmHg: number, diastolicMmHg: number): NibpReading => ({
    kind: 'nibp',
    measuredAt: at(measuredAt),
    quality: 'good',
    causes: [],
    systolicMmHg,
    diastolicMmHg,
  });
  const withBps = (bps: readonly NibpReading[], receivedAt: number): VisitState => ({
    ...INFUSION,
    bps,
    tracks: { rules: {}, bpReceivedAt: at(receivedAt) },
  });

  test.each<[Alert, string | undefined]>([
    [seen('spo2-low', 'spo2Pct', 88)(83.1), undefined],
    [seen('spo2-low', 'spo2Pct', 88)(83), '5 lower'],
    [seen('spo2-low', 'spo2Pct', 88)(81.84), '6.2 lower'],
    [seen('bp-high', 'systolicMmHg', 165)(174), undefined],
    [seen('bp-high', 'systolicMmHg', 165)(175), '10 mmHg worse'],
    [seen('bp-high', 'diastolicMmHg', 100)(110), '10 mmHg worse'],
    [seen('bp-low', 'systolicMmHg', 85)(76), undefined],
    [seen('bp-low', 'systolicMmHg', 85)(75), '10 mmHg worse'],
    [seen('pulse-high', 'pulseBpm', 125)(165), undefined],
  ])('AL-18 %j: %s', (alert, what) => {
    expect(factAt(INFUSION, alert, 11)).toBe(what && `0 ${what} since it was acknowledged`);
  });
  test('AL-182 another number than was seen', () => {
    const alert = seen('bp-high', 'diastolicMmHg', 165)(111, { extremeAtAcknowledgementOf: 'systolicMmHg' });
    expect(factAt(INFUSION, alert, 11)).toBe('0 Another number is at fault since it was acknowledged');
    // One of an old record says only how much it was.
    const { extremeAtAcknowledgementOf: _, ...old } = seen('bp-high', 'systolicMmHg', 165)(175);
    expect(factAt(INFUSION, old, 11)).toBe('0 10 mmHg worse since it was acknowledged');
  });
  test('AL-18 without a number seen, or without one now, it does not get worse', () => {
    const { extremeAtAcknowledgement: _b, ...unseen } = seen('spo2-low', 'spo2Pct', 88)(70);
    const { excess: _e, ...without } = seen('spo2-low', 'spo2Pct', 88)(70);
    expect([factAt(INFUSION, unseen, 11), factAt(INFUSION, without, 11)]).toEqual([undefined, undefined]);
  });

  const high = seen('bp-high', 'systolicMmHg', 185)(186);
  test.each<[string, Alert, readonly NibpReading[], number, string | undefined]>([
    ['again at 180', high, [bp(20, 180, 70)], 20, '0 Again at or above 180/110'],
    ['again at 110', high, [bp(20, 150, 110)], 20, '0 Again at or above 180/110'],
    ['below both', high, [bp(20, 179, 109)], 20, undefined],
    ['received before it was acknowledged', high, [bp(9, 185, 112)], 10, undefined],
    ['received after', high, [bp(9, 185, 112)], 10.001, '0 Again at or above 180/110'],
    ['none', high, [], 20, undefined],
    ['of a low BP', seen('bp-low', 'systolicMmHg', 85)(85), [bp(20, 185, 112)], 20, undefined],
  ])('AL-18 a new BP %s', (_, alert, bps, receivedAt, expected) => {
    expect(factAt(withBps(bps, receivedAt), alert, 21)).toBe(expected);
  });
  test('AL-18 no BP was ever received', () => {
    expect(factAt({ ...withBps([bp(20, 185, 112)], 0), tracks: { rules: {} } }, high, 21)).toBeUndefined();
  });

  const medium = seen('bp-high', 'systolicMmHg', 165)(165);
  test.each<[string, readonly NibpReading[], string | undefined]>([
    ['by 10', [bp(5, 165, 95), bp(20, 165, 105)], '0 10 mmHg worse since it was acknowledged'],
    ['by 9', [bp(5, 165, 96), bp(20, 165, 105)], undefined],
    ['by 10 over the higher of two seen', [bp(4, 165, 90), bp(5, 165, 95), bp(20, 165, 104)], undefined],
    ['by 10 over one from before the onset', [bp(-1, 165, 95), bp(20, 165, 105)], undefined],
    ['by 10 over one that nobody had seen', [bp(11, 165, 95), bp(20, 165, 105)], undefined],
    ['by 10 over one at the onset', [bp(0, 165, 95), bp(20, 165, 105)], '0 10 mmHg worse since it was acknowledged'],
    ['by 10 over one as it was seen', [bp(10, 165, 95), bp(20, 165, 105)], '0 10 mmHg worse since it was acknowledged'],
    ['by 20, raising nothing itself', [bp(5, 165, 70), bp(20, 165, 90)], undefined],
  ])('AL-190 the other number of a BP rose %s', (_, bps, expected) => {
    expect(factAt(withBps(bps, 20), medium, 21)).toBe(expected);
  });

  test('AL-200 a failed cycle since: a high BP, once for each', () => {
    const lastBpFailure = {
      kind: 'nibp-failed',
      measuredAt: at(20),
      quality: 'none',
      causes: [],
      failure: 'weak-signal',
    } as const;
    const failed = (receivedAt: number): VisitState => ({
      ...INFUSION,
      lastBpFailure,
      tracks: { rules: {}, bpFailureReceivedAt: at(receivedAt) },
    });
    expect(factAt(failed(10.001), medium, 21)).toMatch(/^0 Repeat failed: ./);
    expect(factAt(failed(10), medium, 21)).toBeUndefined();
    expect(factAt({ ...failed(20), tracks: { rules: {} } }, medium, 21)).toBeUndefined();
    expect(factAt({ ...failed(20), bps: [bp(20, 165, 90)] }, medium, 21)).toBeUndefined();
    expect(factAt(failed(20), seen('bp-low', 'systolicMmHg', 85)(85), 21)).toBeUndefined();
  });
});
