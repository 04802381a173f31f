/**
 * What the oximeter said each second, five minutes to an Observation (docs/adr/0026-fhir.md). A second without a value is "E"; of one that
 * the device doubted the value stands, and a second series says that it was doubted.
 */
import type { Duration, Instant, OximetryReading } from '../reading.ts';
import { own, quantity, SERIES, VITAL_SIGNS } from './codes.ts';
import { by, observation, statusOf } from './observation.ts';
import { isOfVisit, periodOf } from './source.ts';
import type { Unit } from './codes.ts';
import type { Making } from './source.ts';
import type { Observation, SampledData } from './types.ts';

/** By the clock, not by the visit's start: a reading that comes late changes its own five minutes and no other's. */
const WINDOW_MS: Duration = 300_000;
/** What Vigil's adapters reduce to. */
const SECOND: Duration = 1_000;

type Value = keyof typeof SERIES;
const VALUES = Object.keys(SERIES) as readonly Value[];

export interface From {
  readonly deviceId: string;
  readonly reading: OximetryReading;
  /** It came after the last signature. */
  readonly isUnsigned: boolean;
}

export function seriesOf(making: Making): Observation[] {
  const windows = Map.groupBy(oximetryOf(making), ({ deviceId, reading }) => `${deviceId}/${windowOf(reading)}`);
  return [...windows.values()].flatMap((readings) => VALUES.flatMap((value) => seriesIn(making, readings, value)));
}

const windowOf = ({ measuredAt }: OximetryReading): Instant => Math.floor(measuredAt / WINDOW_MS) * WINDOW_MS;

/** In the order of measurement. */
export const oximetryOf = (making: Making): readonly From[] =>
  making.events
    .flatMap((event): From[] =>
      event.type === 'reading-recorded' &&
      event.reading.kind === 'oximetry' &&
      isOfVisit(making, event.reading.measuredAt)
        ? [{ deviceId: event.source.deviceId, reading: event.reading, isUnsigned: making.unsigned.has(event) }]
        : [],
    )
    .toSorted((a, b) => a.reading.measuredAt - b.reading.measuredAt);

/** @param readings of one device and window, at least one */
function seriesIn(making: Making, readings: readonly From[], value: Value): Observation[] {
  const first = readings[0];
  const last = readings.at(-1);
  if (!first || !last || readings.every(({ reading }) => reading[value] === undefined)) return [];
  const from = first.reading.measuredAt;
  const length = Math.round((last.reading.measuredAt - from) / SECOND) + 1;
  const seconds: (OximetryReading | undefined)[] = new Array<OximetryReading | undefined>(length).fill(undefined);
  for (const { reading } of readings) {
    const at = Math.round((reading.measuredAt - from) / SECOND);
    seconds[at] = further(seconds[at], reading, value);
  }
  const { unit } = SERIES[value];
  const sampled = (of: (reading: OximetryReading) => number | undefined, counted: Unit): SampledData => ({
    origin: quantity(0, counted),
    period: SECOND,
    dimensions: 1,
    data: seconds.map((reading) => (reading && of(reading)) ?? 'E').join(' '),
  });
  const unsigned = readings.filter(({ isUnsigned }) => isUnsigned).length;
  const since = unsigned === 0 ? 'nothing' : unsigned === readings.length ? 'added' : 'changed';
  const isDoubted = seconds.some((each) => each?.[value] !== undefined && each.quality !== 'good');
  return [
    observation(making, `series/${value}/${first.deviceId}/${windowOf(first.reading)}`, SERIES[value], {
      status: statusOf(making, since),
      category: [VITAL_SIGNS],
      effectivePeriod: periodOf(from, from + (length - 1) * SECOND),
      ...by(making, { deviceId: first.deviceId }),
      valueSampledData: sampled((reading) => reading[value], unit),
      ...(isDoubted && {
        component: [
          {
            code: own('signal-trusted', 'Signal: 1 good, 0 doubted by the device'),
            valueSampledData: sampled(
              (reading) => (reading[value] === undefined ? undefined : Number(reading.quality === 'good')),
              '1',
            ),
          },
        ],
      }),
    }),
  ];
}

/** Two within one second, as when a value turned critical: the one with a value, the lower saturation, else the later. */
function further(a: OximetryReading | undefined, b: OximetryReading, value: Value): OximetryReading {
  if (a?.[value] === undefined) return b;
  if (b[value] === undefined) return a;
  return value === 'spo2Pct' && a.spo2Pct !== undefined && b.spo2Pct !== undefined && a.spo2Pct < b.spo2Pct ? a : b;
}
