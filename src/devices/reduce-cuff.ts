/**
 * A cuff's readings: the pressure once a second while it is inflated, and each cycle's result or failure once, at once.
 * A module that is asked for its result gives the last one for ever: an old blood pressure must never go out as new.
 */
import type { CuffPressureReading, Instant, NibpFailedReading, NibpReading } from '#core/reading.ts';
import type { DecodedReading } from './decoder.ts';
import type { Reducer } from './reduce.ts';

/** Above what an empty cuff's zero error reads (a few mmHg), below the pressure any cycle reaches. */
export const INFLATED_FROM_MMHG = 10;

const secondOf = (at: Instant): number => Math.floor(at / 1_000);
/** A cuff stays inflated for 180 s at most (IEC 80601-2-30): an inflation further back has nothing to do with a result. */
export const CYCLE_MS = 180_000;
/**
 * A result that equals the last one is believed new only straight after a cycle, and once it has stood for a while:
 * at first the module may still give the old one.
 */
const SAME_WITHIN_MS = 30_000;
const SAME_STANDS_MS = 3_000;
/** Pressure after a result is the cuff emptying, until it was seen empty or nothing was heard for this long. */
const EMPTYING_MS = 5_000;

export type CuffResult = NibpReading | NibpFailedReading;

export function createCuffReducer(): Reducer {
  /** The last inflation that no result has answered yet. */
  let inflatedAt: Instant | undefined;
  let pressureAt: Instant | undefined;
  let emptying = false;
  /** What the module's result said last; undefined = not asked since the link opened. */
  let known: string | undefined;
  let waiting: CuffResult | undefined;
  let heardAt: Instant | undefined;

  const take = (result: CuffResult): CuffResult[] => {
    known = identityOf(result);
    inflatedAt = undefined;
    waiting = undefined;
    emptying = true;
    return [result];
  };

  const pressure = (cuffPressureMmHg: number, decoded: DecodedReading, at: Instant): CuffPressureReading[] => {
    const isEmpty = cuffPressureMmHg < INFLATED_FROM_MMHG;
    if (isEmpty || pressureAt === undefined || at - pressureAt > EMPTYING_MS) emptying = false;
    const second = secondOf(at);
    const isFirstOfSecond = pressureAt === undefined || secondOf(pressureAt) !== second || inflatedAt === undefined;
    pressureAt = at;
    if (isEmpty || emptying) return [];
    inflatedAt = at;
    waiting = undefined;
    return isFirstOfSecond ? [{ kind: 'cuff-pressure', ...measured(decoded, at), cuffPressureMmHg }] : [];
  };

  const flush = (at: Instant): CuffResult[] =>
    waiting !== undefined && at - waiting.measuredAt >= SAME_STANDS_MS ? take(waiting) : [];

  return {
    push(decoded, at) {
      heardAt = at;
      if (decoded.cuffPressureMmHg !== undefined) return pressure(decoded.cuffPressureMmHg, decoded, at);
      const result = resultOf(decoded, at);
      const identity = result ? identityOf(result) : 'nothing measured';
      const isFirst = known === undefined;
      const isSame = known === identity;
      known = identity;
      if (result === undefined) return [];
      const sinceCycle = inflatedAt === undefined ? Infinity : at - inflatedAt;
      if (!isSame) return sinceCycle <= CYCLE_MS || !isFirst ? take(result) : [];
      if (waiting === undefined && sinceCycle <= SAME_WITHIN_MS) waiting = result;
      return flush(at);
    },
    flush,
    reopened(at) {
      waiting = undefined;
      // After a short break, what changed was measured just now; after a long one, nobody knows when.
      if (heardAt !== undefined && at - heardAt <= CYCLE_MS) return;
      inflatedAt = undefined;
      known = undefined;
    },
  };
}

export function resultOf(decoded: DecodedReading, at: Instant): CuffResult | undefined {
  const { systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm, failure } = decoded;
  if (failure !== undefined) return { kind: 'nibp-failed', ...measured(decoded, at), failure };
  if (systolicMmHg === undefined || diastolicMmHg === undefined) return undefined;
  return {
    kind: 'nibp',
    ...measured(decoded, at),
    systolicMmHg,
    diastolicMmHg,
    ...(meanMmHg === undefined ? {} : { meanMmHg }),
    ...(pulseBpm === undefined ? {} : { pulseBpm }),
  };
}

const measured = ({ quality, causes, deviceAt }: DecodedReading, at: Instant) => ({
  measuredAt: at,
  quality,
  causes,
  ...(deviceAt === undefined ? {} : { deviceAt }),
});

export const identityOf = (result: CuffResult): string =>
  result.kind === 'nibp-failed'
    ? result.failure
    : [result.systolicMmHg, result.diastolicMmHg, result.meanMmHg, result.pulseBpm].join('/');
