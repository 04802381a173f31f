/** The clinic's clock on this page. Countdowns and ages read `now`; nothing on a page reads its own date. */
import type { ClockBeat } from '#protocol/screen-events.ts';
import { clinicTimeAt, type HeardBeat } from './clinic-time.ts';

/** How often `now` moves, ms: fast enough for m:ss, slow enough for 64 tiles. */
const STEP_MS = 250;

export class ClinicClock {
  #beat: HeardBeat | null = null;
  #mayGoBack = true;
  #isSet = $state(false);
  #now = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** False until the first beat: show nothing that needs a time. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** Clinic epoch ms, moving about four times a second; never goes back within one connection. */
  get now(): number {
    return this.#now;
  }

  /** Clinic time at this very instant, whole ms: for what is stamped, not for what is drawn. */
  exact(): number {
    return Math.round(this.#beat === null ? this.#now : clinicTimeAt(this.#beat, performance.now()));
  }

  /** Clinic ms per real ms: 1 but in a sped-up demo. */
  get rate(): number {
    return this.#beat?.rate ?? 1;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#step(), STEP_MS);
  }

  hear(beat: ClockBeat): void {
    this.#beat = { ...beat, heardAt: performance.now() };
    if (this.#mayGoBack) this.#now = beat.now;
    else this.#step();
    this.#mayGoBack = false;
    this.#isSet = true;
  }

  /** A new connection may be to a server whose time stood still while this page went on guessing. */
  restart(): void {
    this.#mayGoBack = true;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #step(): void {
    if (this.#beat === null) return;
    const now = clinicTimeAt(this.#beat, performance.now());
    if (now > this.#now) this.#now = now;
  }
}
