/**
 * What a screen lets be heard. Sound is a monitored subsystem: the speaker knows each quarter of a second whether it could be heard, and
 * a page that stops being fed sounds by itself, because that was scheduled on the audio clock before it stopped (docs/SPEC.md, AL).
 */
import { burstOf } from '#core/alarm-signal/burst.ts';
import type { Burst } from '#core/alarm-signal/burst.ts';
import type { Signal } from '#core/alarm-signal/sounding.ts';
import type { Duration } from '#core/reading.ts';
import { webAudio, type AudioOut } from './audio-out.ts';

/** `locked`: nobody has touched the page yet. `blocked`: it ran and was taken away, or its clock stands still. */
export type SpeakerState = 'locked' | 'running' | 'blocked';

const STEP_MS: Duration = 250;
/** Scheduled this far ahead of the ear: longer than a step of a busy page. */
const AHEAD_S = 0.6;
const SOON_S = 0.02;
/** Unfed for this long, "monitoring lost" is heard. */
export const FEED_WITHIN_S = 10;
/** A frozen page cannot schedule more: a minute of bursts is laid out at once. */
const LOST_BURSTS = 8;
const LOST = burstOf('high', 'general');
/** The audio clock may stand still this long before it counts as stopped. */
const STALL_MS: Duration = 1_000;
/** Never quieter than this, whatever is chosen. */
export const LEAST_GAIN = 0.3;

export interface SpeakerOptions {
  readonly makeAudio?: () => AudioOut;
  /** Monotonic ms. */
  readonly now?: () => number;
}

export class Speaker {
  readonly #makeAudio: () => AudioOut;
  readonly #now: () => number;
  #audio: AudioOut | undefined;
  #state = $state<SpeakerState>('locked');
  #gain = $state(0.8);
  #signal: Signal | undefined;
  #nextAt = 0;
  #stops: (() => void)[] = [];
  #lost: (() => void)[] = [];
  #isFed = false;
  #isLost = $state(false);
  /** On the audio clock: when "monitoring lost" begins, and when its next burst is to be laid out. */
  #lostFrom = Infinity;
  #lostNext = 0;
  #movedAt = 0;
  #movedTo = -1;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ makeAudio = webAudio, now = () => performance.now() }: SpeakerOptions = {}) {
    this.#makeAudio = makeAudio;
    this.#now = now;
  }

  get state(): SpeakerState {
    return this.#state;
  }

  /** What could be heard now, if there were something to hear. */
  get canSound(): boolean {
    return this.#state === 'running';
  }

  get gain(): number {
    return this.#gain;
  }

  /** Nobody fed it for so long that "monitoring lost" is what is heard. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Something is to be heard, whether it can be or not. */
  get hasSignal(): boolean {
    return this.#signal !== undefined || this.#isLost;
  }

  /** 0–1; the floor holds. */
  set gain(gain: number) {
    this.#gain = Math.min(1, Math.max(LEAST_GAIN, gain));
  }

  start(): void {
    this.#timer ??= setInterval(() => this.step(), STEP_MS);
  }

  /** In a tap: browsers give sound to a touched page only. @returns whether it runs now. */
  async unlock(): Promise<boolean> {
    // What does not run is not asked twice: a closed one never comes back, and one whose clock stands still does not know it.
    if (this.#state === 'blocked') this.#letGo();
    this.#audio ??= this.#makeAudio();
    await this.#audio.resume();
    this.#movedTo = -1;
    this.step();
    return this.canSound;
  }

  /** Without a tap, where the browser gives sound all the same: to a page of a kiosk, or one that was just touched before it loaded. */
  tryUnlock(): void {
    if (this.canSound) return;
    this.#audio ??= this.#makeAudio();
    // Not waited for: a browser that wants a tap answers after the tap, or never.
    void this.#audio.resume().then(() => this.step());
    this.step();
  }

  /** The self-test, over the same path as every alert. */
  test(): void {
    if (this.#audio) this.#play(burstOf('medium', 'general'), this.#audio.currentTime + SOON_S);
  }

  /** What must be heard from now on; the same signal again changes nothing, another is heard at once. */
  follow(signal: Signal | undefined): void {
    if (isSame(this.#signal, signal)) return;
    this.#signal = signal;
    this.#quiet();
    this.#nextAt = 0;
    this.step();
  }

  /** The page has news from the clinic. Until the next time, "monitoring lost" stands on the audio clock. */
  feed(): void {
    this.#isFed = true;
    this.#scheduleLost();
  }

  /** A person answered "monitoring lost": it is heard again after `forMs`, unless there is news. */
  pauseLost(forMs: Duration): void {
    if (this.#isFed) this.#scheduleLost(forMs / 1_000);
  }

  /** Nothing is watched here any more: silence means nothing. */
  unfeed(): void {
    this.#isFed = false;
    this.#cancelLost();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#isFed = false;
    this.#letGo();
  }

  /** Looks whether it could be heard, and schedules what is due. */
  step(): void {
    const audio = this.#audio;
    if (!audio) return;
    const couldSound = this.canSound;
    this.#state = this.#probed(audio);
    if (!this.canSound) {
      // The system may give it back; asking costs nothing.
      if (audio.state === 'suspended' && this.#state === 'blocked') void audio.resume();
      return;
    }
    if (!couldSound && this.#isFed) this.#scheduleLost();
    const now = audio.currentTime;
    this.#isLost = this.#isFed && now >= this.#lostFrom;
    // Two melodies at once are none. What is lost includes what was known.
    if (this.#isLost) return this.#goOnLost(audio);
    if (!this.#signal) return;
    const burst = burstOf(this.#signal.priority, this.#signal.melody);
    if (this.#nextAt > now + AHEAD_S) return;
    const at = Math.max(this.#nextAt, now + SOON_S);
    this.#play(burst, at);
    this.#nextAt = at + burst.everyMs / 1_000;
  }

  #probed(audio: AudioOut): SpeakerState {
    const now = this.#now();
    if (audio.currentTime !== this.#movedTo) {
      this.#movedTo = audio.currentTime;
      this.#movedAt = now;
    }
    if (audio.state === 'running' && now - this.#movedAt < STALL_MS) return 'running';
    return this.#state === 'locked' ? 'locked' : 'blocked';
  }

  #play(burst: Burst, at: number): void {
    if (this.#audio) this.#stops = [...this.#stops.slice(-4), this.#audio.play(burst, { at, gain: this.#gain })];
  }

  #letGo(): void {
    this.#quiet();
    this.#cancelLost();
    this.#nextAt = 0;
    this.#audio?.close();
    this.#audio = undefined;
  }

  #quiet(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #scheduleLost(afterS = FEED_WITHIN_S): void {
    this.#cancelLost();
    const audio = this.#audio;
    if (!audio || !this.canSound) return;
    this.#lostFrom = this.#lostNext = audio.currentTime + afterS;
    for (let n = 0; n < LOST_BURSTS; n += 1) this.#playLost(audio);
  }

  /** The page still runs: the minute that was laid out is kept a minute long. */
  #goOnLost(audio: AudioOut): void {
    this.#quiet();
    this.#nextAt = 0;
    const aheadS = (LOST_BURSTS - 1) * (LOST.everyMs / 1_000);
    while (this.#lostNext < audio.currentTime + aheadS) this.#playLost(audio);
  }

  #playLost(audio: AudioOut): void {
    // A computer that slept plays no burst of the time it slept.
    const at = Math.max(this.#lostNext, audio.currentTime + SOON_S);
    this.#lost = [...this.#lost.slice(-LOST_BURSTS), audio.play(LOST, { at, gain: this.#gain })];
    this.#lostNext = at + LOST.everyMs / 1_000;
  }

  #cancelLost(): void {
    this.#isLost = false;
    this.#lostFrom = Infinity;
    for (const stop of this.#lost.splice(0)) stop();
  }
}

const isSame = (a: Signal | undefined, b: Signal | undefined): boolean =>
  a?.alertId === b?.alertId && a?.priority === b?.priority && a?.melody === b?.melody;
