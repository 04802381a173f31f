import type { Excess } from './alert.ts';
import { worse } from './condition.ts';

/** The worse of the same parameter; the first one's parameter stays. */
export function worstOf(before: Excess | undefined, now: Excess | undefined): Excess | undefined {
  if (before === undefined || now === undefined) return now ?? before;
  if (before.of !== now.of) return before;
  return { ...now, extreme: worse(now.is, before.extreme, now.extreme) };
}

/** The new limit against the worst value of the whole alert. */
export const withWorst = (excess: Excess, before: Excess | undefined): Excess =>
  before?.of === excess.of ? (worstOf(before, excess) ?? excess) : excess;
