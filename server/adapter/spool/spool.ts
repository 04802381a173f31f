/**
 * What an adapter process keeps on its disk: readings and pieces of the wave that the server has not answered for. A disk that is
 * full or broken never stops what is live: it then goes from memory alone (docs/adr/0010-spool.md).
 */
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import type { OutboxStore } from '#gateway/outbox.ts';
import type { PlethPacket, WireReading } from '#protocol/adapter-events.ts';
import type { RunClock } from './run-clock.ts';
import type { SpoolFile } from './spool-file.ts';
import { isDamaged, sqliteCode } from './spool-schema.ts';
import type { KeptWave } from './spooled-waves.ts';

/** 72 h at two readings a second: one of a value, and one of what the device says between. */
export const READINGS_PER_DEVICE = 72 * 3_600 * 2;
/** Measured: what a reading takes on the disk, with its share of half-filled pages. */
export const BYTES_PER_READING = 48;
const LONGEST_KEPT_MS: Duration = 72 * 3_600_000;
/** Answered readings leave the disk together: this many, or at the next `settle`. */
const FORGET_TOGETHER = 500;

export interface SpoolOptions {
  readonly devices: number;
  /** For readings. */
  readonly maxBytes: number;
  /** For waves. */
  readonly waveBytes: number;
  readonly log: Logger;
  /** This process's, as of now. */
  readonly clock: () => RunClock;
  /** The damaged file out of the way and a new one in its place; undefined when there is none to be had. */
  readonly startAfresh: () => SpoolFile | undefined;
}

export class Spool implements OutboxStore {
  readonly #options: SpoolOptions;
  readonly capacity: number;
  #file: SpoolFile | undefined;
  #places = new WeakMap<WireReading, number>();
  /** Answered and still on the disk. */
  #gone = new Set<number>();
  #isAligned = false;
  #isUnsettled = false;
  #dropped = 0;
  #trouble: string | undefined;

  constructor(file: SpoolFile | undefined, options: SpoolOptions) {
    this.#file = file;
    this.#options = options;
    const byBytes = Math.floor(options.maxBytes / BYTES_PER_READING);
    this.capacity = Math.min(READINGS_PER_DEVICE * options.devices, byBytes);
  }

  /** Readings on the disk without an answer, of devices served now and for this clinic. */
  get kept(): number {
    return Math.max(0, (this.#file?.waiting ?? 0) - this.#gone.size);
  }

  /**
   * Which clinic is there. What was kept for another one stays on the disk and is not sent: it is of other patients.
   * @returns whether what waits in memory is for another clinic than this.
   */
  belongTo(siteId: string): boolean {
    this.#sweep();
    const isOther = this.#try((file) => file.belongTo(siteId, this.#options.clock)) ?? false;
    const { aside } = this;
    if (isOther) this.#isAligned = false;
    if (aside > 0) this.#options.log.error({ aside, siteId }, 'readings of another clinic are kept aside and not sent');
    return isOther;
  }

  /** Readings kept for another clinic. */
  get aside(): number {
    return this.#try((file) => file.aside) ?? 0;
  }

  /** Given up since the start: more than there was room for, or older than three days. */
  get dropped(): number {
    return this.#dropped;
  }

  keep(reading: WireReading): boolean {
    if (this.#places.has(reading)) return true;
    const place = this.#try((file) => file.keep(reading));
    if (place === undefined) return false;
    this.#places.set(reading, place);
    this.#isUnsettled = true;
    const over = (this.#file?.count ?? 0) - this.#gone.size - this.capacity;
    if (over > 0) this.#drop(this.#try((file) => file.dropOldest(over)) ?? 0, 'more than there is room for');
    return true;
  }

  forget(readings: readonly WireReading[]): void {
    for (const reading of readings) {
      const place = this.#places.get(reading);
      if (place !== undefined) this.#gone.add(place);
    }
    if (this.#gone.size >= FORGET_TOGETHER) this.#sweep();
  }

  older(after: WireReading | undefined, limit: number): readonly WireReading[] {
    if (!this.#isAligned) return [];
    let from = after && this.#places.get(after);
    for (;;) {
      const page = this.#try((file) => file.page(from, limit)) ?? [];
      const readings = page.flatMap(({ n, reading }) => {
        if (this.#gone.has(n)) return [];
        this.#places.set(reading, n);
        return [reading];
      });
      if (readings.length > 0 || page.length < limit) return readings;
      from = page.at(-1)?.n;
    }
  }

  /**
   * The server is there: what earlier runs kept may go.
   * @param clinicOffsetMs clinic time minus this run's clock; undefined when the server did not tell
   */
  align(clinicOffsetMs: Duration | undefined): void {
    if (clinicOffsetMs !== undefined) this.#try((file) => file.clinicOffset(clinicOffsetMs));
    this.#isAligned = true;
  }

  /** Once a second: what waits outlives a power cut, what is answered leaves. */
  settle(): void {
    this.#sweep();
    if (!this.#isUnsettled || this.kept === 0) return;
    this.#isUnsettled = false;
    this.#try((file) => file.settle());
  }

  /** @param now by this run's clock */
  dropOld(now: Instant): void {
    this.#drop(this.#try((file) => file.dropMeasuredBefore(now - LONGEST_KEPT_MS)) ?? 0, 'older than 72 hours');
  }

  /** One that could not be sent. Lost without a word when there is no room: vitals go first. */
  keepWave(packet: PlethPacket): void {
    this.#try((file) => file.waves.keep(packet, this.#options.waveBytes));
  }

  waves(limit: number): readonly KeptWave[] {
    return this.#isAligned ? (this.#try((file) => file.waves.page(limit)) ?? []) : [];
  }

  forgetWaves(waves: readonly KeptWave[]): void {
    this.#try((file) => file.waves.remove(waves));
  }

  close(): void {
    this.#sweep();
    this.#file?.close();
    this.#file = undefined;
  }

  #sweep(): void {
    if (this.#gone.size === 0) return;
    const done = this.#try((file) => {
      file.remove([...this.#gone]);
      return true;
    });
    if (done) this.#gone.clear();
  }

  /** Said of the first, and of each thousand. */
  #drop(count: number, why: string): void {
    const before = this.#dropped;
    this.#dropped += count;
    if (count > 0 && (before === 0 || Math.floor(before / 1_000) < Math.floor(this.#dropped / 1_000)))
      this.#options.log.error({ dropped: this.#dropped, why }, 'the oldest readings are dropped');
  }

  /** Waves make room for what else is written; a damaged file makes room for a new one. Nothing SQLite says gets further. */
  #try<T>(write: (file: SpoolFile) => T): T | undefined {
    const file = this.#file;
    if (!file) return undefined;
    const [done, error] = attempt(() => write(file));
    if (error === undefined) {
      this.#worksAgain();
      return done;
    }
    if (isDamaged(error)) return this.#afterDamage(write, error);
    attempt(() => file.makeRoom());
    if (attempt(() => file.waves.dropAll())[0])
      this.#options.log.error({ err: error }, 'the spool has no room: its waves are dropped');
    const [second, again] = attempt(() => write(file));
    if (again === undefined) return second;
    if (this.#trouble !== error.message)
      this.#options.log.error({ err: error }, 'the spool cannot be written: readings wait in memory alone');
    this.#trouble = error.message;
    return undefined;
  }

  #afterDamage<T>(write: (file: SpoolFile) => T, error: Error): T | undefined {
    this.#options.log.error({ err: error }, 'the spool is damaged: it is set aside and a new one started');
    attempt(() => this.#file?.close());
    this.#places = new WeakMap();
    this.#gone = new Set();
    this.#file = this.#options.startAfresh();
    const fresh = this.#file;
    return fresh && attempt(() => write(fresh))[0];
  }

  #worksAgain(): void {
    if (this.#trouble !== undefined) this.#options.log.info('the spool can be written again');
    this.#trouble = undefined;
  }
}

/** @returns what was done, or what SQLite said. What else is thrown is a bug and goes on. */
function attempt<T>(act: () => T): [done: T, error?: undefined] | [done: undefined, error: Error] {
  try {
    return [act()];
  } catch (error) {
    if (sqliteCode(error) === 0) throw error;
    return [undefined, error as Error];
  }
}
