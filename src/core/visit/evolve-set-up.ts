import { noTracks } from '../alerts/track.ts';
import type { VisitEventOf } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { foldSetUpCare } from '../care/fold-care.ts';
import { allChanged } from './evolve-feeds.ts';
import { without } from './without.ts';

export function opened(event: VisitEventOf<'visit-opened'>): VisitState {
  const { visitId, chairId, patientId, protocol, plan, imported, at } = event;
  return {
    visitId,
    chairId,
    patientId,
    protocol,
    openedAt: at,
    ...(plan && { plan }),
    ...(imported && { imported }),
    setUp: {},
    phase: { name: 'baseline', since: at },
    probeSeenOn: false,
    recentOximetry: [],
    bps: [],
    oxygenLPerMin: 0,
    scales: {},
    entries: [],
    checked: {},
    overridden: {},
    watchedFrom: at,
    alerts: {},
    latched: [],
    tracks: noTracks,
  };
}

type SetUpEvent = VisitEventOf<
  | 'identity-confirmed'
  | 'set-up-recorded'
  | 'probe-seen-on'
  | 'baseline-frozen'
  | 'baseline-corrected'
  | 'hold-approved'
  | 'hold-withdrawn'
  | 'chair-changed'
  | 'patient-corrected'
>;

/** Who, where, with what, and the baseline. */
export function foldSetUp(state: VisitState, event: SetUpEvent): VisitState {
  switch (event.type) {
    case 'identity-confirmed':
      return { ...state, identity: { at: event.at, byName: event.byName } };
    case 'set-up-recorded':
      return foldSetUpCare({ ...state, setUp: { ...state.setUp, ...event.setUp } }, event);
    case 'probe-seen-on':
      return { ...state, probeSeenOn: true };
    case 'baseline-frozen':
    case 'baseline-corrected':
      // The discharge level follows the baseline: time held at another level does not count.
      return { ...without(state, 'spo2SteadySince'), baseline: event.baseline };
    case 'hold-approved': {
      const bp = state.bps.at(-1);
      if (!bp) return state;
      const { at, byName, reason, order } = event;
      const { systolicMmHg, diastolicMmHg, measuredAt: nibpAt } = bp;
      const approved = { at, byName, reason, nibpAt, bp: { systolicMmHg, diastolicMmHg } };
      return { ...state, holdApproved: { ...approved, ...(order && { orderId: order.orderId }) } };
    }
    case 'hold-withdrawn':
      return without(state, 'holdApproved');
    case 'chair-changed':
      return onAnotherChair(state, event.chairId, event.at);
    case 'patient-corrected':
      return ofAnotherPatient(state, event);
    default:
      return event satisfies never;
  }
}

/** The plan was for somebody else; so were weight, dose and ride, unless the infusion was given by them. */
function ofAnotherPatient(state: VisitState, { patientId, setUp }: VisitEventOf<'patient-corrected'>): VisitState {
  const asked = { ...without(without(state, 'identity'), 'plan'), patientId };
  if (setUp !== 'anew') return asked;
  const { weightKg: _w, doseMgPerKg: _p, doseMg: _d, ride: _r, ridePlan: _q, ...rest } = state.setUp;
  return { ...asked, setUp: rest };
}

/** Another chair has other devices. Who waits for a ride sits again. */
function onAnotherChair(state: VisitState, chairId: string, at: Instant): VisitState {
  const { phase } = state;
  return {
    ...allChanged(state, at),
    chairId,
    phase: phase.name === 'discharge' ? without(phase, 'waitingSince') : phase,
  };
}
