/**
 * A cuff that tells each result once: the Bluetooth one. Many connect only after they have measured, and some empty their memory
 * whenever they connect, so the result just heard may be of now, of last week, or of another person. It is of now when
 * - the cuff was heard inflating on this line, or
 * - its time stamp says so, by a clock that was proven or, till then, by the clock on the wall, or
 * - it has no stamp and came over a line that had been open, and without a result, for a while.
 * Anything else is kept back and told: a blood pressure nobody can date must not be shown as one of now. A clock is proven on
 * one line or across several: many cuffs connect only after each measurement, and a wrong clock must not lose each of them.
 */
import type { Duration, Instant, Reading } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from './decoder.ts';
import { CYCLE_MS, identityOf, INFLATED_FROM_MMHG, resultOf } from './reduce-cuff.ts';
import type { CuffResult } from './reduce-cuff.ts';
import type { Reducer } from './reduce.ts';

/** A result stamped up to this long ago was measured for the person who sits there now. Either way: clocks differ a little. */
export const FRESH_MS: Duration = 120_000;
/** A memory is emptied within seconds of connecting, each result straight after the one before; a cycle takes longer. */
export const SETTLED_MS: Duration = 10_000;
/** Inflation seen for less than this may have met a stored result on its way. A cycle takes 15 s at least. */
export const INFLATED_MS: Duration = 5_000;
/** Cuffs stamp in whole seconds, some in whole minutes. */
const SAME_CLOCK_MS: Duration = 60_000;
/** Stamps this far apart are of two measurements, however coarse: one result told twice proves no clock. */
const APART_MS: Duration = 120_000;
/** Of results already sent, for the copy a cuff sends when its first was not confirmed. */
const REMEMBERED = 16;

const secondOf = (at: Instant): number => Math.floor(at / 1_000);

interface Told {
  /** How far its stamp was behind our clock when it came. */
  readonly behindMs: Duration;
  readonly deviceAt: Instant;
}

export function createIndicatedCuffReducer(): Reducer {
  let zoneMs: Duration = 0;
  /** When the line opened or told its last result, whichever was later. */
  let quietSince = -Infinity;
  let inflation: { readonly since: Instant; last: Instant } | undefined;
  /** How far the cuff's stamps are behind our clock, once results of now have shown it. */
  let clock: Duration | undefined;
  /** The same, as a result told over a settled line has it: a later one that agrees proves it. */
  let claimed: Told | undefined;
  /** The newest result of this line and of the last that told one: a clock is proven across connections too. */
  let newest: Told | undefined;
  let newestBefore: Told | undefined;
  let notice = '';
  /** A result of now came over this line. */
  let hasSent = false;
  const sent: string[] = [];
  let refusals: DecodeRefusal[] = [];

  const pressure = (cuffPressureMmHg: number, decoded: DecodedReading, at: Instant): Reading[] => {
    if (cuffPressureMmHg < INFLATED_FROM_MMHG) return [];
    const isFirstOfSecond = inflation === undefined || secondOf(inflation.last) !== secondOf(at);
    if (inflation === undefined || at - inflation.last > CYCLE_MS) inflation = { since: at, last: at };
    else inflation.last = at;
    const { quality, causes } = decoded;
    return isFirstOfSecond ? [{ kind: 'cuff-pressure', measuredAt: at, quality, causes, cuffPressureMmHg }] : [];
  };

  const wasInflated = (at: Instant): boolean =>
    inflation !== undefined && at - inflation.last <= CYCLE_MS && at - inflation.since >= INFLATED_MS;

  /** Two stamps of a settled line that moved on just as our clock did. */
  const isProvenBy = (deviceAt: Instant, behindMs: Duration): boolean => {
    const agrees = claimed !== undefined && Math.abs(behindMs - claimed.behindMs) <= SAME_CLOCK_MS;
    if (agrees && claimed !== undefined && deviceAt - claimed.deviceAt >= APART_MS) return true;
    if (!agrees) claimed = { behindMs, deviceAt };
    return false;
  };

  /** The newest of two connections, told with the same lag: the cuff's clock runs as ours does, that far off. */
  const provenBefore = (deviceAt: Instant, behindMs: Duration): Duration | undefined => {
    if (newest === undefined || deviceAt > newest.deviceAt) newest = { behindMs, deviceAt };
    if (newestBefore === undefined || deviceAt - newestBefore.deviceAt < APART_MS) return undefined;
    const agrees = Math.abs(behindMs - newestBefore.behindMs) <= SAME_CLOCK_MS;
    // The quicker of the two says more of the clock.
    return agrees ? Math.min(behindMs, newestBefore.behindMs) : undefined;
  };

  /** How long ago it was measured; undefined = nobody knows, or too long ago. */
  const ageOf = (deviceAt: Instant | undefined, at: Instant): Duration | undefined => {
    const isSettled = at - quietSince >= SETTLED_MS;
    const inflated = wasInflated(at);
    if (deviceAt === undefined) return inflated || isSettled ? 0 : undefined;
    const behindMs = at - deviceAt;
    const ageMs = behindMs - (clock ?? -zoneMs);
    const isPlausible = Math.abs(ageMs) <= FRESH_MS;
    const isProven = isSettled && isProvenBy(deviceAt, behindMs);
    const behindBefore = provenBefore(deviceAt, behindMs);
    if (isProven || (inflated && (isPlausible || clock === undefined))) {
      clock = behindMs;
      return 0;
    }
    if (isPlausible) return Math.max(ageMs, 0);
    if (behindBefore === undefined) return undefined;
    clock = behindBefore;
    return behindMs - behindBefore;
  };

  const take = (result: CuffResult, at: Instant): CuffResult[] => {
    const identity = `${result.deviceAt} ${identityOf(result)}`;
    const isCopy = result.deviceAt !== undefined && sent.includes(identity);
    const ageMs = isCopy ? undefined : ageOf(result.deviceAt, at);
    quietSince = at;
    inflation = undefined;
    if (isCopy) return [];
    if (ageMs === undefined) {
      refusals.push({ code: 'stored', message: whyNot(result, at) });
      // Old ones from the memory beside one of now are as they should be.
      if (!hasSent) notice = noticeOf(result, at + (clock === undefined ? zoneMs : -clock));
      return [];
    }
    hasSent = true;
    notice = '';
    sent.push(identity);
    if (sent.length > REMEMBERED) sent.shift();
    return [{ ...result, measuredAt: at - ageMs }];
  };

  return {
    push(decoded, at) {
      if (decoded.cuffPressureMmHg !== undefined) return pressure(decoded.cuffPressureMmHg, decoded, at);
      const result = resultOf(decoded, at);
      return result ? take(result, at) : [];
    },
    flush: () => [],
    reopened(at, zone = 0) {
      zoneMs = zone;
      newestBefore = newest ?? newestBefore;
      newest = undefined;
      hasSent = false;
      quietSince = at;
      inflation = undefined;
    },
    takeRefusals() {
      const taken = refusals;
      refusals = [];
      return taken;
    },
    notice: () => notice,
  };
}

function whyNot({ deviceAt }: CuffResult, at: Instant): string {
  if (deviceAt === undefined)
    return 'A result without a time stamp came straight after connecting or after another result.';
  const minutes = Math.round((at - deviceAt) / 60_000);
  return `A result is stamped ${minutes} min before this machine's UTC: from the memory, or the cuff's clock is wrong.`;
}

/** @param cuffNow what the cuff's clock should show now */
function noticeOf({ deviceAt }: CuffResult, cuffNow: Instant): string {
  if (deviceAt === undefined)
    return 'A result was held: it has no time and came straight after connecting; measure again.';
  const minutes = Math.round((cuffNow - deviceAt) / 60_000);
  const stamped = minutes < 0 ? `${-minutes} min ahead` : `${minutes} min ago`;
  return `A result was held: stamped ${stamped}, so old or the cuff's clock is off; measure again, or set its clock.`;
}
