/**
 * What no engine can have left behind. A page is told to nobody but the server, and what it tells is folded into the state that alarms:
 * a level that both holds and has cleared would go round in a circle for ever.
 */
import type { Clock } from '../alerts/clock.ts';
import type { LevelTrack } from '../alerts/track.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import { SAMPLE_APART_MS } from '../visit/evolve-reading.ts';
import type { Seen } from './alone.ts';

/**
 * @param until nothing in it may be newer.
 * @returns the end of a sentence that begins with "seen", undefined when nothing is wrong.
 */
export function faultOfSeen(seen: Seen, protocol: ClinicalProtocol, until: Instant): string | undefined {
  if (newestIn(seen) > until) return 'is newer than "until".';
  return faultOfRules(seen, protocol) ?? faultOfSignal(seen, protocol) ?? faultOfCuff(seen);
}

function faultOfRules({ tracks }: Seen, { rules }: ClinicalProtocol): string | undefined {
  for (const kind of VITAL_ALERT_KINDS) {
    const track = tracks.rules[kind];
    if (track === undefined) continue;
    const rule = rules.find(({ alert }) => alert === kind);
    if (track.levels.length !== rule?.levels.length)
      return `has ${track.levels.length} levels of ${kind}; the visit's protocol has ${rule?.levels.length ?? 0}.`;
    for (const level of track.levels) {
      const fault = faultOfLevel(level);
      if (fault) return `holds a level of ${kind} ${fault}`;
    }
  }
  return undefined;
}

function faultOfLevel({ when, paused, clear, clearGood, sum }: LevelTrack): string | undefined {
  if (when && (clear ?? clearGood)) return 'that is met and has cleared at once.';
  if (clearGood && !clear) return 'that has cleared in good signal, and not at all.';
  if (sum && sum.below > 0 && !(when && sum.run)) return 'whose SatSeconds grow while it is not met.';
  return [when, paused, clear, clearGood].some((clock) => clock && isWrong(clock))
    ? 'whose time began after its end, or was held for longer than it ran.'
    : undefined;
}

const isWrong = ({ since, lastAt, heldMs }: Clock): boolean => since > lastAt || heldMs > lastAt - since;

function faultOfSignal({ tracks, lastSpo2, recentOximetry, oximetry }: Seen, { baseline }: ClinicalProtocol) {
  const { spo2Run } = tracks;
  if (spo2Run && (spo2Run.since > spo2Run.lastAt || spo2Run.lastAt !== lastSpo2?.at))
    return 'has a run of SpO2 that does not end with the newest SpO2.';
  const { lastAt: valueAt = -Infinity, gaps = [] } = tracks.spo2Gaps ?? {};
  const isInOrder = gaps.every(
    ({ since, backAt }, i) => since >= (gaps[i - 1]?.backAt ?? -Infinity) && since < backAt && backAt <= valueAt,
  );
  if (!isInOrder) return 'has gaps of SpO2 out of order.';
  if (oximetry && lastSpo2 && lastSpo2.at > oximetry.measuredAt)
    return 'has an SpO2 that is newer than its newest reading.';
  const newestAt = recentOximetry.at(-1)?.at ?? 0;
  const from = newestAt - baseline.medianWindowMs;
  for (const [i, { at }] of recentOximetry.entries()) {
    const before = recentOximetry[i - 1];
    if (before && (at - before.at < SAMPLE_APART_MS || at <= from))
      return 'has recent values out of order, too close, or older than the window.';
  }
  return undefined;
}

function faultOfCuff({ bps, tracks }: Seen): string | undefined {
  if (bps.some(({ measuredAt }, i) => measuredAt < (bps[i - 1]?.measuredAt ?? -Infinity)))
    return 'has blood pressures out of order.';
  const { inflation } = tracks;
  return inflation && inflation.since > inflation.lastAt ? 'has an inflation that began after its end.' : undefined;
}

/** The newest instant that readings left. The device's own stamp is its own. */
function newestIn(value: unknown, of = ''): Instant {
  if (typeof value !== 'object' || value === null) return -Infinity;
  return Object.entries(value).reduce((newest, [key, each]) => {
    if (key === 'deviceAt') return newest;
    const isInstant = key === 'at' || key === 'since' || /(At|Since)$/.test(key) || /At$/.test(of);
    return Math.max(newest, typeof each === 'number' ? (isInstant ? each : -Infinity) : newestIn(each, key));
  }, -Infinity);
}
