import { describe, expect, test } from 'vitest';
import { administrator, esketamine, ivKetamine, nurse, provider, told } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import { decidePlan } from './decide-plan.ts';
import { evolvePlan } from './evolve-plan.ts';
import { usualLengthMs } from './plan.ts';
import type { Plan, PlanCommand, PlanEventBody, PlannedVisit } from './plan.ts';
import { sharingSurname, surnameOf } from './same-surname.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = 1_000 * DAY + 12 * HOUR;
const TWO = NOON + 2 * HOUR;

const wish: PlannedVisit = {
  chairId: 'chair-1',
  startsAt: TWO,
  lengthMs: 90 * MINUTE,
  protocolId: 'iv-ketamine-40',
  setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, ride: { name: 'Lee Marlow', phone: '555 0103' } },
};
const screen: Actor = { kind: 'screen', screenId: 'screen-1' };

class Schedule {
  plans = new Map<string, Plan>();
  now = NOON;
  #ids = 0;

  ask(command: PlanCommand, actor: Actor = nurse) {
    return decidePlan(command, {
      ...{ now: this.now, actor, plans: this.plans.values() },
      newId: () => `plan-${(this.#ids += 1)}`,
      site: {
        chairs: ['chair-1', 'chair-2'].map((chairId) => ({ chairId, name: `Chair ${chairId.at(-1)}` })),
        protocols: [ivKetamine, esketamine],
      },
      words: ({ patientId }) => `${patientId}, 14:00–15:30`,
    });
  }
  give(command: PlanCommand): this {
    const answer = this.ask(command);
    if (!answer.ok) throw new Error(answer.refusal.message);
    for (const body of answer.value) this.record(body);
    return this;
  }
  record(body: PlanEventBody): this {
    this.plans.set(body.planId, evolvePlan(this.plans.get(body.planId), { ...body, at: this.now, actor: nurse }));
    return this;
  }
  at(now: number): this {
    this.now = now;
    return this;
  }
  make(change: Partial<PlannedVisit> = {}, confirmed?: boolean): PlanCommand {
    const plan = { ...wish, ...change };
    return { type: 'plan:make', patientId: 'patient-1', plan, ...(confirmed !== undefined && { confirmed }) };
  }
  get first(): Plan {
    const plan = this.plans.get('plan-1');
    if (!plan) throw new Error('no plan');
    return plan;
  }
}
const change = (plan: Partial<PlannedVisit> = {}, confirmed = false): PlanCommand => ({
  type: 'plan:change',
  planId: 'plan-1',
  plan: { ...wish, ...plan },
  confirmed,
});
const cancel: PlanCommand = { type: 'plan:cancel', planId: 'plan-1', reason: 'ill today' };
const missed: PlanCommand = { type: 'plan:missed', planId: 'plan-1' };
const begun: PlanEventBody = { type: 'plan-begun', planId: 'plan-1', visitId: 'visit-1' };
const planned = () => {
  const schedule = new Schedule();
  return schedule.give(schedule.make());
};

describe('PH-130 a visit is planned', () => {
  test('PH-130 with chair, time, length, protocol, and what is known of the set-up; texts are trimmed', () => {
    const schedule = new Schedule();
    schedule.give(
      schedule.make({ note: '  by the window ', setUp: { weightKg: 80, ride: { name: ' Lee ', phone: ' 1 ' } } }),
    );
    expect(schedule.first).toMatchObject({
      ...{ planId: 'plan-1', patientId: 'patient-1', byName: 'N. Okafor', chairId: 'chair-1', startsAt: TWO },
      ...{ note: 'by the window', setUp: { weightKg: 80, ride: { name: 'Lee', phone: '1' } } },
      status: { name: 'planned' },
    });
  });
  test.each([nurse, provider, administrator])('PH-130 by anybody who is named', (actor) => {
    const schedule = new Schedule();
    expect(told(schedule.ask(schedule.make(), actor))).toBe('accepted');
  });
  test('PH-130 by nobody else', () => {
    const schedule = planned();
    for (const command of [schedule.make(), change(), cancel, missed])
      expect(told(schedule.ask(command, screen))).toContain('Nobody is signed in');
  });
  test('PH-130 the length that is offered is what the protocol takes, with set-up and the last checks', () => {
    expect([ivKetamine, esketamine].map((each) => usualLengthMs(each) / MINUTE)).toEqual([90, 150]);
  });
  test('PH-130 an empty note is none', () => {
    const schedule = new Schedule();
    schedule.give(schedule.make({ note: '  ' }));
    expect(schedule.first).not.toHaveProperty('note');
  });
});

describe('PH-131 what cannot be is refused', () => {
  test.each<[string, Partial<PlannedVisit>, string]>([
    ['a chair that is gone', { chairId: 'chair-9' }, 'not-found: There is no such chair any more'],
    ['a protocol that is none', { protocolId: 'nitrous' }, 'not-found: There is no protocol "nitrous"'],
    ['the minute before', { startsAt: NOON - MINUTE }, 'accepted'],
    ['a past time', { startsAt: NOON - MINUTE - 1 }, 'out-of-range: That time is past'],
    ['a year ahead', { startsAt: NOON + 366 * DAY }, 'accepted'],
    ['more than a year ahead', { startsAt: NOON + 366 * DAY + 1 }, 'out-of-range: That is more than a year ahead'],
    ['the shortest', { lengthMs: 15 * MINUTE }, 'accepted'],
    ['too short', { lengthMs: 14 * MINUTE }, 'A visit of 14 min is not between 15 and 720 min'],
    ['the longest', { lengthMs: 12 * HOUR }, 'accepted'],
    ['too long', { lengthMs: 12 * HOUR + MINUTE }, 'A visit of 721 min is not between 15 and 720 min'],
    ['no length', { lengthMs: NaN }, 'out-of-range'],
    ['a slip in the weight', { setUp: { weightKg: 800 } }, 'The weight of 800 kg is not between 20 and 400'],
    ['a slip in the dose', { setUp: { doseMg: 0 } }, 'The dose of 0 mg is not between'],
    ['a ride without a name', { setUp: { ride: { name: ' ', phone: '1' } } }, 'The escort’s name is missing'],
    ['a ride without a phone', { setUp: { ride: { name: 'Lee', phone: '' } } }, 'phone is missing'],
  ])('PH-131 %s', (_, given, sentence) => {
    const schedule = new Schedule();
    const answer = told(schedule.ask(schedule.make(given))).replace("escort's", 'escort’s');
    expect(answer).toContain(sentence);
    expect(told(schedule.ask(schedule.make(given, true))).startsWith('accepted')).toBe(sentence === 'accepted');
  });
  test('PH-131 a plan whose time has passed may be changed, but not to another past time', () => {
    const schedule = planned().at(TWO + HOUR);
    expect(told(schedule.ask(change({ chairId: 'chair-2' })))).toBe('accepted');
    expect(told(schedule.ask(change({ startsAt: TWO + MINUTE })))).toContain('That time is past');
  });
});

describe('PH-132 two visits on one chair at a time', () => {
  test.each<[string, Partial<PlannedVisit>, boolean]>([
    ['right after', { startsAt: TWO + 90 * MINUTE }, false],
    ['a minute into it', { startsAt: TWO + 89 * MINUTE }, true],
    ['just before', { startsAt: TWO - 90 * MINUTE }, false],
    ['ending in it', { startsAt: TWO - 89 * MINUTE }, true],
    ['within it', { startsAt: TWO + 10 * MINUTE, lengthMs: 15 * MINUTE }, true],
    ['around it', { startsAt: TWO - 10 * MINUTE, lengthMs: 3 * HOUR }, true],
    ['on another chair', { chairId: 'chair-2' }, false],
  ])('PH-132 %s: asks %s', (_, given, asks) => {
    const schedule = planned();
    const answer = told(schedule.ask(schedule.make(given)));
    expect(answer).toBe(
      asks
        ? 'needs-confirmation: Chair 1 is planned for patient-1, 14:00–15:30: choose another time or chair, or confirm.'
        : 'accepted',
    );
    expect(told(schedule.ask(schedule.make(given, true)))).toBe('accepted');
  });
  test('PH-132 not for itself, nor for one that was cancelled or did not come; still for one that has begun', () => {
    expect(told(planned().ask(change({ startsAt: TWO + MINUTE })))).toBe('accepted');
    for (const [body, answer] of [
      [{ type: 'plan-cancelled', planId: 'plan-1', reason: 'ill', byName: 'A' }, 'accepted'],
      [{ type: 'plan-missed', planId: 'plan-1', byName: 'A' }, 'accepted'],
      [begun, 'needs-confirmation'],
    ] as const) {
      const schedule = planned().record(body);
      expect(told(schedule.ask(schedule.make()))).toContain(answer);
    }
  });
});

describe('PH-133 a plan is changed, cancelled, or nobody came', () => {
  test('PH-133 changed, it is whole what is said now; who it is for stays', () => {
    const schedule = planned().give(change({ chairId: 'chair-2', setUp: {} }));
    expect(schedule.first).toMatchObject({ chairId: 'chair-2', setUp: {}, patientId: 'patient-1', planId: 'plan-1' });
  });
  test('PH-133 that the patient was corrected is told without the name', () => {
    const answer = planned().ask({ type: 'plan:change', planId: 'plan-1', plan: wish, patient: true });
    expect(answer).toMatchObject({ ok: true, value: [{ type: 'plan-changed', patient: true }] });
  });
  test('PH-133 a cancelled one keeps reason and name, and is planned anew instead of changed', () => {
    expect(told(planned().ask({ ...cancel, reason: ' ' } as PlanCommand))).toContain('The reason is missing');
    const schedule = planned().give(cancel);
    expect(schedule.first.status).toEqual({
      ...{ name: 'cancelled', reason: 'ill today', byName: 'N. Okafor' },
      at: NOON,
    });
    for (const command of [change(), cancel, missed])
      expect(told(schedule.ask(command))).toContain('was cancelled by N. Okafor: plan it anew');
  });
  test.each([
    [TWO - 1, 'not-ready: The planned time is still to come'],
    [TWO, 'accepted'],
  ])('PH-133 that nobody came is said from the planned time on (%d)', (now, answer) => {
    expect(told(planned().at(now).ask(missed))).toContain(answer);
  });
  test('PH-133 one who comes late is planned again', () => {
    const schedule = planned().at(TWO).give(missed);
    expect(told(schedule.ask(missed))).toContain('noted already');
    expect(schedule.give(change({ startsAt: TWO + HOUR })).first.status).toEqual({ name: 'planned' });
  });
  test('PH-133 one that has begun is changed at its chair', () => {
    const schedule = planned().record(begun);
    expect(schedule.first.status).toEqual({ name: 'begun', visitId: 'visit-1', at: NOON });
    for (const command of [change(), cancel, missed]) expect(told(schedule.ask(command))).toContain('has begun');
  });
  test('PH-133 one that is not there is named so', () => {
    expect(told(new Schedule().ask(cancel))).toContain('not-found');
  });
  test('PH-133 the first fact of a plan is its planning; told twice it changes nothing', () => {
    expect(() => new Schedule().record(begun)).toThrow('not plan-begun');
    const schedule = planned();
    const again = { type: 'visit-planned', planId: 'plan-1', patientId: 'patient-2', plan: wish, byName: 'B' } as const;
    expect(schedule.record(again).first.patientId).toBe('patient-1');
  });
});

describe('PH-136 two of one surname', () => {
  test.each([
    ['Dana Marlow', 'marlow'],
    ['Marlow, Dana', 'marlow'],
    ['  José  Muñoz ', 'munoz'],
    ['Madonna', 'madonna'],
    ['', ''],
  ])('PH-136 of “%s”', (name, surname) => expect(surnameOf(name)).toBe(surname));
  test('PH-136 are told; the nameless are not alike', () => {
    const day = [
      ['a', 'Dana Marlow'],
      ['b', 'Marlow, Lee'],
      ['c', 'Ruth Abara'],
      ['d', ''],
      ['e', ''],
    ] as const;
    expect([...sharingSurname(day)]).toEqual(['a', 'b']);
  });
});
