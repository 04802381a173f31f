/** The clinic's one what-if: started, looked at, cancelled; its results are held until the next (docs/adr/0028-what-if.md). */
import type { Logger } from 'pino';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { checkProtocol } from '#core/clinical-protocol-check.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { changesOf, newlyMissedOf, noVisits, withVisit } from '#core/what-if/sums.ts';
import type { VisitWhatIf, WhatIfSums } from '#core/what-if/visit-what-if.ts';
import { MOST_NAMED, WHAT_IF_VISITS_A_PAGE } from '#protocol/what-if.ts';
import type { BrokenVisit, WhatIfFilter, WhatIfOrder, WhatIfRun, WhatIfView, WhatIfVisit } from '#protocol/what-if.ts';
import { runPool } from './pool.ts';
import type { PoolRun } from './pool.ts';
import { whatIfThreads } from './threads.ts';

export interface WhatIfStart {
  readonly protocol: ClinicalProtocol;
  readonly filter: WhatIfFilter;
  readonly byName: string;
}

export interface WhatIfLook {
  readonly order: WhatIfOrder;
  readonly after: number;
  /** Of a nurse or a provider: who the patients were. */
  readonly tellsWho: boolean;
}

export interface WhatIf {
  start(asked: WhatIfStart): Result<WhatIfRun>;
  look(asked: WhatIfLook): WhatIfView;
  cancel(runId: string): Promise<Result<WhatIfRun>>;
  readonly isRunning: boolean;
  close(): Promise<void>;
}

export interface WhatIfDeps {
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly now: () => Instant;
  readonly newId: () => string;
  /** Real ms from any instant on, whatever the clinic's clock does. Default: the process's own. */
  readonly elapsed?: () => Duration;
  /** Default: every core that a live visit can do without. */
  readonly threads?: number;
}

export const openWhatIf = (database: string, deps: WhatIfDeps): WhatIf => new ClinicWhatIf(database, deps);

export interface Held {
  readonly result: VisitWhatIf;
  readonly patientName: string | null;
  readonly counts: NonNullable<WhatIfVisit['counts']>;
  /** Alerts and true events of it that are another. */
  readonly changes: number;
}

export function heldOf(result: VisitWhatIf, patientName: string | null): Held {
  const { gone, come, changed, missed, silenced, lowerOrLater } = result;
  const few = <T>(all: readonly T[]): readonly T[] => all.slice(0, MOST_NAMED);
  // What decides comes first: where there are many, these must not be the ones left out.
  const byWeight = missed.toSorted((a, b) => Number(b.heardBefore) - Number(a.heardBefore));
  return {
    result: {
      ...{ ...result, gone: few(gone), come: few(come), changed: few(changed), missed: few(byWeight) },
      ...{ silenced: few(silenced), lowerOrLater: few(lowerOrLater) },
    },
    patientName,
    counts: {
      ...{ gone: gone.length, come: come.length, changed: changed.length, missed: missed.length },
      ...{ newlyMissed: newlyMissedOf(result), silenced: silenced.length, lowerOrLater: lowerOrLater.length },
    },
    changes: changesOf(result),
  };
}

export function shownOf({ result, patientName, counts }: Held, tellsWho: boolean): WhatIfVisit {
  const { visitId, ...rest } = result;
  const who = tellsWho ? { visitId, patientName } : { visitId: null, patientName: null };
  return { ...rest, ...who, ...(isCut(counts) && { counts }) };
}

/** One run, and all that came of it. */
interface Running {
  run: WhatIfRun;
  readonly beganAt: Duration;
  readonly pool: PoolRun;
  readonly visits: Held[];
  readonly broken: BrokenVisit[];
  sums: WhatIfSums;
  readonly ended: Promise<void>;
}

class ClinicWhatIf implements WhatIf {
  readonly #database: string;
  readonly #deps: WhatIfDeps;
  #present: Running | undefined;
  #isClosed = false;

  constructor(database: string, deps: WhatIfDeps) {
    this.#database = database;
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#present?.run.state === 'running';
  }

  start({ protocol, filter, byName }: WhatIfStart): Result<WhatIfRun> {
    if (this.#isClosed) return refuse('unavailable', 'The server is stopping.');
    const present = this.#present?.run;
    if (present?.state === 'running') return refuse('conflict', busyText(present));
    const checked = checkProtocol(protocol);
    if (!checked.ok) return checked;
    const { now, newId, log, threads = whatIfThreads() } = this.#deps;
    const run: WhatIfRun = {
      ...{ runId: newId(), state: 'running', byName, protocol, filter, startedAt: now() },
      ...{ total: null, done: 0, fitting: null, tookMs: 0, threads },
    };
    this.#present = this.#begin(run);
    log.info({ runId: run.runId, protocol: protocol.id, filter, threads }, 'a what-if was started');
    return accept(run);
  }

  look({ order, after, tellsWho }: WhatIfLook): WhatIfView {
    if (!this.#present) return { run: null, sums: noVisits, visits: [], next: null, broken: [] };
    const { run, sums, visits, broken, beganAt } = this.#present;
    const page = visits.toSorted(ORDERS[order]).slice(after, after + WHAT_IF_VISITS_A_PAGE);
    const last = after + page.length;
    const isRunning = run.state === 'running';
    return {
      run: isRunning ? { ...run, tookMs: this.#elapsed() - beganAt } : run,
      sums,
      visits: page.map((held) => shownOf(held, tellsWho)),
      next: last < visits.length ? last : null,
      broken: broken.map((each) => (tellsWho ? each : { ...each, visitId: null })),
    };
  }

  async cancel(runId: string): Promise<Result<WhatIfRun>> {
    const present = this.#present;
    if (present?.run.runId !== runId)
      return refuse('not-found', 'This what-if is not the clinic’s present one: look at that first.');
    present.pool.cancel();
    await present.ended;
    return accept(present.run);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#present?.pool.cancel();
    await this.#present?.ended;
  }

  #elapsed(): Duration {
    return (this.#deps.elapsed ?? (() => performance.now()))();
  }

  #begin(run: WhatIfRun): Running {
    const { now, log } = this.#deps;
    const pool = runPool({
      database: this.#database,
      ...{ protocol: run.protocol, filter: run.filter, threads: run.threads },
      onChosen: (visits, fitting) => (running.run = { ...running.run, total: visits.length, fitting }),
      onDone: (result, patientName) => {
        running.visits.push(heldOf(result, patientName));
        running.sums = withVisit(running.sums, result);
        running.run = { ...running.run, done: running.run.done + 1 };
      },
      onBroken: ({ visitId, openedAt }, reason) => {
        running.broken.push({ visitId, openedAt, reason });
        running.run = { ...running.run, done: running.run.done + 1 };
        log.error({ runId: run.runId, visitId, reason }, 'a visit was left out of a what-if');
      },
    });
    const ended = pool.ended.then((end) => {
      running.run = {
        ...running.run,
        ...{ state: end.how, endedAt: now(), tookMs: this.#elapsed() - running.beganAt },
        ...(end.how === 'failed' && { trouble: end.trouble }),
      };
      log.info({ runId: run.runId, ...end, done: running.run.done }, 'a what-if ended');
    });
    const running: Running = { run, beganAt: this.#elapsed(), pool, visits: [], broken: [], sums: noVisits, ended };
    return running;
  }
}

const isCut = ({ gone, come, changed, missed, silenced, lowerOrLater }: Held['counts']): boolean =>
  Math.max(gone, come, changed, missed, silenced, lowerOrLater) > MOST_NAMED;

const newestFirst = (a: Held, b: Held): number => b.result.openedAt - a.result.openedAt;
const ORDERS: Readonly<Record<WhatIfOrder, (a: Held, b: Held) => number>> = {
  newest: newestFirst,
  'most-changed': (a, b) =>
    b.counts.newlyMissed - a.counts.newlyMissed ||
    b.counts.lowerOrLater - a.counts.lowerOrLater ||
    b.changes - a.changes ||
    newestFirst(a, b),
};

function busyText({ byName, done, total }: WhatIfRun): string {
  const far = total === null ? 'it is choosing its visits' : `${done} of ${total} visits are done`;
  return `${byName} started a what-if that still runs (${far}): wait for it, or cancel it.`;
}
