/** Opens the waveforms beside a journal. It never fails: what cannot be used is told, and nothing is kept. */
import { basename, dirname, extname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import type { PlethSpans } from '#protocol/pleth-review.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { FromWaveformWriter, WaveformAnswers, WaveformQuestion, WaveformThreadOptions } from './messages.ts';
import { WriterLink } from './writer-link.ts';
import { KEPT_DAYS, MAX_BYTES } from './waveforms.ts';
import type { KeptPleth, WaveformHealth, WaveformOptions, Waveforms, WaveformTrouble } from './waveforms.ts';

const BATCH_MS: Duration = 1_000;
const TIDY_MS: Duration = 600_000;
/** So many batches may be without an answer; then the disk is slow and what is new is dropped. */
const MOST_BATCHES = 4;
/** Of one batch: 200 chairs for five seconds. */
const MOST_PACKETS = 5_000;

/** `vigil.db` keeps its waves in `vigil-waveforms.db` beside it; the journal's lock holds for both. */
export const waveformPath = (database: string): string =>
  join(dirname(database), `${basename(database, extname(database))}-waveforms${extname(database)}`);

export interface OpenWaveformsDeps extends WaveformOptions {
  readonly log: Logger;
  /** Clinic time: what is too old is counted from it. */
  readonly now: () => Instant;
}

export class LiveWaveforms implements Waveforms {
  readonly #log: Logger;
  readonly #now: () => Instant;
  readonly #options: WaveformThreadOptions;
  readonly #writer: WriterLink;
  readonly #reader: AskedThread<WaveformQuestion, WaveformAnswers>;
  readonly #timers: NodeJS.Timeout[];
  #waiting: KeptPleth[] = [];
  /** Sent and not answered, oldest first: how many packets each has. */
  #sent: number[] = [];
  #forgetting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #trouble: WaveformTrouble | null = null;
  #kept = 0;
  #dropped = 0;
  #isClosed = false;
  readonly #onAnswer = new Set<() => void>();

  constructor(path: string, deps: OpenWaveformsDeps) {
    const { keptDays = KEPT_DAYS, maxBytes = MAX_BYTES, batchMs = BATCH_MS, testSeams = false, log, now } = deps;
    this.#log = log;
    this.#now = now;
    this.#options = { path, keptDays, maxBytes, testSeams };
    this.#writer = new WriterLink(
      this.#options,
      { heard: (message) => this.#heard(message), stopped: (reason) => this.#stopped(reason) },
      deps.restartMs,
    );
    this.#reader = new AskedThread(new URL('./waveform-reader.ts', import.meta.url), this.#options, 'It is closed.');
    this.#timers = [setInterval(() => this.#send(), batchMs), setInterval(() => this.tidy(), TIDY_MS)];
    for (const timer of this.#timers) timer.unref();
  }

  get health(): WaveformHealth {
    return { trouble: this.#trouble, packetsKept: this.#kept, packetsDropped: this.#dropped };
  }

  keep(packet: KeptPleth): void {
    if (this.#isClosed || this.#trouble?.code === 'unusable' || this.#waiting.length >= MOST_PACKETS)
      this.#dropped += 1;
    else this.#waiting.push(packet);
  }

  read(visitId: string, from: Instant, to: Instant): Promise<string> {
    return this.#reader.ask({ type: 'read', visitId, from, to });
  }

  async spans(visitId: string): Promise<PlethSpans> {
    return {
      spans: await this.#reader.ask({ type: 'spans', visitId }),
      keptDays: this.#options.keptDays,
    };
  }

  /** What is too old goes now; by itself at the start and every ten minutes. */
  tidy(): void {
    void this.#writer.post({ type: 'tidy', now: this.#now() });
  }

  forget(visitIds: readonly string[]): Promise<void> {
    if (visitIds.length === 0) return Promise.resolve();
    if (!this.#writer.post({ type: 'forget', visitIds })) return Promise.reject(new Error('No waveform file is open.'));
    return new Promise((resolve, reject) => this.#forgetting.push({ resolve, reject }));
  }

  async flush(): Promise<void> {
    this.#send();
    while (this.#sent.length > 0) await new Promise<void>((resolve) => this.#onAnswer.add(resolve));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#send();
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#writer.close();
    this.#lostAll();
    await this.#reader.close();
  }

  /** Called when trouble begins, changes its code, and (with null) ends. */
  onTrouble: (trouble: WaveformTrouble | null) => void = () => undefined;

  /** Only with the `testSeams` option. */
  readonly seams = {
    fillDisk: (full: boolean): void => void this.#writer.post({ type: 'test-fill-disk', full }),
    crash: (): void => void this.#writer.post({ type: 'test-crash' }),
  };

  #send(): void {
    if (this.#waiting.length === 0) return;
    if (this.#sent.length >= MOST_BATCHES) {
      this.#dropped += this.#waiting.length;
      this.#waiting = [];
      this.#inTrouble({ code: 'slow', reason: 'The disk of the waveforms does not answer: new waves are dropped.' });
      return;
    }
    if (this.#writer.post({ type: 'keep', packets: this.#waiting })) this.#sent.push(this.#waiting.length);
    else this.#dropped += this.#waiting.length;
    this.#waiting = [];
  }

  #heard(message: FromWaveformWriter): void {
    switch (message.type) {
      case 'ready':
        return this.tidy();
      case 'kept':
        this.#kept += this.#answered();
        return this.#inTrouble(null);
      case 'failed':
        if (message.asked === 'keep') this.#dropped += this.#answered();
        return this.#inTrouble(message.trouble);
      case 'unusable':
        this.#lostAll();
        return this.#inTrouble({ code: 'unusable', reason: message.reason });
      case 'forgotten': {
        const asked = this.#forgetting.shift();
        if (message.error === undefined) asked?.resolve();
        else asked?.reject(new Error(message.error));
        return;
      }
      case 'tidied':
        if (message.removed > 0) this.#log.info({ rows: message.removed }, 'old waveforms are gone');
    }
  }

  #stopped(reason: string): void {
    this.#lostAll();
    this.#inTrouble({
      code: 'writer-stopped',
      reason: `The part of Vigil that keeps waveforms stopped (${reason}) and is started again.`,
    });
  }

  #answered(): number {
    const packets = this.#sent.shift() ?? 0;
    this.#tellAnswered();
    return packets;
  }

  #lostAll(): void {
    for (const { reject } of this.#forgetting.splice(0)) reject(new Error('The part that keeps waveforms stopped.'));
    this.#dropped += this.#sent.reduce((sum, packets) => sum + packets, 0);
    this.#sent = [];
    this.#tellAnswered();
  }

  #tellAnswered(): void {
    const listeners = [...this.#onAnswer];
    this.#onAnswer.clear();
    for (const listener of listeners) listener();
  }

  #inTrouble(trouble: WaveformTrouble | null): void {
    if (trouble?.code === this.#trouble?.code) return;
    this.#trouble = trouble;
    this.onTrouble(trouble);
    if (trouble) this.#log.error({ event: 'waveforms-trouble', trouble }, 'waveforms are not kept');
    else this.#log.info({ event: 'waveforms-well' }, 'waveforms are kept again');
  }
}

export const openWaveforms = (path: string, deps: OpenWaveformsDeps): LiveWaveforms => new LiveWaveforms(path, deps);
