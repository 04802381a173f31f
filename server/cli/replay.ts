/**
 * A recording run through the real engine as an infusion in progress that never ends, so that nothing but the vital signs
 * brings facts about. Nobody answers an alert, and what the recording does not have is missing: without a BP, BP is overdue.
 */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Instant, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { advance, advanceByTime } from '#core/advance.ts';
import { PROTOCOL, baselineOf, bpOf, hasOximetry, holdOf, instantOf, oximetryOf } from './recorded-vitals.ts';
import type { Recording } from './recording.ts';
import { Tally, lineOf } from './replay-lines.ts';
import type { FactLine, SummaryLine } from './replay-lines.ts';

const TICK_MS = 250;
const SECOND_MS = 1000;
const SYSTEM = { kind: 'system' } as const;

/** One line for each alert fact, in time order, then the summary. The same recording always gives the same lines. */
export function* replay(recording: Recording, protocol = PROTOCOL): Iterable<FactLine | SummaryLine> {
  const { rows } = recording;
  const startedAt = instantOf(rows[0]);
  const infusion = new ReplayedInfusion(recording, startedAt, protocol);
  const holdMs = holdOf(recording);
  for (const [index, row] of rows.entries()) {
    const at = instantOf(row);
    yield* infusion.receive(oximetryOf(row, at));
    const bp = bpOf(row, at);
    if (bp) yield* infusion.receive(bp);
    const next = rows[index + 1];
    const until = hasOximetry(row) ? Math.min(at + holdMs, next ? instantOf(next) : Infinity) : at;
    for (let again = at + SECOND_MS; again < until; again += SECOND_MS) yield* infusion.receive(oximetryOf(row, again));
  }
  const endedAt = instantOf(rows.at(-1) ?? rows[0]) + holdMs;
  yield* infusion.tickUntil(endedAt);
  const { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm } = baselineOf(recording, startedAt);
  yield {
    summary: {
      rows: rows.length,
      seconds: (endedAt - startedAt) / 1000,
      ...infusion.tally.upTo(endedAt),
      baseline: { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm },
    },
  };
}

class ReplayedInfusion {
  readonly tally: Tally;
  #state: VisitState;
  #now: Instant;
  #ids = 0;
  #seq = 0;

  constructor(recording: Recording, startedAt: Instant, protocol: ClinicalProtocol) {
    this.tally = new Tally(startedAt);
    this.#now = startedAt;
    this.#state = begin(recording, startedAt, protocol);
  }

  /** A reading measured and received at the same instant, and what came until then. */
  *receive(reading: Reading): Iterable<FactLine> {
    yield* this.tickUntil(reading.measuredAt);
    const source = { deviceId: 'recording', epoch: 'replay', seq: (this.#seq += 1) };
    const event: VisitEvent = { type: 'reading-recorded', source, reading, at: this.#now, actor: SYSTEM };
    yield* this.#fold(advance(this.#state, this.#now, this.#newId, () => accept([event])).advanced.events);
  }

  *tickUntil(until: Instant): Iterable<FactLine> {
    for (let now = this.#now + TICK_MS; now < until; now += TICK_MS) yield* this.#tick(now);
    this.#now = until;
    yield* this.#tick(until);
  }

  *#tick(now: Instant): Iterable<FactLine> {
    yield* this.#fold(advanceByTime(this.#state, now, this.#newId).events);
  }

  *#fold(events: readonly VisitEvent[]): Iterable<FactLine> {
    for (const event of events) {
      const before = this.#state;
      this.#state = evolve(before, event);
      this.tally.add(event, this.#state);
      const line = lineOf(before, this.#state, event);
      if (line) yield line;
    }
  }

  readonly #newId = (): string => `alert-${(this.#ids += 1)}`;
}

/** An infusion under way, planned to last longer than the recording. */
function begin(recording: Recording, startedAt: Instant, protocol: ClinicalProtocol): VisitState {
  const { rows } = recording;
  const plannedMs = instantOf(rows.at(-1) ?? rows[0]) - startedAt + protocol.infusion.maxPlannedMs;
  const opened = { type: 'visit-opened', visitId: 'replay', chairId: 'replay', patientId: 'replay' } as const;
  const bodies: readonly VisitEventBody[] = [
    { type: 'baseline-frozen', baseline: baselineOf(recording, startedAt) },
    { type: 'adapter-connected', adapterId: 'replay' },
    { type: 'infusion-started', happenedAt: startedAt, plannedMs },
  ];
  return bodies.reduce<VisitState>(
    (state, body) => evolve(state, { ...body, at: startedAt, actor: SYSTEM }),
    evolve(undefined, { ...opened, protocol, at: startedAt, actor: SYSTEM }),
  );
}
