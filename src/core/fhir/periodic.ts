/** SpO2, pulse, respiratory rate and perfusion index every 5 min as vital signs of HL7's profiles; where there was none, why. */
import type { Duration, Instant } from '../reading.ts';
import { absent, MEASURE } from './codes.ts';
import type { Measure } from './codes.ts';
import { vitalSign } from './observation.ts';
import { oximetryOf } from './series.ts';
import type { From } from './series.ts';
import type { Making } from './source.ts';
import type { Concept, Observation } from './types.ts';

const EVERY_MS: Duration = 300_000;

type Value = 'spo2Pct' | 'pulseBpm' | 'respiratoryRatePerMin' | 'perfusionIndexPct';
/** `isAlways`: its absence is told. Of the others only what a device gives. */
const ROWS: readonly { readonly value: Value; readonly measure: Measure; readonly isAlways?: true }[] = [
  { value: 'spo2Pct', measure: MEASURE.spo2, isAlways: true },
  { value: 'pulseBpm', measure: MEASURE.pulse, isAlways: true },
  { value: 'respiratoryRatePerMin', measure: MEASURE.respiratoryRate },
  { value: 'perfusionIndexPct', measure: MEASURE.perfusionIndex },
];

/** From the first reading to the end of monitoring. */
export function periodicOf(making: Making): Observation[] {
  const readings = oximetryOf(making);
  const first = readings[0]?.reading.measuredAt;
  if (first === undefined) return [];
  const until = watchedUntil(making);
  const count = Math.max(0, Math.floor((until - first) / EVERY_MS)) + 1;
  return Array.from({ length: count }, (_, row) => row).flatMap((row) =>
    ROWS.flatMap(({ value, measure, isAlways }) => {
      const at = first + row * EVERY_MS;
      const name = `every-5-min/${value}/${row}`;
      const { staleMs } = making.record.protocol.technical;
      const near = nearest(readings, at, staleMs, value);
      if (near?.reading.quality === 'good')
        return [
          vitalSign(making, name, measure, {
            at: near.reading.measuredAt,
            value: near.reading[value],
            by: { deviceId: near.deviceId },
          }),
        ];
      return isAlways
        ? [vitalSign(making, name, measure, { at, value: undefined, why: whyNot(making, at, near) })]
        : [];
    }),
  );
}

/** Nothing was to be measured after monitoring had ended. */
function watchedUntil({ record }: Making): Instant {
  const watched = record.phases.filter(({ name }) => name !== 'discharge' && name !== 'ended');
  return watched.at(-1)?.to ?? record.ended.at;
}

/** One of good signal before any other. */
function nearest(readings: readonly From[], at: Instant, staleMs: Duration, value: Value): From | undefined {
  const inReach = readings.filter(
    ({ reading }) => Math.abs(reading.measuredAt - at) <= staleMs && reading[value] !== undefined,
  );
  const good = inReach.filter(({ reading }) => reading.quality === 'good');
  const away = ({ reading }: From): Duration => Math.abs(reading.measuredAt - at);
  return (good.length > 0 ? good : inReach).toSorted((a, b) => away(a) - away(b))[0];
}

/** A value that the device doubts is none (the series has it); else why there was no signal, as the record says it. */
function whyNot({ record }: Making, at: Instant, doubted: From | undefined): Concept {
  if (doubted) return absent('error', `The device doubted its signal: ${doubted.reading.causes.join(', ') || 'poor'}`);
  const why = record.gaps.find(({ from, to }) => from <= at && at < to)?.why ?? 'no value';
  return absent(codeOf(why), why);
}

function codeOf(why: string): 'unknown' | 'error' | 'not-performed' {
  if (why === 'off the monitor') return 'not-performed';
  return /adapter|server/.test(why) ? 'error' : 'unknown';
}
