/** The instant of a past visit that is shown, and how it goes on by itself. */
import type { Duration, Instant } from '#core/reading.ts';

export const SPEEDS = [1, 10, 60] as const;
export type Speed = (typeof SPEEDS)[number];

/** Between two pictures while it plays, real ms: enough for a second's values, and for a line that moves. */
const STEP_MS = 100;

export class Player {
  readonly from: Instant;
  readonly to: Instant;
  #at = $state(0);
  #isPlaying = $state(false);
  #speed = $state<Speed>(1);
  #jumps = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;
  #steppedAt = 0;

  constructor(from: Instant, to: Instant) {
    this.from = from;
    this.to = Math.max(from, to);
    this.#at = from;
  }

  /** Clinic time. */
  get at(): Instant {
    return this.#at;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
  }

  /** How often it did not just go on: what was gathered while it played is of another stretch then. */
  get jumps(): number {
    return this.#jumps;
  }

  seek(at: Instant): void {
    this.#at = Math.min(this.to, Math.max(this.from, Math.round(at)));
    this.#jumps += 1;
    if (this.#at === this.to) this.pause();
  }

  by(ms: Duration): void {
    this.seek(this.#at + ms);
  }

  /** At the end it begins again. */
  play(): void {
    if (this.#isPlaying || this.to === this.from) return;
    if (this.#at >= this.to) this.seek(this.from);
    this.#isPlaying = true;
    this.#steppedAt = performance.now();
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  pause(): void {
    this.#isPlaying = false;
    clearInterval(this.#timer);
  }

  toggle(): void {
    if (this.#isPlaying) this.pause();
    else this.play();
  }

  dispose(): void {
    this.pause();
  }

  #step(): void {
    const now = performance.now();
    this.#at = Math.min(this.to, Math.round(this.#at + (now - this.#steppedAt) * this.#speed));
    this.#steppedAt = now;
    if (this.#at === this.to) this.pause();
  }
}
