/**
 * A bedside monitor: its oximetry as an oximeter's, and each blood pressure once. It repeats the last one in every message
 * until the next, so a blood pressure is new only when its numbers are, or when the monitor itself dates it later.
 */
import type { Instant } from '#core/reading.ts';
import type { DecodedReading } from './decoder.ts';
import { CYCLE_MS, identityOf, resultOf, type CuffResult } from './reduce-cuff.ts';
import { createOximeterReducer } from './reduce-oximeter.ts';
import type { Reducer } from './reduce.ts';

export function createMonitorReducer(): Reducer {
  const oximeter = createOximeterReducer();
  /** What the monitor said last of its cuff; undefined = not heard since nobody knows when. */
  let known: { readonly identity: string; readonly deviceAt: Instant | undefined } | undefined;
  let heardAt: Instant | undefined;

  const pushCuff = (decoded: DecodedReading, at: Instant): CuffResult[] => {
    const { ageMs = 0, deviceAt } = decoded;
    const result = resultOf(decoded, at - ageMs);
    // Empty rows between two repeats (a cycle is running) do not make the old one new.
    if (!result && known !== undefined) return [];
    const identity = result ? identityOf(result) : 'nothing measured';
    // Some monitors date every message's values with the message: only a time older than that is the cuff's own.
    const isDatedLater = ageMs > 0 && deviceAt !== undefined && deviceAt > (known?.deviceAt ?? Infinity);
    const isNew = known !== undefined && (known.identity !== identity || isDatedLater);
    if (known === undefined || isNew) known = { identity, deviceAt };
    return isNew && result ? [result] : [];
  };

  return {
    push(decoded, at) {
      heardAt = at;
      return decoded.measure === 'nibp' ? pushCuff(decoded, at) : oximeter.push(decoded, at - (decoded.ageMs ?? 0));
    },
    flush: (at) => oximeter.flush(at),
    reopened(at) {
      oximeter.reopened(at);
      // As with a cuff: after a long break nobody knows when what stands there was measured.
      if (heardAt === undefined || at - heardAt > CYCLE_MS) known = undefined;
    },
  };
}
