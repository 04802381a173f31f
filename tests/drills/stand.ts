/** What a fault is tried on: a real server, a chair for each patient with its adapter and its screen, a station, each on a line of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../fuzz/random.ts';
import { seeded } from '../fuzz/random.ts';
import { DrillAdapter } from './drill-adapter.ts';
import { DrillChair as ChairScreen, DrillStation } from './drill-screen.ts';
import type { DrillScreen } from './drill-screen.ts';
import { FairClock } from './fair-clock.ts';
import { FaultyLine } from './faulty-line.ts';
import type { Ground, Look, OpenGround } from './ground.ts';
import { goesWithUs, removeFolder } from './let-go.ts';
import { ProcessAdapter } from './process-adapter.ts';
import type { DrillChair } from './prepare-site.ts';
import { SingleGround } from './single-ground.ts';
import { Truth } from './truth.ts';

export interface Seat {
  readonly chair: DrillChair;
  readonly adapter: DrillAdapter | ProcessAdapter;
  readonly adapterLine: FaultyLine;
  readonly screenLine: FaultyLine;
  readonly journal: Look;
  screen: ChairScreen;
}

export interface StandOptions {
  readonly chairs: number;
  readonly seed: number;
  /** So many chairs, from the first on, are fed by the real adapter process. */
  readonly processes?: number;
  /** Below 1, faults last so much shorter. */
  readonly pace?: number;
  /** Default: one server. */
  readonly openGround?: OpenGround;
}

/** Looked at so often while a stand recovers. */
const LOOK_MS = 25;
const AGE_LOOK_MS = 500;
/** A number lives so long without a new one; what was wrong before the fault is not the fault's. */
const AGE_MS = 3_000;
/** Then it counts as not recovered at all. */
export const GIVE_UP_MS = 20_000;

export interface Recovery {
  /** From the end of the fault until every screen showed what a fresh one is shown, each chair with a number of after the fault. */
  readonly screensMs: number;
  /** Until every reading that was measured by the end of the fault stood in the journal. */
  readonly readingsMs: number;
  readonly wrong: readonly string[];
}

export class Stand {
  readonly random: Random;
  readonly ground: Ground;
  readonly seats: Seat[] = [];
  readonly stationLine: FaultyLine;
  station: DrillStation;
  /** What went wrong beside an injection: a server that died by itself. */
  readonly wrong: string[] = [];
  readonly startedAt = Date.now();
  readonly #folder: string;
  readonly #pace: number;
  /** Stands still while this machine gives the drill no turn. */
  readonly clock = new FairClock();

  private constructor(folder: string, ground: Ground, line: FaultyLine, random: Random, pace: number) {
    this.#pace = pace;
    this.#folder = folder;
    this.ground = ground;
    this.random = random;
    this.stationLine = line;
    this.station = new DrillStation(line.port);
    ground.onDeath = (how) => this.wrong.push(`a server died by itself (${how})`);
  }

  static async open({
    chairs,
    seed,
    processes = 0,
    pace = 1,
    openGround = SingleGround.open,
  }: StandOptions): Promise<Stand> {
    const random = seeded(seed);
    const folder = goesWithUs(mkdtempSync(join(tmpdir(), 'vigil-drill-')));
    const ground = await openGround(folder, chairs, random);
    const line = (): Promise<FaultyLine> => FaultyLine.open(() => ground.port, seeded(random.nat(2 ** 31)));
    const stand = new Stand(folder, ground, await line(), random, pace);
    for (const chair of ground.chairs) {
      const [adapterLine, screenLine] = [await line(), await line()];
      const options = {
        ...{ number: chair.number, port: adapterLine.port, spoolFolder: folder },
        truth: new Truth(seeded(random.nat(2 ** 31))),
        random: seeded(random.nat(2 ** 31)),
      };
      const adapter = chair.number <= processes ? await ProcessAdapter.open(options) : new DrillAdapter(options);
      const screen = new ChairScreen(screenLine.port, chair.chairId);
      const journal = ground.look(chair);
      stand.seats.push({ chair, adapter, adapterLine, screenLine, screen, journal });
      adapter.start();
    }
    return stand;
  }

  /** For faults of the one server and its disk. */
  get single(): SingleGround {
    if (this.ground instanceof SingleGround) return this.ground;
    throw new Error('This fault is of one server, not of a group.');
  }

  /** How long a fault lasts this time. */
  someMs(least: number, most: number): number {
    return Math.round((least + this.random.nat(most - least + 1)) * this.#pace);
  }

  /** Some of the chairs, at least one. */
  someSeats(): readonly Seat[] {
    const some = this.seats.filter(() => this.random.nat(2) === 0);
    const one = this.seats[this.random.nat(this.seats.length)];
    return some.length > 0 || !one ? some : [one];
  }

  /** Readings of these chairs may be late from now on. @returns to be called at the end of the fault */
  troubleBegins(seats: readonly Seat[] = this.seats): () => void {
    const ends = seats.map(({ adapter }) => adapter.ledger.troubleBegins());
    return () => ends.forEach((end) => end());
  }

  /** Called at the end of a fault. Waits until all is right again. */
  async recover(): Promise<Recovery> {
    const from = this.clock.now;
    const endedAt = Date.now();
    const due = this.seats.map(({ adapter }) => new Set(adapter.ledger.sent));
    const wrong: string[] = [];
    let [screensMs, readingsMs] = [Infinity, Infinity];
    const { port } = this.ground;
    if (port === undefined) return { screensMs, readingsMs, wrong: ['there is no server'] };
    // The screen that comes in afresh, on a line without faults.
    const pairs: (readonly [name: string, at: DrillScreen, fresh: DrillScreen])[] = this.seats.map(
      ({ screen, chair }) => [`chair ${chair.number}`, screen, new ChairScreen(port, chair.chairId)],
    );
    pairs.push(['the station', this.station, new DrillStation(port)]);
    const right = new Set<string>();
    while (this.clock.now - from < GIVE_UP_MS && !(Number.isFinite(screensMs) && Number.isFinite(readingsMs))) {
      for (const [name, at, fresh] of pairs)
        if (!right.has(name) && fresh.shown !== null && isDeepStrictEqual(at.shown, fresh.shown)) right.add(name);
      const areLive = this.seats.every(({ screen }) => {
        const spo2 = screen.shown?.spo2;
        return spo2?.status === 'live' && spo2.at > endedAt - 1_000;
      });
      const elapsed = this.clock.now - from;
      if (right.size === pairs.length && areLive) screensMs = Math.min(screensMs, elapsed);
      if (!Number.isFinite(readingsMs) && (await this.#areRecorded(due))) readingsMs = Math.min(readingsMs, elapsed);
      await later(LOOK_MS);
    }
    for (const [name, at, fresh] of pairs) {
      if (!right.has(name))
        wrong.push(`${name} does not show what a fresh screen is shown: ${difference(at.shown, fresh.shown)}`);
      fresh.close();
    }
    wrong.push(...(await this.#compareJournals()));
    await this.ground.weigh();
    return { screensMs, readingsMs, wrong };
  }

  /** A fault during which every screen goes on showing what is measured now. */
  async goesOn(ms: number): Promise<void> {
    const from = this.clock.now;
    for (let left = ms; left > 0; left -= AGE_LOOK_MS) {
      await later(Math.min(left, AGE_LOOK_MS));
      for (const { chair, screen } of this.seats) {
        const spo2 = screen.shown?.spo2;
        if (this.clock.now - from > AGE_MS && spo2?.status !== 'live')
          this.wrong.push(`chair ${chair.number} showed no number while it should go on: ${JSON.stringify(spo2)}`);
      }
    }
  }

  /** Every reading is answered for; what is not after a while is found in the journal. */
  async settled(): Promise<void> {
    const from = this.clock.now;
    while (this.clock.now - from < GIVE_UP_MS && this.seats.some(({ adapter }) => adapter.waiting > 0))
      await later(LOOK_MS);
  }

  async #areRecorded(due: readonly ReadonlySet<string>[]): Promise<boolean> {
    for (const [n, { journal }] of this.seats.entries()) if (!isWithin(due[n], await journal.readOn())) return false;
    return true;
  }

  /** Nothing acknowledged is lost, nothing stands there twice, nothing was refused or kept apart. */
  async #compareJournals(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for (const { chair, adapter, journal } of this.seats) {
      // First what was answered, then what stands there: the other way round a commit could come between.
      const answered = [...adapter.ledger.answered];
      const stored = await journal.readOn();
      const lost = answered.filter((identity) => !stored.has(identity));
      const name = `chair ${chair.number}`;
      if (lost.length > 0) wrong.push(`${name}: ${lost.length} acknowledged readings are lost, as ${lost[0]}`);
      if (journal.doubled.length > 0) wrong.push(`${name}: ${journal.doubled.length} readings stand twice`);
      wrong.push(...adapter.ledger.refused.splice(0).map((refused) => `${name}: refused ${refused}`));
    }
    return wrong;
  }

  async close(): Promise<void> {
    for (const { screen, journal, adapter, adapterLine, screenLine } of this.seats) {
      screen.close();
      adapter.stop();
      journal.close();
      adapterLine.close();
      screenLine.close();
    }
    this.station.close();
    this.stationLine.close();
    this.clock.close();
    await this.ground.close();
    removeFolder(this.#folder);
  }
}

export const later = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const isWithin = (some: ReadonlySet<string> | undefined, all: ReadonlySet<string>): boolean =>
  [...(some ?? [])].every((each) => all.has(each));

/** The first key that differs, for the report. */
function difference(shown: unknown, fresh: unknown): string {
  if (typeof shown !== 'object' || shown === null || typeof fresh !== 'object' || fresh === null) return 'nothing yet';
  for (const [key, value] of Object.entries(fresh)) {
    const here = (shown as Record<string, unknown>)[key];
    if (!isDeepStrictEqual(here, value)) return `${key}: ${short(here)} instead of ${short(value)}`;
  }
  return 'other keys';
}
const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 160);
