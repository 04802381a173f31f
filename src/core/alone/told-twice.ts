/** One result of a cuff, told by two clocks: the page's when it joined, and the server's when the reading itself came. */
import type { Duration, NibpReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** No cuff measures twice in a second; the two clocks differ by the way of a message. */
const SAME_MS: Duration = 1_000;

export const isSameBp = (a: NibpReading, b: NibpReading): boolean =>
  Math.abs(a.measuredAt - b.measuredAt) < SAME_MS &&
  a.systolicMmHg === b.systolicMmHg &&
  a.diastolicMmHg === b.diastolicMmHg;

/** Of the time that a page watched alone and has told of. */
export const isToldTwice = ({ bps, joinedUntil }: Pick<VisitState, 'bps' | 'joinedUntil'>, bp: NibpReading): boolean =>
  joinedUntil !== undefined && bps.some((each) => each.measuredAt <= joinedUntil && isSameBp(each, bp));
