/**
 * The last minute of one chair's pulse wave, in plain numbers: a sample is no Svelte state. Fed by the server's packets or by the
 * page's own devices; drawn by src/lib/chart/PlethSweep.svelte.
 */
import { unpackSamples, type PlethBinary } from '#protocol/pleth-samples.ts';

export interface HeardPleth {
  /** Clinic time of the first sample. */
  readonly at: number;
  readonly sampleHz: number;
  /** Each sample is 0 to this. */
  readonly fullScale: number;
  /** int16 little-endian. */
  readonly samples: PlethBinary;
}

/** `none`: nothing was ever heard. `stale`: nothing for a second: what was drawn is not now. */
export type PlethStatus = 'none' | 'live' | 'stale';

/** A minute and a half at 75 Hz, and a power of two. */
const CAPACITY = 8_192;
/** No packet for so long, real time: the wave is not live. */
export const STALE_MS = 1_000;
/** So long a sample waits to be drawn at least, real time; longer where packets are longer, so that none comes too late. */
export const LATENCY_MS = 400;
/** By so much a packet may come later than its even pace would have it. */
const JITTER_MS = 180;
/** Packets that do not fit to each other better than this, samples, are not joined. */
const JOIN_SAMPLES = 3;
/** A wave so much older than the last one is of a clock that was set: it begins anew. At speed 1. */
const FAR_BACK_MS = 5_000;
/** The playhead gains or loses at most this share of the time that passes. */
const MOST_SLEW = 0.05;
/** How fast a packet that came quicker than all others is forgotten, as share of the time that passes: clocks drift. */
const FORGET = 0.002;

export class PlethStore {
  readonly #at = new Float64Array(CAPACITY);
  readonly #value = new Float32Array(CAPACITY);
  readonly #isStart = new Uint8Array(CAPACITY);
  readonly #listeners = new Set<() => void>();
  /** Samples ever pushed; the newest is at `#pushed - 1`, modulo the capacity. */
  #pushed = 0;
  #first = 0;
  /** When the next sample is due, if none is lost; 0 = none was heard. */
  #next = 0;
  #heardAt = -Infinity;
  /** Clinic ms ahead of `rate` × monotonic ms: of the quickest packet lately, and as the playhead has it. */
  #lead: number | undefined;
  #shownLead = 0;
  #playhead = -Infinity;
  #movedAt = 0;
  #rate = 1;
  #latency = LATENCY_MS;

  /** Clinic ms per real ms: other than 1 in a sped-up demo. */
  get rate(): number {
    return this.#rate;
  }
  set rate(rate: number) {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#lead = undefined;
    this.#latency = LATENCY_MS;
  }

  /**
   * @param heardAt monotonic ms (`performance.now()`)
   * Samples that are there already, or older, are left out: two sources may bring the same wave.
   */
  push({ at, sampleHz, fullScale, samples }: HeardPleth, heardAt = performance.now()): void {
    const period = 1_000 / sampleHz;
    const values = unpackSamples(samples);
    if (this.#next - at > FAR_BACK_MS * Math.max(1, this.#rate)) this.clear();
    const overlap = this.#next === 0 ? 0 : (this.#next - at) / period;
    const known = overlap > JOIN_SAMPLES ? Math.round(overlap) : 0;
    if (known > 0 && values.length - known <= JOIN_SAMPLES) return;
    const isNeighbour = this.#next > 0 && Math.abs(overlap) <= JOIN_SAMPLES;
    for (let n = known; n < values.length; n += 1) {
      const place = this.#pushed % CAPACITY;
      this.#at[place] = Math.max(at + n * period, this.#next === 0 ? -Infinity : this.newestAt);
      this.#value[place] = (values[n] ?? 0) / fullScale;
      this.#isStart[place] = n === known && !isNeighbour ? 1 : 0;
      this.#pushed += 1;
    }
    this.#first = Math.max(this.#first, this.#pushed - CAPACITY);
    this.#next = at + values.length * period;
    this.#latency = Math.max(LATENCY_MS, this.#latency, (values.length * period) / this.#rate + JITTER_MS);
    this.#keepTime(this.#next, heardAt);
    for (const listener of this.#listeners) listener();
  }

  /** Another visit or another device: nothing of the last one may stay. */
  clear(): void {
    this.#first = this.#pushed;
    this.#next = 0;
    this.#heardAt = -Infinity;
    this.#lead = undefined;
    this.#latency = LATENCY_MS;
    this.#playhead = -Infinity;
    for (const listener of this.#listeners) listener();
  }

  /** Called after each push and clear. @returns how to stop it */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  status(now = performance.now()): PlethStatus {
    if (this.#next === 0) return 'none';
    return now - this.#heardAt > STALE_MS ? 'stale' : 'live';
  }

  /** Clinic time of what is drawn now: behind the packets by the latency, even while they come unevenly. Never goes back. */
  playhead(now = performance.now()): number {
    if (this.#lead === undefined) return this.#playhead;
    const passed = Math.max(0, now - this.#movedAt) * this.#rate;
    this.#movedAt = now;
    const most = passed * MOST_SLEW;
    this.#shownLead += Math.max(-most, Math.min(most, this.#lead - this.#shownLead));
    this.#playhead = Math.max(this.#playhead, now * this.#rate + this.#shownLead - this.#latency * this.#rate);
    return this.#playhead;
  }

  /** Samples that can be read, by `index` from 0, the oldest first. */
  get count(): number {
    return this.#pushed - this.#first;
  }
  atOf(index: number): number {
    return this.#at[(this.#first + index) % CAPACITY] ?? 0;
  }
  /** 0 to 1 of the device's full scale. */
  valueOf(index: number): number {
    return this.#value[(this.#first + index) % CAPACITY] ?? 0;
  }
  /** It is no neighbour of the one before. */
  isStart(index: number): boolean {
    return this.#isStart[(this.#first + index) % CAPACITY] === 1;
  }
  get newestAt(): number {
    return this.#at[(this.#pushed - 1) % CAPACITY] ?? 0;
  }

  #keepTime(endAt: number, heardAt: number): void {
    const lead = endAt - heardAt * this.#rate;
    const silent = heardAt - this.#heardAt;
    if (this.#lead === undefined || silent > STALE_MS || Math.abs(lead - this.#lead) > 3 * STALE_MS * this.#rate) {
      this.#lead = this.#shownLead = lead;
      this.#movedAt = heardAt;
    } else this.#lead = Math.max(lead, this.#lead - silent * this.#rate * FORGET);
    this.#heardAt = heardAt;
  }
}
