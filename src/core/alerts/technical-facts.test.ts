import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { VisitState } from '../visit-state.ts';
import { adapterLostFact, lostAnotherAt } from './adapter-lost.ts';
import type { Alert, AlertKind } from './alert.ts';
import type { DueFact } from './due-fact.ts';
import { alertFromOutside, overFromOutside } from './from-outside.ts';
import type { OutsideKind } from './from-outside.ts';
import { lowBatteryFact, lowBatteryKinds } from './low-battery.ts';
import { soundFact } from './sound.ts';
import { pastEndFact, pauseLongFact } from './undone.ts';

const INFUSION: VisitState = { ...watched({ tickMs: 0 }).state, latestAt: at(0) };
const RECOVERY: VisitState = {
  ...watched({ tickMs: 0 }).record(1, { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' }).state,
  latestAt: at(0),
};
const BASELINE: VisitState = { ...watched({ tickMs: 0, phase: 'baseline' }).state, latestAt: at(0) };
const pausedAt = (second: number): VisitState => ({
  ...watched({ tickMs: 0 }).record(second, { type: 'pump-paused', happenedAt: at(second) }).state,
  alerts: {},
  latestAt: at(0),
});

const alertOf = (kind: AlertKind, more: Partial<Alert> = {}): Alert => ({
  alertId: 'x',
  kind,
  priority: 'medium',
  onsetAt: at(100),
  issuedAt: at(110),
  priorityAt: at(110),
  condition: 'true',
  ...more,
});
const having = (state: VisitState, ...alerts: readonly Alert[]): VisitState => ({
  ...state,
  alerts: Object.fromEntries(alerts.map((alert) => [alert.kind, alert])),
});
/** `110 issued adapter-lost medium since 100 (why)`. */
function told(due: DueFact | undefined, by = Number.MAX_VALUE): string | undefined {
  if (due === undefined || due.at > by) return undefined;
  const { type, ...body } = due.body(() => 'x');
  expect('alertId' in body && body.alertId).toBe('x');
  const said = [(due.at - at(0)) / 1000, type.slice('alert-'.length)];
  if ('kind' in body) said.push(body.kind);
  if ('priority' in body) said.push(body.priority);
  if ('cause' in body) said.push(body.cause);
  if ('onsetAt' in body) said.push(`since ${(body.onsetAt - at(0)) / 1000}`);
  if ('reason' in body) said.push(`(${body.reason})`);
  return said.join(' ');
}
type Fact = (state: VisitState) => DueFact | undefined;
function onlyThen(fact: Fact, state: VisitState, expected: string): void {
  const second = Number.parseFloat(expected);
  expect(told(fact(state), at(second - 0.001))).toBeUndefined();
  expect(told(fact(state), at(second))).toBe(expected);
  expect(told(fact(state), at(second + 9))).toBe(expected);
}
const never = (fact: Fact, state: VisitState): void => {
  expect(told(fact(state))).toBeUndefined();
};

describe('who can sound', () => {
  const sounding = (
    who: 'chair' | 'both' | 'station' | 'nobody',
    station: 'listens' | 'absent' = 'absent',
    state: VisitState = INFUSION,
  ): VisitState => ({ ...state, sound: { who, since: at(100), station, stationSince: at(0) } });
  const nobody = alertOf('nobody-listening', { priority: 'high' });
  const cannot = alertOf('screen-cannot-sound');
  const silent = { ...cannot, priority: 'low' } as const;
  const NOBODY = 'issued nobody-listening high since 100 (No page of the chair or of the station can sound)';
  const STATION = 'since 100 (Its alerts sound at the station)';
  const asking = alertOf('pulse-high', { unansweredSince: at(103) });
  const seen = (place: 'chair' | 'station', more: Partial<Alert> = {}) =>
    alertOf('pulse-high', { acknowledged: { byName: 'N. Okafor', at: at(103), place }, ...more });
  test.each<[string, VisitState, string]>([
    ['nobody', sounding('nobody'), `110 ${NOBODY}`],
    ['nobody, and one asks', having(sounding('nobody'), asking), `103 ${NOBODY}`],
    [
      'nobody, and one asked before',
      having(sounding('nobody'), { ...asking, unansweredSince: at(50) }),
      `100 ${NOBODY}`,
    ],
    ['nobody, and one was seen from afar', having(sounding('nobody'), seen('station')), `103 ${NOBODY}`],
    ['nobody, and one was seen at the chair', having(sounding('nobody'), seen('chair')), `110 ${NOBODY}`],
    [
      'nobody, and an advisory was seen',
      having(sounding('nobody'), seen('station', { priority: 'low' })),
      `110 ${NOBODY}`,
    ],
    ['the station', sounding('station'), `110 issued screen-cannot-sound medium ${STATION}`],
    ['the station, where one listens', sounding('station', 'listens'), `110 issued screen-cannot-sound low ${STATION}`],
    ['the chair again', having(sounding('chair'), nobody), '103 ended in-range'],
    ['both again', having(sounding('both'), cannot), '103 ended in-range'],
    ['the chair again, of which one said so', having(sounding('chair'), cannot), '103 ended in-range'],
    ['the station again', having(sounding('station'), nobody, silent), '103 ended in-range'],
  ])('AL-125 AL-126 %s', (_, state, expected) => {
    // The station's own priority follows at once.
    if (!expected.includes('ended') || state.sound?.who !== 'station') onlyThen(soundFact, state, expected);
    else expect(told(soundFact(having(state, nobody, cannot)), at(103))).toBe(expected);
  });
  test('AL-125 who listens at the station makes it silent, who leaves raises it', () => {
    expect(told(soundFact(having(sounding('station'), silent)), at(0))).toBe('0 raised medium');
    expect(told(soundFact(having(sounding('station', 'listens'), cannot)), at(0))).toBe('0 lowered low');
    never(soundFact, having(sounding('station'), cannot));
    never(soundFact, having(sounding('station', 'listens'), silent));
  });
  test('AL-126 each is said once, and nothing where nothing must be heard', () => {
    never(soundFact, having(sounding('nobody'), nobody));
    never(soundFact, having(sounding('nobody'), nobody, cannot));
    never(soundFact, sounding('chair'));
    never(soundFact, sounding('both'));
    never(soundFact, INFUSION);
    never(soundFact, sounding('nobody', 'absent', BASELINE));
    const { sound: _, ...technical } = INFUSION.protocol.technical;
    never(soundFact, { ...sounding('nobody'), protocol: { ...INFUSION.protocol, technical } });
    never(soundFact, { ...sounding('station'), protocol: { ...INFUSION.protocol, technical } });
  });
});

describe('a lost adapter', () => {
  const link = (connected: boolean, second: number) => ({ connected, since: at(second) });
  const lost = { ...INFUSION, links: { oximeter: link(false, 100), cuff: link(false, 100) } };
  const last = (second: number) => ({ lastSpo2: { value: 97, at: at(second) } });
  const medium = alertOf('adapter-lost');
  test.each<[string, VisitState, string]>([
    ['10 s', { ...lost, ...last(100) }, '110 issued adapter-lost medium since 100'],
    ['and no SpO2 is high by then', { ...lost, ...last(50) }, '110 issued adapter-lost high since 100 (No SpO₂)'],
    ['no SpO2', having({ ...lost, ...last(100) }, medium), '160 raised high (No SpO₂)'],
    ['the BP', having({ ...lost, links: { cuff: link(false, 100) } }, medium), '1200 raised high (BP overdue)'],
    ['both at one instant', having({ ...lost, ...last(1140) }, medium), '1200 raised high (No SpO₂)'],
    ['the BP first', having({ ...lost, ...last(1140.001) }, medium), '1200 raised high (BP overdue)'],
    ['back for 5 s', having({ ...lost, links: { oximeter: link(true, 200) } }, medium), '205 ended in-range'],
    ['back as it was lost', having({ ...lost, links: { oximeter: link(true, 100) } }, medium), '105 ended in-range'],
  ])('AL-15 %s', (_, state, expected) => {
    onlyThen(adapterLostFact, state, expected);
  });
  test('AL-15 taken away by a person, and no further than high', () => {
    const { links: _, ...none } = INFUSION;
    expect(told(adapterLostFact(having(none, medium)), at(0))).toBe('0 ended person');
    const before = having({ ...lost, links: { oximeter: link(true, 99.999) } }, medium);
    expect(told(adapterLostFact(before), at(0))).toBe('0 ended person');
    never(adapterLostFact, having({ ...lost, ...last(100) }, { ...medium, priority: 'high' }));
    never(adapterLostFact, none);
    never(adapterLostFact, { ...INFUSION, links: { oximeter: link(true, 100) } });
  });
  test('AL-15 without a reason there is none in the fact', () => {
    const due = adapterLostFact({ ...lost, ...last(100) });
    expect(due?.body(() => 'n')).toStrictEqual({
      type: 'alert-issued',
      alertId: 'n',
      kind: 'adapter-lost',
      priority: 'medium',
      onsetAt: at(100),
    });
  });
  test('AL-88 another is lost after it was acknowledged', () => {
    const links = { oximeter: link(false, 100), cuff: link(false, 130) };
    const anotherAt = (second: number) => lostAnotherAt({ ...INFUSION, links }, at(second));
    expect([anotherAt(99), anotherAt(100), anotherAt(130)]).toEqual([at(110), at(140), Infinity]);
    expect(lostAnotherAt({ ...INFUSION, links: { cuff: link(true, 130) } }, at(0))).toBe(Infinity);
  });
});

describe('what is left undone', () => {
  const pastEnd = (priority: 'low' | 'medium') => alertOf('infusion-past-end', { priority });
  const long = (priority: 'low' | 'medium') => alertOf('pause-long', { priority });
  test.each<[string, Fact, VisitState, string]>([
    ['past the end', pastEndFact, INFUSION, '2520 issued infusion-past-end low since 2400'],
    ['further', pastEndFact, having({ ...INFUSION, latestAt: at(2520) }, pastEnd('low')), '2700 raised medium'],
    ['past the end, at once paused', pastEndFact, pausedAt(2400), '2520 issued infusion-past-end low since 2400'],
    ['a pause', pauseLongFact, pausedAt(100), '700 issued pause-long low since 100'],
    ['a longer one', pauseLongFact, having({ ...pausedAt(100), latestAt: at(700) }, long('low')), '1000 raised medium'],
  ])('AL-81 AL-82 %s', (_, fact, state, expected) => {
    onlyThen(fact, state, expected);
  });
  test('AL-81 AL-82 no further, and not while it need not be', () => {
    never(pastEndFact, having({ ...INFUSION, latestAt: at(2520) }, pastEnd('medium')));
    never(pastEndFact, pausedAt(2399));
    never(pastEndFact, having({ ...pausedAt(2400), latestAt: at(2520) }, pastEnd('low')));
    never(pauseLongFact, having({ ...pausedAt(100), latestAt: at(700) }, long('medium')));
    never(pauseLongFact, INFUSION);
    never(pastEndFact, RECOVERY);
    never(pauseLongFact, RECOVERY);
  });
  test('AL-81 AL-82 the act ends it, and leaving the infusion', () => {
    expect(told(pastEndFact(having({ ...INFUSION, latestAt: at(2519.999) }, pastEnd('low'))), at(2519.999))).toBe(
      '2519.999 ended person',
    );
    expect(told(pastEndFact(having({ ...INFUSION, latestAt: at(2520) }, pastEnd('low'))), at(2520))).toBeUndefined();
    expect(told(pauseLongFact(having(INFUSION, long('low'))), at(0))).toBe('0 ended person');
    expect(told(pastEndFact(having(RECOVERY, pastEnd('low'))), at(0))).toBe('0 ended person');
    expect(told(pauseLongFact(having(RECOVERY, long('low'))), at(0))).toBe('0 ended person');
    const { undone: _, ...protocol } = INFUSION.protocol;
    never(pastEndFact, having({ ...RECOVERY, protocol }, pastEnd('low')));
    never(pauseLongFact, having({ ...RECOVERY, protocol }, long('low')));
  });
});

describe('battery low', () => {
  const told83 = (
    lowAt: Partial<Record<'oximeter' | 'cuff', number>>,
    heard: Partial<Record<'oximeter' | 'cuff', number>> = {},
  ): VisitState => {
    const instants = (of: typeof lowAt) =>
      Object.fromEntries(Object.entries(of).map(([kind, second]) => [kind, at(second)]));
    return { ...INFUSION, tracks: { rules: {}, lowBatteryAt: instants(lowAt), heardAt: instants(heard) } };
  };
  const open = alertOf('low-battery', { priority: 'low' });
  test('AL-83 over when readings have come for 60 s without it', () => {
    expect(lowBatteryKinds(told83({ oximeter: 100, cuff: 90 }, { oximeter: 159.999, cuff: 150 }))).toEqual([
      'oximeter',
    ]);
    expect(lowBatteryKinds({ ...INFUSION, tracks: { rules: {}, lowBatteryAt: { cuff: at(1) } } })).toEqual(['cuff']);
    expect(lowBatteryKinds(INFUSION)).toEqual([]);
    const { lowBattery: _, ...technical } = INFUSION.protocol.technical;
    const protocol = { ...INFUSION.protocol, technical };
    expect(lowBatteryKinds({ ...told83({ oximeter: 100 }), protocol })).toEqual([]);
  });
  test('AL-83 the onset is the first of them; it ends by readings, or by a person where none says so any more', () => {
    const two = { ...told83({ oximeter: 100, cuff: 90 }), latestAt: at(120) };
    onlyThen(lowBatteryFact, two, '120 issued low-battery low since 90');
    onlyThen(lowBatteryFact, { ...told83({ cuff: 95 }), latestAt: at(120) }, '120 issued low-battery low since 95');
    never(lowBatteryFact, having(two, open));
    never(lowBatteryFact, INFUSION);
    expect(told(lowBatteryFact(having(told83({ oximeter: 100 }, { oximeter: 160 }), open)), at(9))).toBe(
      '0 ended in-range',
    );
    expect(told(lowBatteryFact(having(told83({}), open)), at(9))).toBe('0 ended person');
    expect(told(lowBatteryFact(having(INFUSION, open)), at(9))).toBe('0 ended person');
  });
});

describe('what only the server sees', () => {
  const system = { kind: 'system' };
  test.each<[OutsideKind, Alert['priority']]>([
    ['clock-stepped', 'medium'],
    ['not-recorded', 'medium'],
    ['adapter-storage', 'low'],
    ['page-failed', 'medium'],
  ])('AL-24 AL-30 %s', (kind, priority) => {
    expect(alertFromOutside(INFUSION, kind, 'why', at(5), () => 'n')).toEqual([
      { type: 'alert-issued', alertId: 'n', kind, priority, onsetAt: at(5), reason: 'why', at: at(5), actor: system },
    ]);
    const state = having(INFUSION, alertOf(kind));
    expect(alertFromOutside(state, kind, 'why', at(5), () => 'n')).toEqual([]);
    expect(alertFromOutside(BASELINE, kind, 'why', at(5), () => 'n')).toEqual([]);
    expect(overFromOutside(INFUSION, kind, at(6), () => 'n')).toEqual([]);
    expect(overFromOutside(state, kind, at(6), () => 'n')).toEqual([
      { type: 'alert-ended', alertId: 'x', cause: 'in-range', latched: false, at: at(6), actor: system },
    ]);
  });
  test('AL-208 a page that failed is said where an alert sounds, anything else where somebody is watched', () => {
    const sounding = having(BASELINE, alertOf('pulse-high'));
    const issued = (kind: OutsideKind) => alertFromOutside(sounding, kind, 'why', at(5), () => 'n').length;
    expect([issued('page-failed'), issued('clock-stepped')]).toEqual([1, 0]);
  });
});
