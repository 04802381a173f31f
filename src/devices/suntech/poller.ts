/** A SunTech module speaks when spoken to: what to ask it, and when. Pure; the caller owns the clock and the link. */
import type { Instant } from '#core/reading.ts';
import type { DecodedReading } from '../decoder.ts';
import type { Poller } from '../device-table.ts';
import { GET_CUFF_PRESSURE, GET_RESULT } from './frame.ts';
import { INFLATED_FROM_MMHG } from '../reduce-cuff.ts';

/** A pressure this old says nothing about now. */
const PRESSURE_HOLDS_MS = 5_000;

/** The pressure each time; the result only while the cuff is empty, so that a running cycle is left alone. */
export function createSuntechPoller(): Poller {
  let inflatedAt: Instant | undefined;
  return {
    hear(reading: DecodedReading, at: Instant) {
      if (reading.cuffPressureMmHg === undefined) return;
      inflatedAt = reading.cuffPressureMmHg >= INFLATED_FROM_MMHG ? at : undefined;
    },
    ask(at: Instant) {
      const inflated = inflatedAt !== undefined && at - inflatedAt < PRESSURE_HOLDS_MS;
      return inflated ? [GET_CUFF_PRESSURE] : [GET_CUFF_PRESSURE, GET_RESULT];
    },
  };
}
