/**
 * What the pump is thought to have given. Vigil does not control the pump and never hears from it:
 * the amount is an estimate from what people recorded.
 */
import type { Infusion } from './phase.ts';
import type { Duration, Instant } from './reading.ts';

/** Time the pump ran up to `until`, ms: from the start, without the pauses. Never negative. */
export function pumpedMs(infusion: Infusion, until: Instant): Duration {
  const paused = infusion.pauses.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to ?? until, until) - from),
    0,
  );
  return Math.max(0, until - infusion.startedAt - paused);
}

/** Share of the planned time pumped so far, 0–1. */
export const estimatedShare = (infusion: Infusion, until: Instant): number =>
  Math.min(1, pumpedMs(infusion, until) / infusion.plannedMs);

/** Estimated amount given, mg: the dose × the share, never more than the dose. */
export const estimatedMg = (infusion: Infusion, doseMg: number, until: Instant): number =>
  doseMg * estimatedShare(infusion, until);

/** Since when the pump is paused; undefined while it runs. */
export function pausedSince(infusion: Infusion): Instant | undefined {
  const last = infusion.pauses.at(-1);
  return last && last.to === undefined ? last.from : undefined;
}

/** The pump gives the rest after a pause, so the planned end moves by each pause that is over. */
export function plannedEndAt({ startedAt, plannedMs, pauses }: Infusion): Instant {
  return pauses.reduce((end, { from, to }) => end + ((to ?? from) - from), startedAt + plannedMs);
}
