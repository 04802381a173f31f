/** The page of results, as the command makes it: docs/benchmarks.md. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { createRequire } from 'node:module';
import type { Figure } from './stats.ts';

export interface PartDone {
  readonly name: string;
  /** What it measures, a sentence or two. */
  readonly about: string;
  readonly figures: readonly Figure[];
  /** What was told while it ran. */
  readonly said: readonly string[];
  readonly tookMs: number;
  /** Why there are none. */
  readonly leftOut?: string;
}

export interface PageOptions {
  /** As it stands on the page. */
  readonly date: string;
  readonly command: string;
  readonly pairs: number;
}

const require = createRequire(import.meta.url);
const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));

function goalOf({ goal, bound, ratio, unit }: Figure): string {
  if (goal === Infinity) return 'printed';
  if (bound === undefined && ratio !== null) return `≤ ${figure(goal)}×`;
  return `${bound === 'at least' ? '≥' : '≤'} ${figure(goal)} ${unit}`;
}

const row = (each: Figure): string =>
  [
    each.name,
    `${figure(each.product)} ${each.unit}`,
    each.floor === null ? '–' : `${figure(each.floor)} ${each.unit}`,
    each.ratio === null ? '–' : `${figure(each.ratio)}×`,
    goalOf(each),
    each.goal === Infinity ? '–' : each.met ? 'met' : '**not met**',
  ].join(' | ');

function part({ name, about, figures, said, leftOut, tookMs }: PartDone): string {
  const lines = [`## ${name}`, '', `${about} (${Math.round(tookMs / 1_000)} s)`, ''];
  if (leftOut !== undefined) return [...lines, `Left out: ${leftOut}`, ''].join('\n');
  return [
    ...lines,
    '| what | product | beside it | ratio | goal | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...figures.map((each) => `| ${row(each)} |`),
    '',
    ...(said.length === 0 ? [] : ['```text', ...said, '```', '']),
  ].join('\n');
}

export function page(parts: readonly PartDone[], { date, command, pairs }: PageOptions): string {
  const [cpu] = cpus();
  const missed = parts.flatMap(({ figures }) => figures).filter(({ met }) => !met);
  return `# Benchmarks

Made by \`${command}\` on ${date}, at commit ${commit()}; do not edit.

Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}. Node
${process.versions.node}, SQLite ${process.versions['sqlite'] ?? ''}, socket.io ${versionOf('socket.io')}. Latencies in ms, of real sockets
on this machine; server CPU in ms a second, all threads of its process. ${pairs} interleaved pair${pairs === 1 ? '' : 's'} of runs, the
median of them where there are several. Absolute figures are this machine's; a ratio is to what ran beside it in the same minutes:
the **bare floor**, socket.io with a durable commit and the same fan-out and no product, unless the row says otherwise. How each is
measured, and why these peers: [ADR 35](adr/0035-benchmarks.md).

${missed.length === 0 ? 'Every goal is met.' : `Not met: ${missed.map(({ name }) => name).join('; ')}.`}

${parts.map(part).join('\n')}`;
}
