/**
 * Lets go what the clinic's rule does not keep, once a day, while the server runs: each stream in a transaction of its own in the
 * writer's thread, which takes what is recorded meanwhile between two of them (docs/adr/0020-retention.md).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { actsFrom } from '#core/keeping/retention.ts';
import type { Retention as Rule } from '#core/keeping/retention.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { SiteState } from '#core/site-state.ts';
import type { KeepingView } from '#protocol/keeping.ts';
import type { CoveringSeal } from '#protocol/printed-seal.ts';
import type { Journal } from '../journal/journal.ts';
import type { RemovableKind } from '../journal/tombstones.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { Waveforms } from '../waveforms/waveforms.ts';
import type { SealFiles } from './besides.ts';
import { yearsBefore } from './retention-plan.ts';
import type { RetentionAnswers, RetentionQuestion } from './retention-thread.ts';
import { keyToSealWith } from './seal-key.ts';
import type { Sealing } from './sealing.ts';
import type { SealKey } from './seal.ts';

const CHECK_MS: Duration = 600_000;
const DAY_MS: Duration = 86_400_000;
/** Between two streams, real time: what is recorded goes first. */
const BETWEEN_MS: Duration = 20;

/** Of the running clinic. */
export interface RetainedClinic {
  readonly site: Pick<SiteState, 'retention' | 'holds'>;
  /** Somebody is watched. */
  readonly health: { readonly armed: boolean };
  /** Nobody is here under this id, nor expected. */
  mayForget(patientId: string, before: Instant): boolean;
  forgot(patientId: string): void;
}

export interface RetentionDeps {
  readonly log: Pick<Logger, 'info' | 'error'>;
  /** Clinic time. */
  readonly now: () => Instant;
  readonly journal: Pick<Journal, 'remove' | 'overwrite' | 'streams'>;
  readonly clinic: RetainedClinic;
  readonly waveforms: Pick<Waveforms, 'forget'>;
  readonly sealing: Pick<Sealing, 'seal'>;
  /** False: only `run` removes. Default true. */
  readonly daily?: boolean;
}

export type Ran = NonNullable<KeepingView['lastRun']>;

export interface Retention {
  view(): Promise<KeepingView>;
  /** The newest seal, and where it found this visit. */
  covering(visitId: string): Promise<CoveringSeal | null>;
  /** Now. Resolves when it is done, or cannot be; never rejects. */
  run(): Promise<Ran>;
  close(): Promise<void>;
}

export function openRetention(files: SealFiles, deps: RetentionDeps): Retention {
  return new LiveRetention(files, deps);
}

class LiveRetention implements Retention {
  readonly #files: SealFiles;
  readonly #deps: RetentionDeps;
  readonly #thread: AskedThread<RetentionQuestion, RetentionAnswers>;
  readonly #timer: NodeJS.Timeout | undefined;
  #last: Ran | null = null;
  #running: Promise<Ran> | undefined;
  #ranAt = performance.now() - DAY_MS;
  #isClosed = false;

  constructor(files: SealFiles, deps: RetentionDeps) {
    this.#files = files;
    this.#deps = deps;
    const script = new URL('./retention-thread.ts', import.meta.url);
    this.#thread = new AskedThread(script, files.database, 'Keeping is closed.');
    if (deps.daily === false) return;
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
    this.#timer.unref();
  }

  /** Best while nobody is watched; on the second day whatever. */
  #check(): void {
    const dueMs = performance.now() - this.#ranAt - DAY_MS;
    if (dueMs < 0 || (this.#deps.clinic.health.armed && dueMs < DAY_MS)) return;
    const rule = this.#deps.clinic.site.retention;
    if (rule && this.#deps.now() >= actsFrom(rule)) void this.run();
  }

  #look(): Promise<RetentionAnswers['look']> {
    const { site } = this.#deps.clinic;
    return this.#thread.ask({ type: 'look', rule: site.retention, holds: site.holds ?? [], now: this.#deps.now() });
  }

  covering(visitId: string): Promise<CoveringSeal | null> {
    return this.#thread.ask({ type: 'covering', visitId });
  }

  async view(): Promise<KeepingView> {
    const { plan, why, lastSeal, lastBackupAt } = await this.#look();
    const { retention, holds = [] } = this.#deps.clinic.site;
    const { visits, audits, patients, kept, oldestAt } = plan;
    const isAnything = visits.length + audits.length + patients.length > 0;
    const ruleWaits = retention !== undefined && this.#deps.now() < actsFrom(retention);
    return {
      rule: retention ?? null,
      holds,
      going: { visits: visits.length, audits: audits.length, patients: patients.length },
      kept,
      oldestAt: oldestAt ?? null,
      waits: (isAnything || ruleWaits ? why : undefined) ?? null,
      lastRun: this.#last,
      lastSeal: lastSeal ? { seal: lastSeal.seal, at: lastSeal.at, mac: lastSeal.mac } : null,
      lastBackupAt: lastBackupAt ?? null,
    };
  }

  run(): Promise<Ran> {
    this.#running ??= this.#runOnce().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #runOnce(): Promise<Ran> {
    const { log, now, clinic } = this.#deps;
    this.#ranAt = performance.now();
    const rule = clinic.site.retention;
    let removed = 0;
    let trouble: string | null = null;
    try {
      const key = keyToSealWith(this.#files);
      if (!key.ok) trouble = key.refusal.message;
      else if (key.value === undefined)
        trouble = `The key of the seals is not at ${this.#files.key}: nothing is removed.`;
      else if (rule) for await (const _ of this.#removeAll(rule, key.value)) removed += 1;
    } catch (error) {
      trouble = (error as Error).message;
    }
    if (removed > 0) {
      await this.#deps.journal
        .overwrite()
        .catch((error: unknown) => log.error({ err: error }, 'the names were not written anew'));
      await this.#deps.sealing.seal('retention');
      log.info({ removed, years: rule?.visitYears, auditYears: rule?.auditYears }, "removed by the clinic's rule");
    }
    if (trouble !== null)
      log.error({ why: trouble, removed }, "the clinic's rule could not be followed: tried again tomorrow");
    this.#last = { at: now(), removed, trouble };
    return this.#last;
  }

  async *#removeAll(rule: Rule, key: SealKey): AsyncGenerator<string> {
    const { clinic } = this.#deps;
    const { plan, why, removedVisits } = await this.#look();
    // Of a run that was killed before its waves.
    await this.#forgetWaves(removedVisits);
    if (plan.visits.length + plan.audits.length + plan.patients.length === 0) return;
    if (why !== undefined) throw new Error(why);
    const { visitYears, auditYears } = rule;
    if (visitYears !== null) yield* this.#removeVisits(plan.visits, { rule, years: visitYears, key });
    if (auditYears !== null)
      for (const id of plan.audits) yield* this.#remove('audit', id, { rule, years: auditYears, key });
    if (visitYears === null) return;
    for (const id of plan.patients) {
      if (!clinic.mayForget(id, yearsBefore(this.#deps.now(), visitYears))) continue;
      for await (const gone of this.#remove('patient', id, { rule, years: visitYears, key })) {
        clinic.forgot(id);
        yield gone;
      }
    }
  }

  /** Waves go only of what the journal has removed: a visit may turn out to stay until the very last. */
  async *#removeVisits(
    ids: readonly string[],
    by: { readonly rule: Rule; readonly years: number; readonly key: SealKey },
  ): AsyncGenerator<string> {
    const removed: string[] = [];
    try {
      for (const visitId of ids) {
        if (this.#isHeld(visitId)) continue;
        for await (const gone of this.#remove('visit', visitId, by)) {
          removed.push(gone);
          yield gone;
        }
      }
    } finally {
      await this.#forgetWaves(removed);
    }
  }

  /** Waves so old are gone by themselves, unless their file cannot be used: that holds up nothing, and the waveforms tell it. */
  async #forgetWaves(visitIds: readonly string[]): Promise<void> {
    if (visitIds.length === 0) return;
    await this.#deps.waveforms.forget(visitIds).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'waves of removed visits could not be removed');
    });
  }

  /** It may be held since the look; the rule may have been changed. */
  #isHeld(visitId: string): boolean {
    return this.#deps.clinic.site.holds?.some((hold) => hold.visitId === visitId) === true;
  }

  async *#remove(
    kind: RemovableKind,
    id: string,
    { rule, years, key }: { readonly rule: Rule; readonly years: number; readonly key: SealKey },
  ): AsyncGenerator<string> {
    const { journal, clinic, now } = this.#deps;
    if (this.#isClosed || clinic.site.retention !== rule) return;
    const at = now();
    const { setAt, byName } = rule;
    const told = { years, setAt, byName };
    const before = yearsBefore(at, years);
    const { removed } = await journal.remove({ kind, id, before, at, rule: told, how: 'daily', key });
    await pause(BETWEEN_MS);
    if (removed) yield id;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#thread.close();
  }
}
