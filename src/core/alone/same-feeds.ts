/** Whether the chair still has the devices that a page watched with: what another one showed is nothing to the present one (PH-77). */
import type { AlertKind } from '../alerts/alert.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { Feed, FedKind } from '../feeds.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from '../visit/without.ts';
import type { Seen, WatchedAlone } from './alone.ts';

export type SameFeeds = Readonly<Record<FedKind, boolean>>;

export const sameFeeds = ({ feeds: ours }: VisitState, theirs: WatchedAlone['feeds']): SameFeeds => ({
  oximeter: isSame(ours?.oximeter, theirs.oximeter),
  cuff: isSame(ours?.cuff, theirs.cuff),
});

/** The same one, and never another in between. */
const isSame = (a: Feed | undefined, b: Feed | undefined): boolean =>
  a?.deviceId === b?.deviceId && a?.since === b?.since;

/** Which device an alert is about; undefined: none. */
export function deviceBehind(kind: AlertKind): FedKind | undefined {
  if (kind === 'no-spo2') return 'oximeter';
  if (kind === 'cuff-overdue') return 'cuff';
  const vital = VITAL_ALERT_KINDS.find((each) => each === kind);
  return vital && ({ oximetry: 'oximeter', nibp: 'cuff', entry: undefined } as const)[JUDGED_BY[vital].reading];
}

/** Without what came from a device that is not the chair's any more. */
export function ofSameFeeds(seen: Seen, same: SameFeeds): Seen {
  const oximetry = same.oximeter ? seen : withoutOximetry(seen);
  return same.cuff ? oximetry : withoutCuff(oximetry);
}

function withoutOximetry(seen: Seen): Seen {
  const { oximetry: _o, lastSpo2: _s, lastPulse: _p, spo2SteadySince: _t, probeSeenOff: _f, ...rest } = seen;
  return { ...rest, recentOximetry: [], probeSeenOn: false, tracks: withoutTracks(seen.tracks, 'oximeter') };
}

function withoutCuff(seen: Seen): Seen {
  const { highestBp: _h, highestDiastolicBp: _d, lastBpFailure: _l, cuffPressure: _c, ...rest } = seen;
  return { ...rest, bps: [], tracks: withoutTracks(seen.tracks, 'cuff') };
}

function withoutTracks({ rules, ...tracks }: Seen['tracks'], kind: FedKind): Seen['tracks'] {
  const kept = Object.fromEntries(Object.entries(rules).filter(([of]) => deviceBehind(of as AlertKind) !== kind));
  const { spo2Run: run, spo2Gaps, bpReceivedAt, bpFailureReceivedAt, inflation, heardAt, lowBatteryAt } = tracks;
  return {
    rules: kept,
    ...(run && kind !== 'oximeter' && { spo2Run: run }),
    ...(spo2Gaps && kind !== 'oximeter' && { spo2Gaps }),
    ...(bpReceivedAt !== undefined && kind !== 'cuff' && { bpReceivedAt }),
    ...(bpFailureReceivedAt !== undefined && kind !== 'cuff' && { bpFailureReceivedAt }),
    ...(inflation && kind !== 'cuff' && { inflation }),
    ...(heardAt && { heardAt: without(heardAt, kind) }),
    ...(lowBatteryAt && { lowBatteryAt: without(lowBatteryAt, kind) }),
  };
}
