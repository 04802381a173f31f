import type { Plan, PlanEvent } from './plan.ts';

/**
 * Folds one recorded fact of a planned visit.
 * Throws only when the first event is not the planning, which is a broken journal.
 */
export function evolvePlan(plan: Plan | undefined, event: PlanEvent): Plan {
  if (!plan) {
    if (event.type !== 'visit-planned') throw new Error(`A plan's first event is visit-planned, not ${event.type}`);
    const { planId, patientId, byName } = event;
    return { ...event.plan, planId, patientId, byName, status: { name: 'planned' } };
  }
  const { planId, patientId, byName } = plan;
  const { at } = event;
  switch (event.type) {
    case 'visit-planned':
      return plan;
    case 'plan-changed':
      return { ...event.plan, planId, patientId, byName, status: { name: 'planned' } };
    case 'plan-cancelled':
      return { ...plan, status: { name: 'cancelled', reason: event.reason, byName: event.byName, at } };
    case 'plan-missed':
      return { ...plan, status: { name: 'missed', byName: event.byName, at } };
    case 'plan-begun':
      return { ...plan, status: { name: 'begun', visitId: event.visitId, at } };
    case 'plan-reopened':
      return plan.status.name === 'begun' && plan.status.visitId === event.visitId
        ? { ...plan, status: { name: 'planned' } }
        : plan;
    default:
      return event satisfies never;
  }
}
