/** Planning visits: what may stand on the schedule (docs/SPEC.md, PH-130). */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { mayGive } from '../authority.ts';
import { minutes } from '../minutes.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';
import { typedOutOfRange } from '../visit/set-up-check.ts';
import { endsAt } from './plan.ts';
import type { Plan, PlanCommand, PlanEventBody, PlannedVisit } from './plan.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SHORTEST_MS = 15 * MINUTE;
const LONGEST_MS = 12 * 60 * MINUTE;
/** Further ahead a date is a slip of the finger. */
export const AHEAD_MS = 366 * DAY;

export interface PlanContext {
  readonly now: Instant;
  readonly actor: Actor;
  readonly newId: () => string;
  readonly site: Pick<SiteState, 'chairs' | 'protocols'>;
  readonly plans: Iterable<Plan>;
  /** Whose and when, for a sentence: `Dana Marlow, 14:00–15:45`. */
  readonly words: (plan: Plan) => string;
}

/** Answers a request about the schedule with the facts it makes true, or with a refusal that names the way out. */
export function decidePlan(command: PlanCommand, ctx: PlanContext): Result<PlanEventBody[]> {
  const may = mayGive(ctx.actor, command.type);
  if (!may.ok) return may;
  const byName = nameOf(ctx.actor);
  if (command.type === 'plan:make') {
    const checked = checkPlan(command.plan, undefined, command.confirmed === true, ctx);
    if (!checked.ok) return checked;
    const { patientId } = command;
    return accept([{ type: 'visit-planned', planId: ctx.newId(), patientId, plan: checked.value, byName }]);
  }
  const { planId } = command;
  const plan = [...ctx.plans].find((each) => each.planId === planId);
  if (!plan) return refuse('not-found', 'This plan is not on the schedule: look at the day again.');
  const open = isOpen(plan);
  if (!open.ok) return open;
  switch (command.type) {
    case 'plan:change': {
      const checked = checkPlan(command.plan, plan, command.confirmed === true, ctx);
      if (!checked.ok) return checked;
      const patient = command.patient && { patient: command.patient };
      return accept([{ type: 'plan-changed', planId, plan: checked.value, ...patient, byName }]);
    }
    case 'plan:cancel': {
      const reason = said(command.reason, 'The reason');
      return reason.ok ? accept([{ type: 'plan-cancelled', planId, reason: reason.value, byName }]) : reason;
    }
    case 'plan:missed':
      if (plan.status.name === 'missed') return refuse('conflict', 'That is noted already: the patient did not come.');
      if (ctx.now < plan.startsAt)
        return refuse('not-ready', 'The planned time is still to come: wait for it, or cancel the visit.');
      return accept([{ type: 'plan-missed', planId, byName }]);
    default:
      return command satisfies never;
  }
}

/** A patient who comes late may still be begun with, and be given another time. */
export function isOpen({ status }: Plan): Result<null> {
  switch (status.name) {
    case 'planned':
    case 'missed':
      return accept(null);
    case 'begun':
      return refuse('conflict', 'This visit has begun: what changes now is changed at its chair.');
    case 'cancelled':
      return refuse('conflict', `This visit was cancelled by ${status.byName}: plan it anew.`);
  }
}

function checkPlan(
  given: PlannedVisit,
  before: Plan | undefined,
  confirmed: boolean,
  ctx: PlanContext,
): Result<PlannedVisit> {
  const { chairId, startsAt, lengthMs, protocolId, setUp } = given;
  const chair = ctx.site.chairs.find((each) => each.chairId === chairId);
  if (!chair) return refuse('not-found', 'There is no such chair any more: choose one of the clinic’s chairs.');
  if (!ctx.site.protocols.some(({ id }) => id === protocolId))
    return refuse('not-found', `There is no protocol "${protocolId}": choose one of the published ones.`);
  if (startsAt !== before?.startsAt) {
    if (startsAt < ctx.now - MINUTE)
      return refuse('out-of-range', 'That time is past: choose a later one, or open the visit at the chair.');
    if (startsAt > ctx.now + AHEAD_MS)
      return refuse('out-of-range', 'That is more than a year ahead: look at the date again.');
  }
  if (!(lengthMs >= SHORTEST_MS && lengthMs <= LONGEST_MS))
    return refuse(
      'out-of-range',
      `A visit of ${minutes(lengthMs)} min is not between ${minutes(SHORTEST_MS)} and ${minutes(LONGEST_MS)} min.`,
    );
  const wrong = typedOutOfRange(setUp);
  if (wrong !== undefined) return refuse('out-of-range', wrong);
  const whole = withTexts(given);
  if (!whole.ok || confirmed) return whole;
  const other = overlapping(given, before?.planId, ctx.plans);
  return other
    ? refuse(
        'needs-confirmation',
        `${chair.name} is planned for ${ctx.words(other)}: choose another time or chair, or confirm.`,
      )
    : whole;
}

function withTexts(plan: PlannedVisit): Result<PlannedVisit> {
  const { ride } = plan.setUp;
  const name = ride && said(ride.name, "The escort's name");
  if (name?.ok === false) return name;
  const phone = ride && said(ride.phone, "The escort's phone");
  if (phone?.ok === false) return phone;
  const { note, ...rest } = plan;
  const noted = note?.trim() ?? '';
  return accept({
    ...rest,
    setUp: { ...plan.setUp, ...(name && phone && { ride: { name: name.value, phone: phone.value } }) },
    ...(noted !== '' && { note: noted }),
  });
}

/** Another that was not cancelled and whose patient may still come, on the same chair at the same time. */
function overlapping(given: PlannedVisit, ownId: string | undefined, plans: Iterable<Plan>): Plan | undefined {
  for (const plan of plans) {
    if (plan.planId === ownId || plan.chairId !== given.chairId) continue;
    if (plan.status.name !== 'planned' && plan.status.name !== 'begun') continue;
    if (plan.startsAt < endsAt(given) && given.startsAt < endsAt(plan)) return plan;
  }
  return undefined;
}
