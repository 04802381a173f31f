/** A person's requests about visits: opening one, and every command of a running one. */
import { nameOf } from '#core/actor.ts';
import type { Actor } from '#core/actor.ts';
import { tappedAt } from '#core/alone/decide-alone.ts';
import { checkBirthDate } from '#core/patient.ts';
import { mayGive } from '#core/authority.ts';
import type { VisitCommand } from '#core/command.ts';
import type { DecideContext } from '#core/decide-context.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { decide, evolve } from '#core/visit.ts';
import type { Chair } from '#core/site-state.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { OpenVisit, WireVisitCommand } from '#protocol/screen-events.ts';
import type { LastWeights } from './last-weights.ts';
import type { Journal } from '../journal/journal.ts';
import { asPlanned, givesPlanBack, openPlan } from './begin-plan.ts';
import type { BeginVisit } from './begin-plan.ts';
import { reconcileFeeds } from './chair-feeds.ts';
import { chairCuff } from './chair-cuff.ts';
import { dateIn } from './clinic-date.ts';
import type { CuffUse } from './cuff-use.ts';
import { reconcileLink } from './chair-links.ts';
import type { Durability } from './durability.ts';
import { asShown } from './not-judged.ts';
import type { Presence } from './presence.ts';
import type { ProbeWatch } from './probe-watch.ts';
import type { ScheduleDesk } from './schedule-desk.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';
import { endedByAcknowledging } from './technical-alerts.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface VisitCommandDeps {
  readonly journal: Journal;
  readonly durability: Durability;
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly schedule: ScheduleDesk;
  readonly presence: Presence;
  readonly cuffUse: CuffUse;
  readonly lastWeights: Pick<LastWeights, 'of'>;
  readonly probes: ProbeWatch;
  readonly newId: () => string;
  readonly now: () => Instant;
}

/** The new visit is on its way to the disk. */
export function openVisit(
  deps: VisitCommandDeps,
  request: OpenVisit | BeginVisit,
  actor: Actor,
  commandId?: string,
): Result<{ readonly visitId: string }> {
  const { site, visits, schedule, newId } = deps;
  const allowed = mayGive(actor, 'visit:open');
  if (!allowed.ok) return allowed;
  const planned = 'planId' in request ? openPlan(schedule, request.planId) : accept(undefined);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { chairId } = request;
  const protocolId = 'planId' in request ? (plan?.protocolId ?? '') : request.protocolId;
  const chair = site.chair(chairId);
  if (!chair) return refuse('not-found', 'There is no such chair: choose one of the chairs on the station.');
  const protocol = site.state.protocols.find(({ id }) => id === protocolId);
  if (!protocol) return refuse('not-found', `There is no protocol "${protocolId}": choose one of the published ones.`);
  if (!visits.isChairFree(chairId)) return refuse('conflict', whyNotFree(visits, chair));

  const now = deps.now();
  if (plan && 'planId' in request) {
    const planned = asPlanned(plan, request, now, deps);
    if (!planned.ok) return planned;
  }
  if ('patient' in request) {
    const born = checkBirthDate(request.patient.birthDate, dateIn(site.state.timeZone, now));
    if (!born.ok) return born;
  }
  if (site.state.dayClosed) void site.append([{ type: 'day-opened', byName: nameOf(actor) }], now, actor);
  const visitId = newId();
  const patientId = 'patient' in request ? keepPatient(deps, request.patient) : (plan?.patientId ?? '');
  const begun = plan && { planId: plan.planId, setUp: plan.setUp, ...(plan.note !== undefined && { note: plan.note }) };
  const opened = {
    type: 'visit-opened',
    visitId,
    chairId,
    patientId,
    protocol,
    ...(begun && { plan: begun }),
  } as const;
  const bodies: VisitEventBody[] = [opened];
  if (deps.probes.take(chairId)) bodies.push({ type: 'probe-seen-on' });
  const visit = visits.open(
    bodies.map((body, index) => ({
      ...body,
      at: now,
      actor,
      ...(index === 0 && commandId !== undefined && { commandId }),
    })),
    now,
  );
  reconcileFeeds(visit, site, now, actor);
  reconcileLink(visit, site, deps.presence, now);
  visit.commit();
  // In the same turn as the visit's own events, hence in the same transaction.
  if (plan) schedule.record(patientId, { type: 'plan-begun', planId: plan.planId, visitId }, { at: now, actor });
  return accept({ visitId });
}

export function commandVisit(
  deps: VisitCommandDeps,
  visitId: string,
  wire: WireVisitCommand,
  by: {
    readonly actor: Actor;
    readonly place: DecideContext['place'];
    readonly commandId?: string;
    readonly tappedAt?: Instant;
    readonly record?: NonNullable<DecideContext['record']>;
  },
): Result<null> {
  const { visits, site, schedule, presence, newId } = deps;
  const visit = visits.get(visitId);
  if (!visit) return refuse('not-found', 'This visit is not running: it has ended, or was never opened here.');
  const now = deps.now();
  const cuff = chairCuff(deps, seatOf(visit.state), visitId);
  const lastWeightKg = deps.lastWeights.of(visit.state)?.kg;
  const context: DecideContext = {
    now,
    actor: by.actor,
    place: by.place,
    newId,
    isChairFree: (chairId) => site.chair(chairId) !== undefined && visits.isChairFree(chairId, visitId),
    ...(cuff && { cuff }),
    ...(by.record && { record: by.record }),
    ...(lastWeightKg !== undefined && { lastWeightKg }),
    providers: site.state.staff.filter(({ role }) => role === 'provider').map(({ name }) => name),
  };
  const patientId = newId();
  const command: VisitCommand =
    wire.type === 'patient:correct' ? { type: wire.type, reason: wire.reason, patientId } : wire;

  const isGivenBack = givesPlanBack(visit.state, wire);
  const answer = visit.input(now, (state) => {
    const tapped = by.tappedAt === undefined ? undefined : tappedAt(state, command.type, by.tappedAt, now);
    if (tapped?.ok === false) return tapped;
    // That alert is no fact of the visit, and is answered like any other (AL-210).
    const met = isOfAlert(command) ? asShown(state, visit.failedSince, now) : state;
    const decided = decide(met, command, tapped ? { ...context, tappedAt: tapped.value } : context);
    if (!decided.ok) return decided;
    if (wire.type === 'patient:correct') {
      const born = checkBirthDate(wire.patient.birthDate, dateIn(deps.site.state.timeZone, now));
      if (!born.ok) return born;
      keepPatient(deps, wire.patient, patientId);
    }
    const bodies =
      command.type === 'alert:acknowledge'
        ? [...decided.value, ...endedByAcknowledging(state, command.alertId)]
        : decided.value;
    const events = bodies.map((body, index): VisitEvent => {
      const event: VisitEvent = { ...body, at: now, actor: by.actor };
      if (index > 0) return event;
      return {
        ...event,
        ...(by.commandId !== undefined && { commandId: by.commandId }),
        ...(tapped && { tappedAt: tapped.value }),
      };
    });
    return keepsItsSeat(deps, state, events);
  });
  reconcileFeeds(visit, site, now, by.actor);
  reconcileLink(visit, site, presence, now);
  visit.commit();
  // In the same turn as the end of the visit, hence in the same transaction.
  const plan = answer.ok && isGivenBack ? schedule.begunBy(visitId) : undefined;
  if (plan)
    schedule.record(
      plan.patientId,
      { type: 'plan-reopened', planId: plan.planId, visitId },
      { at: now, actor: by.actor },
    );
  return answer;
}

const whyNotFree = (visits: VisitDesk, { chairId, name }: Chair): string =>
  visits.onChair(chairId) === undefined && visits.isKeptInEmergency(chairId)
    ? `${name} is kept for an emergency: that of a patient who waits for the ride. Seat them there, or end the emergency, first.`
    : `${name} has a visit already: end it or move it before you open another.`;

const isOfAlert = ({ type }: VisitCommand): boolean => type === 'alert:acknowledge' || type === 'alert:pause-audio';

/** A visit that comes back to its chair (a ride that did not come) must not come back to another patient's. */
function keepsItsSeat(
  { visits }: VisitCommandDeps,
  before: VisitState,
  events: readonly VisitEvent[],
): Result<readonly VisitEvent[]> {
  const seat = seatOf(events.reduce<VisitState>(evolve, before));
  const seated = seat === undefined ? undefined : visits.onChair(seat);
  return seated === undefined || seated.visitId === before.visitId
    ? accept(events)
    : refuse('conflict', 'Another patient has this chair by now: move the visit to a free chair.');
}

function keepPatient(
  { journal, durability, newId }: VisitCommandDeps,
  patient: OpenVisit['patient'],
  patientId = newId(),
): string {
  durability.watch(journal.putPatient({ patientId, ...patient }).durable);
  return patientId;
}
