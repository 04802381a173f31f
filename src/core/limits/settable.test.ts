/** Which limits may be set, how far, and what is wrong with what somebody wants; and what a change leaves of an open alert. */
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { provider } from '../../../tests/support/visit-builder.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import type { LimitName } from './limit-name.ts';
import { changesOf, faultSentences, limitFaults, settableLimits } from './settable.ts';
import type { WantedLimits } from './settable.ts';

const [protocol] = publishedProtocols;
const changed = (limits: WantedLimits, visit = watched({ tickMs: 0 }), second = 6) => {
  expect(visit.give(second, { type: 'limits:change', limits, reason: 'usual 88' }, provider)).toBe('accepted');
  return visit;
};
const { state } = watched({ tickMs: 0 });
const one = (settable: ReturnType<typeof settableLimits>, name: LimitName) =>
  settable.find((each) => each.name === name);

describe('which limits may be set', () => {
  test('AL-151 those that the protocol has and gives a range, in order', () => {
    expect(settableLimits(state).map(({ name }) => name)).toEqual(
      LIMIT_NAMES.filter((name) => name !== 'rr-high-high'),
    );
    const rules = protocol.rules.filter(({ alert }) => alert !== 'spo2-low');
    const left = settableLimits({ protocol: { ...protocol, rules } }).map(({ name }) => name);
    expect(left).toEqual(LIMIT_NAMES.filter((name) => name !== 'rr-high-high' && !name.startsWith('spo2')));
    const { patientLimits: _, ...bare } = protocol;
    expect(settableLimits({ protocol: bare })).toEqual([]);
  });
  test('AL-151 each with its number, its range, and who changed it', () => {
    const plain = { name: 'spo2-low-medium', is: '<', limit: 90, protocol: 90, atLeast: 80, atMost: 92 };
    const found = one(settableLimits(state), 'spo2-low-medium');
    expect(found).toEqual(plain);
    expect(Object.keys(found ?? {})).not.toContain('changed');
    const settable = settableLimits(changed({ 'spo2-low-medium': 86 }).state);
    expect(one(settable, 'spo2-low-medium')).toEqual({
      ...plain,
      limit: 86,
      changed: { byName: 'Dr. Ruiz', at: at(6), reason: 'usual 88' },
    });
    expect(Object.keys(one(settable, 'spo2-low-high') ?? {})).not.toContain('changed');
  });
  test('AL-151 they are worked out once for the same baseline, protocol and limits', () => {
    const now = changed({ 'spo2-low-medium': 86 }).state;
    expect(settableLimits({ ...now })).toBe(settableLimits(now));
    expect(settableLimits({ ...state })).toBe(settableLimits(state));
    const other = { ...now, protocol: { ...protocol, rules: protocol.rules.slice(0, 1) } };
    expect(settableLimits(other)).not.toEqual(settableLimits(now));
    const { limits: _, ...back } = now;
    expect(one(settableLimits(back), 'spo2-low-medium')?.limit).toBe(90);
    const bare = watched({ tickMs: 0, baseline: null, phase: 'baseline' }).state;
    expect(settableLimits({ ...bare })).toBe(settableLimits(bare));
  });
  test.each<[WantedLimits, readonly (readonly [string, number | null])[]]>([
    [{}, []],
    [{ 'spo2-low-medium': 86 }, []],
    [{ 'spo2-low-medium': 87 }, [['spo2-low-medium', 87]]],
    [{ 'spo2-low-medium': 90 }, [['spo2-low-medium', null]]],
    [{ 'spo2-low-medium': null }, [['spo2-low-medium', null]]],
    [{ 'spo2-low-high': null, 'pulse-high-medium': 120 }, []],
  ])('PH-102 of %j under a limit of 86 what is another limit', (wanted, expected) => {
    const settable = settableLimits(changed({ 'spo2-low-medium': 86 }).state);
    expect(changesOf(settable, wanted).map(({ of, to }) => [of.name, to])).toEqual(expected);
  });
});

describe('what is wrong with it', () => {
  const faults = (wanted: WantedLimits) => limitFaults(settableLimits(state), wanted);
  test.each<[WantedLimits, string | undefined]>([
    [{ 'systolic-high-high': 161 }, undefined],
    [{ 'systolic-high-high': 160 }, '160 must be above the medium limit, 160.'],
    [{ 'systolic-high-medium': 179 }, undefined],
    [{ 'systolic-high-medium': 180 }, '180 must be below the high limit, 180.'],
    [{ 'diastolic-high-medium': 109 }, undefined],
    [{ 'diastolic-high-medium': 110 }, '110 must be below the high limit, 110.'],
    [{ 'diastolic-high-high': 101 }, undefined],
    [{ 'diastolic-high-high': 100 }, '100 must be above the medium limit, 100.'],
    [{ 'systolic-low-high': 89 }, undefined],
    [{ 'systolic-low-high': 90 }, '90 must be below the medium limit, 90.'],
    [{ 'pulse-low-medium': 41 }, undefined],
    [{ 'pulse-low-medium': 40 }, '40 must be above the high limit, 40.'],
    [{ 'pulse-high-medium': 139 }, undefined],
    [{ 'pulse-high-medium': 140 }, '140 must be below the high limit, 140.'],
    [{ 'rr-high-medium': 40 }, undefined],
    [{ 'rr-low-medium': 8 }, '8 must be above the high limit, 8.'],
  ])('AL-151 %j', (wanted, message) => {
    expect(faults(wanted).map((each) => each.message)).toEqual(message === undefined ? [] : [message]);
  });
  test('AL-151 a sentence for each fault', () => {
    expect(faultSentences(faults({ 'spo2-low-high': 74, 'pulse-high-medium': 161 }))).toBe(
      'SpO₂ low, high priority: 74 is not between 75 and 88. Pulse high, medium priority: 161 is not between 100 and 160.',
    );
  });
  test('AL-151 back to the protocol it stays clear of the other limit as that is now', () => {
    const lowered = changed({ 'spo2-low-medium': 84, 'spo2-low-high': 80 }).state;
    expect(limitFaults(settableLimits(lowered), { 'spo2-low-high': null })).toEqual([
      { name: 'spo2-low-high', message: '85 must be below the medium limit, 84.' },
    ]);
    expect(limitFaults(settableLimits(lowered), { 'spo2-low-high': null, 'spo2-low-medium': null })).toEqual([]);
  });
});

describe('what it leaves of an open alert', () => {
  const lungs = () => watched({ baseline: { spo2Pct: 90 } });
  const last = (type: string, visit: ReturnType<typeof watched>) =>
    visit.events.findLast((event) => event.type === type);
  const spo2 = { of: 'spo2Pct', extreme: 84, is: '<', limit: 90 };
  test('AL-154 lowered, it stands against the lower level’s limit', () => {
    const high = changed({ 'spo2-low-high': 80 }, lungs().steady(1, 20, 84), 20.5);
    expect(last('alert-lowered', high)).toMatchObject({ priority: 'medium', excess: spo2 });
    const both = changed({ 'spo2-low-high': 80, 'spo2-low-medium': 82 }, lungs().steady(1, 20, 84), 20.5);
    expect(last('alert-lowered', both)).toMatchObject({ priority: 'low', excess: { ...spo2, is: '<=', limit: 93 } });
  });
  test('AL-154 a level that is met under a limit of its own that changed too stands', () => {
    const visit = changed({ 'spo2-low-high': 80, 'spo2-low-medium': 91 }, lungs().steady(1, 20, 84), 20.5);
    expect(last('alert-lowered', visit)).toMatchObject({ priority: 'medium', excess: { ...spo2, limit: 91 } });
  });
  test('AL-154 one that is not met and has not cleared stands as long as its limit is the same', () => {
    const falling = () => watched().steady(1, 5, 84).steady(6, 8, 91);
    expect(last('alert-lowered', changed({ 'spo2-low-high': 80 }, falling(), 8.5))).toMatchObject({
      priority: 'medium',
    });
    const eased = changed({ 'spo2-low-high': 80, 'spo2-low-medium': 88 }, falling(), 8.5);
    expect(last('alert-lowered', eased)).toMatchObject({ priority: 'low' });
  });
  test('AL-154 one that ends goes up to nothing, although a higher level has not cleared', () => {
    const visit = changed({ 'spo2-low-medium': 86 }, watched({ baseline: { spo2Pct: 89 } }).steady(1, 17, 87), 17.5);
    expect(visit.log('spo2-low').slice(0, 2)).toEqual(['16 issued spo2-low medium', '17.5 ended spo2-low person']);
  });
  test('AL-154 the reason names its own limits alone', () => {
    const limits = { 'spo2-low-medium': 86, 'spo2-low-high': 80, 'pulse-high-medium': 130 };
    const visit = changed(limits, lungs().steady(1, 17, 88), 17.5);
    expect(last('alert-ended', visit)).toMatchObject({
      reason: 'Limit changed by Dr. Ruiz: SpO₂ low, medium priority, 90 → 86; SpO₂ low, high priority, 85 → 80',
    });
  });
});
test('PH-101 each change stands in the log, in order; back to the protocol one limit goes alone', () => {
  const visit = changed({ 'spo2-low-medium': 86, 'pulse-high-medium': 130, 'spo2-low-high': 80 });
  expect(visit.state.limits?.log).toHaveLength(1);
  changed({ 'spo2-low-medium': null, 'pulse-high-medium': null }, visit, 9);
  expect(Object.keys(visit.state.limits?.changed ?? {})).toEqual(['spo2-low-high']);
  expect(visit.state.limits?.log?.map((each) => [each.at, each.byName, each.reason, each.changes.length])).toEqual([
    [at(6), 'Dr. Ruiz', 'usual 88', 3],
    [at(9), 'Dr. Ruiz', 'usual 88', 2],
  ]);
});
