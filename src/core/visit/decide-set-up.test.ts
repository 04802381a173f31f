import { describe, expect, test } from 'vitest';
import { aVisit, esketamine, makeReady, MINUTE, nurse, provider, told } from '../../../tests/support/visit-builder.ts';
import type { SetUp } from '../setup.ts';
import { decide, evolve } from '../visit.ts';

const record = (setUp: SetUp, confirmed?: boolean) =>
  ({ type: 'setup:record', setUp, ...(confirmed !== undefined && { confirmed }) }) as const;

describe('set-up', () => {
  test('PH-10 fields are merged over what is there', () => {
    const visit = aVisit().give(record({ weightKg: 80, lot: ' L-77 ' }));
    visit.give(record({ ivSite: 'left forearm' }));
    expect(visit.state.setUp).toEqual({ weightKg: 80, lot: 'L-77', ivSite: 'left forearm' });
  });
  test.each([
    ['weightKg', 20, 400],
    ['doseMgPerKg', 0.01, 10],
    ['doseMg', 0.1, 1000],
    ['concentrationMgPerMl', 0.01, 200],
  ] as const)('PH-10 %s from %d to %d', (field, min, max) => {
    for (const value of [min, max]) expect(told(aVisit().ask(record({ [field]: value })))).toBe('accepted');
    for (const value of [min - 0.001, max + 0.001, NaN, Infinity, -1])
      expect(told(aVisit().ask(record({ [field]: value })))).toMatch(/^out-of-range: The .* is not between .*read it/);
  });
  test.each([
    [{ lot: ' ' }, 'The lot is missing'],
    [{ ivSite: '' }, 'The IV site is missing'],
    [{ nurseName: '' }, "The nurse's name is missing"],
    [{ providerName: '' }, "The provider's name is missing"],
    [{ ride: { name: '', phone: '1' } }, "The escort's name is missing"],
    [{ ride: { name: 'Sam', phone: ' ' } }, "The escort's phone is missing"],
    [{}, 'Nothing was entered'],
  ] as const)('PH-10 %o is refused', (setUp, sentence) => {
    expect(told(aVisit().ask(record(setUp)))).toContain(sentence);
  });

  test.each([
    [40, 'accepted'],
    [42, 'accepted'],
    [38, 'accepted'],
    [42.01, 'needs-confirmation: 0.5 mg/kg × 80 kg is 40 mg, not 42.01 mg: correct one, or confirm.'],
    [37.99, 'needs-confirmation: 0.5 mg/kg × 80 kg is 40 mg, not 37.99 mg: correct one, or confirm.'],
  ])('PH-11 0.5 mg/kg for 80 kg against %d mg', (doseMg, answer) => {
    const setUp = { weightKg: 80, doseMgPerKg: 0.5, doseMg };
    expect(told(aVisit().ask(record(setUp)))).toBe(answer);
    expect(told(aVisit().ask(record(setUp, true)))).toBe('accepted');
    const stepwise = aVisit()
      .give(record({ weightKg: 80 }))
      .give(record({ doseMgPerKg: 0.5 }));
    expect(told(stepwise.ask(record({ doseMg })))).toBe(answer);
  });
  test('PH-11 once confirmed, another field does not ask again', () => {
    const visit = aVisit().give(record({ weightKg: 80, doseMgPerKg: 0.5, doseMg: 50 }, true));
    expect(told(visit.ask(record({ lot: 'L' })))).toBe('accepted');
    expect(told(visit.ask(record({ weightKg: 81 })))).toContain('needs-confirmation');
  });
  test('PH-11 confirming does not pass what is impossible', () => {
    expect(told(aVisit().ask(record({ weightKg: 800 }, true)))).toContain('out-of-range');
  });

  test.each([
    [88, 'accepted'],
    [72, 'accepted'],
    [88.1, 'needs-confirmation: 88.1 kg differs by 10 % from 80 kg at the last visit: weigh again, or confirm.'],
    [71.9, 'needs-confirmation: 71.9 kg differs by 10 % from 80 kg at the last visit: weigh again, or confirm.'],
  ])('PH-12 %d kg after 80 kg at the last visit', (weightKg, answer) => {
    const visit = aVisit();
    const ctx = { ...visit.context(nurse), lastWeightKg: 80 };
    expect(told(decide(visit.state, record({ weightKg }), ctx))).toBe(answer);
    expect(told(decide(visit.state, record({ weightKg }, true), ctx))).toBe('accepted');
    expect(told(visit.ask(record({ weightKg })))).toBe('accepted');
  });

  test.each([
    [20, true],
    [120, true],
    [19, false],
    [121, false],
    [NaN, false],
  ])('PH-13 planned for %d min: %s', (minutes, ok) => {
    const answer = told(aVisit().ask(record({ plannedMs: minutes * MINUTE })));
    expect(answer).toContain(ok ? 'accepted' : 'is not between 20 and 120 min');
  });
  test('PH-13 the bounds and the choices are the protocol’s', () => {
    expect(told(aVisit({ protocol: esketamine }).ask(record({ plannedMs: 40 * MINUTE })))).toContain('1 and 30 min');
    for (const minutes of [5, 10, 15])
      expect(told(aVisit().ask(record({ bpEveryMs: minutes * MINUTE })))).toBe('accepted');
    expect(told(aVisit().ask(record({ bpEveryMs: 7 * MINUTE })))).toContain('one of the choices: 5, 10, 15 min');
  });
  test('PH-13 the start takes the planned time of the set-up, else the protocol’s', () => {
    const planned = (setUp: SetUp) => {
      const { phase } = makeReady(aVisit(), setUp).give({ type: 'infusion:start', minutesAgo: 0 }).state;
      return phase.name === 'infusion' ? phase.infusion.plannedMs / MINUTE : undefined;
    };
    expect(planned({})).toBe(40);
    expect(planned({ plannedMs: 60 * MINUTE })).toBe(60);
  });

  test.each([
    [{ weightKg: 80 }, false],
    [{ doseMgPerKg: 0.5 }, false],
    [{ doseMg: 40 }, false],
    [{ concentrationMgPerMl: 10 }, false],
    [{ plannedMs: 60 * MINUTE }, false],
    [{ bpEveryMs: 5 * MINUTE }, true],
    [{ ride: { name: 'Kim', phone: '1' } }, true],
    [{ lot: 'L-78', ivSite: 'right hand', providerName: 'B' }, true],
  ] as const)('PH-14 %o during the infusion: %s', (setUp, ok) => {
    expect(told(aVisit({ phase: 'infusion' }).ask(record(setUp)))).toContain(ok ? 'accepted' : 'fixed since the start');
  });

  test('PH-15 a nurse is told whose plan it is', () => {
    const ridePlan = { plan: 'stays overnight', byName: 'Dr. Ruiz' };
    expect(told(aVisit().ask(record({ ridePlan })))).toContain('needs-provider: A plan instead of a ride');
    expect(told(aVisit().ask(record({ ridePlan: { ...ridePlan, plan: '' } }), provider))).toContain(
      'The plan is missing',
    );
  });
});

describe('who and where', () => {
  test('PH-21 the identity is confirmed by a named person', () => {
    const visit = aVisit().give({ type: 'identity:confirm' });
    expect(visit.state.identity).toEqual({ at: visit.now, byName: 'N. Okafor' });
  });
  test('PH-49 a visit moves to a free chair and keeps its values, not its devices', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).record({ type: 'adapter-connected', adapterId: 'a' });
    const { lastSpo2, bps } = visit.state;
    visit.give({ type: 'visit:move', chairId: 'chair-2' });
    expect(visit.state).toMatchObject({ chairId: 'chair-2', probeSeenOn: false, lastSpo2, bps });
    expect(visit.state).not.toHaveProperty('link');
  });
  test.each([
    ['chair-1', 'on that chair already'],
    ['chair-3', 'not free: choose one without a visit'],
  ])('PH-49 not to %s', (chairId, sentence) => {
    expect(told(aVisit().ask({ type: 'visit:move', chairId }))).toContain(sentence);
  });
  test('PH-50 the wrong patient is corrected, and asked for again', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const before = visit.state;
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row' });
    expect(visit.state.identity).toBeUndefined();
    expect(visit.state).toMatchObject({ patientId: 'patient-2', phase: before.phase, setUp: before.setUp });
    expect(visit.give({ type: 'identity:confirm' }).state.identity).toBeDefined();
  });
  test('JR-52 before the start weight, dose, ride and plan were the other patient’s: they go, and are entered anew; the rest stays', () => {
    const visit = aVisit().record({
      type: 'set-up-recorded',
      setUp: {
        ...{ weightKg: 92, doseMgPerKg: 0.5, doseMg: 46, ride: { name: 'Lee', phone: '1' } },
        ...{ ridePlan: { plan: 'taxi', byName: 'Dr' }, ivSite: 'left hand', cuffArm: 'left' },
      },
    });
    const before = visit.state;
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row' });
    const { weightKg: _w, doseMgPerKg: _p, doseMg: _d, ride: _r, ridePlan: _q, ...rest } = before.setUp;
    expect(visit.state.setUp).toEqual(rest);
    expect(rest).toMatchObject({ ivSite: 'left hand', cuffArm: 'left' });
    expect(told(visit.ask({ type: 'infusion:start', minutesAgo: 0 }))).toContain('weight');
    const planned = evolve(
      { ...before, plan: { planId: 'plan-1', setUp: { weightKg: 92 } } },
      { type: 'patient-corrected', patientId: 'patient-2', reason: 'wrong row', setUp: 'anew', at: 1, actor: nurse },
    );
    expect(planned).not.toHaveProperty('plan');
  });
  test('JR-53 after it what was recorded stays, for the infusion was given by it; only the plan goes', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const { setUp } = visit.state;
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row' });
    expect(visit.state.setUp).toEqual(setUp);
    expect(visit.events.at(-1)).toMatchObject({ type: 'patient-corrected', setUp: 'kept' });
  });
  test.each([
    ['patient-1', 'wrong row', 'that patient’s already'],
    ['patient-2', '', 'The reason for the correction is missing'],
  ])('PH-50 correcting to %s because “%s”', (patientId, reason, sentence) => {
    expect(told(aVisit().ask({ type: 'patient:correct', patientId, reason }))).toContain(sentence);
  });
});
