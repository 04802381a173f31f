import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyLimits } from '../../../tests/support/any-visit.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { administrator, aVisit, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import { checkProtocol } from '../clinical-protocol-check.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { evolve } from '../visit.ts';
import { layOver } from './lay-over.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import type { ChangedLimits, LimitName } from './limit-name.ts';
import { leafOf, levelOf, limitIn, LIMIT_PLACE } from './limit-table.ts';

const [protocol] = publishedProtocols;
const set = (limits: Partial<Record<LimitName, number>>): ChangedLimits =>
  Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, { limit, byName: 'Dr. Ruiz', at: 0, reason: 'r' }]),
  );
const change = (limits: Partial<Record<LimitName, number | null>>) =>
  ({ type: 'limits:change', limits, reason: 'lung disease, 88 at home' }) as const;

describe('AL-150 the rules of one patient', () => {
  test('AL-150 without a change they are the protocol’s very rules', () => {
    expect(rulesOf(watched().state)).toBe(protocol.rules);
    expect(layOver(protocol.rules, {})).toBe(protocol.rules);
    expect(rulesOf(aVisit({ phase: 'infusion' }).state)).toBe(protocol.rules);
  });

  test.each(LIMIT_NAMES.filter((name) => protocol.patientLimits?.ranges[name]))(
    'AL-150 %s: the limit is the number, and its clearing level moves by as much',
    (name) => {
      const { of, alert, priority } = LIMIT_PLACE[name];
      const range = protocol.patientLimits?.ranges[name] ?? { atLeast: 0, atMost: 0 };
      const was = levelOf(protocol.rules, LIMIT_PLACE[name]);
      const before = limitIn(protocol.rules, name, undefined)?.limit ?? NaN;
      const clearedFrom = was && leafOf(was.clearsWhen, of)?.than;
      const clears = typeof clearedFrom === 'object' && 'then' in clearedFrom ? clearedFrom.then : clearedFrom;
      for (const limit of [range.atLeast, range.atMost]) {
        const rules = layOver(protocol.rules, set({ [name]: limit }));
        const level = levelOf(rules, { of, alert, priority });
        expect(level && leafOf(level.when, of)?.than).toBe(limit);
        expect(level && leafOf(level.clearsWhen, of)?.than).toBe(limit + Number(clears) - before);
        // Nothing else of it, and no other rule.
        expect({ ...level, when: 0, clearsWhen: 0, shows: 0 }).toEqual({ ...was, when: 0, clearsWhen: 0, shows: 0 });
        expect(rules.filter((rule) => rule.alert !== alert)).toEqual(
          protocol.rules.filter((rule) => rule.alert !== alert),
        );
      }
    },
  );

  test('AL-150 a part that follows the baseline falls away with its number', () => {
    const rules = layOver(protocol.rules, set({ 'systolic-low-medium': 100, 'pulse-low-medium': 48 }));
    expect(levelOf(rules, LIMIT_PLACE['systolic-low-medium'])?.when).toEqual({
      of: 'systolicMmHg',
      is: '<',
      than: 100,
    });
    expect(levelOf(rules, LIMIT_PLACE['pulse-low-medium'])).toMatchObject({
      when: { of: 'pulseBpm', is: '<', than: 48 },
      clearsWhen: { of: 'pulseBpm', is: '>=', than: 53 },
      shows: { than: 48 },
    });
  });

  test('AL-150 of a BP one number is changed, the other stays', () => {
    const rules = layOver(protocol.rules, set({ 'systolic-high-medium': 170 }));
    expect(levelOf(rules, LIMIT_PLACE['systolic-high-medium'])).toMatchObject({
      when: { any: [{ than: 170 }, { of: 'diastolicMmHg', than: 100 }] },
      clearsWhen: { all: [{ than: 165 }, { of: 'diastolicMmHg', than: 95 }] },
      shows: { than: 170 },
    });
  });

  test('AL-150 a high SpO₂ is written against the medium limit, which is this patient’s', () => {
    const visit = watched();
    visit.give(1, change({ 'spo2-low-medium': 86, 'spo2-low-high': 82 }), provider);
    visit.steady(2, 3).spo2(4, 81);
    expect(visit.state.alerts['spo2-low']).toMatchObject({
      priority: 'high',
      excess: { of: 'spo2Pct', extreme: 81, is: '<', limit: 86 },
    });
  });
});

describe('AL-150 SatSeconds', () => {
  test.each([
    [86, []],
    [84, ['8.5 issued spo2-low medium']],
  ])('AL-150 the sum counts below this patient’s limit of 86: at %s', (value, log) => {
    const visit = watched({ protocol: withSatSeconds(protocol, 5), baseline: { spo2Pct: 86 } });
    visit.give(1, change({ 'spo2-low-medium': 86, 'spo2-low-high': 80 }), provider);
    // 2 % below for 2.5 s are 5 %·s.
    expect(visit.steady(6, 20, value).log('spo2-low')).toEqual(log);
  });
});

/** A protocol of its own that has the numbers, for holding the overlay against. */
const withRules = (rules: ClinicalProtocol['rules']): ClinicalProtocol => ({ ...protocol, rules });

describe('AL-150 properties', () => {
  test('AL-150 any course of changes leaves rules that a protocol could have, and what is not changed is the protocol’s', () => {
    fc.assert(
      fc.property(fc.array(anyLimits, { maxLength: 8 }), fc.constantFrom(undefined, 55, 72), (wishes, pulseBpm) => {
        const visit = watched({ baseline: pulseBpm === undefined ? null : { pulseBpm }, tickMs: 0, phase: 'baseline' });
        wishes.forEach((limits, i) => visit.give(i, change(limits), provider));
        const rules = rulesOf(visit.state);
        expect(checkProtocol({ ...withRules(rules), patientLimits: { ranges: {}, source: 's' } }).ok).toBe(true);
        for (const name of LIMIT_NAMES) {
          const own = visit.state.limits?.changed[name];
          const { baseline } = visit.state;
          expect(limitIn(rules, name, baseline)?.limit).toBe(
            own?.limit ?? limitIn(protocol.rules, name, baseline)?.limit,
          );
          const range = protocol.patientLimits?.ranges[name];
          if (own) expect(own.limit >= (range?.atLeast ?? NaN) && own.limit <= (range?.atMost ?? NaN)).toBe(true);
        }
      }),
    );
  });

  test('AL-150 the engine with limits laid over is the engine of a protocol that has those numbers', () => {
    const value = fc.integer({ min: 76, max: 98 });
    const step = fc.record({
      seconds: fc.integer({ min: 1, max: 20 }),
      spo2: value,
      pulse: fc.integer({ min: 30, max: 170 }),
    });
    fc.assert(
      fc.property(
        anyLimits,
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 70, max: 195 }), { maxLength: 3 }),
        (limits, steps, pressures) => {
          const changed = watched({ tickMs: 0 });
          changed.give(0, change(limits), provider);
          const own = watched({ tickMs: 0, protocol: withRules(rulesOf(changed.state)) });
          for (const visit of [changed, own]) {
            let now = 0;
            for (const { seconds, spo2, pulse } of steps) {
              visit.steady(now + 1, now + seconds, spo2, { pulseBpm: pulse });
              now += seconds;
            }
            pressures.forEach((systolic) => visit.bp((now += 30), systolic));
          }
          expect(changed.log()).toEqual(own.log());
          expect(changed.state.alerts).toEqual(own.state.alerts);
          expect(changed.state.tracks).toEqual(own.state.tracks);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('AL-151 who, how far, and why', () => {
  const [medium, high] = ['spo2-low-medium', 'spo2-low-high'] as const;
  test.each<[string, Partial<Record<LimitName, number | null>>, string]>([
    ['at the least', { [medium]: 86, [high]: 75 }, 'accepted'],
    ['under the least', { [high]: 74 }, 'out-of-range: SpO₂ low, high priority: 74 is not between 75 and 88.'],
    ['at the most', { [medium]: 92 }, 'accepted'],
    ['over the most', { [medium]: 93 }, 'out-of-range: SpO₂ low, medium priority: 93 is not between 80 and 92.'],
    ['off', { [medium]: 0 }, 'out-of-range: SpO₂ low, medium priority: 0 is not between 80 and 92.'],
    ['not a number', { [medium]: NaN }, 'out-of-range: SpO₂ low, medium priority: It must be a whole number.'],
    ['half', { [medium]: 86.5 }, 'out-of-range: SpO₂ low, medium priority: It must be a whole number.'],
    ['just beyond its high', { [medium]: 86 }, 'accepted'],
    ['at its high', { [medium]: 85 }, 'out-of-range: SpO₂ low, medium priority: 85 must be above the high limit, 85.'],
    ['both at once', { [medium]: 84, [high]: 83 }, 'accepted'],
    [
      'a high one at its medium',
      { 'pulse-high-high': 120 },
      'out-of-range: Pulse high, high priority: 120 must be above the medium limit, 120.',
    ],
    ['a high one just above it', { 'pulse-high-high': 121 }, 'accepted'],
    [
      'one that no protocol has',
      { 'rr-high-high': 40 },
      'not-found: RR high, high priority: the protocol of this visit has no such limit.',
    ],
    ['the one in force', { [medium]: 90 }, 'conflict: These are the limits in force already: nothing is changed.'],
    ['nothing', {}, 'conflict: These are the limits in force already: nothing is changed.'],
    ['back, where nothing was changed', { [medium]: null }, 'conflict: These are the limits in force already'],
  ])('AL-151 %s', (_, limits, sentence) => {
    expect(told(aVisit({ phase: 'infusion' }).ask(change(limits), provider))).toContain(sentence);
  });

  test('AL-151 PH-101 only a provider, with a reason', () => {
    const visit = aVisit({ phase: 'infusion' });
    const ask = change({ 'spo2-low-medium': 86 });
    expect(told(visit.ask(ask, nurse))).toBe(
      'needs-provider: Only a provider may do this: ask one to do it here or at the station.',
    );
    expect(told(visit.ask(ask, administrator))).toMatch(/^not-allowed/);
    expect(told(visit.ask(ask, screen))).toMatch(/^not-allowed/);
    expect(told(visit.ask({ ...ask, reason: ' ' }, provider))).toBe(
      'not-ready: The reason for the change is missing: enter it.',
    );
    expect(told(visit.ask(ask, provider, 'station'))).toBe('accepted');
  });

  test('PH-101 the record says what was, what is, who, when and why', () => {
    const visit = aVisit({ phase: 'infusion' }).give(change({ 'spo2-low-medium': 86 }), provider);
    const { now } = visit;
    expect(visit.events.at(-1)).toEqual({
      type: 'limits-changed',
      changes: [{ name: 'spo2-low-medium', from: 90, to: 86 }],
      reason: 'lung disease, 88 at home',
      byName: 'Dr. Ruiz',
      at: now,
      actor: provider,
    });
    expect(visit.state.limits?.changed['spo2-low-medium']).toEqual({
      limit: 86,
      byName: 'Dr. Ruiz',
      at: now,
      reason: 'lung disease, 88 at home',
    });
  });

  test('PH-102 back to the protocol: by its number or by name, each limit alone', () => {
    const visit = aVisit({ phase: 'infusion' });
    visit.give(change({ 'spo2-low-medium': 86, 'pulse-high-medium': 130 }), provider);
    visit.give(change({ 'spo2-low-medium': null }), provider);
    expect(visit.events.at(-1)).toMatchObject({
      changes: [{ name: 'spo2-low-medium', from: 86, to: 90, toProtocol: true }],
    });
    expect(Object.keys(visit.state.limits?.changed ?? {})).toEqual(['pulse-high-medium']);
    visit.give(change({ 'pulse-high-medium': 120 }), provider);
    expect(visit.state.limits?.changed).toEqual({});
    expect(rulesOf(visit.state)).toBe(protocol.rules);
  });

  test('PH-103 they are this visit’s and this patient’s: another visit and a corrected patient have the protocol’s', () => {
    const visit = aVisit({ phase: 'infusion' }).give(change({ 'spo2-low-medium': 86 }), provider);
    expect(rulesOf(aVisit({ phase: 'infusion' }).state)).toBe(protocol.rules);
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row tapped' });
    expect(visit.events.at(-1)).toMatchObject({
      type: 'limits-changed',
      reason: 'Patient corrected: wrong row tapped',
      byName: 'N. Okafor',
    });
    expect(rulesOf(visit.state)).toBe(protocol.rules);
    visit.give({ type: 'patient:correct', patientId: 'patient-3', reason: 'again' });
    expect(visit.events.at(-1)?.type).toBe('patient-corrected');
  });

  test('PH-104 a protocol without ranges lets nobody', () => {
    const { patientLimits: _, ...bare } = protocol;
    expect(told(aVisit({ phase: 'infusion', protocol: bare }).ask(change({ 'spo2-low-medium': 86 }), provider))).toBe(
      'not-allowed: The protocol of this visit does not say how far a limit may be set: an administrator publishes one that does.',
    );
  });

  test('PH-101 the journal alone brings them back', () => {
    const visit = watched().steady(1, 5);
    visit.give(6, change({ 'spo2-low-medium': 86, 'systolic-low-high': 70 }), provider);
    visit.steady(7, 40, 85);
    const again = visit.events.reduce<typeof visit.state | undefined>(evolve, undefined);
    expect(again).toEqual(visit.state);
    expect(again?.limits?.changedAt).toBe(at(6));
  });
});
