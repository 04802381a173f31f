/** How a visit that is over went, folded from its events: its phases, its chairs, and by which limits it was judged when. Readings need not be among them. */
import { rulesOf } from '../alerts/rules-of.ts';
import type { VitalRule } from '../clinical-protocol.ts';
import type { VisitEvent, VisitEventOf } from '../event.ts';
import type { Baseline, PhaseName } from '../phase.ts';
import type { Instant } from '../reading.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';
import { AlarmFold } from './alarm-answers.ts';
import type { AlarmAnswer } from './alarm-answers.ts';
import type { Duration } from '../reading.ts';

export interface PhaseSpan {
  readonly name: PhaseName;
  readonly from: Instant;
  readonly to: Instant;
}

/** Holds until the next one's `from`. */
export interface Judging {
  readonly from: Instant;
  readonly rules: readonly VitalRule[];
  readonly baseline: Baseline | undefined;
  /** Cuff and oximeter on one arm. */
  readonly sameArm: boolean;
}

/** Nothing could come, and why. */
export interface Away {
  readonly from: Instant;
  readonly to: Instant;
  readonly why: 'server away' | 'adapter lost';
}

export interface Course {
  readonly state: VisitState & { readonly phase: Extract<VisitState['phase'], { readonly name: 'ended' }> };
  /** As it stood when a person ended it. */
  readonly beforeEnd: VisitState;
  readonly chairs: readonly { readonly chairId: string; readonly from: Instant }[];
  readonly phases: readonly PhaseSpan[];
  readonly judging: readonly Judging[];
  readonly corrections: readonly VisitEventOf<'baseline-corrected'>[];
  readonly away: readonly Away[];
  readonly answers: readonly AlarmAnswer[];
  readonly audibleMs: Duration;
}

/** @returns undefined for a visit that is not over. */
export function courseOf(events: readonly VisitEvent[]): Course | undefined {
  let state: VisitState | undefined;
  let beforeEnd: VisitState | undefined;
  const chairs: { chairId: string; from: Instant }[] = [];
  const corrections: VisitEventOf<'baseline-corrected'>[] = [];
  const phases = new PhaseFold();
  const judging: Judging[] = [];
  const away = new AwayFold();
  const alarms = new AlarmFold();
  for (const event of events) {
    const before: VisitState | undefined = state;
    state = evolve(before, event);
    if (state === before) continue;
    if (state.chairId !== chairs.at(-1)?.chairId) chairs.push({ chairId: state.chairId, from: event.at });
    if (event.type === 'baseline-corrected') corrections.push(event);
    if (before && before.phase.name !== 'ended' && state.phase.name === 'ended') beforeEnd = before;
    // No phase, no limit and no answer hangs on a reading by itself: with readings or without, it is the same.
    if (event.type === 'reading-recorded' || event.type === 'bp-entered') continue;
    phases.add(event, state);
    alarms.add(event.at, state);
    const judged = judgingOf(state, event.at);
    if (!isSame(judging.at(-1), judged)) judging.push(judged);
    away.add(event, state);
  }
  if (state?.phase.name !== 'ended' || beforeEnd === undefined) return undefined;
  const { endedAt } = state.phase;
  return {
    state: { ...state, phase: state.phase },
    beforeEnd,
    chairs,
    phases: phases.until(endedAt),
    judging,
    corrections,
    away: away.until(endedAt),
    ...alarms.until(endedAt),
  };
}

const judgingOf = (state: VisitState, from: Instant): Judging => ({
  from,
  rules: rulesOf(state),
  baseline: state.baseline,
  sameArm: state.setUp.cuffArm !== undefined && state.setUp.cuffArm === state.setUp.oximeterHand,
});

const isSame = (a: Judging | undefined, b: Judging): boolean =>
  a !== undefined && a.rules === b.rules && a.baseline === b.baseline && a.sameArm === b.sameArm;

/** By when it happened, not by when it was said. */
class PhaseFold {
  readonly #spans: { name: PhaseName; from: Instant }[] = [];

  add(event: VisitEvent, { phase }: VisitState): void {
    const last = this.#spans.at(-1);
    if (phase.name === 'ended' || last?.name === phase.name) return;
    // It had not ended after all: what was taken for recovery was infusion.
    if (event.type === 'infusion-reopened') {
      this.#spans.pop();
      return;
    }
    const happenedAt = 'happenedAt' in event ? event.happenedAt : event.at;
    this.#spans.push({ name: phase.name, from: Math.max(happenedAt, last?.from ?? -Infinity) });
  }

  until(endedAt: Instant): readonly PhaseSpan[] {
    return this.#spans.map((span, index) => ({
      ...span,
      to: Math.max(span.from, this.#spans[index + 1]?.from ?? endedAt),
    }));
  }
}

/** The oximeter's own link, and the times in which the server was not there. */
class AwayFold {
  readonly #away: Away[] = [];
  #lostAt: Instant | undefined;

  add(event: VisitEvent, { links }: VisitState): void {
    if (event.type === 'watch-resumed') this.#away.push({ from: event.from, to: event.at, why: 'server away' });
    const isLost = links?.oximeter?.connected === false;
    if (isLost) this.#lostAt ??= event.at;
    else this.#back(event.at);
  }

  #back(to: Instant): void {
    if (this.#lostAt !== undefined) this.#away.push({ from: this.#lostAt, to, why: 'adapter lost' });
    this.#lostAt = undefined;
  }

  until(endedAt: Instant): readonly Away[] {
    this.#back(endedAt);
    return this.#away;
  }
}
