/** SpO2, pulse, respiratory rate and perfusion index every 5 min as vital signs of HL7's profiles; where there was none, why. */
import type { Duration, Instant } from '../reading.ts';
import { readingsIn } from '../record/live-values.ts';
import { ROW_EVERY_MS, vitalsTable } from '../record/vitals-table.ts';
import { absent, MEASURE } from './codes.ts';
import type { Measure } from './codes.ts';
import { statusOf, vitalSign } from './observation.ts';
import { oximetryOf } from './series.ts';
import type { From } from './series.ts';
import type { Making } from './source.ts';
import type { Concept, Observation } from './types.ts';

type Value = 'spo2Pct' | 'pulseBpm' | 'respiratoryRatePerMin' | 'perfusionIndexPct';
/** `isAlways`: its absence is told. Of the others only what a device gives. */
const ROWS: readonly { readonly value: Value; readonly measure: Measure; readonly isAlways?: true }[] = [
  { value: 'spo2Pct', measure: MEASURE.spo2, isAlways: true },
  { value: 'pulseBpm', measure: MEASURE.pulse, isAlways: true },
  { value: 'respiratoryRatePerMin', measure: MEASURE.respiratoryRate },
  { value: 'perfusionIndexPct', measure: MEASURE.perfusionIndex },
];

/** At the rows of the report's table. */
export function periodicOf(making: Making): Observation[] {
  const readings = oximetryOf(making);
  const table = vitalsTable(making.record, readingsIn(making.events));
  const first = table[0]?.at;
  if (first === undefined || readings.length === 0) return [];
  const absentAt = new Map(table.map(({ at, absent: why }) => [at, why]));
  const times = [...absentAt.keys()].filter((at) => (at - first) % ROW_EVERY_MS === 0);
  return times.flatMap((at) =>
    ROWS.flatMap(({ value, measure, isAlways }) => {
      const name = `every-5-min/${value}/${(at - first) / ROW_EVERY_MS}`;
      const near = nearest(readings, at, making.record.protocol.technical.staleMs, value);
      if (near?.reading.quality === 'good')
        return [
          vitalSign(
            making,
            name,
            measure,
            { at: near.reading.measuredAt, value: near.reading[value], by: { deviceId: near.deviceId } },
            { status: statusOf(making, near.isUnsigned ? 'changed' : 'nothing') },
          ),
        ];
      return isAlways
        ? [vitalSign(making, name, measure, { at, value: undefined, why: whyNot(near, absentAt.get(at)) })]
        : [];
    }),
  );
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

/** A value that the device doubts is none (the series has it); else why there was no signal, as the report says it. */
function whyNot(doubted: From | undefined, why = 'no value'): Concept {
  return doubted
    ? absent('error', `The device doubted its signal: ${doubted.reading.causes.join(', ') || 'poor'}`)
    : absent(codeOf(why), why);
}

function codeOf(why: string): 'unknown' | 'error' | 'not-performed' {
  if (why === 'off the monitor') return 'not-performed';
  return /adapter|server/.test(why) ? 'error' : 'unknown';
}
