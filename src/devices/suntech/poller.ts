/** A SunTech module speaks when spoken to: what to ask it, and when. Pure; the caller owns the clock and the link. */
import type { Instant } from '#core/reading.ts';
import type { Poller } from '../device-table.ts';
import { INFLATED_FROM_MMHG } from '../reduce-cuff.ts';
import { GET_CUFF_PRESSURE, GET_RESULT } from './frame.ts';

/** A pressure this old says nothing about now. */
const PRESSURE_HOLDS_MS = 5_000;
/** What comes later than this after an inflation is no part of its cycle. */
const CYCLE_ENDS_MS = 10_000;

/** The pressure each time; the result only while the cuff is empty, so that a running cycle is left alone. Make a new one whenever the link opens. */
export function createSuntechPoller(): Poller {
  let inflatedAt: Instant | undefined;
  let isInflated = false;
  let answers = false;
  return {
    hear({ cuffPressureMmHg }, at) {
      // A module, or a recorder in between, may speak by itself during a cycle; one that speaks between cycles was asked.
      if (cuffPressureMmHg !== undefined) isInflated = cuffPressureMmHg >= INFLATED_FROM_MMHG;
      if (isInflated) inflatedAt = at;
      else answers ||= inflatedAt === undefined || at - inflatedAt > CYCLE_ENDS_MS;
    },
    ask(at) {
      const isCycling = isInflated && inflatedAt !== undefined && at - inflatedAt < PRESSURE_HOLDS_MS;
      return isCycling ? [GET_CUFF_PRESSURE] : [GET_CUFF_PRESSURE, GET_RESULT];
    },
    get answers() {
      return answers;
    },
  };
}
