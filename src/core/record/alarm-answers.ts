/** What became of each alert that asked for an answer, and for how long any could be heard: folded from the facts alone. */
import type { Alert, AlertKind } from '../alerts/alert.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/**
 * `in-time`: acknowledged before it was passed on to anybody, which the protocol's `alarm` times say. `late`: after that. `over`: it ended
 * before anybody had to answer. `none`: it was passed on, and ended without an answer.
 */
export type Answer = 'in-time' | 'late' | 'over' | 'none';

/** Of an alert that was medium or high at some time: a silent advisory asks nobody. */
export interface AlarmAnswer {
  readonly alertId: string;
  readonly kind: AlertKind;
  /** The highest it reached. */
  readonly priority: Exclude<Priority, 'low'>;
  /** When it was first medium or high. */
  readonly shownAt: Instant;
  readonly answer: Answer;
  /** From `shownAt` to the first acknowledgement after it. */
  readonly answeredAfterMs?: Duration;
}

interface Life {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly shownAt: Instant;
  priority: Exclude<Priority, 'low'>;
  passedOn: boolean;
  answer?: 'in-time' | 'late';
  answeredAfterMs?: Duration;
}

export class AlarmFold {
  readonly #lives = new Map<string, Life>();
  #alerts: VisitState['alerts'] | undefined;
  #audibleMs = 0;
  #from: Instant = -Infinity;

  /** @param state as the event left it */
  add(at: Instant, { alerts }: VisitState): void {
    if (alerts === this.#alerts) return;
    this.#hear(at);
    this.#alerts = alerts;
    for (const alert of Object.values(alerts)) this.#live(alert);
  }

  /** Facts are dated by when they fell due, which may be before what was recorded ahead of them. */
  #hear(until: Instant): void {
    this.#audibleMs += soundedFor(Object.values(this.#alerts ?? {}), this.#from, until);
    this.#from = Math.max(this.#from, until);
  }

  #live(alert: Alert): void {
    const { alertId, kind, priority, priorityAt, acknowledged, escalatedTo } = alert;
    if (priority === 'low') return;
    const life: Life = this.#lives.get(alertId) ?? { alertId, kind, priority, shownAt: priorityAt, passedOn: false };
    this.#lives.set(alertId, life);
    if (PRIORITIES.indexOf(priority) > PRIORITIES.indexOf(life.priority)) life.priority = priority;
    if (acknowledged && life.answer === undefined) {
      life.answer = life.passedOn ? 'late' : 'in-time';
      life.answeredAfterMs = Math.max(0, acknowledged.at - life.shownAt);
    }
    if (escalatedTo !== undefined && !acknowledged) life.passedOn = true;
  }

  until(endedAt: Instant): { readonly answers: readonly AlarmAnswer[]; readonly audibleMs: Duration } {
    this.#hear(endedAt);
    this.#alerts = undefined;
    const answers = [...this.#lives.values()].map(({ passedOn, answer, ...life }) => ({
      ...life,
      answer: answer ?? (passedOn ? ('none' as const) : ('over' as const)),
    }));
    return { answers, audibleMs: this.#audibleMs };
  }
}

/** For how long at least one of them asked to be heard: medium or high, not answered, not paused, not waiting for a repeat. */
function soundedFor(alerts: readonly Alert[], from: Instant, until: Instant): Duration {
  // Whatever sounds goes on until now: the one that began first says for how long.
  const since = alerts.map(({ unansweredSince = Infinity, audioPausedUntil = -Infinity }) =>
    Math.max(from, unansweredSince, audioPausedUntil),
  );
  return Math.max(0, until - Math.min(until, ...since));
}
