/** A person's requests about the schedule, and what is shown of a day. */
import type { Actor } from '#core/actor.ts';
import { checkBirthDate } from '#core/patient.ts';
import type { Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { decidePlan } from '#core/schedule/decide-plan.ts';
import { endsAt } from '#core/schedule/plan.ts';
import type { Plan } from '#core/schedule/plan.ts';
import { sharingSurname } from '#core/schedule/same-surname.ts';
import type { DaySchedule, PlanState, PlanView, WirePlanCommand } from '#protocol/schedule.ts';
import type { Journal } from '../journal/journal.ts';
import { dateIn } from './clinic-date.ts';
import type { Durability } from './durability.ts';
import type { ScheduleDesk } from './schedule-desk.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface ScheduleDeps {
  readonly journal: Journal;
  readonly durability: Durability;
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly schedule: ScheduleDesk;
  readonly newId: () => string;
  readonly now: () => Instant;
}

/** What it changed is on its way to the disk. */
export function commandPlan(
  { journal, durability, site, schedule, newId, now }: ScheduleDeps,
  wire: WirePlanCommand,
  by: { readonly actor: Actor; readonly commandId?: string },
): Result<null> {
  const at = now();
  const known = wire.type === 'plan:make' ? undefined : schedule.plan(wire.planId);
  const patientId = known?.patientId ?? newId();
  const command = () => {
    if (wire.type === 'plan:make') {
      const { patient: _, ...rest } = wire;
      return { ...rest, patientId };
    }
    if (wire.type !== 'plan:change') return wire;
    const { patient, ...rest } = wire;
    return { ...rest, ...(patient && { patient: true as const }) };
  };
  const decided = decidePlan(command(), {
    ...{ now: at, actor: by.actor, newId, site: site.state, plans: schedule.plans },
    words: (plan) => inWords(plan, journal, site.state.timeZone),
  });
  if (!decided.ok) return decided;
  const patient = 'patient' in wire ? wire.patient : undefined;
  if (patient) {
    const born = checkBirthDate(patient.birthDate, dateIn(site.state.timeZone, at));
    if (!born.ok) return born;
    durability.watch(journal.putPatient({ patientId, ...patient }).durable);
  }
  const { actor, commandId } = by;
  for (const body of decided.value)
    schedule.record(patientId, body, { at, actor, ...(commandId !== undefined && { commandId }) });
  return accept(null);
}

/** What is planned between these instants, with the names, how far each is, and who of them and of those who are here is called alike. */
export function daySchedule(
  { journal, visits, schedule, now }: Pick<ScheduleDeps, 'journal' | 'visits' | 'schedule' | 'now'>,
  { from, before }: { readonly from: Instant; readonly before: Instant },
): DaySchedule {
  const plans = schedule.between(from, before);
  const expected = plans.filter(({ status }) => status.name !== 'cancelled');
  // Who came without a plan, or was corrected since, is here all the same; also while waiting for the ride.
  const isToday = now() >= from && now() < before;
  const here = visits.running.filter(({ state }) => isToday && state.phase.name !== 'ended');
  const person = (key: string, patientId: string) => {
    const { name = '', birthDate = '' } = journal.getPatient(patientId) ?? {};
    return [key, name, `${name} ${birthDate}`] as const;
  };
  const alike = sharingSurname([
    ...expected.map(({ planId, patientId }) => person(planId, patientId)),
    ...here.map(({ visitId, state }) => person(visitId, state.patientId)),
  ]);
  const alikeHere = here.flatMap(({ visitId }) => (alike.has(visitId) ? visitId : []));
  return {
    ...(alikeHere.length > 0 && { alikeHere }),
    plans: plans.map((plan): PlanView => {
      const { patientId, status: _, ...rest } = plan;
      return {
        ...rest,
        patient: journal.getPatient(patientId) ?? null,
        state: stateOf(plan, visits),
        ...(alike.has(plan.planId) && { sharesSurname: true }),
      };
    }),
  };
}

function stateOf({ status }: Plan, visits: VisitDesk): PlanState {
  switch (status.name) {
    case 'planned':
    case 'missed':
      return { name: status.name };
    case 'cancelled':
      return { name: 'cancelled', reason: status.reason, byName: status.byName };
    case 'begun': {
      const { visitId } = status;
      const phase = visits.get(visitId)?.state.phase;
      if (phase && phase.name !== 'ended') return { name: 'running', visitId };
      return { name: 'done', visitId, ...(phase && { ending: phase.ending }) };
    }
  }
}

function inWords(plan: Plan, journal: Journal, timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const times = `${clock.format(plan.startsAt)}–${clock.format(endsAt(plan))}`;
  return `${journal.getPatient(plan.patientId)?.name ?? 'another patient'}, ${times}`;
}
