import { describe, expect, test } from 'vitest';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { aVisit, esketamine, makeReady, MINUTE, nurse, provider, told } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import type { VisitCommand } from '../command.ts';
import { phaseInWords } from './phase-rule.ts';

const nasal = { protocol: esketamine } as const;
const waiting = (): VisitBuilder => {
  const visit = aVisit({ phase: 'discharge' });
  for (const criterion of ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const)
    visit.give({ type: 'criterion:check', criterion, met: true });
  return visit.give({ type: 'ride:wait' });
};
const paused = (): VisitBuilder =>
  aVisit({ phase: 'infusion', minutes: 10 }).give({ type: 'pump:pause', minutesAgo: 0 });
const correct = {
  type: 'baseline:correct',
  systolicMmHg: 120,
  diastolicMmHg: 80,
  spo2Pct: 98,
  pulseBpm: 70,
  reason: 'typed',
} as const;
const decide = { type: 'recovery:decide', choice: 'extend', reason: 'BP' } as const;

describe('PH-6 a refusal, whole: its code for the screen, its sentence for the person', () => {
  test.each<[string, () => VisitBuilder, VisitCommand, Actor, string]>([
    [
      'PH-18 nothing to correct',
      () => aVisit(),
      correct,
      provider,
      'not-ready: There is no baseline to correct yet: freeze it first.',
    ],
    [
      'PH-18 a systolic of a slip',
      () => aVisit({ phase: 'infusion' }),
      { ...correct, systolicMmHg: 20 },
      provider,
      'out-of-range: Systolic 20 is not between 40 and 300: read it again.',
    ],
    [
      'PH-18 a diastolic of a slip',
      () => aVisit({ phase: 'infusion' }),
      { ...correct, diastolicMmHg: 10 },
      provider,
      'out-of-range: Diastolic 10 is not between 20 and 200: read it again.',
    ],
    [
      'PH-18 an SpO2 of a slip',
      () => aVisit({ phase: 'infusion' }),
      { ...correct, spo2Pct: 49 },
      provider,
      'out-of-range: SpO₂ 49 is not between 50 and 100: read it again.',
    ],
    [
      'PH-18 a pulse of a slip',
      () => aVisit({ phase: 'infusion' }),
      { ...correct, pulseBpm: 251 },
      provider,
      'out-of-range: A pulse of 251 is not between 20 and 250: read it again.',
    ],
    [
      'PH-18 no reason',
      () => aVisit({ phase: 'infusion' }),
      { ...correct, reason: ' ' },
      provider,
      'not-ready: The reason for the correction is missing: enter it.',
    ],
    [
      'PH-51 declared twice',
      () => aVisit({ phase: 'infusion' }).give({ type: 'emergency:declare' }),
      { type: 'emergency:declare' },
      nurse,
      'conflict: An emergency is declared already: everybody sees it.',
    ],
    [
      'PH-51 none to end',
      () => aVisit({ phase: 'infusion' }),
      { type: 'emergency:end' },
      nurse,
      'conflict: No emergency is declared: nothing to end.',
    ],
    [
      'REC-3 too much oxygen',
      () => aVisit({ phase: 'infusion' }),
      { type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 16 } },
      nurse,
      'out-of-range: 16 L/min is not between 0 (room air) and 15.',
    ],
    [
      'PH-27 nothing to resume',
      () => aVisit({ phase: 'infusion' }),
      { type: 'pump:resume', minutesAgo: 0 },
      nurse,
      'conflict: The pump is not recorded as paused: nothing to resume.',
    ],
    [
      'PH-27 paused twice',
      () => paused().after(2 * MINUTE),
      { type: 'pump:pause', minutesAgo: 0 },
      nurse,
      'conflict: The pump is recorded as paused (2 min ago): resume or stop it.',
    ],
    [
      'PH-28 a BP too old',
      () => paused().after(5 * MINUTE + 1),
      { type: 'pump:resume', minutesAgo: 0 },
      nurse,
      'not-ready: The last BP is older than 5 min: take a new one, then resume.',
    ],
    [
      'PH-28 a provider’s to resume',
      () => paused().after(1_000).bp(160, 90),
      { type: 'pump:resume', minutesAgo: 0 },
      nurse,
      'needs-provider: BP 160/90 is at or above 160/100: a provider must resume, here or at the station.',
    ],
    [
      'PH-31 no pump',
      () => aVisit({ ...nasal, phase: 'infusion' }),
      { type: 'pump:pause', minutesAgo: 0 },
      nurse,
      'conflict: This visit gives nasal devices: there is no pump.',
    ],
    [
      'PH-32 no pump, no volume',
      () => aVisit({ ...nasal, phase: 'recovery' }),
      { type: 'pump:volume', pumpVolumeMl: 4 },
      nurse,
      'conflict: This visit gives nasal devices: there is no pump.',
    ],
    [
      'PH-31 an infusion of devices',
      () => makeReady(aVisit(nasal)),
      { type: 'infusion:start', minutesAgo: 0 },
      nurse,
      'conflict: This visit gives nasal devices: record the first device instead.',
    ],
    [
      'PH-31 a device of an infusion',
      () => makeReady(aVisit()),
      { type: 'device:give', mg: 28, lot: 'L', minutesAgo: 0 },
      nurse,
      'conflict: This visit gives an infusion: start the infusion instead.',
    ],
    [
      'PH-31 a slip in mg',
      () => makeReady(aVisit(nasal)),
      { type: 'device:give', mg: 85, lot: 'L', minutesAgo: 0 },
      nurse,
      'out-of-range: 85 mg is not between 0 and 84, the most a visit gives: read the label again.',
    ],
    [
      'PH-31 no lot',
      () => makeReady(aVisit(nasal)),
      { type: 'device:give', mg: 28, lot: ' ', minutesAgo: 0 },
      nurse,
      'not-ready: The lot of the device is missing: enter it.',
    ],
    [
      'PH-31 a device too late',
      () => aVisit({ ...nasal, phase: 'recovery' }),
      { type: 'device:give', mg: 28, lot: 'L', minutesAgo: 0 },
      nurse,
      'wrong-phase: Giving a device is not possible: this visit is in recovery. If it has not ended after all, say “Not ended after all” in recovery.',
    ],
    [
      'PH-35 not before recovery',
      () => aVisit({ phase: 'infusion' }),
      decide,
      provider,
      'wrong-phase: Deciding how recovery goes on is not possible: this visit is in the infusion. A provider decides at the upper mark of recovery.',
    ],
    [
      'PH-38 nothing to override',
      () => aVisit({ phase: 'discharge' }),
      { type: 'criterion:override', criterion: 'minimum-time', reason: 'awake' },
      provider,
      'conflict: There is nothing to set aside: the minimum time is met.',
    ],
    [
      'PH-38 never a BP so high',
      () => aVisit({ phase: 'recovery' }).after(1_000).bp(180, 90),
      { type: 'criterion:override', criterion: 'bp-stable', reason: 'usual' },
      provider,
      'conflict: BP 180/90 is at or above 180/110: this is never overridden. Treat, repeat the BP, or transfer.',
    ],
    [
      'PH-37 not from recovery',
      () => aVisit({ phase: 'recovery' }),
      { type: 'monitoring:reopen', reason: 'dizzy' },
      nurse,
      'wrong-phase: Restoring monitoring is not possible: this visit is in recovery. Monitoring has not been ended.',
    ],
    [
      'PH-37 the chair is another’s',
      waiting,
      { type: 'monitoring:reopen', reason: 'dizzy' },
      nurse,
      'conflict: The chair has been given to another visit: move this one to a free chair first.',
    ],
    [
      'PH-46 not from recovery',
      () => aVisit({ phase: 'recovery' }),
      { type: 'ride:wait' },
      nurse,
      'wrong-phase: Waiting for the ride is not possible: this visit is in recovery. End the monitoring first.',
    ],
    [
      'PH-46 waiting already',
      waiting,
      { type: 'ride:wait' },
      nurse,
      'conflict: This patient is waiting for the ride already.',
    ],
    [
      'PH-46 in an emergency',
      () => {
        const visit = aVisit({ phase: 'discharge' });
        for (const criterion of ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const)
          visit.give({ type: 'criterion:check', criterion, met: true });
        return visit.give({ type: 'emergency:declare' });
      },
      { type: 'ride:wait' },
      nurse,
      'not-ready: An emergency is declared: end it first, or record a transfer.',
    ],
    [
      'PH-45 home from an emergency',
      () => waiting().give({ type: 'emergency:declare' }),
      { type: 'visit:end', ending: 'home', escortName: 'Sam' },
      nurse,
      'not-ready: An emergency is declared: end it first, or record a transfer.',
    ],
    [
      'PH-49 on that chair already',
      () => aVisit(),
      { type: 'visit:move', chairId: 'chair-1' },
      nurse,
      'conflict: This visit is on that chair already: choose another one.',
    ],
    [
      'PH-49 on that chair already, in discharge but not waiting',
      () => aVisit({ phase: 'discharge' }),
      { type: 'visit:move', chairId: 'chair-1' },
      nurse,
      'conflict: This visit is on that chair already: choose another one.',
    ],
    [
      'PH-49 who waits may come back to a chair that is free, and this one is not',
      waiting,
      { type: 'visit:move', chairId: 'chair-1' },
      nurse,
      'conflict: That chair is not free: choose one without a visit.',
    ],
    [
      'PH-50 the same patient',
      () => aVisit(),
      { type: 'patient:correct', patientId: 'patient-1', reason: 'twin' },
      nurse,
      'conflict: This visit is that patient’s already: choose the right patient.',
    ],
    [
      'PH-50 no reason',
      () => aVisit(),
      { type: 'patient:correct', patientId: 'patient-2', reason: '' },
      nurse,
      'not-ready: The reason for the correction is missing: enter it.',
    ],
    [
      'PH-10 nothing entered',
      () => aVisit(),
      { type: 'setup:record', setUp: {} },
      nurse,
      'malformed: Nothing was entered: fill in a field.',
    ],
    [
      'PH-14 fixed since the start',
      () => aVisit({ phase: 'infusion' }),
      { type: 'setup:record', setUp: { doseMg: 30 } },
      nurse,
      'wrong-phase: Weight, dose, concentration and planned time are fixed since the start: record what differs as a note.',
    ],
    [
      'PH-10 no weight',
      () => aVisit(),
      { type: 'setup:record', setUp: { weightKg: 19 } },
      nurse,
      'out-of-range: The weight of 19 kg is not between 20 and 400: read it again.',
    ],
    [
      'PH-11 a dose that differs',
      () => aVisit(),
      { type: 'setup:record', setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 50 } },
      nurse,
      'needs-confirmation: 0.5 mg/kg × 80 kg is 40 mg, not 50 mg: correct one, or confirm.',
    ],
  ])('PH-6 %s', (_, visit, command, by, sentence) => {
    expect(told(visit().ask(command, by))).toBe(sentence);
  });
  test('PH-11 a dose at exactly the share that is let pass is taken, and one beyond it asked about', () => {
    const dose = (doseMg: number): VisitCommand => ({
      type: 'setup:record',
      setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg },
    });
    expect([38, 42].map((doseMg) => told(aVisit().ask(dose(doseMg))))).toEqual(['accepted', 'accepted']);
    expect([37.9, 42.1].map((doseMg) => aVisit().ask(dose(doseMg)).ok)).toEqual([false, false]);
  });
});

test.each([
  [{}, 'still before the start'],
  [{ phase: 'infusion' }, 'in the infusion'],
  [{ phase: 'infusion', ...nasal }, 'in the administration'],
  [{ phase: 'recovery' }, 'in recovery'],
  [{ phase: 'discharge' }, 'in discharge'],
  [{ phase: 'ended' }, 'over'],
] as const)('PH-2 the phase in words: %j', (wish, words) => {
  expect(phaseInWords(aVisit(wish).state)).toBe(words);
});

describe('PH-25 what came last is what a late entry may not precede', () => {
  const late = (visit: VisitBuilder): string => told(visit.ask({ type: 'pump:pause', minutesAgo: 10 }));
  test('PH-25 the start', () => {
    expect(late(aVisit({ phase: 'infusion', minutes: 9 }))).toBe(
      'out-of-range: 10 min ago is before the start (9 min ago): choose a later time.',
    );
  });
  test('PH-25 the pump’s pause, and its resumption', () => {
    const visit = paused().after(2 * MINUTE);
    expect(late(visit)).toBe(
      'out-of-range: 10 min ago is before the pump was paused (2 min ago): choose a later time.',
    );
    visit
      .bp()
      .give({ type: 'pump:resume', minutesAgo: 0 })
      .after(3 * MINUTE);
    expect(late(visit)).toBe(
      'out-of-range: 10 min ago is before the pump was resumed (3 min ago): choose a later time.',
    );
  });
  test('PH-25 the last device', () => {
    const visit = aVisit({ ...nasal, phase: 'infusion', minutes: 5 });
    expect(told(visit.ask({ type: 'device:give', mg: 28, lot: 'L', minutesAgo: 10 }))).toBe(
      'out-of-range: 10 min ago is before the last device was given (5 min ago): choose a later time.',
    );
  });
});
