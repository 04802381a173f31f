/** Which chair a visit takes up. Pure. */
import { isWaiting } from '#core/phase.ts';
import type { VisitState } from '#core/visit-state.ts';

/** Undefined once it has ended, and while it only waits for the ride: then the chair's devices feed it no more. */
export function seatOf({ phase, chairId }: VisitState): string | undefined {
  if (phase.name === 'ended') return undefined;
  if (isWaiting({ phase })) return undefined;
  return chairId;
}
