/** Tries one fault so many times on a stand of its own, and says what came of it. */
import { expectedAlerts } from './expected-alerts.ts';
import type { Fault } from './fault.ts';
import { judgeAlerts } from './judge-alerts.ts';
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
  readonly wrong: readonly string[];
}

export interface RunOptions {
  readonly times: number;
  readonly chairs: number;
  readonly seed: number;
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
const MOST_WRONG = 20;

export async function runFault(fault: Fault, { times, chairs, seed, onProgress }: RunOptions): Promise<FaultReport> {
  const stand = await Stand.open({ chairs, seed, processes: fault.processes ?? false });
  const wrong: string[] = [];
  let [injections, worstScreensMs, worstReadingsMs] = [0, 0, 0];
  try {
    await stand.recover();
    while (injections < times && wrong.length < MOST_WRONG) {
      await later(stand.random.nat(REST_MS));
      injections += await fault.inject(stand);
      const recovery = await stand.recover();
      worstScreensMs = Math.max(worstScreensMs, recovery.screensMs);
      worstReadingsMs = Math.max(worstReadingsMs, recovery.readingsMs);
      wrong.push(...[...recovery.wrong, ...stand.wrong.splice(0)].map((what) => `injection ${injections}: ${what}`));
      if (recovery.screensMs > RECOVERS_MS)
        wrong.push(`injection ${injections}: the screens were right after ${Math.round(recovery.screensMs)} ms`);
      onProgress?.(injections);
    }
    return { ...(await finish(stand, wrong)), fault: fault.name, seed, injections, worstScreensMs, worstReadingsMs };
  } finally {
    await stand.close();
  }
}

/** The last readings, then a graceful stop: what stands on the disk is looked at as a whole. */
async function finish(
  stand: Stand,
  wrong: string[],
): Promise<Pick<FaultReport, 'sent' | 'recorded' | 'expected' | 'raised' | 'asMarks' | 'peakBytes' | 'wrong'>> {
  for (const { adapter } of stand.seats) adapter.stopMeasuring();
  await stand.settled();
  await later(LAST_ALERTS_MS);
  await stand.server.stop();
  const sums = { sent: 0, recorded: 0, expected: 0, raised: 0, asMarks: 0 };
  for (const { chair, adapter, journal } of stand.seats) {
    const { ledger } = adapter;
    const stored = journal.readOn();
    const missing = [...ledger.sent].filter((identity) => !stored.has(identity));
    const foreign = [...stored].filter((identity) => !ledger.sent.has(identity));
    const alerts = judgeAlerts(expectedAlerts(ledger.measured), journal.events, ledger.troubles);
    const name = `chair ${chair.number}`;
    if (missing.length > 0) wrong.push(`${name}: ${missing.length} readings were never recorded, as ${missing[0]}`);
    if (foreign.length > 0) wrong.push(`${name}: ${foreign.length} readings were never sent, as ${foreign[0]}`);
    wrong.push(...alerts.wrong.map((what) => `${name}: ${what}`), ...journal.verify());
    sums.sent += ledger.sent.size;
    sums.recorded += stored.size;
    sums.expected += alerts.expected;
    sums.raised += alerts.raised;
    sums.asMarks += alerts.asMarks;
  }
  const { peakBytes } = stand.server;
  if (peakBytes > MOST_BYTES) wrong.push(`the server took ${Math.round(peakBytes / 1_048_576)} MB`);
  return { ...sums, peakBytes, wrong };
}
