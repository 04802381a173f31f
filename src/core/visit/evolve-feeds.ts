import { JUDGED_BY } from '../alerts/judged-by.ts';
import { oximetryLost } from '../alerts/open-alert.ts';
import { DEVICE_CHANGED } from '../alerts/reason.ts';
import type { Tracks } from '../alerts/track.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { VisitEventOf } from '../event.ts';
import { FED_KINDS } from '../feeds.ts';
import type { FedKind } from '../feeds.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from './without.ts';

/** An adapter came or went. One of an older journal does not say whose: it speaks for all. */
export function foldLink(
  state: VisitState,
  { type, feeds = FED_KINDS, at }: VisitEventOf<'adapter-connected' | 'adapter-disconnected'>,
): VisitState {
  const connected = type === 'adapter-connected';
  const changed = feeds.filter((kind) => state.links?.[kind]?.connected !== connected);
  if (changed.length === 0) return state;
  const links = Object.fromEntries(changed.map((kind) => [kind, { connected, since: at }]));
  return { ...state, links: { ...state.links, ...links } };
}

/** The first that is told is no change: it has fed the visit all along. */
export function foldDevice(state: VisitState, { kind, deviceId, at }: VisitEventOf<'device-changed'>): VisitState {
  const before = state.feeds?.[kind];
  if (before && before.deviceId === deviceId) return state;
  const feed = { ...(deviceId !== undefined && { deviceId }), since: before ? at : state.openedAt };
  return { ...(before ? changed(state, kind) : state), feeds: { ...state.feeds, [kind]: feed } };
}

/** Every device is another one, of which nothing is known yet. */
export function allChanged(state: VisitState, at: Instant): VisitState {
  const fresh = FED_KINDS.reduce(changed, state);
  return { ...fresh, feeds: { oximeter: { since: at }, cuff: { since: at } } };
}

/**
 * What the one before measured is not what the next one measures. Nothing of it looks live, nothing pending goes on with other
 * eyes, and where it sits is asked again; its last values stay as old ones, open alerts stay without data (AL-1), and the timers
 * of a missing signal run on.
 */
function changed(state: VisitState, kind: FedKind): VisitState {
  const { [kind]: _, ...links } = state.links ?? {};
  const next = { ...state, links };
  return kind === 'oximeter' ? oximeterChanged(next) : cuffChanged(next);
}

function oximeterChanged(state: VisitState): VisitState {
  const { oximetry: _o, probeSeenOff: _p, spo2SteadySince, ...rest } = state;
  // Once monitoring has ended it stands as it was then (PH-65), whatever chair the patient sits on.
  const steady = state.phase.name === 'discharge' && spo2SteadySince !== undefined ? { spo2SteadySince } : {};
  const alerts = oximetryLost(state.alerts, DEVICE_CHANGED);
  const missing = alerts['no-spo2'];
  return {
    ...rest,
    ...steady,
    setUp: without(state.setUp, 'oximeterHand'),
    probeSeenOn: false,
    recentOximetry: [],
    alerts: { ...alerts, ...(missing && { 'no-spo2': { ...missing, reason: DEVICE_CHANGED } }) },
    tracks: withoutOximeter(state.tracks),
  };
}

/** Blood pressures stay: each is a fact by itself. A cycle of the old cuff is over for Vigil. */
function cuffChanged(state: VisitState): VisitState {
  const { cuffPressure: _p, lastBpFailure: _f, cuff: _c, ...rest } = state;
  return {
    ...rest,
    setUp: without(state.setUp, 'cuffArm'),
    tracks: withoutDevice(state.tracks, 'cuff'),
  };
}

/** Time held by another device's values is nothing to the next one's. */
function withoutOximeter({ spo2Run: _, spo2Gaps: _g, ...tracks }: Tracks): Tracks {
  const rules = Object.fromEntries(
    VITAL_ALERT_KINDS.flatMap((kind) => {
      const track = JUDGED_BY[kind].reading === 'oximetry' ? undefined : tracks.rules[kind];
      return track ? [[kind, track]] : [];
    }),
  );
  return withoutDevice({ ...tracks, rules }, 'oximeter');
}

function withoutDevice({ inflation, ...tracks }: Tracks, kind: FedKind): Tracks {
  return {
    ...tracks,
    heardAt: without(tracks.heardAt ?? {}, kind),
    ...(tracks.lowBatteryAt && { lowBatteryAt: without(tracks.lowBatteryAt, kind) }),
    ...(inflation && kind !== 'cuff' && { inflation }),
  };
}
