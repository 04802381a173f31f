/** What the referee saw, in order. The rules are judged by this alone, so that they can be tried without a wire. */
import type { Instant } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { AnnouncedDevice, WireReading } from '#protocol/adapter-events.ts';

/** A reading as it came: parsed, or with why it could not be. */
export interface SeenReading {
  readonly raw: unknown;
  readonly wire?: WireReading;
  readonly refusal?: Refusal;
}

/** Why a batch got no final answer. */
export type Withheld = 'silence' | 'unavailable' | 'disconnect' | 'stopping';
export type Given = 'stored' | 'duplicate' | 'refused' | 'malformed';
export type Mark = 'away' | 'other-build' | 'open' | 'restarted' | 'stop-asked' | 'stopped' | 'not-stopped';

/** `odd`: no key of any server. */
export type GivenKey = 'right-form' | 'odd' | 'none';

export type Seen = { readonly at: Instant } & (
  | { readonly kind: 'astray'; readonly what: string }
  | { readonly kind: 'turned-away'; readonly by: 'away' | 'other-build' }
  | { readonly kind: 'misfit'; readonly auth: unknown; readonly refusal: Refusal }
  /** Never the key itself: what is seen is reported. */
  | { readonly kind: 'connected'; readonly connection: string; readonly adapterId: string; readonly key?: GivenKey }
  /** It stood in what the adapter's command wrote. */
  | { readonly kind: 'printed-key' }
  | { readonly kind: 'gone'; readonly connection: string; readonly reason: string }
  | { readonly kind: 'message'; readonly connection: string; readonly event: string; readonly payload: unknown }
  | { readonly kind: 'bad-message'; readonly connection: string; readonly refusal: Refusal }
  | { readonly kind: 'announced'; readonly connection: string; readonly devices: readonly AnnouncedDevice[] }
  | { readonly kind: 'probe'; readonly connection: string; readonly askedAt: Instant; readonly stamp: unknown }
  | { readonly kind: 'batch'; readonly connection: string; readonly readings: readonly SeenReading[] }
  | {
      readonly kind: 'answered';
      readonly connection: string;
      readonly as: Given;
      readonly readings: readonly SeenReading[];
    }
  | {
      readonly kind: 'withheld';
      readonly connection: string;
      readonly why: Withheld;
      readonly readings: readonly SeenReading[];
    }
  /** A cuff it does not have was to be started; `answer` is undefined for silence. */
  | { readonly kind: 'commanded'; readonly connection: string; readonly answer: unknown }
  | { readonly kind: 'mark'; readonly mark: Mark }
);

type Without<T> = T extends unknown ? Omit<T, 'at'> : never;
export type SeenBody = Without<Seen>;

/** A reading's identity as one text; undefined when it has none that can be read. */
export function keyOf({ raw }: SeenReading): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { deviceId, epoch, seq } = raw as { [key: string]: unknown };
  if (typeof deviceId !== 'string' || typeof epoch !== 'string' || !Number.isSafeInteger(seq)) return undefined;
  return JSON.stringify([deviceId, epoch, seq]);
}

/** More than any adapter sends in a check: what comes after that is answered and not kept. */
const KEPT_READINGS = 200_000;

/** Grows while the check runs; `until` waits for something to be seen. */
export class Record {
  readonly #seen: Seen[] = [];
  readonly #now: () => Instant;
  readonly #waiting = new Set<() => void>();
  readonly #stored = new Set<string | undefined>();
  #readings = 0;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  get seen(): readonly Seen[] {
    return this.#seen;
  }

  /** Whether this identity was answered "stored" before. */
  hasStored(key: string | undefined): boolean {
    return this.#stored.has(key);
  }

  add(body: SeenBody, at = this.#now()): void {
    if (body.kind === 'answered' && body.as === 'stored')
      for (const each of body.readings) this.#stored.add(keyOf(each));
    if ('readings' in body && this.#isFull(body.readings.length)) return;
    this.#seen.push({ ...body, at });
    for (const look of [...this.#waiting]) look();
  }

  #isFull(readings: number): boolean {
    const before = this.#readings;
    this.#readings += readings;
    if (this.#readings <= KEPT_READINGS) return false;
    if (before <= KEPT_READINGS)
      this.add({ kind: 'astray', what: `sent more readings than any device gives: the check keeps ${KEPT_READINGS}` });
    return true;
  }

  /** Resolves true as soon as `isThere` is, false after `ms`. */
  until(isThere: (seen: readonly Seen[]) => boolean, ms: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (found: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', stop);
        resolve(found);
      };
      const look = (): void => (isThere(this.#seen) ? end(true) : undefined);
      const stop = (): void => end(false);
      const timer = setTimeout(stop, ms);
      this.#waiting.add(look);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted) end(false);
      else look();
    });
  }
}
