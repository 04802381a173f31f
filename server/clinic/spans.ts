/** Who was where, and when: the short history that gives a late reading to the visit it belongs to (docs/SPEC.md, WS). */
import type { Duration, Instant } from '#core/reading.ts';

/** Longer than any adapter keeps readings, short enough to stay small. */
export const SPANS_KEPT_MS: Duration = 24 * 3_600_000;

interface Span {
  readonly value: string;
  readonly from: Instant;
  /** Not included; absent while it lasts. */
  to?: Instant;
}

/** One value a key at any instant: the chair of each device, the visit of each chair. */
export class Spans {
  readonly #spans = new Map<string, Span[]>();

  /** From `at` on the key has this value; what it had before ends. */
  begin(key: string, value: string, at: Instant): void {
    this.end(key, at);
    const kept = (this.#spans.get(key) ?? []).filter((span) => (span.to ?? at) > at - SPANS_KEPT_MS);
    this.#spans.set(key, [...kept, { value, from: at }]);
  }

  /** @param value absent: whichever lasts now */
  end(key: string, at: Instant, value?: string): void {
    const open = this.#open(key, value);
    if (open) open.to = Math.max(at, open.from);
  }

  /** A span found in the past, after a restart, in whatever order they are found. Without `to` it lasts. */
  insert(key: string, value: string, from: Instant, to?: Instant): void {
    const spans = [...(this.#spans.get(key) ?? []), { value, from, ...(to !== undefined && { to }) }];
    this.#spans.set(
      key,
      spans.sort((a, b) => a.from - b.from || (a.to ?? Infinity) - (b.to ?? Infinity)),
    );
  }

  at(key: string, instant: Instant): string | undefined {
    return this.#spans
      .get(key)
      ?.findLast((span) => span.from <= instant && (span.to === undefined || instant < span.to))?.value;
  }

  /** The key that had this value then. */
  keyAt(value: string, instant: Instant): string | undefined {
    return [...this.#spans.keys()].find((key) => this.at(key, instant) === value);
  }

  now(key: string): string | undefined {
    return this.#open(key)?.value;
  }

  #open(key: string, value?: string): Span | undefined {
    return this.#spans
      .get(key)
      ?.findLast((span) => span.to === undefined && (value === undefined || span.value === value));
  }
}
