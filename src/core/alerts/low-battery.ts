/** Battery low: what a device in use says of itself in its readings; an advisory, and silent (AL-83). */
import { FED_KINDS } from '../feeds.ts';
import type { FedKind } from '../feeds.ts';
import type { VisitState } from '../visit-state.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';

/** Devices whose battery is low: over when they have sent without saying so for a while, not when they are silent. */
export function lowBatteryKinds({ tracks, protocol }: VisitState): readonly FedKind[] {
  const { lowBattery } = protocol.technical;
  if (lowBattery === undefined) return [];
  return FED_KINDS.filter((kind) => {
    const lowAt = tracks.lowBatteryAt?.[kind];
    return lowAt !== undefined && (tracks.heardAt?.[kind] ?? lowAt) - lowAt < lowBattery.clearMs;
  });
}

export function lowBatteryFact(state: VisitState): DueFact | undefined {
  const alert = state.alerts['low-battery'];
  const low = lowBatteryKinds(state);
  const at = datedFrom(state);
  if (alert) {
    if (low.length > 0) return undefined;
    const saidSo = Object.keys(state.tracks.lowBatteryAt ?? {}).length > 0;
    return ended(alert, at, saidSo ? 'in-range' : 'person');
  }
  if (low.length === 0) return undefined;
  const onsetAt = Math.min(...low.map((kind) => state.tracks.lowBatteryAt?.[kind] ?? at));
  return {
    at,
    body: (newId) => ({ type: 'alert-issued', alertId: newId(), kind: 'low-battery', priority: 'low', onsetAt }),
  };
}
