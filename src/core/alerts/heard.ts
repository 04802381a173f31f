/** From which device something has come, so that one lost adapter of a chair does not answer for the other's device (AL-15). */
import type { Instant, Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** When the newest judged reading of each device was received, with a value or without. */
export interface HeardAt {
  readonly oximeter?: Instant;
  /** A blood pressure, a failed cycle or a pressure; not what a person typed. */
  readonly cuff?: Instant;
}

export function withHeard(before: HeardAt | undefined, reading: Reading, at: Instant): HeardAt | undefined {
  if (reading.kind === 'oximetry') return { ...before, oximeter: at };
  if (reading.kind === 'nibp' && reading.byHand) return before;
  return { ...before, cuff: at };
}

/** Whether the link's loss can be why this device is silent: nothing has come from it since the link last changed. */
export const isSilentSinceLink = ({ link, tracks }: VisitState, device: keyof HeardAt): boolean =>
  (tracks.heardAt?.[device] ?? -Infinity) <= (link?.since ?? Infinity);

/** Whether the open "adapter lost" stands in for the alert about this device. */
export const isAbsorbed = (state: VisitState, device: keyof HeardAt): boolean =>
  state.alerts['adapter-lost'] !== undefined && isSilentSinceLink(state, device);
