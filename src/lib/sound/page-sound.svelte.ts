/**
 * The one sound of this page: whether it can be heard, and what it lets be heard for the place the page shows (docs/SPEC.md, AL-140 …).
 * What a browser cannot know, whether a loudspeaker is loud, a person is asked.
 */
import { untrack } from 'svelte';
import type { Signal } from '#core/alarm-signal/sounding.ts';
import type { Duration } from '#core/reading.ts';
import { realTimers, type Timers } from '#gateway/timers.ts';
import type { Place } from '#protocol/screen-events.ts';
import type { Kept } from '../live/kept.ts';
import type { Line } from '../live/line.ts';
import { Speaker } from './speaker.svelte.ts';

/**
 * `off`: nobody tapped yet. `asking`: it played, and nobody said yet whether it was heard. `on`: somebody heard it. `unheard`: nobody
 * did. `blocked`: it ran, and the system took it away.
 */
export type SoundState = 'off' | 'asking' | 'on' | 'unheard' | 'blocked';

/** What a page lets be heard. What it tells is read in effects: they are called again when what they read changes. */
export interface SoundPost {
  readonly place: Place;
  /** @param isVisible somebody could see this page */
  readonly signal: (isVisible: boolean) => Signal | undefined;
  /** There is something shown that could sound. A page without it never counts as one that can. */
  readonly hasView: () => boolean;
  /** Silence would mean something here. */
  readonly isWatched: () => boolean;
  /** The page needs no news: it watches by itself. */
  readonly isAlone?: () => boolean;
}

export interface PageSoundDeps {
  readonly line: Line;
  readonly kept: Kept;
  /** Of this tab, over a load of the page. */
  readonly session?: Kept;
  readonly speaker?: Speaker;
  readonly timers?: Timers;
  /** Monotonic ms. */
  readonly now?: () => number;
}

const BEAT_MS: Duration = 1_000;
/** Nobody answered for so long: nobody heard it. */
export const ANSWER_WITHIN_MS: Duration = 30_000;
/** The pause that every alert has. */
const PAUSE_MS: Duration = 120_000;
const VOLUME = 'vigil.volume';
const HEARD = 'vigil.heard';
/** A page that is back within so long stands in the same room, with the same loudspeaker. */
const LOADED_AGAIN_MS: Duration = 60_000;

export class PageSound {
  readonly #line: Line;
  readonly #kept: Kept;
  readonly #session: Kept | undefined;
  readonly #speaker: Speaker;
  readonly #timers: Timers;
  readonly #now: () => number;
  #answer = $state<'none' | 'asked' | 'yes' | 'no'>('none');
  #askedLeftMs = $state(0);
  #lostPausedLeftMs = $state(0);
  #lostPausedUntil = 0;
  #askedUntil = 0;
  #isVisible = $state(document.visibilityState === 'visible');
  #post: SoundPost | undefined;
  #stops: (() => void)[] = [];

  constructor({ line, kept, session, speaker, timers = realTimers, now = () => performance.now() }: PageSoundDeps) {
    this.#line = line;
    this.#kept = kept;
    this.#session = session;
    this.#speaker = speaker ?? new Speaker();
    this.#timers = timers;
    this.#now = now;
  }

  get state(): SoundState {
    switch (this.#speaker.state) {
      case 'locked':
        return 'off';
      case 'blocked':
        return 'blocked';
      case 'running':
        return this.#answer === 'asked' ? 'asking' : this.#answer === 'yes' ? 'on' : 'unheard';
    }
  }

  /** What the clinic counts on. While the question stands the page counts: it was just played to somebody. */
  get canSound(): boolean {
    return this.state === 'on' || this.state === 'asking';
  }

  /** Somebody is watched here, and this page lets the alerts be heard. */
  get isNeeded(): boolean {
    return this.canSound && this.#post?.isWatched() === true;
  }

  /** Whole seconds to answer in. */
  get askedLeftS(): number {
    return Math.ceil(this.#askedLeftMs / 1_000);
  }

  /** "Monitoring lost" is what is heard. */
  get isLost(): boolean {
    return this.#speaker.isLost;
  }

  /** What is left of its pause; 0 = none. */
  get lostPausedMs(): Duration {
    return this.#lostPausedLeftMs;
  }

  /** 0–1 of full scale, of this screen at this kind of place; the speaker's floor holds. */
  get volume(): number {
    return this.#speaker.gain;
  }

  set volume(volume: number) {
    this.#speaker.gain = volume;
    if (!this.#post) return;
    const kept = this.#kept.read<Record<string, number>>(VOLUME);
    this.#kept.keep(VOLUME, { ...kept, [this.#post.place.kind]: this.#speaker.gain });
  }

  start(): void {
    if (this.#stops.length > 0) return;
    this.#speaker.start();
    const devices = typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
    const again = (): void => this.askAgain();
    const seen = (): void => {
      this.#isVisible = document.visibilityState === 'visible';
      this.#beat();
    };
    const touched = (): void => {
      if (this.state === 'off' && this.#answer === 'yes') this.#speaker.tryUnlock();
    };
    const leaving = (): void => this.#keepHeard();
    devices?.addEventListener('devicechange', again);
    document.addEventListener('visibilitychange', seen);
    document.addEventListener('pointerup', touched);
    addEventListener('pagehide', leaving);
    if (this.#wasHeard()) {
      this.#answer = 'yes';
      this.#speaker.tryUnlock();
    }
    this.#stops = [
      () => devices?.removeEventListener('devicechange', again),
      () => document.removeEventListener('visibilitychange', seen),
      () => document.removeEventListener('pointerup', touched),
      () => removeEventListener('pagehide', leaving),
      this.#timers.every(BEAT_MS, () => this.#step()),
      this.#line.on('clock:beat', () => this.#heardClinic()),
      this.#line.onConnect(() => this.#beat()),
    ];
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#speaker.dispose();
  }

  /** From now on it sounds for this page. @returns ends it; a page that comes after may have taken over before. */
  at(post: SoundPost): () => void {
    this.#post = post;
    const volume = untrack(() => this.#kept.read<Record<string, unknown>>(VOLUME)?.[post.place.kind]);
    if (typeof volume === 'number') this.#speaker.gain = volume;
    const end = $effect.root(() => {
      $effect(() => {
        const signal = post.signal(this.#isVisible);
        untrack(() => this.#speaker.follow(signal));
      });
      $effect(() => {
        const watched = post.isWatched();
        untrack(() => (watched ? this.#fed() : this.#unfed()));
      });
      $effect(() => {
        void this.canSound;
        void post.hasView();
        untrack(() => this.#beat());
      });
    });
    return () => {
      end();
      if (this.#post !== post) return;
      this.#post = undefined;
      this.#speaker.follow(undefined);
      this.#unfed();
    };
  }

  /** In a tap. What is to be heard is heard at once; else the test burst is; then the question stands. */
  async turnOn(): Promise<void> {
    if (await this.#speaker.unlock()) this.#ask();
  }

  answer(heard: boolean): void {
    this.#answer = heard ? 'yes' : 'no';
    this.#beat();
  }

  /** Something changed by which it may not be heard any more: other outputs, another person. */
  askAgain(): void {
    if (this.#speaker.canSound && this.#answer !== 'none') this.#ask();
  }

  /** The test burst, by hand. */
  play(): void {
    if (!this.#speaker.hasSignal) this.#speaker.test();
  }

  /** Of "monitoring lost", on this page: there is nobody to ask. */
  pauseLost(): void {
    this.#speaker.pauseLost(PAUSE_MS);
    this.#lostPausedUntil = this.#now() + PAUSE_MS;
    this.#lostPausedLeftMs = PAUSE_MS;
  }

  #keepHeard(): void {
    if (this.state === 'on') this.#session?.keep(HEARD, performance.timeOrigin + performance.now());
    else this.#session?.forget(HEARD);
  }

  #wasHeard(): boolean {
    const at = this.#session?.read<unknown>(HEARD);
    this.#session?.forget(HEARD);
    const agoMs = performance.timeOrigin + performance.now() - (typeof at === 'number' ? at : NaN);
    return agoMs >= 0 && agoMs < LOADED_AGAIN_MS;
  }

  #ask(): void {
    this.play();
    this.#answer = 'asked';
    this.#askedUntil = this.#now() + ANSWER_WITHIN_MS;
    this.#askedLeftMs = ANSWER_WITHIN_MS;
    this.#beat();
  }

  #step(): void {
    if (this.#answer === 'asked') {
      this.#askedLeftMs = Math.max(0, this.#askedUntil - this.#now());
      if (this.#askedLeftMs === 0) this.#answer = 'no';
    }
    if (this.#lostPausedLeftMs > 0) this.#lostPausedLeftMs = Math.max(0, this.#lostPausedUntil - this.#now());
    if (this.#post?.isAlone?.() && this.#post.isWatched()) this.#fed();
    this.#beat();
  }

  #heardClinic(): void {
    if (this.#post?.isWatched()) this.#fed();
  }

  #fed(): void {
    this.#lostPausedLeftMs = 0;
    this.#speaker.feed();
  }

  #unfed(): void {
    this.#lostPausedLeftMs = 0;
    this.#speaker.unfeed();
  }

  /** The clinic gives the sound of this place elsewhere when these cease. An answer is not waited for. */
  #beat(): void {
    if (!this.#post || !this.#line.connected) return;
    const { place, hasView } = this.#post;
    const canSound = this.canSound && untrack(hasView);
    void this.#line.request('screen:sound', { canSound, visible: this.#isVisible, place });
  }
}
