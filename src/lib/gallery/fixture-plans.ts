/** A day of a schedule: begun, to come, late, missed and called off. */
import type { PlanState, PlanView } from '#protocol/schedule.ts';
import { at, MINUTE, NOW } from '../components/fixture-calm.ts';

const plan = (n: number, chairId: string, minutes: number, name: string, state: PlanState): PlanView => ({
  planId: `plan-${n}`,
  chairId,
  startsAt: at(minutes),
  lengthMs: 90 * MINUTE,
  setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, ride: { name: 'J. Marlow', phone: '555 0132' } },
  protocolId: 'iv-ketamine-40',
  patient: { patientId: `p${n}`, name, birthDate: '1986-03-14' },
  byName: 'K. Marsh',
  state,
});

export const plans: readonly PlanView[] = [
  plan(1, 'c1', -180, 'Rosa Abara', { name: 'done', visitId: 'past-1', ending: 'home' }),
  plan(2, 'c2', -20, 'Tove Lindgren', { name: 'planned' }),
  plan(3, 'c3', -15, 'Dana Marlow', { name: 'running', visitId: 'v3' }),
  plan(4, 'c5', 47, 'Peter Harlan', { name: 'planned' }),
  plan(5, 'c6', -120, 'June Whitcombe', { name: 'missed' }),
  plan(6, 'c4', 120, 'Olga Brandt', { name: 'cancelled', reason: 'has a cold', byName: 'K. Marsh' }),
  plan(7, 'c1', 97, 'Omar Brandt', { name: 'planned' }),
];
/** The day they are of. */
export const planDay = {
  day: '2026-05-12',
  span: { from: Date.UTC(2026, 4, 12), before: Date.UTC(2026, 4, 13) },
  now: NOW,
};
