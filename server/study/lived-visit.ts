/** A visit lived through the core alone, without a clinic around it: what is brought to it, and what the alert engine says of that. */
import type { Actor } from '#core/actor.ts';
import { advance, advanceByTime } from '#core/advance.ts';
import type { Advanced } from '#core/advance.ts';
import type { VisitCommand } from '#core/command.ts';
import type { VisitEvent, VisitEventBody, VisitEventOf } from '#core/event.ts';
import type { Instant, Reading, ReadingIdentity } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { decide, evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';

export class LivedVisit {
  readonly events: VisitEvent[] = [];
  readonly #newId: () => string;
  #state: VisitState;

  constructor(
    opened: Omit<VisitEventOf<'visit-opened'>, 'at' | 'actor'>,
    { at, actor, newId }: { readonly at: Instant; readonly actor: Actor; readonly newId: () => string },
  ) {
    this.#newId = newId;
    const first: VisitEvent = { ...opened, at, actor };
    this.events.push(first);
    this.#state = evolve(undefined, first);
  }

  get state(): VisitState {
    return this.#state;
  }

  bring(now: Instant, bodies: readonly VisitEventBody[], actor: Actor): void {
    this.#ask(now, () => accept(bodies.map((body): VisitEvent => ({ ...body, at: now, actor }))));
  }

  receive(now: Instant, source: ReadingIdentity, reading: Reading, actor: Actor): void {
    this.bring(now, [{ type: 'reading-recorded', source, reading }], actor);
  }

  /** Refused, it changes nothing. */
  give(now: Instant, command: VisitCommand, actor: Actor): Result<null> {
    return this.#ask(now, (state) => {
      const context = { now, actor, place: 'chair', newId: this.#newId, isChairFree: () => false } as const;
      const decided = decide(state, command, context);
      return decided.ok ? accept(decided.value.map((body): VisitEvent => ({ ...body, at: now, actor }))) : decided;
    });
  }

  tick(now: Instant): void {
    this.#take(advanceByTime(this.#state, now, this.#newId));
  }

  #ask(now: Instant, bring: (state: VisitState) => Result<readonly VisitEvent[]>): Result<null> {
    const { advanced, answer } = advance(this.#state, now, this.#newId, bring);
    this.#take(advanced);
    return answer;
  }

  #take({ state, events }: Advanced): void {
    this.#state = state;
    this.events.push(...events);
  }
}
