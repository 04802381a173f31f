/** Draws a sweep frame by frame while it is seen, and tells when the wave comes and goes. */
import { STALE_MS, type PlethStatus, type PlethStore } from '../live/pleth.ts';
import { firstScale, followScale, sweepLines, windowOf } from './sweep.ts';

/** For those who want no motion: two pictures a second. */
const STILL_MS = 500;
const LINE_PX = 2;

export class SweepCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  readonly #store: PlethStore;
  readonly #onStatus: (status: PlethStatus) => void;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #stops: (() => void)[];
  readonly #points: number[] = [];
  #status: PlethStatus = 'none';
  #scale = firstScale;
  #width = 0;
  #height = 0;
  #dpr = 1;
  #colour = '';
  #isSeen = true;
  #drawnAt = 0;
  #cancel: (() => void) | undefined;

  constructor(canvas: HTMLCanvasElement, store: PlethStore, onStatus: (status: PlethStatus) => void) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
    this.#store = store;
    this.#onStatus = onStatus;
    const sized = new ResizeObserver(() => this.#resize());
    sized.observe(canvas);
    const seen = new IntersectionObserver(([entry]) => {
      this.#isSeen = entry?.isIntersecting ?? true;
      this.#next();
    });
    // The canvas itself is hidden while there is no wave.
    if (canvas.parentElement) seen.observe(canvas.parentElement);
    const shown = (): void => this.#next();
    document.addEventListener('visibilitychange', shown);
    this.#stops = [
      () => sized.disconnect(),
      () => seen.disconnect(),
      () => document.removeEventListener('visibilitychange', shown),
      store.listen(() => this.#next()),
    ];
    this.#resize();
    this.restyle();
    this.#next();
  }

  /** The theme or what the wave stands for changed. */
  restyle(): void {
    this.#colour = getComputedStyle(this.#canvas).color;
    if (this.#status === 'live') this.#draw(performance.now());
  }

  destroy(): void {
    this.#cancel?.();
    for (const stop of this.#stops) stop();
  }

  /** One more picture soon, unless one is on its way or nobody would see it. */
  #next(): void {
    if (this.#cancel || !this.#isSeen || document.hidden) return;
    const status = this.#store.status();
    if (status === this.#status && status !== 'live') return;
    const run = (): void => {
      this.#cancel = undefined;
      this.#picture();
    };
    if (this.#still.matches) {
      const timer = setTimeout(run, this.#status === 'live' ? STILL_MS : 0);
      this.#cancel = () => clearTimeout(timer);
      return;
    }
    const frame = requestAnimationFrame(run);
    // A page that gets no frames (behind another window) must still find out that the wave is old when it is seen again.
    this.#cancel = () => cancelAnimationFrame(frame);
  }

  #picture(): void {
    const now = performance.now();
    const status = this.#store.status(now);
    if (status !== this.#status) {
      this.#status = status;
      this.#scale = firstScale;
      this.#onStatus(status);
    }
    if (status === 'live') this.#draw(now);
    else this.#wipe();
    this.#next();
  }

  #draw(now: number): void {
    const pen = this.#pen;
    if (!pen || this.#width === 0) return;
    const { rate } = this.#store;
    const playhead = this.#store.playhead(now);
    const elapsed = Math.min(STALE_MS, now - this.#drawnAt);
    this.#drawnAt = now;
    this.#scale = followScale(this.#scale, this.#store, playhead, Math.max(1, rate), elapsed);
    const box = { width: this.#width, height: this.#height - LINE_PX, windowMs: windowOf(this.#width, rate) };
    const points = sweepLines(this.#store, playhead, box, this.#scale, this.#points);
    this.#wipe();
    pen.strokeStyle = this.#colour;
    pen.lineWidth = LINE_PX;
    pen.lineJoin = 'round';
    pen.beginPath();
    let isDown = false;
    for (let n = 0; n < points.length; n += 2) {
      const x = points[n] ?? NaN;
      const y = (points[n + 1] ?? NaN) + LINE_PX / 2;
      if (Number.isNaN(x)) isDown = false;
      else if (isDown) pen.lineTo(x, y);
      else {
        pen.moveTo(x, y);
        isDown = true;
      }
    }
    pen.stroke();
  }

  #wipe(): void {
    this.#pen?.setTransform(this.#dpr, 0, 0, this.#dpr, 0, 0);
    this.#pen?.clearRect(0, 0, this.#width, this.#height);
  }

  #resize(): void {
    this.#width = this.#canvas.clientWidth;
    this.#height = this.#canvas.clientHeight;
    this.#dpr = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(this.#width * this.#dpr);
    this.#canvas.height = Math.round(this.#height * this.#dpr);
    if (this.#status === 'live') this.#draw(performance.now());
  }
}
