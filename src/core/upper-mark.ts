import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

/**
 * When recovery calls for a provider if criteria are unmet; it releases nobody.
 * Counted from where the minimum counts from. Undefined outside recovery.
 */
export function upperMarkAt({ phase, protocol }: VisitState): Instant | undefined {
  if (phase.name !== 'recovery') return undefined;
  const from = protocol.recovery.countsFrom === 'first-device' ? phase.infusion.startedAt : phase.recovery.startedAt;
  return from + protocol.recovery.upperMarkMs;
}
