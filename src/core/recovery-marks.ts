/** The two marks of recovery. Both count from the stop of an infusion, or from the first esketamine device; neither releases anybody. */
import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

function countsFrom({ phase, protocol }: VisitState): Instant | undefined {
  if (phase.name !== 'recovery' && phase.name !== 'discharge') return undefined;
  return protocol.recovery.countsFrom === 'first-device' ? phase.infusion.startedAt : phase.recovery.startedAt;
}

/** When the minimum is reached. Undefined before recovery and after the visit. */
export function minimumReachedAt(state: VisitState): Instant | undefined {
  const from = countsFrom(state);
  return from === undefined ? undefined : from + state.protocol.recovery.minimumMs;
}

/** When recovery calls for a provider if criteria are unmet. Undefined outside recovery. */
export function upperMarkAt(state: VisitState): Instant | undefined {
  const from = state.phase.name === 'recovery' ? countsFrom(state) : undefined;
  return from === undefined ? undefined : from + state.protocol.recovery.upperMarkMs;
}
