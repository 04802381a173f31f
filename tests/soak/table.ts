/** What a soak prints: a line a sample, then what was judged and why. */
import type { Sampled } from './server.ts';
import type { Sample, Soaked } from './run.ts';
import { judge } from './steady.ts';
import type { Judged } from './steady.ts';

const COLUMNS: readonly (readonly [string, number, (sample: Sample) => number | string])[] = [
  ['hour', 5, ({ hour }) => hour.toFixed(2)],
  ['heap MB', 8, ({ heap }) => (heap / 1e6).toFixed(1)],
  ['rss MB', 7, ({ rss }) => (rss / 1e6).toFixed(0)],
  ['visits', 7, ({ visits }) => visits],
  ['screens', 8, ({ screens }) => screens],
  ['sockets', 8, ({ sockets }) => sockets],
  ['timers', 7, ({ timers }) => timers],
  ['files', 6, (sample) => filesOf(sample) ?? '-'],
  ['WAL MB', 7, ({ wal }) => (wal / 1e6).toFixed(1)],
  ['p50 ms', 7, ({ p50 }) => p50.toFixed(0)],
  ['p99 ms', 7, ({ p99 }) => p99.toFixed(0)],
  ['loop p99 ms', 12, ({ loopP99 }) => loopP99.toFixed(0)],
];

export const HEAD = COLUMNS.map(([name, width]) => name.padStart(width)).join(' ');
export const lineOf = (sample: Sample): string =>
  COLUMNS.map(([, width, of]) => String(of(sample)).padStart(width)).join(' ');

/** All that are open, of whatever kind. */
function filesOf({ files }: Sampled): number | undefined {
  return files && files.socket + files.file + files.other;
}

/** Bounds of growth an hour; why each is what it is stands in docs/soak.md. */
export function judgeGrowth({ samples }: Soaked): readonly Judged[] {
  const of = (value: (sample: Sample) => number) =>
    samples.map((sample) => ({ hour: sample.hour, value: value(sample) }));
  const twentieth = (median: number): number => Math.max(1, median / 20);
  return [
    judge({ name: 'heap', unit: 'MB', values: of(({ heap }) => heap / 1e6), mayGrow: () => 0.5 }),
    judge({ name: 'outside the heap', unit: 'MB', values: of(({ external }) => external / 1e6), mayGrow: () => 0.5 }),
    judge({ name: 'visits held', unit: '', values: of(({ visits }) => visits), mayGrow: twentieth }),
    judge({ name: 'connections held', unit: '', values: of(({ sockets }) => sockets), mayGrow: twentieth }),
    judge({ name: 'timers', unit: '', values: of(({ timers }) => timers), mayGrow: twentieth }),
    judge({ name: 'open files', unit: '', values: of((sample) => filesOf(sample) ?? 0), mayGrow: twentieth }),
    judge({ name: 'write-ahead log', unit: 'MB', values: of(({ wal }) => wal / 1e6), mayGrow: () => 1 }),
    judge({ name: 'latency p50', unit: 'ms', values: of(({ p50 }) => p50), mayGrow: (median) => median / 10 }),
    judge({ name: 'latency p99', unit: 'ms', values: of(({ p99 }) => p99), mayGrow: (median) => median / 5 }),
  ];
}

export const growthLine = ({ name, unit, median, perHour, mayGrow, isFlat }: Judged): string => {
  const of = (value: number): string => `${Number(value.toFixed(3))}${unit && ` ${unit}`}`;
  return `${isFlat ? 'flat ' : 'GROWS'} ${name}: ${of(median)}, ${perHour < 0 ? '' : '+'}${of(perHour)} an hour (at most +${of(mayGrow)})`;
};

/** @returns a sentence for each thing that was not given back */
export function leftBehind({ before, after }: Soaked): readonly string[] {
  const counts = [
    ['visits held', 0, after.visits],
    ['visits not over', 0, after.running],
    ['connections held', 0, after.sockets],
    ['open sockets', before.files?.socket ?? 0, after.files?.socket ?? 0],
    ['open files', filesOf(before) ?? 0, filesOf(after) ?? 0],
    ['timers', before.timers, after.timers],
    ...Object.entries(after.resources).map(([kind, now]) => [kind, before.resources[kind] ?? 0, now] as const),
  ] as const;
  return counts.flatMap(([name, then, now]) =>
    now > then ? [`${name}: ${now} when everybody had left, ${then} before.`] : [],
  );
}
