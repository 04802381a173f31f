import type { VisitEventOf } from '../event.ts';
import type { Infusion, Phase } from '../phase.ts';
import { pausedSince } from '../pump.ts';
import type { VisitState } from '../visit-state.ts';

type InfusionEvent = VisitEventOf<
  | 'infusion-started'
  | 'device-given'
  | 'pump-paused'
  | 'pump-resumed'
  | 'infusion-ended'
  | 'infusion-reopened'
  | 'pump-volume-read'
>;

/** The dose from its start to its stop, and the correction "not ended after all". */
export function foldInfusion(state: VisitState, event: InfusionEvent): VisitState {
  const { phase } = state;
  switch (event.type) {
    case 'infusion-started': {
      if (phase.name !== 'baseline') return state;
      const { happenedAt: startedAt, plannedMs } = event;
      return inPhase(state, { name: 'infusion', infusion: { startedAt, plannedMs, pauses: [], devices: [] } });
    }
    case 'device-given': {
      const { happenedAt: at, mg, lot } = event;
      return changed(state, (infusion) => ({ ...infusion, devices: [...infusion.devices, { at, mg, lot }] }));
    }
    case 'pump-paused':
      return changed(state, (infusion) =>
        pausedSince(infusion) === undefined
          ? { ...infusion, pauses: [...infusion.pauses, { from: event.happenedAt }] }
          : infusion,
      );
    case 'pump-resumed':
      return changed(state, (infusion) => {
        const from = pausedSince(infusion);
        if (from === undefined) return infusion;
        return { ...infusion, pauses: [...infusion.pauses.slice(0, -1), { from, to: event.happenedAt }] };
      });
    case 'infusion-ended': {
      if (phase.name !== 'infusion') return state;
      const { happenedAt: endedAt, reason, pumpVolumeMl } = event;
      return inPhase(state, {
        name: 'recovery',
        infusion: phase.infusion,
        end: { endedAt, reason, ...(pumpVolumeMl !== undefined && { pumpVolumeMl }) },
        recovery: { startedAt: endedAt },
      });
    }
    case 'infusion-reopened':
      if (phase.name !== 'recovery') return state;
      // Whoever was checked fit to go, or overridden, was so before more of the drug: it is asked again.
      return { ...inPhase(state, { name: 'infusion', infusion: phase.infusion }), checked: {}, overridden: {} };
    case 'pump-volume-read':
      if (phase.name !== 'recovery' && phase.name !== 'discharge') return state;
      return inPhase(state, { ...phase, end: { ...phase.end, pumpVolumeMl: event.pumpVolumeMl } });
    default:
      return event satisfies never;
  }
}

const inPhase = (state: VisitState, phase: Phase): VisitState => ({ ...state, phase });

function changed(state: VisitState, change: (infusion: Infusion) => Infusion): VisitState {
  if (state.phase.name !== 'infusion') return state;
  const infusion = change(state.phase.infusion);
  return infusion === state.phase.infusion ? state : inPhase(state, { name: 'infusion', infusion });
}
