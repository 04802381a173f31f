/** A planned visit and the chair where its patient sat down: may it begin there, and what becomes of the plan (docs/SPEC.md, PH-139). */
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { isOpen } from '#core/schedule/decide-plan.ts';
import type { Plan } from '#core/schedule/plan.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Journal } from '../journal/journal.ts';
import { dateIn } from './clinic-date.ts';
import type { ScheduleDesk } from './schedule-desk.ts';
import type { SiteDesk } from './site-desk.ts';

/** A visit that was planned, on the chair where the patient sat down. */
export interface BeginVisit {
  readonly chairId: string;
  readonly planId: string;
  /** On this chair and today, though it was planned otherwise. */
  readonly confirmed?: boolean;
}

export function openPlan(schedule: ScheduleDesk, planId: string): Result<Plan> {
  const plan = schedule.plan(planId);
  if (!plan) return refuse('not-found', 'This visit is not on the schedule any more: look at the day again.');
  const open = isOpen(plan);
  return open.ok ? accept(plan) : open;
}

/** A list that is minutes old offers a plan that was moved since: it is asked again. */
export function asPlanned(
  plan: Plan,
  { chairId, confirmed }: BeginVisit,
  now: Instant,
  { site, journal }: { readonly site: SiteDesk; readonly journal: Journal },
): Result<null> {
  const { timeZone } = site.state;
  const isToday = dateIn(timeZone, plan.startsAt) === dateIn(timeZone, now);
  if (confirmed === true || (plan.chairId === chairId && isToday)) return accept(null);
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const who = journal.getPatient(plan.patientId)?.name ?? 'This patient';
  const where = site.chair(plan.chairId)?.name ?? 'a chair that is gone';
  const when = `${isToday ? 'today' : day.format(plan.startsAt)} at ${clock.format(plan.startsAt)}`;
  return refuse(
    'needs-confirmation',
    `${who} is planned on ${where} ${when}, not on ${site.chair(chairId)?.name ?? 'this chair'}${isToday ? '' : ' today'}: look at the schedule, or confirm.`,
  );
}

/** Its patient got nothing, and is expected as before. */
export const givesPlanBack = ({ phase }: VisitState, command: WireVisitCommand): boolean =>
  phase.name === 'baseline' && command.type === 'visit:end' && command.ending === 'cancelled';
