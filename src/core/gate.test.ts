import { describe, expect, test } from 'vitest';
import { aVisit, esketamine, makeReady, MINUTE, provider, SECOND, told } from '../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../tests/support/visit-builder.ts';
import { gateState, startMissing, startWarnings } from './gate.ts';
import type { SetUp } from './setup.ts';
import { chairView } from './view.ts';
import type { DeviceView } from './view.ts';

const gate = (visit: VisitBuilder) => gateState(visit.state, visit.now).gate;
const start = { type: 'infusion:start', minutesAgo: 0 } as const;
const approve = { type: 'hold:approve', reason: 'known hypertension, took his tablet' } as const;

describe('the BP gate', () => {
  test.each([
    [140, 90, 'clear'],
    [141, 90, 'repeat'],
    [140, 91, 'repeat'],
    [159, 99, 'repeat'],
    [160, 99, 'hold'],
    [159, 100, 'hold'],
    [179, 109, 'hold'],
    [180, 80, 'no-start'],
    [170, 110, 'no-start'],
  ])('PH-19 %i/%i is %s', (systolic, diastolic, expected) => {
    expect(gate(aVisit().bp(systolic, diastolic))).toBe(expected);
  });
  test('PH-19 without a BP there is no start', () => {
    expect(gateState(aVisit().state, 0)).toEqual({ gate: 'no-bp', message: 'No BP yet: take one before the start.' });
  });
  test.each([
    [5 * MINUTE - 1, 'repeat'],
    [5 * MINUTE, 'hold'],
  ])('PH-19 above 140/90 again after %i ms is %s', (ms, expected) => {
    expect(gate(aVisit().bp(146, 88).after(ms).bp(144, 86))).toBe(expected);
  });
  test('PH-19 the five minutes count from the first high BP, and a good one between starts them anew', () => {
    const visit = aVisit().bp(146, 88).after(MINUTE).bp(150, 88);
    expect(gateState(visit.state, visit.now).message).toBe('BP 150/88 is above 140/90: repeat it in 4 min.');
    visit.after(4 * MINUTE);
    expect(gateState(visit.state, visit.now).message).toBe('BP 150/88 is above 140/90: repeat it now.');
    expect(gate(visit.bp(138, 88))).toBe('clear');
    expect(gate(visit.after(MINUTE).bp(146, 88))).toBe('repeat');
  });

  test('PH-19 a hold is refused as a provider’s to approve; a no-start is not', () => {
    const held = makeReady(aVisit());
    held.watched(60).bp(164, 88);
    expect(told(held.ask(start))).toBe(
      'needs-provider: BP 164/88 is at or above 160/100: hold. A provider may approve the start with a reason.',
    );
    held.watched(60).bp(184, 88);
    expect(told(held.ask(start))).toContain('not-ready: BP 184/88 is at or above 180/110: no start.');
    expect(told(held.ask(approve, provider))).toContain('not-ready: This cannot be approved.');
  });
  test('PH-20 approved by a provider with a reason, the visit may start', () => {
    const visit = makeReady(aVisit()).watched(60).bp(164, 88);
    expect(told(visit.ask({ ...approve, reason: ' ' }, provider))).toContain('The reason for the approval is missing');
    visit.give(approve, provider);
    expect(gateState(visit.state, visit.now)).toEqual({
      gate: 'approved',
      message: 'BP 164/88: approved by Dr. Ruiz.',
    });
    expect(told(visit.ask(start))).toBe('accepted');
    expect(told(visit.ask(approve, provider))).toContain('conflict: There is no hold to approve.');
  });
  test.each([
    [164, 88, 'approved'],
    [160, 80, 'approved'],
    [165, 88, 'hold'],
    [162, 89, 'hold'],
    [139, 89, 'clear'],
    [180, 80, 'no-start'],
  ])('PH-20 an approval of 164/88 and then %i/%i: %s', (systolic, diastolic, expected) => {
    const visit = makeReady(aVisit()).after(MINUTE).bp(164, 88).give(approve, provider);
    expect(gate(visit.after(MINUTE).bp(systolic, diastolic))).toBe(expected);
  });
  test('PH-20 the approved BP is known for as long as the visit lasts before the start', () => {
    const visit = aVisit().bp(164, 88).give(approve, provider);
    for (let i = 0; i < 12; i += 1) visit.after(MINUTE).bp(163, 87);
    expect(gate(visit)).toBe('approved');
  });
  test('PH-20 above 140/90 twice, a provider decides', () => {
    const visit = aVisit().bp(146, 88).after(MINUTE);
    expect(told(visit.ask(approve, provider))).toContain('repeat it in 4 min');
    visit
      .after(4 * MINUTE)
      .bp(144, 86)
      .give(approve, provider);
    expect(gate(visit)).toBe('approved');
    expect(told(aVisit().bp().ask(approve, provider))).toContain(
      'There is no hold to approve. BP 128/79: clear to start.',
    );
  });
});

describe('what the start needs', () => {
  test('PH-21 everything missing is named at once', () => {
    const visit = aVisit();
    const missing = startMissing(visit.state, visit.now);
    expect(missing).toHaveLength(14);
    expect(told(visit.ask(start))).toBe(`not-ready: ${missing.join(' ')}`);
    expect(startMissing(makeReady(visit).state, visit.now)).toEqual([]);
  });
  test.each([
    ['weightKg', 'weight'],
    ['doseMgPerKg', 'dose in mg/kg'],
    ['doseMg', 'dose in mg '],
    ['concentrationMgPerMl', 'concentration'],
    ['ivSite', 'IV site'],
    ['cuffArm', 'arm that has the cuff'],
    ['oximeterHand', 'hand that has the oximeter'],
    ['nurseName', 'nurse'],
    ['providerName', 'provider'],
    ['ride', 'ride home'],
  ] as const satisfies readonly (readonly [keyof SetUp, string])[])('PH-21 without %s', (field, words) => {
    const { state, now } = makeReady(aVisit());
    const { [field]: _, ...setUp } = state.setUp;
    const missing = startMissing({ ...state, setUp }, now);
    expect(missing).toHaveLength(1);
    expect(missing[0]).toContain(words);
  });
  test('PH-21 an administration asks neither for weight nor for a line', () => {
    const missing = startMissing(aVisit({ protocol: esketamine }).state, 0).join(' ');
    expect(missing).not.toMatch(/weight|dose|concentration|IV site/);
    expect(missing).toMatch(/nurse.*ride/);
  });
  test('PH-21 a provider’s plan stands for a ride', () => {
    const visit = aVisit();
    visit.give({ type: 'setup:record', setUp: { ridePlan: { plan: 'stays overnight', byName: 'x' } } }, provider);
    expect(startMissing(visit.state, visit.now).join(' ')).not.toContain('ride');
  });

  test('PH-22 the oximeter must have been seen off and then on', () => {
    const visit = aVisit().watched(10);
    expect(visit.state.probeSeenOn).toBe(false);
    visit
      .after(SECOND)
      .probeOff()
      .after(SECOND)
      .spo2(98, 72, { quality: 'poor', causes: ['searching'] });
    expect(visit.state.probeSeenOn).toBe(false);
    expect(visit.after(SECOND).spo2().state.probeSeenOn).toBe(true);
  });
  test('PH-22 seen before the visit was opened, it is recorded; on another chair it is asked for again', () => {
    const visit = aVisit().record({ type: 'probe-seen-on' });
    expect(visit.state.probeSeenOn).toBe(true);
    expect(visit.give({ type: 'visit:move', chairId: 'chair-2' }).state.probeSeenOn).toBe(false);
    expect(visit.after(SECOND).spo2().state.probeSeenOn).toBe(false);
  });
});

describe('AL-177 a device that may not last', () => {
  const device = { deviceId: 'ox', kind: 'oximeter', label: 'Oximeter 3', connected: true, emulated: false } as const;
  test.each<[string, readonly DeviceView[], readonly string[]]>([
    ['none', [{ ...device, lowBattery: false, batteryPct: 80 }], []],
    [
      'low, with its percentage',
      [{ ...device, lowBattery: true, batteryPct: 12 }],
      ['The battery of “Oximeter 3” is low, 12 %: charge it or take another one before the start.'],
    ],
    [
      'a monitor that is oximeter and cuff, once',
      [
        { ...device, label: 'Monitor 1', lowBattery: true },
        { ...device, label: 'Monitor 1', lowBattery: true, kind: 'cuff' },
      ],
      ['The battery of “Monitor 1” is low: charge it or take another one before the start.'],
    ],
  ])('%s', (_, devices, expected) => {
    expect(startWarnings(devices)).toEqual(expected);
  });
  test('it stands beside what is missing and keeps nobody from starting', () => {
    const visit = makeReady(aVisit());
    const devices = [{ ...device, lowBattery: true }];
    const chair = { chairId: 'chair-1', name: 'Chair 1' };
    const { readiness } = chairView({ chair, visit: visit.state, patient: null, devices, recorded: true }, visit.now);
    expect(readiness).toMatchObject({ missing: [], warnings: [expect.stringContaining('Oximeter 3')] });
    expect(told(visit.ask(start))).toBe('accepted');
  });
});
