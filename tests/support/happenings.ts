/** What may happen at a chair, as commands of fast-check's model: any order of them is a course that `Bedside` can live through. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Duration } from '#core/reading.ts';
import { Bedside } from './bedside.ts';
import type { BedsideWish, Page } from './bedside.ts';
import { happen } from './happen.ts';

/** How often a property is tried; `PROPERTY_RUNS=20` tries each twenty times as often. */
export const runs = (numRuns: number): { readonly numRuns: number } => ({
  numRuns: numRuns * Number(process.env['PROPERTY_RUNS'] ?? 1),
});

/** The model: what a happening may rest on. */
interface Course {
  phase: 'infusion' | 'recovery' | 'discharge';
}

export type Signal = 'good' | 'poor' | 'moved' | 'none';
/** A run of oximetry. `shuffled`: every second reading comes after the next one. */
export interface Run {
  readonly is: 'run';
  readonly count: number;
  readonly everyMs: Duration;
  readonly spo2: number;
  readonly pulse: number;
  readonly signal: Signal;
  readonly lateMs: Duration;
  readonly twice: boolean;
  readonly shuffled: boolean;
}
export type Happening =
  | Run
  | { readonly is: 'bp'; readonly systolic: number; readonly diastolic: number }
  | { readonly is: 'bp-by-hand'; readonly systolic: number; readonly diastolic: number }
  | { readonly is: 'bp-failed' | 'attended' | 'clear-mark' | 'refold' }
  | { readonly is: 'cuff'; readonly seconds: number; readonly sameArm: boolean; readonly spo2: number }
  | { readonly is: 'silence'; readonly ms: Duration }
  | { readonly is: 'adapter'; readonly state: 'here' | 'lost' }
  | { readonly is: 'acknowledge' | 'pause-audio'; readonly pick: number; readonly place: 'chair' | 'station' }
  | { readonly is: 'stop' | 'reopen' | 'end-monitoring' | 'monitor-again' | 'pause-pump' | 'resume-pump' }
  | { readonly is: 'off-monitor' | 'back-on-monitor' }
  | { readonly is: 'moaas'; readonly score: number }
  | { readonly is: 'correct-baseline'; readonly by: number }
  | { readonly is: 'restart'; readonly downMs: Duration }
  | { readonly is: 'page'; readonly index: number; readonly state: Page['state'] }
  | { readonly is: 'listen'; readonly at: 'station-a' | 'station-b'; readonly listens: boolean }
  | { readonly is: 'quiet'; readonly quiet: boolean };

const is = <Name extends Happening['is'], Shape extends object>(
  name: Name,
  shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> },
) => fc.record({ is: fc.constant(name), ...shape }) as unknown as fc.Arbitrary<Happening>;
const just = (...names: readonly Happening['is'][]) =>
  fc.constantFrom(...names).map((name) => ({ is: name }) as Happening);

/** Around every limit: at, one to either side, and well inside. */
const spo2 = fc.constantFrom(80, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 97, 98);
const pulse = fc.constantFrom(39, 40, 45, 49, 50, 55, 72, 72, 72, 115, 120, 121, 140, 141);
const pressure = {
  systolic: fc.constantFrom(
    79,
    80,
    84,
    85,
    89,
    90,
    95,
    120,
    120,
    149,
    150,
    154,
    155,
    159,
    160,
    174,
    175,
    179,
    180,
    191,
  ),
  diastolic: fc.constantFrom(60, 75, 75, 75, 94, 95, 99, 100, 104, 105, 109, 110),
};
const lateMs = fc.constantFrom(0, 0, 0, 0, 0, 0, 250, 4_000, 5_000, 5_250, 60_000);
const seldom = fc.constantFrom(false, false, false, false, true);
const pick = fc.nat(5);
const place = fc.constantFrom('chair', 'station');

export const anyRun = is('run', {
  count: fc.integer({ min: 1, max: 35 }),
  everyMs: fc.constantFrom(1_000, 1_000, 1_000, 500, 2_000, 5_000, 5_250),
  spo2,
  pulse,
  signal: fc.constantFrom('good', 'good', 'good', 'poor', 'moved', 'none'),
  lateMs,
  twice: seldom,
  shuffled: seldom,
});
export const anyBp = fc.oneof(is('bp', pressure), is('bp', pressure), just('bp-failed'));
export const anySilence = is('silence', {
  ms: fc.constantFrom(1_000, 4_750, 5_000, 5_250, 10_000, 20_250, 61_000, 130_000, 310_000),
});
export const anyAnswer = fc.oneof(
  is('acknowledge', { pick, place }),
  is('acknowledge', { pick, place }),
  is('pause-audio', { pick, place }),
  just('attended', 'clear-mark'),
);
export const anyPage = fc.oneof(
  is('page', { index: fc.nat(3), state: fc.constantFrom('sounds', 'silent', 'away') }),
  is('page', { index: fc.constant(0), state: fc.constantFrom('sounds', 'silent', 'away') }),
  is('listen', { at: fc.constantFrom('station-a', 'station-b'), listens: fc.boolean() }),
  is('quiet', { quiet: fc.boolean() }),
);
export const anyAct = fc.oneof(
  just('stop', 'reopen', 'end-monitoring', 'monitor-again', 'pause-pump', 'resume-pump'),
  just('off-monitor', 'back-on-monitor'),
  is('moaas', { score: fc.integer({ min: 0, max: 5 }) }),
  is('bp-by-hand', pressure),
  is('correct-baseline', { by: fc.constantFrom(-8, -4, 0) }),
);
export const anyLoss = fc.oneof(
  anySilence,
  is('adapter', { state: fc.constantFrom('here', 'lost') }),
  is('cuff', { seconds: fc.integer({ min: 1, max: 40 }), sameArm: fc.boolean(), spo2: fc.constantFrom(84, 89, 98) }),
);
export const anyRestart = fc.oneof(just('refold'), is('restart', { downMs: fc.constantFrom(0, 250, 4_000, 45_000) }));

/** All of it. */
export const anything = fc.oneof(
  { weight: 8, arbitrary: anyRun },
  { weight: 4, arbitrary: anyBp },
  { weight: 4, arbitrary: anyAnswer },
  { weight: 3, arbitrary: anyLoss },
  { weight: 2, arbitrary: anyPage },
  { weight: 2, arbitrary: anyAct },
  { weight: 1, arbitrary: anyRestart },
);

const FROM: Readonly<Partial<Record<Happening['is'], readonly [Course['phase'], Course['phase']]>>> = {
  stop: ['infusion', 'recovery'],
  reopen: ['recovery', 'infusion'],
  'end-monitoring': ['recovery', 'discharge'],
  'monitor-again': ['discharge', 'recovery'],
};

class Happens implements fc.Command<Course, Bedside> {
  readonly #happening: Happening;
  constructor(happening: Happening) {
    this.#happening = happening;
  }
  check(course: Readonly<Course>): boolean {
    const [from] = FROM[this.#happening.is] ?? [course.phase];
    return course.phase === from;
  }
  run(course: Course, bedside: Bedside): void {
    happen(bedside, this.#happening);
    course.phase = FROM[this.#happening.is]?.[1] ?? course.phase;
    expect(bedside.state.phase.name).toBe(course.phase);
    bedside.after(250);
  }
  toString(): string {
    return JSON.stringify(this.#happening);
  }
}

export type Happenings = Iterable<fc.Command<Course, Bedside>>;
/** Courses of an infusion under watch. */
export const courses = (of: fc.Arbitrary<Happening>, maxCommands = 20): fc.Arbitrary<Happenings> =>
  fc.commands<Course, Bedside>([of.map((happening) => new Happens(happening))], { maxCommands, size: 'max' });

/** @param look gets the bedside before anything happens, to look on from there. */
export function live(
  course: Happenings,
  wish: BedsideWish = {},
  look: (bedside: Bedside) => void = () => undefined,
): Bedside {
  const bedside = new Bedside(wish);
  look(bedside);
  fc.modelRun(() => ({ model: { phase: 'infusion' } satisfies Course as Course, real: bedside }), course);
  return bedside;
}
