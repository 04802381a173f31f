/** The table that a run prints. */
import type { FaultReport } from './run-fault.ts';

const HEADINGS = [
  ...['fault', 'times', 'readings sent', 'recorded', 'alerts due', 'raised', 'as a mark'],
  ...['screens right, worst ms', 'readings in, worst ms', 'memory, MB', 'machine busy, s', 'verdict'],
];
const ms = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : 'never');

const cellsOf = (report: FaultReport): readonly string[] => [
  report.fault,
  ...[report.injections, report.sent, report.recorded, report.expected, report.raised, report.asMarks].map(String),
  ...[ms(report.worstScreensMs), ms(report.worstReadingsMs), String(Math.round(report.peakBytes / 1_048_576))],
  String(Math.round(report.busyMs / 1_000)),
  report.wrong.length === 0 ? 'well' : 'FAILED',
];

/** In Markdown, so that it goes into docs/drills.md as it stands. */
export function tableOf(reports: readonly FaultReport[]): string {
  const rows = [HEADINGS, ...reports.map(cellsOf), totalOf(reports)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(HEADINGS), rule, ...rows.slice(1).map(line)].join('\n');
}

function totalOf(reports: readonly FaultReport[]): readonly string[] {
  const sum = (of: (report: FaultReport) => number): number => reports.reduce((total, each) => total + of(each), 0);
  const most = (of: (report: FaultReport) => number): number => Math.max(0, ...reports.map(of));
  return cellsOf({
    fault: 'all',
    seed: 0,
    injections: sum(({ injections }) => injections),
    sent: sum(({ sent }) => sent),
    recorded: sum(({ recorded }) => recorded),
    expected: sum(({ expected }) => expected),
    raised: sum(({ raised }) => raised),
    asMarks: sum(({ asMarks }) => asMarks),
    worstScreensMs: most(({ worstScreensMs }) => worstScreensMs),
    worstReadingsMs: most(({ worstReadingsMs }) => worstReadingsMs),
    peakBytes: most(({ peakBytes }) => peakBytes),
    busyMs: sum(({ busyMs }) => busyMs),
    wrong: reports.flatMap(({ wrong }) => wrong),
  });
}
