/** A clinic's day on fast time: a server process, adapters, screens, patients one after the other, and faults; sampled all along. */
import { percentile } from '../bench/stats.ts';
import { seeded } from '../fuzz/random.ts';
import { startSoakServer } from './child.ts';
import { Course } from './course.ts';
import { Day, DayOver } from './day.ts';
import { faults } from './faults.ts';
import type { Fault } from './faults.ts';
import { Place } from './places.ts';
import type { Sampled } from './server.ts';
import { SoakAdapter } from './soak-adapter.ts';
import type { Tally } from './soak-adapter.ts';
import { lineOf } from './table.ts';

export interface SoakOptions {
  /** Of the clinic. */
  readonly hours: number;
  readonly chairs: number;
  /** Clinic time per real time. */
  readonly rate: number;
  readonly seed: number;
  /** Clinic minutes between two samples. */
  readonly everyMin: number;
  readonly say?: (line: string) => void;
}

export interface Sample extends Sampled {
  /** Clinic hours since the start. */
  readonly hour: number;
  /** From an adapter's message to the chair's screen, ms, of this stretch. */
  readonly p50: number;
  readonly p99: number;
  readonly screens: number;
}

export interface Soaked {
  /** One visit was there and is over; nobody is there. */
  readonly before: Sampled;
  readonly samples: readonly Sample[];
  /** Everybody has left, and the last summary was shown long enough. */
  readonly after: Sampled;
  readonly readings: Tally;
  /** By what was meant and how it ended. */
  readonly visits: Readonly<Record<string, number>>;
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  /** What was refused to people, with the reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Patches that did not follow the one before. */
  readonly holes: number;
  /** It could not keep up: nothing else of it counts. */
  readonly isBehind: boolean;
}

const STATIONS = 4;
const PUMP_MS = 100;
/** Real time after which nobody gives up any more, and the latency (ms) that says it is behind. */
const TRIAL_MS = 60_000;
const BEHIND_MS = 1_500;
/** A summary is shown for ten. */
const AFTER_MIN = 11;

export async function soak({
  hours,
  chairs,
  rate,
  seed,
  everyMin,
  say = () => undefined,
}: SoakOptions): Promise<Soaked> {
  const server = await startSoakServer(chairs, rate);
  const { port, chairIds, database } = server;
  const day = new Day(rate);
  const random = seeded(seed);
  const readings: Tally = { sent: 0, stored: 0, duplicate: 0, refused: {} };
  const visits: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const injected: Partial<Record<Fault, number>> = {};
  const add = (to: Record<string, number>, what: string): void => void (to[what] = (to[what] ?? 0) + 1);
  let holes = 0;
  let latencies: number[] = [];
  const told = {
    onLatency: (ms: number): void => void latencies.push(ms),
    onHole: (): void => void (holes += 1),
    onRefused: (command: string, why: string): void => add(refused, `${command}: ${why}`),
    onVisit: (kind: string, ending: string): void => add(visits, `${kind}, ended: ${ending}`),
    onFault: (fault: Fault): void => add(injected, fault),
  };
  const adapters = chairIds.map((_, index) => new SoakAdapter(port, index + 1, day, readings));
  const places = chairIds.map((chairId, index) => {
    const latencyOf = (pulse: number) => adapters[index]?.sinceSent(pulse);
    return new Place({ port, chairId, role: 'nurse', name: `Nurse ${index + 1}`, latencyOf, ...told });
  });
  const stations = Array.from(
    { length: STATIONS },
    (_, index) => new Place({ port, role: 'provider', name: `Dr. ${index + 1}`, ...told }),
  );
  const all = [...places, ...stations];
  const pump = setInterval(() => {
    day.tick();
    for (const each of [...adapters, ...all]) each.tick();
  }, PUMP_MS);
  const everybodyLeaves = (): void => {
    for (const adapter of adapters) adapter.close();
    for (const place of all) place.leave(false);
  };
  const parts = { day, database, adapters, stations, chairs: places, ...told };
  const course = (index: number, own = seeded(seed * 1_000 + index)) => ({
    ...{ ...parts, random: own, chair: places[index] as Place, adapter: adapters[index] as SoakAdapter },
    station: stations[own.nat(STATIONS)] as Place,
  });

  // What is opened at its first use, as the thread that reads past visits, is open from here on.
  adapters[0]?.open();
  await new Course(course(0), 'cancelled').run();
  everybodyLeaves();
  await day.minutes(AFTER_MIN);
  const before = await server.isEmpty();

  for (const adapter of adapters) adapter.open();
  await Promise.all(all.map((place) => place.here()));
  const startedAt = day.passed;
  const courses = places.map(async (_, index) => {
    const of = course(index);
    for (;;) {
      await day.minutes(of.random.nat(5) + 0.2);
      await new Course(of).run();
    }
  });
  const going = [...courses, faults({ ...parts, random })].map((each) =>
    each.catch((error: unknown) => {
      if (!(error instanceof DayOver)) throw error;
    }),
  );
  const samples: Sample[] = [];
  let isBehind = false;
  for (let minute = everyMin; minute <= hours * 60 && !isBehind; minute += everyMin) {
    await day.wait(startedAt + minute * 60_000 - day.passed);
    const stretch = latencies;
    latencies = [];
    const hour = (day.passed - startedAt) / 3_600_000;
    const screens = all.filter((place) => place.isHere).length;
    const sampled = await server.sample();
    const sample = { ...sampled, hour, screens, p50: percentile(stretch, 0.5), p99: percentile(stretch, 0.99) };
    samples.push(sample);
    say(lineOf(sample));
    const keepsUp = sample.p50 <= BEHIND_MS;
    if (!keepsUp) say('      behind: the line above says more of this machine than of the server');
    isBehind = samples.length > 1 && (day.passed - startedAt) / rate < TRIAL_MS && !keepsUp;
  }
  day.close();
  await Promise.all(going);
  everybodyLeaves();
  clearInterval(pump);
  if (!isBehind) await new Promise((resolve) => setTimeout(resolve, (AFTER_MIN * 60_000) / rate));
  const after = await server.isEmpty();
  await server.stop();
  return { before, samples, after, readings, visits, faults: injected, refused, holes, isBehind };
}
