/** A recording judged: the engine's replay of it against a plain reading of its limits. */
import { PROTOCOL, baselineOf, instantOf } from '../cli/recorded-vitals.ts';
import type { Recording } from '../cli/recording.ts';
import { replay } from '../cli/replay.ts';
import type { FactLine, SummaryLine } from '../cli/replay-lines.ts';
import { judge, livesOf } from './judge.ts';
import type { Judgement } from './judge.ts';
import { limitEvents } from './limit-events.ts';
import type { Sample } from './limits-read.ts';

export function judgeRecording(recording: Recording, protocol = PROTOCOL): Judgement {
  const facts: FactLine[] = [];
  let summary: SummaryLine['summary'] | undefined;
  for (const line of replay(recording, protocol)) {
    if ('summary' in line) summary = line.summary;
    else facts.push(line);
  }
  if (!summary) throw new Error('A replay ends with its summary.');
  const { rows } = recording;
  const samples = rows.map(({ t_s: s, spo2, pulse, sbp, dbp }): Sample => ({
    s,
    ...(spo2 !== undefined && { spo2 }),
    ...(pulse !== undefined && { pulse }),
    ...(sbp !== undefined && { sbp }),
    ...(dbp !== undefined && { dbp }),
  }));
  const { pulseBpm, systolicMmHg } = baselineOf(recording, instantOf(rows[0]));
  const events = limitEvents(samples, { pulse: pulseBpm, sbp: systolicMmHg });
  const heard = rows.some(({ sbp }) => sbp !== undefined) ? summary : withoutCuff(summary, facts);
  return judge(events, livesOf(facts, heard, rows[0].t_s), samples, heard);
}

type Heard = Pick<SummaryLine['summary'], 'audible' | 'audibleSeconds' | 'seconds'>;

/** A recording without a single BP had no cuff: that its BP is overdue says nothing of the engine. */
function withoutCuff({ audible, seconds }: Heard, facts: readonly FactLine[]): Heard {
  const overdue = new Set(facts.flatMap(({ alert, alertId }) => (alert === 'cuff-overdue' ? [alertId] : [])));
  const kept = Object.entries(audible).filter(([alertId]) => !overdue.has(alertId));
  let audibleSeconds = 0;
  let untilS = -Infinity;
  for (const [from, to] of kept.flatMap(([, spans]) => spans).toSorted(([a], [b]) => a - b)) {
    audibleSeconds += Math.max(0, to - Math.max(from, untilS));
    untilS = Math.max(untilS, to);
  }
  return { audible: Object.fromEntries(kept), audibleSeconds, seconds };
}
