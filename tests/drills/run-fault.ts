/** Tries one fault, or several in turn, so many times on a stand of its own, and says what came of it. */
import { expectedAlerts } from './expected-alerts.ts';
import type { Fault } from './fault.ts';
import type { OpenGround } from './ground.ts';
import { judgeAlerts } from './judge-alerts.ts';
import { ProcessAdapter } from './process-adapter.ts';
import { joined } from './ledger.ts';
import { later, Stand } from './stand.ts';

export interface FaultReport {
  readonly fault: string;
  readonly seed: number;
  readonly injections: number;
  readonly sent: number;
  readonly recorded: number;
  readonly expected: number;
  readonly raised: number;
  readonly asMarks: number;
  readonly worstScreensMs: number;
  readonly worstReadingsMs: number;
  readonly peakBytes: number;
  /** For so long the machine was too busy to be judged by. */
  readonly busyMs: number;
  readonly wrong: readonly string[];
}

export interface Exercise {
  readonly name: string;
  /** One injection of each in turn. */
  readonly faults: readonly Fault[];
  /** Chairs that are fed by the real adapter process; default none. */
  readonly processes?: number;
  /** Default: one server. */
  readonly openGround?: OpenGround;
}

export interface RunOptions {
  readonly times: number;
  readonly chairs: number;
  readonly seed: number;
  /** Below 1, faults last so much shorter. */
  readonly pace?: number;
  readonly onProgress?: (injections: number) => void;
}

/** Every screen shows what a fresh one does so soon after a fault's end (issue: hard to kill). */
export const RECOVERS_MS = 5_000;
/** A server of a few chairs; more is a leak. */
export const MOST_BYTES = 512 * 1_024 * 1_024;
/** Between two injections: patients go on. */
const REST_MS = 400;
/** What is due when the patients stop being watched has so long to come. */
const LAST_ALERTS_MS = 1_500;
/** A server that is told to stop judges on until it has; what falls due then may be raised, and need not be. */
const STOPPING_MS = 10_000;
const MOST_WRONG = 20;

export async function runExercise(
  { name, faults, processes = 0, openGround }: Exercise,
  { times, chairs, seed, pace = 1, onProgress }: RunOptions,
): Promise<FaultReport> {
  const stand = await Stand.open({ chairs, seed, processes, pace, ...(openGround && { openGround }) });
  const wrong: string[] = [];
  let [injections, worstScreensMs, worstReadingsMs] = [0, 0, 0];
  try {
    await stand.recover();
    for (let turn = 0; injections < times && wrong.length < MOST_WRONG; turn += 1) {
      await later(stand.random.nat(REST_MS));
      const fault = faults[turn % faults.length];
      if (!fault) break;
      injections += await fault.inject(stand);
      const recovery = await stand.recover();
      worstScreensMs = Math.max(worstScreensMs, recovery.screensMs);
      worstReadingsMs = Math.max(worstReadingsMs, recovery.readingsMs);
      wrong.push(
        ...[...recovery.wrong, ...stand.wrong.splice(0)].map(
          (what) => `injection ${injections} (${fault.id}): ${what}`,
        ),
      );
      if (recovery.screensMs > RECOVERS_MS)
        wrong.push(
          `injection ${injections} (${fault.id}): the screens were right after ${Math.round(recovery.screensMs)} ms`,
        );
      await fault.after?.(stand);
      onProgress?.(injections);
    }
    return { ...(await finish(stand, wrong)), fault: name, seed, injections, worstScreensMs, worstReadingsMs };
  } finally {
    await stand.close();
  }
}

/** The last readings, then a graceful stop: what stands on the disk is looked at as a whole. */
async function finish(
  stand: Stand,
  wrong: string[],
): Promise<
  Pick<FaultReport, 'sent' | 'recorded' | 'expected' | 'raised' | 'asMarks' | 'peakBytes' | 'busyMs' | 'wrong'>
> {
  for (const { adapter } of stand.seats) adapter.stopMeasuring();
  await stand.settled();
  await later(LAST_ALERTS_MS);
  const stoppedAt = Date.now();
  await stand.ground.stop();
  // What the machine did not do was nobody's fault, and everybody's delay.
  const { busy } = stand.clock;
  const busyMs = busy.reduce((sum, { from, until }) => sum + until - from, 0);
  const sums = { sent: 0, recorded: 0, expected: 0, raised: 0, asMarks: 0 };
  for (const { chair, adapter, journal } of stand.seats) {
    const { ledger } = adapter;
    const stored = await journal.readOn();
    const { events, broken } = await journal.whole();
    const missing = [...ledger.sent].filter((identity) => !stored.has(identity));
    // What a real process measured is told by its journal and by its spool when it was killed.
    const foreign = adapter instanceof ProcessAdapter ? [] : [...stored].filter((each) => !ledger.sent.has(each));
    if (adapter instanceof ProcessAdapter) for (const each of stored) ledger.sent.add(each);
    const holes = holesIn(stored);
    const alerts = judgeAlerts(
      expectedAlerts(ledger.measured, stand.ground.phase, stoppedAt + STOPPING_MS),
      events,
      joined([...ledger.troubles, ...busy]),
      stoppedAt,
    );
    const name = `chair ${chair.number}`;
    if (missing.length > 0) wrong.push(`${name}: ${missing.length} readings were never recorded, as ${missing[0]}`);
    if (holes.length > 0) wrong.push(`${name}: a reading is missing between others: ${holes[0]}`);
    if (foreign.length > 0) wrong.push(`${name}: ${foreign.length} readings were never sent, as ${foreign[0]}`);
    wrong.push(...alerts.wrong.map((what) => `${name}: ${what}`), ...broken);
    sums.sent += ledger.sent.size;
    sums.recorded += stored.size;
    sums.expected += alerts.expected;
    sums.raised += alerts.raised;
    sums.asMarks += alerts.asMarks;
  }
  const { peakBytes } = stand.ground;
  if (peakBytes > MOST_BYTES) wrong.push(`the server took ${Math.round(peakBytes / 1_048_576)} MB`);
  return { ...sums, peakBytes, busyMs, wrong };
}

/** Of each epoch every number from 1 on. */
function holesIn(stored: ReadonlySet<string>): readonly string[] {
  const highest = new Map<string, { count: number; last: number }>();
  for (const identity of stored) {
    const [deviceId = '', epoch = '', seq = ''] = identity.split(' ');
    const known = highest.get(`${deviceId} ${epoch}`) ?? { count: 0, last: 0 };
    highest.set(`${deviceId} ${epoch}`, { count: known.count + 1, last: Math.max(known.last, Number(seq)) });
  }
  return [...highest].flatMap(([source, { count, last }]) =>
    count === last ? [] : [`${source}: ${count} of ${last}`],
  );
}
