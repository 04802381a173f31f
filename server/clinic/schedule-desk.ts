/** The schedule: planned visits, in memory and each in its patient's stream. */
import type { Actor } from '#core/actor.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { evolvePlan } from '#core/schedule/evolve-plan.ts';
import { AHEAD_MS, isOpen } from '#core/schedule/decide-plan.ts';
import type { Plan, PlanEvent, PlanEventBody } from '#core/schedule/plan.ts';
import type { Journal } from '../journal/journal.ts';
import type { Durability } from './durability.ts';

/** What was planned earlier is in the journal and asked for by nobody: a plan is made a year ahead at most. */
const KEPT_MS: Duration = AHEAD_MS + 60 * 86_400_000;

export interface ScheduleDeskDeps {
  readonly journal: Journal;
  readonly durability: Durability;
  readonly now: () => Instant;
  readonly onChange: () => void;
}

export class ScheduleDesk {
  readonly #deps: ScheduleDeskDeps;
  readonly #plans = new Map<string, Plan>();

  /** @param onCommandId told each command that a plan carries: a repeat of it is known as one after a restart too. */
  constructor(deps: ScheduleDeskDeps, onCommandId: (commandId: string) => void) {
    this.#deps = deps;
    for (const event of deps.journal.loadPlans(deps.now() - KEPT_MS)) {
      this.#fold(event);
      if (event.commandId !== undefined) onCommandId(event.commandId);
    }
  }

  get plans(): Iterable<Plan> {
    return this.#plans.values();
  }

  plan(planId: string): Plan | undefined {
    return this.#plans.get(planId);
  }

  /** The plan this visit was begun from. */
  begunBy(visitId: string): Plan | undefined {
    return [...this.#plans.values()].find(({ status }) => status.name === 'begun' && status.visitId === visitId);
  }

  /** In the order of their times. */
  between(from: Instant, before: Instant): readonly Plan[] {
    return [...this.#plans.values()]
      .filter(({ startsAt }) => startsAt >= from && startsAt < before)
      .sort((a, b) => a.startsAt - b.startsAt);
  }

  /** It is on its way to the disk. */
  record(patientId: string, body: PlanEventBody, by: { at: Instant; actor: Actor; commandId?: string }): void {
    const event: PlanEvent = { ...body, ...by };
    this.#fold(event);
    const { journal, durability } = this.#deps;
    durability.watch(journal.append({ kind: 'patient', id: patientId }, [event]).durable);
    this.tell();
  }

  /** Nothing that was planned for this patient from then on may still be begun. */
  mayForget(patientId: string, from: Instant): boolean {
    return ![...this.#plans.values()].some(
      (plan) => plan.patientId === patientId && plan.startsAt >= from && isOpen(plan).ok,
    );
  }

  /** The journal has none of it any more. */
  forgot(patientId: string): void {
    for (const plan of this.#plans.values()) if (plan.patientId === patientId) this.#plans.delete(plan.planId);
    this.tell();
  }

  /** What a screen sees of the schedule changed, or of a visit on it. */
  tell(): void {
    this.#deps.onChange();
  }

  #fold(event: PlanEvent): void {
    this.#plans.set(event.planId, evolvePlan(this.#plans.get(event.planId), event));
  }
}
