/**
 * An excursion found among late readings: they only chart, but what was beyond a limit while nobody could see it leaves a silent mark
 * (AL-170). Plain sets of readings: what comes of them does not depend on the order in which a backlog arrives.
 */
import type { Excess } from '../alerts/alert.ts';
import { worse } from '../alerts/condition.ts';
import type { Duration, Instant } from '../reading.ts';

/** `disconnected`: measured while its adapter or the server was away. `late`: it was told too late for another reason. */
export type LateWhy = 'disconnected' | 'late';

/** Late readings beyond a limit of one rule, none further than `staleMs` from the next. */
export interface Excursion {
  /** Measurement time of the first and of the last. */
  readonly from: Instant;
  readonly until: Instant;
  /** The worst value, against the least urgent level that is not silent. */
  readonly excess: Excess;
  /** It is worth a mark once it has lasted so long: the least delay of the levels its readings meet. */
  readonly needMs: Duration;
  readonly why: LateWhy;
  /** The marks that it has left already; more than one once it has joined several. */
  readonly markIds: readonly string[];
  /** Its mark says all of it. */
  readonly isTold: boolean;
}

/** A visit's journal may bring hours at once; what is beyond this many of one rule is joined or forgotten (AL-176). */
export const MOST_EXCURSIONS = 32;

export const isLongEnough = ({ from, until, needMs }: Excursion): boolean => until - from >= needMs;

/** The same list when the reading adds nothing. @param apartMs readings no further apart than this belong together */
export function withReading(
  excursions: readonly Excursion[],
  reading: Excursion,
  apartMs: Duration,
): readonly Excursion[] {
  const near = excursions.filter(
    ({ from, until }) => reading.from >= from - apartMs && reading.from <= until + apartMs,
  );
  const joined = near.reduce(join, reading);
  const [only] = near;
  if (near.length === 1 && only && isSame(only, joined)) return excursions;
  const rest = excursions.filter((each) => !near.includes(each));
  return bounded([...rest, joined].toSorted((a, b) => a.from - b.from));
}

/** Commutative but for the order of the marks, so that the order of arrival cannot matter. */
function join(a: Excursion, b: Excursion): Excursion {
  return {
    from: Math.min(a.from, b.from),
    until: Math.max(a.until, b.until),
    excess: worstOfBoth(a.excess, b.excess),
    needMs: Math.min(a.needMs, b.needMs),
    why: a.why === 'disconnected' ? a.why : b.why,
    markIds: [...b.markIds, ...a.markIds],
    isTold: false,
  };
}

function worstOfBoth(a: Excess, b: Excess): Excess {
  if (a.of !== b.of) return a.of > b.of ? a : b;
  return { ...a, extreme: worse(a.is, a.extreme, b.extreme) };
}

const isSame = (a: Excursion, b: Excursion): boolean =>
  a.from === b.from &&
  a.until === b.until &&
  a.excess.of === b.excess.of &&
  a.excess.extreme === b.excess.extreme &&
  a.needMs === b.needMs &&
  a.why === b.why;

function bounded(excursions: readonly Excursion[]): readonly Excursion[] {
  if (excursions.length <= MOST_EXCURSIONS) return excursions;
  const short = excursions
    .filter((each) => !isLongEnough(each))
    .toSorted((a, b) => a.until - a.from - (b.until - b.from));
  const [shortest] = short;
  if (shortest) return excursions.filter((each) => each !== shortest);
  const gapBefore = (index: number): Duration => (excursions[index]?.from ?? 0) - (excursions[index - 1]?.until ?? 0);
  let nearest = 1;
  for (let index = 2; index < excursions.length; index += 1) if (gapBefore(index) < gapBefore(nearest)) nearest = index;
  const [a, b] = excursions.slice(nearest - 1, nearest + 1);
  return a && b ? excursions.toSpliced(nearest - 1, 2, join(b, a)) : excursions;
}
