/** When an emulated cuff measures, and what comes of it: its own automatic schedule with its own retries. */
import type { EmulatedFailure } from './fault.ts';
import { normal, uniform } from './noise.ts';
import type { Subject } from './subject.ts';
import { cuffFailureAt, trueVitalsAt } from './subject.ts';
import type { CuffSchedule } from './scenario.ts';

export type CuffOutcome =
  | {
      readonly ok: true;
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly meanMmHg: number;
      readonly pulseBpm: number;
    }
  | { readonly ok: false; readonly failure: EmulatedFailure };

/** Instants in ms from the scenario's zero. */
export interface CuffCycle {
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: CuffOutcome;
}

const RETRY_AFTER_FAILURE_MS = 60_000;
const REPEAT_AFTER_HIGH_MS = 120_000;
/** The device rests at least this long between cycles. */
const REST_MS = 30_000;
/** Standard deviation of an oscillometric reading against the true pressure. */
const NOISE_MMHG = { systolic: 4.5, diastolic: 4 };

export function createCuffCycles(subject: Subject): (untilMs: number) => readonly CuffCycle[] {
  const { cuff } = subject.scenario;
  const cycles: CuffCycle[] = [];
  /** All cycles that begin up to `untilMs`. They follow from each other, so they are worked out once, in order. */
  return (untilMs) => {
    for (;;) {
      const startMs = nextStart(cuff, cycles.at(-1));
      if (startMs > untilMs || startMs >= (cuff.untilMs ?? Infinity)) break;
      cycles.push(cycleFrom(subject, startMs));
    }
    return cycles;
  };
}

/** What a cuff was told on its line. */
export interface CuffCommand {
  readonly atMs: number;
  readonly act: 'start' | 'stop';
}

/** The cycles that commands bring about, in order: a start during a cycle is ignored, a stop cuts the one that runs. */
export function commandedCycles(subject: Subject, commands: readonly CuffCommand[]): readonly CuffCycle[] {
  const cycles: CuffCycle[] = [];
  for (const { act, atMs } of commands) {
    const last = cycles.at(-1);
    const running = last && atMs < last.endMs ? last : undefined;
    if (act === 'start' && !running) cycles.push(cycleFrom(subject, atMs));
    if (act === 'stop' && running)
      cycles[cycles.length - 1] = { ...running, endMs: atMs, outcome: { ok: false, failure: 'stopped' } };
  }
  return cycles;
}

function nextStart(schedule: CuffSchedule, last: CuffCycle | undefined): number {
  const earliest = last ? last.endMs + REST_MS : -Infinity;
  const planned = nextPlanned(schedule, earliest);
  if (!last) return planned;
  if (!last.outcome.ok) return Math.min(planned, last.endMs + RETRY_AFTER_FAILURE_MS);
  const isHigh = last.outcome.systolicMmHg >= 160 || last.outcome.diastolicMmHg >= 100;
  return isHigh ? Math.min(planned, last.endMs + REPEAT_AFTER_HIGH_MS) : planned;
}

function nextPlanned({ atMs, fromMs, everyMs }: CuffSchedule, earliestMs: number): number {
  const onGrid = fromMs + Math.max(0, Math.ceil((earliestMs - fromMs) / everyMs)) * everyMs;
  return Math.min(onGrid, ...atMs.filter((each) => each >= earliestMs));
}

function cycleFrom(subject: Subject, startMs: number): CuffCycle {
  const { seed } = subject.patient;
  const key = Math.round(startMs / 1000);
  const endMs = startMs + Math.round(30 + 10 * uniform(seed, 'cycle', key)) * 1000;
  const failure = cuffFailureAt(subject, startMs);
  if (failure) return { startMs, endMs, outcome: { ok: false, failure } };
  const vitals = trueVitalsAt(subject, endMs);
  const systolicMmHg = Math.round(vitals.systolicMmHg + NOISE_MMHG.systolic * normal(seed, 'nibp-systolic', key));
  const diastolicMmHg = Math.min(
    Math.round(vitals.diastolicMmHg + NOISE_MMHG.diastolic * normal(seed, 'nibp-diastolic', key)),
    systolicMmHg - 15,
  );
  const meanMmHg = Math.round(diastolicMmHg + 0.36 * (systolicMmHg - diastolicMmHg));
  const pulseBpm = Math.round(vitals.pulseBpm);
  return { startMs, endMs, outcome: { ok: true, systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm } };
}
