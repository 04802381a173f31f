/** What the referee plays to the adapter, one after the other. Each leaves its traces in the record and judges nothing. */
import type { Duration } from '#core/reading.ts';
import { evidenceOf } from './evidence.ts';
import { holesOf } from './judge-identity.ts';
import type { CommandChild } from './command-child.ts';
import type { Referee } from './referee.ts';
import { keyOf } from './seen.ts';
import type { Given, Mark, Record, Seen, Withheld } from './seen.ts';

export const SCENARIOS = [
  'watch',
  'silence',
  'answers',
  'unavailable',
  'cuff',
  'disconnect',
  'other-build',
  'stopping',
  'restart',
  'stop',
] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

export interface Timings {
  /** For the first connection, a return, or a restart by hand. */
  readonly comeMs: Duration;
  readonly watchMs: Duration;
  /** For what was left unanswered to come again. */
  readonly againMs: Duration;
  readonly awayMs: Duration;
  readonly refusedMs: Duration;
  /** After the last final answer: sent again by then, or not at all. */
  readonly finalMs: Duration;
  readonly stopMs: Duration;
}

export const TIMINGS: Timings = {
  comeMs: 30_000,
  watchMs: 10_000,
  againMs: 20_000,
  awayMs: 5_000,
  refusedMs: 12_000,
  finalMs: 7_000,
  stopMs: 5_000,
};

export interface Stage {
  readonly referee: Referee;
  readonly record: Record;
  readonly timings: Timings;
  readonly signal: AbortSignal;
  /** The adapter's own command, when the check runs it. */
  readonly child: CommandChild | undefined;
  /** Asks the person at the terminal. */
  readonly ask: (text: string) => void;
}

export interface Scenario {
  readonly says: string;
  readonly play: (stage: Stage) => Promise<void>;
}

const until = (
  { record, signal }: Stage,
  isThere: (seen: readonly Seen[]) => boolean,
  ms: Duration,
): Promise<boolean> => record.until(isThere, ms, signal);
const pause = (stage: Stage, ms: Duration): Promise<boolean> => until(stage, () => false, ms);
const mark = ({ record }: Stage, name: Mark): void => record.add({ kind: 'mark', mark: name });

/** From here on: what was seen before is another scenario's. */
const since = ({ record }: Stage, isThere: (seen: readonly Seen[]) => boolean) => {
  const from = record.seen.length;
  return (seen: readonly Seen[]): boolean => isThere(seen.slice(from));
};

/** Readings given this answer, at least so many messages of them. */
async function give(stage: Stage, as: Given | 'unavailable', messages: number): Promise<void> {
  stage.referee.answering = { as };
  const isGiven = (each: Seen): boolean =>
    as === 'unavailable' ? each.kind === 'withheld' && each.why === as : each.kind === 'answered' && each.as === as;
  await until(
    stage,
    since(stage, (seen) => seen.filter(isGiven).length >= messages),
    stage.timings.againMs,
  );
}

/** Whatever was left open for this reason has come again and been answered. */
const isMadeGood =
  (why: Withheld) =>
  (seen: readonly Seen[]): boolean => {
    const open = new Set<string | undefined>();
    for (const each of seen) {
      if (each.kind === 'withheld' && each.why === why) for (const reading of each.readings) open.add(keyOf(reading));
      if (each.kind === 'answered') for (const reading of each.readings) open.delete(keyOf(reading));
    }
    return open.size === 0;
  };

async function hold(stage: Stage, why: Withheld): Promise<void> {
  stage.referee.answering = { as: 'nothing', why };
  await until(
    stage,
    since(stage, (seen) => seen.some((each) => each.kind === 'withheld')),
    stage.timings.againMs,
  );
}

async function settle(stage: Stage, why: Withheld): Promise<void> {
  stage.referee.answering = { as: 'stored' };
  await until(stage, isMadeGood(why), stage.timings.againMs);
}

const isBack = (stage: Stage): ((seen: readonly Seen[]) => boolean) =>
  since(stage, (seen) => seen.some((each) => each.kind === 'announced'));
const hasReadings = (stage: Stage, count: number): ((seen: readonly Seen[]) => boolean) =>
  since(stage, (seen) => seen.filter((each) => each.kind === 'batch').length >= count);

async function open(stage: Stage): Promise<void> {
  const back = isBack(stage);
  stage.referee.door = 'open';
  mark(stage, 'open');
  await until(stage, back, stage.timings.comeMs);
}

function shut({ referee, ...rest }: Stage, door: 'away' | 'other-build', how: 'said' | 'cut'): void {
  referee.door = door;
  mark({ referee, ...rest }, door);
  referee.drop(how);
}

export const PLAYS: { readonly [Name in ScenarioName]: Scenario } = {
  watch: {
    says: 'watches, and answers everything',
    play: async (stage) => void (await pause(stage, stage.timings.watchMs)),
  },
  silence: {
    says: 'answers no reading until one comes again',
    async play(stage) {
      await hold(stage, 'silence');
      const again = (seen: readonly Seen[]): boolean => {
        const held = new Set<string | undefined>();
        return seen.some((each) => {
          if (each.kind === 'batch') return each.readings.some((reading) => held.has(keyOf(reading)));
          if (each.kind === 'withheld') for (const reading of each.readings) held.add(keyOf(reading));
          return false;
        });
      };
      await until(stage, again, stage.timings.againMs);
      await settle(stage, 'silence');
    },
  },
  answers: {
    says: 'answers "duplicate", then "refused", then refuses a whole batch',
    async play(stage) {
      await give(stage, 'duplicate', 2);
      await give(stage, 'refused', 2);
      await give(stage, 'malformed', 1);
      stage.referee.answering = { as: 'stored' };
    },
  },
  unavailable: {
    says: 'cannot take two batches',
    async play(stage) {
      await give(stage, 'unavailable', 2);
      await settle(stage, 'unavailable');
    },
  },
  cuff: {
    says: 'asks for a cuff that does not exist',
    play: ({ referee }) => referee.startNoCuff(),
  },
  disconnect: {
    says: 'ends the connection in the middle, and is away for a while',
    async play(stage) {
      await hold(stage, 'disconnect');
      shut(stage, 'away', 'said');
      stage.referee.answering = { as: 'stored' };
      await pause(stage, stage.timings.awayMs);
      await open(stage);
      await settle(stage, 'disconnect');
      await until(stage, hasReadings(stage, 2), stage.timings.againMs);
    },
  },
  'other-build': {
    says: 'is of another build, and lets nobody in',
    async play(stage) {
      const noes = since(stage, (seen) => seen.filter((each) => each.kind === 'turned-away').length >= 2);
      shut(stage, 'other-build', 'cut');
      await until(stage, noes, stage.timings.refusedMs);
      await open(stage);
    },
  },
  stopping: {
    says: 'says server:stopping, and is back a little later',
    async play(stage) {
      await hold(stage, 'stopping');
      stage.referee.sayStopping();
      await pause(stage, 300);
      shut(stage, 'away', 'cut');
      await pause(stage, stage.timings.awayMs / 2);
      stage.referee.answering = { as: 'stored' };
      await open(stage);
      await settle(stage, 'stopping');
    },
  },
  restart: {
    says: 'has the adapter killed and started again',
    async play(stage) {
      const back = isBack(stage);
      const read = hasReadings(stage, 3);
      mark(stage, 'restarted');
      stage.referee.expectDeath();
      if (stage.child) await stage.child.restart();
      else stage.ask('Kill the adapter now (kill -9) and start it again.');
      await until(stage, back, stage.child ? stage.timings.comeMs : 4 * stage.timings.comeMs);
      await until(stage, read, stage.timings.againMs);
    },
  },
  stop: {
    says: 'tells the adapter to end (SIGTERM)',
    async play(stage) {
      if (!stage.child) return;
      mark(stage, 'stop-asked');
      stage.referee.expectDeath();
      const isStopped = await stage.child.stop(stage.timings.stopMs);
      mark(stage, isStopped ? 'stopped' : 'not-stopped');
    },
  },
};

/** How often it is looked whether the last holes are filled. */
const LOOK_MS: Duration = 250;

/** Until nothing more can come of the answers given, and no reading is on its way between two others. */
export async function finish(stage: Stage): Promise<void> {
  const { record, timings } = stage;
  const last = record.seen.findLast((each) => each.kind === 'answered' && each.as !== 'stored');
  const now = record.seen.at(-1)?.at ?? 0;
  if (last) await pause(stage, Math.max(0, last.at + timings.finalMs - now));
  const hasHoles = (): boolean => holesOf(evidenceOf(record.seen).arrivals).length > 0;
  for (let left = timings.againMs; left > 0 && hasHoles() && !stage.signal.aborted; left -= LOOK_MS)
    await pause(stage, LOOK_MS);
}
