/** Seals the journal of a running server: at its start, every hour, at its stop. What fails is logged and tried again; nothing waits for it. */
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { SealFiles } from './besides.ts';
import type { MadeSeal } from './make-seal.ts';
import type { SealAnswers, SealQuestion } from './sealing-thread.ts';
import type { Seal, SealCause } from './seal.ts';

const EVERY_MS: Duration = 3_600_000;
const AGAIN_MS: Duration = 60_000;
/** A stop waits no longer for its seal. */
const LAST_MS: Duration = 2_000;

export interface SealingDeps {
  readonly log: Logger;
  /** Clinic time. */
  readonly now: () => Instant;
  readonly everyMs?: Duration;
  readonly againMs?: Duration;
}

export interface Sealing {
  /** The newest of this run. */
  readonly last: Seal | undefined;
  /** Why the last one that was asked for was not made, a sentence; it is tried again. */
  readonly trouble: string | undefined;
  /** One more now. Resolves when it is made, or undefined when it failed; never rejects. */
  seal(cause: SealCause): Promise<Seal | undefined>;
  /** Makes a last one unless told not to, waiting 2 s at most. Before the journal is closed. */
  close(how?: { readonly last?: boolean }): Promise<void>;
}

/** Call it once the journal is open. */
export function openSealing(files: SealFiles, deps: SealingDeps): Sealing {
  return new LiveSealing(files, deps);
}

class LiveSealing implements Sealing {
  last: Seal | undefined;
  trouble: string | undefined;
  readonly #files: SealFiles;
  readonly #deps: SealingDeps;
  readonly #thread: AskedThread<SealQuestion, SealAnswers>;
  readonly #hourly: NodeJS.Timeout;
  #again: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isAsking = false;

  constructor(files: SealFiles, deps: SealingDeps) {
    this.#files = files;
    this.#deps = deps;
    this.#thread = new AskedThread(new URL('./sealing-thread.ts', import.meta.url), files, 'Sealing is closed.');
    this.#hourly = setInterval(() => {
      if (!this.#isAsking) void this.seal('hourly');
    }, deps.everyMs ?? EVERY_MS);
    this.#hourly.unref();
    void this.seal('start');
  }

  async seal(cause: SealCause): Promise<Seal | undefined> {
    clearTimeout(this.#again);
    const why = await this.#ask(cause);
    this.trouble = why;
    if (why === undefined) return this.last;
    if (this.#isClosed) return undefined;
    this.#deps.log.error({ event: 'seal-failed', why }, 'no seal could be made: it is tried again');
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.seal(cause), this.#deps.againMs ?? AGAIN_MS);
    this.#again.unref();
    return undefined;
  }

  /** @returns why it was not made. */
  async #ask(cause: SealCause): Promise<string | undefined> {
    this.#isAsking = true;
    try {
      const made = await this.#thread.ask({ type: 'seal', at: this.#deps.now(), cause });
      if (!made.ok) return made.message;
      this.#tell(made.value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    } finally {
      this.#isAsking = false;
    }
  }

  #tell({ seal, newKey, textTrouble }: MadeSeal): void {
    const { log } = this.#deps;
    const { key: keptIn, text } = this.#files;
    this.last = seal;
    if (newKey) log.warn({ key: seal.key, keptIn }, 'the key of the seals was made: keep a copy where no backup is');
    log.info(
      { event: 'seal-made', seal: seal.seal, cause: seal.cause, streams: seal.streams, key: seal.key },
      'sealed',
    );
    if (textTrouble !== undefined) log.error({ why: textTrouble, text }, 'the file of seals lacks a seal');
  }

  async close({ last = true } = {}): Promise<void> {
    if (this.#isClosed) return;
    clearInterval(this.#hourly);
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise((resolve) => (late = setTimeout(resolve, LAST_MS)));
    if (last) await Promise.race([this.seal('stop'), tooLate]);
    this.#isClosed = true;
    clearTimeout(late);
    clearTimeout(this.#again);
    await this.#thread.close();
  }
}
