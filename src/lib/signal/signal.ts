/** What a device's signal is worth, from what it sent in the last minute. No patient is meant by it. */
import type {
  CuffPressureReading,
  Instant,
  NibpFailedReading,
  NibpReading,
  OximetryReading,
  Reading,
} from '#core/reading.ts';
import { FAILURE_WORDS } from '#core/view/words.ts';
import type { DeviceOfSite, DeviceReading } from '#protocol/screen-events.ts';
import { inWords } from '../components/format.ts';
import { causeWords } from './cause-words.ts';

/** Seconds the strip shows. */
export const SHOWN_S = 60;
const SILENT_MS = 5_000;
const RATE_OVER_MS = 10_000;

export type Tone = 'good' | 'poor' | 'none';

export interface Verdict {
  readonly tone: Tone;
  readonly text: string;
  /** What to do, or what it means. */
  readonly more?: string;
}

/** One second of the strip; `silent`: nothing came. */
export interface StripSecond {
  readonly quality: Tone | 'silent';
  readonly spo2Pct?: number;
}

/** Readings older than the strip say nothing any more, but the newest of each kind is kept. */
export function kept(readings: readonly DeviceReading[], now: Instant): readonly DeviceReading[] {
  const newest = new Set(
    (['oximetry', 'nibp', 'nibp-failed', 'cuff-pressure'] as const).map((kind) =>
      readings.findLast(({ reading }) => reading?.kind === kind),
    ),
  );
  const refused = readings.findLast(({ refusal }) => isTrouble(refusal?.code));
  return readings.filter((each) => each.at > now - (SHOWN_S + 1) * 1_000 || newest.has(each) || each === refused);
}

/** That no visit takes it is what a test before a visit looks like. */
const isTrouble = (code: string | undefined): boolean => code !== undefined && code !== 'no-visit';

export function newestOf<Kind extends Reading['kind']>(
  readings: readonly DeviceReading[],
  kind: Kind,
): Extract<Reading, { kind: Kind }> | undefined {
  const found = readings.findLast(({ reading }) => reading?.kind === kind)?.reading;
  return found as Extract<Reading, { kind: Kind }> | undefined;
}

export const lastTrouble = (readings: readonly DeviceReading[]): DeviceReading | undefined =>
  readings.findLast(({ refusal }) => isTrouble(refusal?.code));

/** Readings a second, over ten, or over as many as this page has listened. */
export function ratePerSecond(readings: readonly DeviceReading[], now: Instant): number {
  const heardMs = now - (readings[0]?.at ?? now) + 1_000;
  const count = readings.filter(({ at, reading }) => reading && at > now - RATE_OVER_MS).length;
  return count / Math.round(Math.min(RATE_OVER_MS, heardMs) / 1_000);
}

/** Oldest first; each whole second has the worst that came in it. */
export function strip(readings: readonly DeviceReading[], now: Instant): readonly StripSecond[] {
  const last = Math.floor(now / 1_000);
  const seconds = Array.from({ length: SHOWN_S }, (): StripSecond => ({ quality: 'silent' }));
  const rank = { good: 0, poor: 1, none: 2, silent: -1 } as const;
  for (const { at, reading } of readings) {
    if (reading?.kind !== 'oximetry') continue;
    const index = SHOWN_S - 1 - (last - Math.floor(at / 1_000));
    const before = seconds[index];
    if (!before) continue;
    const quality = rank[reading.quality] > rank[before.quality] ? reading.quality : before.quality;
    const { spo2Pct = before.spo2Pct } = reading;
    seconds[index] = { quality, ...(spo2Pct !== undefined && { spo2Pct }) };
  }
  return seconds;
}

export function verdict(device: DeviceOfSite, readings: readonly DeviceReading[], now: Instant): Verdict {
  const newest = readings.at(-1);
  if (newest?.refusal && isTrouble(newest.refusal.code))
    return { tone: 'none', text: 'Refused', more: newest.refusal.message };
  const oximetry =
    device.kind === 'cuff' ? undefined : readings.findLast(({ reading }) => reading?.kind === 'oximetry');
  const ofCuff = device.kind === 'oximeter' ? undefined : cuffVerdict(readings, now);
  const away = device.connected ? undefined : `Not connected: ${device.reason ?? 'nobody says why'}`;

  if (device.kind === 'cuff') {
    if (away) return { tone: 'none', text: away };
    return ofCuff ?? { tone: 'none', text: 'No cycle yet', more: 'Start one at the cuff: its pressure shows here.' };
  }
  const silentMs = now - (oximetry?.at ?? -Infinity);
  if (!oximetry) {
    if (away) return { tone: 'none', text: away };
    return {
      tone: 'none',
      text: 'No reading yet',
      more: 'The line is up: put the probe on, and see that the device is on.',
    };
  }
  if (silentMs > SILENT_MS)
    return {
      tone: 'none',
      text: `No reading for ${inWords(silentMs)}`,
      more: away ?? 'The line is up, and the device says nothing.',
    };
  return oximeterVerdict(readings, oximetry.reading as OximetryReading, now);
}

function oximeterVerdict(readings: readonly DeviceReading[], newest: OximetryReading, now: Instant): Verdict {
  const [first, ...others] = causeWords(newest.causes);
  const more = others.length > 0 ? { more: others.join(', ') } : {};
  if (newest.quality === 'none') return { tone: 'none', text: sentence(first ?? 'no value'), ...more };
  if (newest.quality === 'poor') return { tone: 'poor', text: sentence(first ?? 'poor signal'), ...more };
  const heldMs = now - goodSince(readings, now);
  // Older readings are not kept: nobody knows for how much longer.
  const held = heldMs >= SHOWN_S * 1_000 ? 'a minute or more' : inWords(heldMs);
  return { tone: 'good', text: `Good signal for ${held}`, ...(first && { more: sentence(first) }) };
}

/** Since when every reading was good, without a gap. */
function goodSince(readings: readonly DeviceReading[], now: Instant): Instant {
  let since = now;
  for (const { at, reading } of readings.toReversed()) {
    if (reading?.kind !== 'oximetry') continue;
    if (reading.quality !== 'good' || since - at > SILENT_MS) break;
    since = at;
  }
  return since;
}

function cuffVerdict(readings: readonly DeviceReading[], now: Instant): Verdict | undefined {
  const newest = readings.findLast(({ reading }) => reading !== undefined && reading.kind !== 'oximetry');
  const reading = newest?.reading as CuffPressureReading | NibpReading | NibpFailedReading | undefined;
  if (!newest || !reading) return undefined;
  const ago = `${inWords(now - newest.at)} ago`;
  switch (reading.kind) {
    case 'cuff-pressure':
      return now - newest.at <= SILENT_MS
        ? { tone: 'good', text: `A cycle runs: ${Math.round(reading.cuffPressureMmHg)} mmHg` }
        : { tone: 'none', text: `A cycle broke off ${ago}`, more: 'No result and no failure followed its pressure.' };
    case 'nibp': {
      const [first] = causeWords(reading.causes);
      return {
        tone: reading.quality === 'good' ? 'good' : 'poor',
        text: `A result came ${ago}`,
        ...(first && { more: sentence(first) }),
      };
    }
    case 'nibp-failed':
      return { tone: 'none', text: `The cycle failed: ${FAILURE_WORDS[reading.failure]}`, more: sentence(ago) };
    default:
      return reading satisfies never;
  }
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** How the adapter's clock stands to the clinic's, in words. */
export function clockWords(offsetMs: number | undefined): string {
  if (offsetMs === undefined) return 'not measured yet';
  if (Math.abs(offsetMs) < 100) return 'right to a tenth of a second';
  const off =
    Math.abs(offsetMs) < 60_000 ? `${(Math.abs(offsetMs) / 1_000).toFixed(1)} s` : inWords(Math.abs(offsetMs));
  return `${off} ${offsetMs > 0 ? 'behind' : 'ahead'}, corrected`;
}
