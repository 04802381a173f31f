/** From which device something has come, so that one lost adapter of a chair does not answer for the other's device (AL-15). */
import { fedBy, lostKinds } from '../feeds.ts';
import type { FedKind } from '../feeds.ts';
import type { Instant, Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** When the newest judged reading of each device was received, with a value or without. */
export type HeardAt = Readonly<Partial<Record<FedKind, Instant>>>;

export function withHeard(before: HeardAt | undefined, reading: Reading, at: Instant): HeardAt | undefined {
  const kind = fedBy(reading);
  return kind === undefined ? before : { ...before, [kind]: at };
}

/** Whether its link's loss can be why this device is silent: nothing has come from it since the link last changed. */
const isSilent = ({ links, tracks }: VisitState, device: FedKind): boolean =>
  (tracks.heardAt?.[device] ?? -Infinity) <= (links?.[device]?.since ?? -Infinity);

/** Its adapter is lost, and nothing has come from it since. */
export const isSilentSinceLost = (state: VisitState, device: FedKind): boolean =>
  state.links?.[device]?.connected === false && isSilent(state, device);

/**
 * Whether the open "adapter lost" stands in for the alert about this device: its adapter is lost, or none is any more and the alert
 * only waits for the link to hold.
 */
export const isAbsorbed = (state: VisitState, device: FedKind): boolean =>
  state.alerts['adapter-lost'] !== undefined &&
  isSilent(state, device) &&
  (state.links?.[device]?.connected === false || lostKinds(state).length === 0);
