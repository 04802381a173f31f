/** Which readings were taken, by identity: ranges of seq within each (device, epoch), because a backlog may fill a hole later. */
import type { ReadingIdentity } from '#core/reading.ts';

export interface ReceivedRange {
  readonly deviceId: string;
  readonly epoch: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What changed on disk's terms: ranges are keyed by their first seq. */
export interface RangeChange {
  readonly put: ReceivedRange;
  readonly removedFirstSeq?: number;
}

interface Span {
  first: number;
  last: number;
}

export class ReceivedReadings {
  readonly #spans = new Map<string, Span[]>();

  constructor(ranges: Iterable<ReceivedRange> = []) {
    for (const { deviceId, epoch, firstSeq, lastSeq } of ranges) {
      const spans = this.#spansOf(deviceId, epoch);
      spans.splice(lastAtOrBefore(spans, firstSeq) + 1, 0, { first: firstSeq, last: lastSeq });
    }
  }

  has({ deviceId, epoch, seq }: ReadingIdentity): boolean {
    const spans = this.#spans.get(keyOf(deviceId, epoch));
    if (spans === undefined) return false;
    const span = spans[lastAtOrBefore(spans, seq)];
    return span !== undefined && seq <= span.last;
  }

  /** @returns undefined when it was there. */
  add({ deviceId, epoch, seq }: ReadingIdentity): RangeChange | undefined {
    const spans = this.#spansOf(deviceId, epoch);
    const index = lastAtOrBefore(spans, seq);
    const before = spans[index];
    const after = spans[index + 1];
    if (before !== undefined && seq <= before.last) return undefined;
    const put = (span: Span): ReceivedRange => ({ deviceId, epoch, firstSeq: span.first, lastSeq: span.last });
    const touchesAfter = after?.first === seq + 1;
    if (before?.last === seq - 1) {
      before.last = touchesAfter ? after.last : seq;
      if (!touchesAfter) return { put: put(before) };
      spans.splice(index + 1, 1);
      return { put: put(before), removedFirstSeq: seq + 1 };
    }
    if (touchesAfter) {
      after.first = seq;
      return { put: put(after), removedFirstSeq: seq + 1 };
    }
    const alone = { first: seq, last: seq };
    spans.splice(index + 1, 0, alone);
    return { put: put(alone) };
  }

  #spansOf(deviceId: string, epoch: string): Span[] {
    const key = keyOf(deviceId, epoch);
    let spans = this.#spans.get(key);
    if (spans === undefined) this.#spans.set(key, (spans = []));
    return spans;
  }
}

const keyOf = (deviceId: string, epoch: string): string => JSON.stringify([deviceId, epoch]);

/** Index of the last span that begins at or before `seq`, else -1; from the end, where readings arrive. */
function lastAtOrBefore(spans: readonly Span[], seq: number): number {
  let index = spans.length - 1;
  while (index >= 0 && (spans[index]?.first ?? 0) > seq) index--;
  return index;
}
