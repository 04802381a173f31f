/**
 * Numbers that adapters left out: every reading has the next number of its device's counter, so a hole is a reading that is lost, or still
 * to come. For a figure alone (docs/operations.md); what is shown and judged knows gaps by time.
 */

interface Span {
  readonly first: number;
  last: number;
}

/** Counters of devices that are remembered, newest last. */
const COUNTERS_KEPT = 2_000;
/** Holes of one counter that are remembered. */
const HOLES_KEPT = 1_000;

export class MissingReadings {
  readonly #spans = new Map<string, Span[]>();

  /** It was brought, whatever it was answered. */
  see(deviceId: string, epoch: string, seq: number): void {
    const key = `${deviceId} ${epoch}`;
    const spans = this.#spans.get(key);
    if (!spans) return this.#begin(key, seq);
    const newest = spans.at(-1);
    if (newest && seq === newest.last + 1) newest.last = seq;
    else if (!newest || seq > newest.last) spans.push({ first: seq, last: seq });
    else fill(spans, seq);
    if (spans.length > HOLES_KEPT) spans.shift();
  }

  /** Between the first and the newest that this run of the server was brought. */
  get count(): number {
    let missing = 0;
    for (const spans of this.#spans.values())
      for (let n = 1; n < spans.length; n += 1) missing += (spans[n]?.first ?? 0) - (spans[n - 1]?.last ?? 0) - 1;
    return missing;
  }

  #begin(key: string, seq: number): void {
    this.#spans.set(key, [{ first: seq, last: seq }]);
    if (this.#spans.size <= COUNTERS_KEPT) return;
    const [oldest] = this.#spans.keys();
    if (oldest !== undefined) this.#spans.delete(oldest);
  }
}

/** One that is older than the newest. */
function fill(spans: Span[], seq: number): void {
  const at = spans.findLastIndex(({ first }) => first <= seq);
  const before = spans[at];
  const after = spans[at + 1];
  if (before && seq <= before.last) return;
  const first = before && before.last === seq - 1 ? before.first : seq;
  const last = after && after.first === seq + 1 ? after.last : seq;
  const from = first === seq ? at + 1 : at;
  spans.splice(from, (first === seq ? 0 : 1) + (last === seq ? 0 : 1), { first, last });
}
