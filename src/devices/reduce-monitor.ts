/**
 * A bedside monitor: its oximetry as an oximeter's, and each blood pressure once. It repeats the last one, or several, in every
 * message until the next. One that the monitor itself dates is known by its date, however often and in whatever order it comes;
 * one without a date of its own is new only when its numbers are.
 */
import type { Duration, Instant } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from './decoder.ts';
import { CYCLE_MS, identityOf, resultOf, type CuffResult } from './reduce-cuff.ts';
import { createOximeterReducer } from './reduce-oximeter.ts';
import type { Reducer } from './reduce.ts';

/** Dated results remembered; what is older than all of them and unknown is a very long history, not a measurement of now. */
export const REMEMBERED = 64;

/** One measurement by the monitor's own date. */
interface Dated {
  /** Ours: computed once, for a copy that came later by a ms must not look newer. */
  readonly measuredAt: Instant;
  /** Its numbers so far: a corrected one has others. */
  readonly numbers: Set<string>;
}

export function createMonitorReducer(): Reducer {
  const oximeter = createOximeterReducer();
  /** The numbers of the last result; undefined = not heard since nobody knows when. */
  let known: string | undefined;
  /** When that was found out: what comes in the same breath was found too. */
  let foundAt: Instant | undefined;
  let heardAt: Instant | undefined;
  /** Our clock minus the monitor's. Of several the smallest, which a delay on the way touched least. */
  let clock: Duration | undefined;
  const dated = new Map<Instant, Dated>();
  let forgottenTo = -Infinity;
  let refusals: DecodeRefusal[] = [];

  /** @returns undefined = nobody knows. */
  const ageOf = ({ ageMs = 0, ageUnknown, deviceAt }: DecodedReading, at: Instant): Duration | undefined => {
    if (deviceAt === undefined) return ageMs;
    if (ageUnknown) return clock === undefined ? undefined : Math.max(0, at - deviceAt - clock);
    clock = Math.min(clock ?? Infinity, at - deviceAt - ageMs);
    return ageMs;
  };

  const remember = (deviceAt: Instant, measuredAt: Instant, numbers: string): Dated => {
    const entry = dated.get(deviceAt) ?? { measuredAt, numbers: new Set() };
    entry.numbers.add(numbers);
    dated.set(deviceAt, entry);
    if (dated.size > REMEMBERED) {
      forgottenTo = Math.min(...dated.keys());
      dated.delete(forgottenTo);
    }
    return entry;
  };

  const pushCuff = (decoded: DecodedReading, at: Instant, ageMs: Duration): CuffResult[] => {
    const result = resultOf(decoded, at - ageMs);
    const isFound = known === undefined || (ageMs > 0 && foundAt === at);
    if (known === undefined) foundAt = at;
    // Empty rows between two repeats (a cycle is running) do not make the old one new.
    if (!result) {
      known ??= 'nothing measured';
      return [];
    }
    const identity = identityOf(result);
    const { deviceAt } = result;
    if (deviceAt === undefined || decoded.datedTogether) {
      const isNew = !isFound && known !== identity;
      known = identity;
      return isNew ? [result] : [];
    }
    const numbers = numbersOf(result);
    if (deviceAt <= forgottenTo || dated.get(deviceAt)?.numbers.has(numbers)) {
      known ??= identity;
      return [];
    }
    // Some monitors date every message's values with the message: only a time older than that is the cuff's own.
    if (!isFound && ageMs === 0 && known === identity) return [];
    known = identity;
    const { measuredAt } = remember(deviceAt, result.measuredAt, numbers);
    return isFound ? [] : [{ ...result, measuredAt }];
  };

  return {
    push(decoded, at) {
      heardAt = at;
      const ageMs = ageOf(decoded, at);
      if (ageMs !== undefined)
        return decoded.measure === 'nibp' ? pushCuff(decoded, at, ageMs) : oximeter.push(decoded, at - ageMs);
      refusals.push({ code: 'unknown', message: NO_SENT_TIME });
      return [];
    },
    flush: (at) => oximeter.flush(at),
    reopened(at) {
      oximeter.reopened(at);
      // As with a cuff: after a long break nobody knows when what stands there was measured.
      if (heardAt === undefined || at - heardAt > CYCLE_MS) known = undefined;
    },
    takeRefusals() {
      const taken = refusals;
      refusals = [];
      return taken;
    },
  };
}

const NO_SENT_TIME =
  'Values have a time, but the message says not when it was sent (MSH-7): nobody can tell how old they are; not used.';

/** Without what some monitors add a message later: mean and pulse. */
const numbersOf = (result: CuffResult): string =>
  result.kind === 'nibp-failed' ? result.failure : `${result.systolicMmHg}/${result.diastolicMmHg}`;
