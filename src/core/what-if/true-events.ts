/**
 * What a plain reading of the limits calls an event: beyond a medium or high limit for its time, in good signal. Nothing of the engine's clocks
 * is used, so that what an alert missed can be told (a test holds it against server/study, which reads the published numbers by hand).
 */
import { holds, worse } from '../alerts/condition.ts';
import type { Values } from '../alerts/condition.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import { rank } from '../alerts/open-alert.ts';
import type { ClinicalProtocol, RuleLevel, VitalAlertKind, VitalRule } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import { layOver } from '../limits/lay-over.ts';
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { JudgedThen } from './judged-then.ts';
import type { TrueEvent } from './visit-what-if.ts';

/** An alert of an event may begin so long after its last value came; of one that waits for a repeat, so long after the wait. */
const TAIL_MS: Duration = 60_000;
const REPEAT_TAIL_MS: Duration = 10_000;

type Priority = TrueEvent['priority'];
/** `heardUntil`: an alert of it may begin until then: some time after its last value came. */
export type FoundEvent = Omit<TrueEvent, 'heardBefore' | 'heardAfter'> & { readonly heardUntil: Instant };
type Level = RuleLevel & { readonly priority: Priority };

/** The limits of the visit's own protocol, with those a provider set for this patient. */
export class TrueEvents {
  readonly #protocol: ClinicalProtocol;
  readonly #judged: JudgedThen;
  readonly #watches = new Map<VitalAlertKind, Watch>();
  #limits: VisitState['limits'];
  #rules: readonly VitalRule[];

  constructor(protocol: ClinicalProtocol) {
    this.#protocol = protocol;
    this.#judged = new JudgedThen(protocol);
    this.#rules = protocol.rules;
  }

  /**
   * What the visit's own protocol did not judge (late, of another device) is no event.
   * @param after the state the event left in the rerun: its limits, its phase and its baseline are the visit's, for people set them.
   */
  see(event: VisitEvent, after: VisitState): void {
    if (after.limits !== this.#limits) {
      this.#limits = after.limits;
      this.#rules = layOver(this.#protocol.rules, after.limits?.changed ?? {});
    }
    const reading = this.#judged.in(event, after);
    if (reading) {
      if (reading.kind === 'nibp' || reading.quality === 'good')
        this.#take(reading.kind, reading, { at: reading.measuredAt, told: event.at }, after);
    } else if (event.type === 'entry-recorded' && event.entry.kind === 'scale' && event.entry.scale === 'moaas')
      this.#take('entry', { moaas: event.entry.score }, { at: event.happenedAt, told: event.at }, after);
  }

  /** In order of time. */
  end(): readonly FoundEvent[] {
    return [...this.#watches.values()].flatMap((watch) => watch.end()).toSorted((a, b) => a.from - b.from);
  }

  #take(from: 'oximetry' | 'nibp' | 'entry', values: Values, when: When, { phase, baseline }: VisitState): void {
    for (const rule of this.#rules) {
      const { alert: kind } = rule;
      const by = JUDGED_BY[kind];
      if (by.reading !== from) continue;
      let watch = this.#watches.get(kind);
      if (watch === undefined) {
        const { staleMs } = this.#protocol.technical;
        this.#watches.set(kind, (watch = from === 'oximetry' ? new Continuous(kind, staleMs) : new Seldom(kind)));
      }
      const [of] = by.parameters;
      const value = of && values[of];
      if (!rule.phases.includes(phase.name)) watch.leave();
      else if (value !== undefined && by.parameters.every((each) => values[each] !== undefined))
        watch.take(rule, when, value, (level) => holds(level, values, baseline) === true);
    }
  }
}

/** When it was measured, and when that came: a BP or an entry may be told minutes later. */
interface When {
  readonly at: Instant;
  readonly told: Instant;
}

interface Watch {
  take(rule: VitalRule, when: When, value: number, meets: (condition: RuleLevel['when']) => boolean): void;
  /** The rule is not judged for now. */
  leave(): void;
  end(): readonly FoundEvent[];
}

const levelsOf = (rule: VitalRule): readonly Level[] =>
  rule.levels.filter((level): level is Level => level.priority !== 'low');

interface Open {
  priority: Priority;
  from: Instant;
  until: Instant;
  told: Instant;
  worst: number;
}

function extend(open: Open, priority: Priority, { at, told }: When, worst: number, level: Level): void {
  if (rank(priority) > rank(open.priority)) open.priority = priority;
  open.until = at;
  open.told = told;
  open.worst = worse(level.shows.is, open.worst, worst);
}

const foundOf = (kind: VitalAlertKind, { told, ...open }: Open, tailMs: Duration): FoundEvent => ({
  ...{ kind, ...open, heardUntil: told + tailMs },
});

interface Run {
  readonly from: Instant;
  worst: number;
}

/** A value that comes every second: beyond the limit without a break for the level's delay; over when it is back for the clearing time. */
class Continuous implements Watch {
  readonly #kind: VitalAlertKind;
  readonly #gapMs: Duration;
  readonly #found: FoundEvent[] = [];
  readonly #runs = new Map<Priority, Run>();
  #calmFrom: Instant | undefined;
  #lastAt: Instant = -Infinity;
  #open: Open | undefined;

  constructor(kind: VitalAlertKind, gapMs: Duration) {
    this.#kind = kind;
    this.#gapMs = gapMs;
  }

  take(rule: VitalRule, when: When, value: number, meets: (condition: RuleLevel['when']) => boolean): void {
    const { at } = when;
    if (at - this.#lastAt > this.#gapMs) this.#break();
    this.#lastAt = at;
    const levels = levelsOf(rule);
    for (const level of levels) this.#level(level, when, value, meets(level.when));
    const [first] = levels;
    if (!first || !meets(first.clearsWhen)) this.#calmFrom = undefined;
    else if (at - (this.#calmFrom ??= at) >= first.clearMs) this.#close();
  }

  leave(): void {
    this.#break();
    this.#close();
  }

  end(): readonly FoundEvent[] {
    this.#close();
    return this.#found;
  }

  #level(level: Level, when: When, value: number, isBeyond: boolean): void {
    const { priority } = level;
    const { at, told } = when;
    if (!isBeyond) {
      this.#runs.delete(priority);
      return;
    }
    let run = this.#runs.get(priority);
    if (run === undefined) this.#runs.set(priority, (run = { from: at, worst: value }));
    run.worst = worse(level.shows.is, run.worst, value);
    if (at - run.from < level.delayMs) return;
    this.#open ??= { priority, from: run.from, until: at, told, worst: run.worst };
    // The less urgent level may have begun before the one that was reached first.
    this.#open.from = Math.min(this.#open.from, run.from);
    extend(this.#open, priority, when, run.worst, level);
  }

  #break(): void {
    this.#runs.clear();
    this.#calmFrom = undefined;
  }

  #close(): void {
    if (this.#open) this.#found.push(foundOf(this.#kind, this.#open, TAIL_MS));
    this.#open = undefined;
  }
}

interface Taken extends When {
  readonly value: number;
  /** The most urgent level it meets. */
  readonly level: Level | undefined;
}

/** A BP, or an entry: beyond the limit at once; of a level that waits for a repeat once that agrees or does not come. */
class Seldom implements Watch {
  readonly #kind: VitalAlertKind;
  readonly #found: FoundEvent[] = [];
  #taken: Taken[] = [];

  constructor(kind: VitalAlertKind) {
    this.#kind = kind;
  }

  take(rule: VitalRule, when: When, value: number, meets: (condition: RuleLevel['when']) => boolean): void {
    this.#taken.push({ ...when, value, level: levelsOf(rule).findLast((level) => meets(level.when)) });
  }

  leave(): void {
    this.#close();
  }

  end(): readonly FoundEvent[] {
    this.#close();
    return this.#found;
  }

  #close(): void {
    let open: Open | undefined;
    let tailMs = TAIL_MS;
    const put = (): void => {
      if (open) this.#found.push(foundOf(this.#kind, open, tailMs));
      open = undefined;
    };
    for (const [index, { at, told, value, level }] of this.#taken.entries()) {
      if (level === undefined || !this.#holdsUp(index, level)) {
        put();
        continue;
      }
      tailMs = Math.max(TAIL_MS, (level.confirmWithinMs ?? 0) + REPEAT_TAIL_MS);
      open ??= { priority: level.priority, from: at, until: at, told, worst: value };
      extend(open, level.priority, { at, told }, value, level);
    }
    put();
    this.#taken = [];
  }

  #holdsUp(index: number, { confirmWithinMs }: Level): boolean {
    const [present, repeat] = this.#taken.slice(index, index + 2);
    if (confirmWithinMs === undefined || !present || !repeat) return true;
    return repeat.at - present.at > confirmWithinMs || repeat.level !== undefined;
  }
}
