/** One check of one adapter: a referee, the scenarios in order, and at the end a verdict on each rule. */
import { performance } from 'node:perf_hooks';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { newAdapterKey } from '../sockets/adapter-key.ts';
import { CommandChild } from './command-child.ts';
import { evidenceOf } from './evidence.ts';
import { startReferee } from './referee.ts';
import { RULES } from './rules.ts';
import type { Rule } from './rules.ts';
import { finish, PLAYS, SCENARIOS, TIMINGS } from './scenarios.ts';
import type { ScenarioName, Stage, Timings } from './scenarios.ts';
import { Record } from './seen.ts';

export interface CheckOptions {
  readonly port: number;
  /** Default: all but `restart` and `stop`, which need a person or a command. */
  readonly only?: readonly ScenarioName[];
  readonly withRestart?: boolean;
  /** Starts the adapter; `{url}` in it becomes the referee's address. */
  readonly run?: string;
  readonly timings?: Partial<Timings>;
  readonly probeEveryMs?: number;
  /** Stops the check: what was seen by then is judged. */
  readonly signal?: AbortSignal;
  /** For the person who waits: the address, each scenario as it begins, what to do by hand. */
  readonly say: (text: string) => void;
}

export interface Verdict {
  readonly rule: Rule;
  readonly verdict: 'ok' | 'wrong' | 'not seen';
  readonly wrong: readonly string[];
}

/** @returns a refusal when there was nothing to check: no port, no adapter. */
export async function runCheck(options: CheckOptions): Promise<Result<readonly Verdict[]>> {
  const { say, signal = new AbortController().signal } = options;
  const now = (): number => performance.timeOrigin + performance.now();
  const record = new Record(now);
  const started = await startReferee({ port: options.port, record, now, probeEveryMs: options.probeEveryMs ?? 1_000 });
  if (!started.ok) return started;
  const referee = started.value;
  say(`Point the adapter at ${referee.url}`);
  const child = options.run === undefined ? undefined : new CommandChild(options.run, referee.url, newAdapterKey());
  child?.onPrintedKey(() => record.add({ kind: 'printed-key' }));
  const killed = (): void => child?.signal('SIGKILL');
  if (child) process.once('exit', killed);
  const timings = { ...TIMINGS, ...options.timings };
  const stage: Stage = { referee, record, timings, signal, child, ask: say };
  try {
    const scenarios = chosen(options);
    const failed = new AbortController();
    child?.onFailure(() => failed.abort());
    const waiting = AbortSignal.any([signal, failed.signal]);
    const came = await record.until((seen) => seen.some(({ kind }) => kind === 'batch'), timings.comeMs, waiting);
    const isHere = came || record.seen.some(({ kind }) => kind === 'connected');
    if (!isHere && !record.seen.some(({ kind }) => kind === 'astray' || kind === 'misfit'))
      return refuse(
        'not-found',
        `No adapter came${waiting.aborted ? '' : ` within ${timings.comeMs / 1_000} s`}.${lastWords(child)}`,
      );
    if (isHere) await playAll(stage, scenarios, say);
    const evidence = evidenceOf(record.seen, now());
    return accept(
      RULES.filter(({ scenario }) => scenario === undefined || (isHere && scenarios.includes(scenario))).map((rule) => {
        const { isSeen, wrong } = rule.judge(evidence);
        return { rule, wrong, verdict: wrong.length > 0 ? 'wrong' : isSeen ? 'ok' : 'not seen' };
      }),
    );
  } finally {
    process.off('exit', killed);
    await child?.kill();
    await referee.close();
  }
}

async function playAll(stage: Stage, scenarios: readonly ScenarioName[], say: (text: string) => void): Promise<void> {
  for (const [n, name] of scenarios.entries()) {
    if (stage.signal.aborted) return;
    // Nothing comes after the adapter's end.
    if (name === 'stop') await finish(stage);
    say(`${n + 1}/${scenarios.length} ${name}: the referee ${PLAYS[name].says}`);
    await PLAYS[name].play(stage);
  }
  if (!scenarios.includes('stop')) await finish(stage);
}

function chosen({ only, withRestart = false, run }: CheckOptions): readonly ScenarioName[] {
  if (only) return SCENARIOS.filter((name) => name === 'watch' || only.includes(name));
  return SCENARIOS.filter((name) => (name !== 'restart' || withRestart) && (name !== 'stop' || run !== undefined));
}

const lastWords = (child: CommandChild | undefined): string =>
  child ? ` Its command ${child.hasEnded ? 'ended' : 'runs'}, and said last:\n${child.said.trim() || '(nothing)'}` : '';
