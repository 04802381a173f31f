import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface NextBp {
  readonly dueAt: Instant;
  readonly reason: 'interval' | 'repeat';
}

/** When the next BP is due; absent while nobody is watched. */
export function nextBp(state: VisitState): NextBp | undefined {
  const { phase, protocol, setUp } = state;
  if (phase.name !== 'infusion') return undefined;
  const last = Math.max(phase.infusion.startedAt, state.bps.at(-1)?.measuredAt ?? -Infinity);
  return { dueAt: last + (setUp.bpEveryMs ?? protocol.infusion.bpEveryMs), reason: 'interval' };
}
