/** One oximetry reading a second: the last valid values and the worst quality since the one before. */
import { CAUSES, QUALITIES } from '#core/reading.ts';
import type { Cause, Instant, OximetryReading, Quality } from '#core/reading.ts';
import type { DecodedReading } from './decoder.ts';
import type { Reducer } from './reduce.ts';

const SECOND_MS = 1_000;

/**
 * A value that must not wait for its second to end. 85 % is the level at which low SpO2 alarms at once in the
 * protocols that ship (src/core/protocols/iv-ketamine-40.json); the alert engine judges, this only hurries.
 */
export const isCriticalOximetry = (reading: Pick<DecodedReading, 'spo2Pct'>): boolean =>
  reading.spo2Pct !== undefined && reading.spo2Pct <= 85;

export function createOximeterReducer(isCritical: typeof isCriticalOximetry = isCriticalOximetry): Reducer {
  let pending: OximetryReading | undefined;
  let sent: { readonly reading: OximetryReading; readonly second: number } | undefined;

  const send = (reading: OximetryReading, at: Instant): OximetryReading[] => {
    pending = undefined;
    sent = { reading, second: Math.floor(at / SECOND_MS) };
    return [reading];
  };
  const isDue = (at: Instant): boolean => sent === undefined || Math.floor(at / SECOND_MS) > sent.second;

  return {
    push(decoded, at) {
      // Nobody knows how far the device's clock is from ours, so nobody knows when a stored value was measured.
      if (decoded.causes.includes('from-storage')) return [];
      const now = oximetryOf(decoded, at);
      pending = pending === undefined ? now : merged(pending, now);
      const urgent = sent === undefined || isNews(now, sent.reading) || (isCritical(now) && !isCritical(sent.reading));
      return urgent || isDue(at) ? send(pending, at) : [];
    },
    flush: (at) => (pending !== undefined && isDue(at) ? send(pending, at) : []),
    reopened() {
      pending = undefined;
      sent = undefined;
    },
  };
}

function oximetryOf(decoded: DecodedReading, at: Instant): OximetryReading {
  const { spo2Pct, pulseBpm, perfusionIndexPct, respiratoryRatePerMin, deviceAt, quality, causes } = decoded;
  return {
    kind: 'oximetry',
    measuredAt: at,
    quality,
    causes,
    ...(deviceAt === undefined ? {} : { deviceAt }),
    ...(spo2Pct === undefined ? {} : { spo2Pct }),
    ...(pulseBpm === undefined ? {} : { pulseBpm }),
    ...(perfusionIndexPct === undefined ? {} : { perfusionIndexPct }),
    ...(respiratoryRatePerMin === undefined ? {} : { respiratoryRatePerMin }),
  };
}

/** Later values replace earlier ones; a value the later one lacks stays, being of the same second. */
function merged(earlier: OximetryReading, later: OximetryReading): OximetryReading {
  // No value: nothing from before it may stand after it, and it is no longer true once there is one.
  if (later.quality === 'none' || earlier.quality === 'none') return later;
  const both = { ...earlier, ...later };
  const complete = both.spo2Pct !== undefined && both.pulseBpm !== undefined;
  const causes = CAUSES.filter(
    (cause) => (earlier.causes.includes(cause) || later.causes.includes(cause)) && !(complete && cause === 'no-value'),
  );
  return { ...both, quality: worse(earlier.quality, later.quality), causes };
}

const rank = (quality: Quality): number => QUALITIES.indexOf(quality);
const worse = (a: Quality, b: Quality): Quality => (rank(a) >= rank(b) ? a : b);

/** A turn for the worse, a new cause, or the signal back: not to wait for the second's end. Better signal waits. */
function isNews(now: OximetryReading, last: OximetryReading): boolean {
  const isNewCause = (cause: Cause): boolean => !last.causes.includes(cause);
  return (
    rank(now.quality) > rank(last.quality) ||
    (last.quality === 'none' && now.quality !== 'none') ||
    now.causes.some(isNewCause)
  );
}
