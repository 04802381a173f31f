import { noTracks } from '../alerts/track.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from './without.ts';

type RecoveryEvent = VisitEventOf<
  | 'recovery-decided'
  | 'monitoring-ended'
  | 'monitoring-reopened'
  | 'criterion-checked'
  | 'criterion-overridden'
  | 'waiting-for-ride'
  | 'visit-ended'
>;

/** From the stop to the door, and the correction "monitoring goes on". */
export function foldRecovery(state: VisitState, event: RecoveryEvent): VisitState {
  const { phase } = state;
  switch (event.type) {
    case 'recovery-decided': {
      if (phase.name !== 'recovery') return state;
      const { choice, at, byName, order } = event;
      const decision = { choice, at, byName, ...(order && { orderId: order.orderId }) };
      return { ...state, phase: { ...phase, recovery: { ...phase.recovery, decision } } };
    }
    case 'monitoring-ended':
      if (phase.name !== 'recovery') return state;
      // What had been held until now says nothing should monitoring go on later.
      return { ...state, tracks: noTracks, phase: { ...phase, name: 'discharge', monitoringEndedAt: event.at } };
    case 'monitoring-reopened': {
      if (phase.name !== 'discharge') return state;
      const { infusion, end, recovery } = phase;
      // Nobody watched in between: SpO2 has to hold anew.
      return {
        ...without(state, 'spo2SteadySince'),
        phase: { name: 'recovery', infusion, end, recovery: { ...recovery, watchedAgainAt: event.at } },
      };
    }
    case 'criterion-checked': {
      const { criterion, met, byName, at } = event;
      return { ...state, checked: { ...state.checked, [criterion]: { met, byName, at } } };
    }
    case 'criterion-overridden': {
      const { criterion, reason, byName, at, order } = event;
      const aside = { reason, byName, at, ...(order && { orderId: order.orderId }) };
      return { ...state, overridden: { ...state.overridden, [criterion]: aside } };
    }
    case 'waiting-for-ride':
      if (phase.name !== 'discharge') return state;
      return { ...state, phase: { ...phase, waitingSince: event.at } };
    case 'visit-ended':
      return ended(state, event);
    default:
      return event satisfies never;
  }
}

function ended(state: VisitState, { at, ending, byName, escortName, reason }: VisitEventOf<'visit-ended'>): VisitState {
  const { phase } = state;
  const over = {
    name: 'ended',
    endedAt: at,
    ending,
    byName,
    ...(escortName !== undefined && { escortName }),
    ...(reason !== undefined && { reason }),
  } as const;
  switch (phase.name) {
    case 'baseline':
      return { ...state, phase: over };
    case 'infusion':
      return { ...state, phase: { ...over, infusion: phase.infusion } };
    case 'recovery':
    case 'discharge':
      return { ...state, phase: { ...over, infusion: phase.infusion, end: phase.end } };
    case 'ended':
      return state;
    default:
      return phase satisfies never;
  }
}
