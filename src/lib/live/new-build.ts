/**
 * The server was upgraded under a page of an older build that speaks the same protocol: the page goes on, and loads itself again at a moment
 * at which nothing is lost (docs/adr/0034-watched.md). A page of another protocol cannot go on, and loads at once.
 */
import type { Timers } from '#gateway/timers.ts';
import type { Line } from './line.ts';

export interface NewBuildDeps {
  readonly line: Pick<Line, 'on'>;
  /** Of this page. */
  readonly build: string;
  /** This page lets alerts be heard for somebody who is watched, watches by devices of its own, or a command is on its way. */
  readonly isNeeded: () => boolean;
  /** Once for a build. */
  readonly reload: () => void;
  readonly timers: Timers;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** Nobody touched the page for so long: nobody is in the middle of something. */
export const QUIET_MS = 30_000;
/** A part that did not come within so long of a touch was not asked for by it. */
const ASKED_MS = 10_000;
const LOOK_MS = 5_000;
const TOUCHES = ['pointerdown', 'keydown', 'input'] as const;

export class NewBuild {
  readonly #deps: NewBuildDeps;
  #touchedAt: number;
  #askedAt = -Infinity;
  #isNewer = false;
  #stops: (() => void)[] = [];

  constructor(deps: NewBuildDeps) {
    this.#deps = deps;
    this.#touchedAt = deps.now();
  }

  start(): void {
    if (this.#stops.length > 0) return;
    const { line, timers, now, build, reload } = this.#deps;
    const touched = (): void => void (this.#touchedAt = this.#askedAt = now());
    // A part of the old build that is fetched late, such as a dialog, may be gone. What nobody just asked for by a touch can wait.
    const missing = (): void => void (this.#isNewer && this.#isJustTouched() && !isEntryUnderWay() && reload());
    for (const touch of TOUCHES) addEventListener(touch, touched, true);
    addEventListener('vite:preloadError', missing);
    this.#stops = [
      () => TOUCHES.forEach((touch) => removeEventListener(touch, touched, true)),
      () => removeEventListener('vite:preloadError', missing),
      line.on('server:build', (theirs) => void (this.#isNewer = theirs !== build)),
      timers.every(LOOK_MS, () => this.#look()),
    ];
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #isJustTouched(): boolean {
    return this.#deps.now() - this.#askedAt < ASKED_MS;
  }

  #look(): void {
    if (!this.#isNewer || this.#deps.isNeeded() || isEntryUnderWay()) return;
    if (this.#deps.now() - this.#touchedAt >= QUIET_MS) this.#deps.reload();
  }
}

/** Something is open, or written and not given. */
function isEntryUnderWay(): boolean {
  if (document.querySelector('dialog[open]')) return true;
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  return [...fields].some((field) => field === document.activeElement || isWrittenIn(field));
}

const isWrittenIn = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  field instanceof HTMLTextAreaElement ||
  ['text', 'number', 'search', 'date', 'time', 'password', 'tel'].includes(field.type)
    ? field.value !== field.defaultValue
    : false;
