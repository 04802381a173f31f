/** One lived course as a template, stamped again and again: other ids, names, times, weights, and vital signs a little higher or lower. */
import type { VisitEvent } from '#core/event.ts';
import type { Baseline } from '#core/phase.ts';
import type { Instant } from '#core/reading.ts';
import { READING_KINDS } from '#core/reading.ts';
import type { SetUp } from '#core/setup.ts';
import { toRow } from '../journal/rows.ts';
import type { EventRow, ReadingRow, StreamRow } from '../journal/rows.ts';
import { COURSE_DOSE_MG, COURSE_OPENED_AT, COURSE_WEIGHT_KG, MARK } from './live-course.ts';

export interface Template {
  readonly rows: readonly StreamRow[];
  readonly lastsMs: number;
  /** Never near a limit: they may be shifted and no rule says anything else. */
  readonly steadyPulse: boolean;
  readonly steadyBp: boolean;
  readonly readings: Readonly<Record<'oximeter' | 'cuff', number>>;
}

export interface Stamp {
  readonly openedAt: Instant;
  /** What stands for each mark: `visit`, `patient`, `chair`, `oximeter`, `cuff`, `adapter`, `epoch`, `nurse`, `nurse-id` … */
  readonly names: Readonly<Record<string, string>>;
  /** Readings the device gave before. */
  readonly before: Readonly<Record<'oximeter' | 'cuff', number>>;
  readonly weightKg: number;
  readonly shift: { readonly pulseBpm: number; readonly mmHg: number };
}

const KIND = { oximetry: READING_KINDS.indexOf('oximetry'), nibp: READING_KINDS.indexOf('nibp') };

export function templateOf(events: readonly VisitEvent[]): Template {
  const rows = events.map((event, index) => toRow({ kind: 'visit', id: MARK }, index + 1, event));
  const lasts = events.map(({ at }) => at);
  const readings = { oximeter: 0, cuff: 0 };
  const pulses: number[] = [];
  const systolics: number[] = [];
  for (const event of events) {
    if (event.type !== 'reading-recorded') continue;
    readings[deviceOf(event.source.deviceId)] += 1;
    if (event.reading.kind === 'oximetry' && event.reading.pulseBpm !== undefined) pulses.push(event.reading.pulseBpm);
    if (event.reading.kind === 'nibp') systolics.push(event.reading.systolicMmHg);
  }
  const alerts = events.flatMap((event) => (event.type === 'alert-issued' ? [event.kind] : []));
  const baseline = events.find((event) => event.type === 'baseline-frozen')?.baseline;
  return {
    rows,
    readings,
    lastsMs: Math.max(...lasts) - COURSE_OPENED_AT,
    steadyPulse: !alerts.some((kind) => kind.startsWith('pulse')) && within(pulses, 60, 100),
    steadyBp:
      baseline !== undefined &&
      !alerts.some((kind) => kind.startsWith('bp')) &&
      within(systolics, 96, Math.min(145, 1.13 * baseline.systolicMmHg)),
  };
}

const within = (values: readonly number[], from: number, to: number): boolean =>
  values.every((value) => value >= from && value <= to);

const deviceOf = (deviceId: string): 'oximeter' | 'cuff' => (deviceId === `${MARK}oximeter` ? 'oximeter' : 'cuff');

const TIMES = /\b1000\d{9}\b/g;
const MARKS = /~([a-z]+(?:-id)?)(?:-(\d+))?/g;

export function stamp({ rows, steadyPulse, steadyBp }: Template, wish: Stamp): readonly StreamRow[] {
  const { names, openedAt, before } = wish;
  const id = named(names, 'visit');
  const laterMs = openedAt - COURSE_OPENED_AT;
  const filled = (text: string): string =>
    text
      .replace(MARKS, (_, name: string, number?: string) =>
        number === undefined ? named(names, name) : `${id}-${number}`,
      )
      .replace(TIMES, (time) => String(Number(time) + laterMs));
  const shift = { pulseBpm: steadyPulse ? wish.shift.pulseBpm : 0, mmHg: steadyBp ? wish.shift.mmHg : 0 };
  const stream = { kind: 'visit', id } as const;
  /** Two or three actors in a thousand readings. */
  const actors = new Map<string, string>();
  const actorOf = (text: string): string => {
    const known = actors.get(text) ?? filled(text);
    actors.set(text, known);
    return known;
  };
  return rows.map((row): StreamRow => {
    const actor = actorOf(row.actor);
    if (row.table === 'readings') return readingOf({ ...row, stream, actor }, names, before, laterMs, shift);
    const at = row.at + laterMs;
    const body = filled(bodyOf(row, wish.weightKg, shift));
    if (row.source === undefined) return { ...row, stream, at, actor, body };
    return { ...row, stream, at, actor, body, source: sourceOf(row.source, names, before) };
  });
}

function sourceOf(
  { deviceId, seq }: ReadingRow['source'],
  names: Stamp['names'],
  before: Stamp['before'],
): ReadingRow['source'] {
  const device = deviceOf(deviceId);
  return { deviceId: named(names, device), epoch: named(names, 'epoch'), seq: before[device] + seq };
}

function readingOf(
  row: ReadingRow,
  names: Stamp['names'],
  before: Stamp['before'],
  laterMs: number,
  { pulseBpm, mmHg }: Stamp['shift'],
): ReadingRow {
  const { columns } = row;
  const plus = (value: number | null, by: number): number | null => (value === null ? null : value + by);
  const shifted =
    columns.kind === KIND.oximetry
      ? { v2: plus(columns.v2, pulseBpm) }
      : columns.kind === KIND.nibp
        ? { v1: plus(columns.v1, mmHg), v2: plus(columns.v2, mmHg), v3: plus(columns.v3, mmHg) }
        : {};
  return {
    ...row,
    source: sourceOf(row.source, names, before),
    columns: { ...columns, ...shifted, at: columns.at + laterMs },
  };
}

/** What hangs on the person: the dose goes with the weight, the baseline with the readings. */
function bodyOf({ type, body }: EventRow, weightKg: number, shift: Stamp['shift']): string {
  switch (type) {
    case 'set-up-recorded': {
      const { setUp } = JSON.parse(body) as { setUp: SetUp };
      if (setUp.weightKg !== COURSE_WEIGHT_KG) return body;
      return JSON.stringify({ setUp: { ...setUp, weightKg, doseMg: weightKg / 2 } });
    }
    case 'pump-volume-read': {
      const read = JSON.parse(body) as { pumpVolumeMl: number };
      const share = weightKg / 2 / COURSE_DOSE_MG;
      return JSON.stringify({ ...read, pumpVolumeMl: Math.round(10 * share * read.pumpVolumeMl) / 10 });
    }
    case 'baseline-frozen': {
      const { baseline } = JSON.parse(body) as { baseline: Baseline };
      const { systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm } = baseline;
      return JSON.stringify({
        baseline: {
          ...baseline,
          systolicMmHg: systolicMmHg + shift.mmHg,
          diastolicMmHg: diastolicMmHg + shift.mmHg,
          meanMmHg: meanMmHg + shift.mmHg,
          pulseBpm: pulseBpm + shift.pulseBpm,
        },
      });
    }
    default:
      return body;
  }
}

function named(names: Stamp['names'], name: string): string {
  const value = names[name];
  if (value === undefined) throw new Error(`Nothing stands for ${MARK}${name}.`);
  return value;
}
