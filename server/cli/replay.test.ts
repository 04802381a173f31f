import { describe, expect, test } from 'vitest';
import { COLUMNS, parseRecording } from './recording.ts';
import { replay } from './replay.ts';
import { jsonOf } from './replay-lines.ts';
import type { FactLine, SummaryLine } from './replay-lines.ts';

/** Rows as in the file, `t_s,spo2,pulse,rr,sbp,dbp,map`. */
function run(...rows: readonly string[]): { facts: readonly FactLine[]; summary: SummaryLine['summary'] } {
  const recording = parseRecording([COLUMNS.join(','), ...rows].join('\n'));
  if (!recording.ok) throw new Error(recording.refusal.message);
  const lines = [...replay(recording.value)];
  const last = lines.at(-1);
  if (!last || !('summary' in last)) throw new Error('the last line is not the summary');
  return { facts: lines.filter((line) => 'fact' in line), summary: last.summary };
}
/** One row a second, both ends included. */
const each = (from: number, to: number, cells: string): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i},${cells}`);
const short = (facts: readonly FactLine[]): readonly string[] =>
  facts.map(({ t_s, fact, priority, alert }) => `${t_s} ${fact} ${alert} ${priority}`);

describe('AL-21 replay', () => {
  test('AL-21 a line for each fact, in time order, then the summary', () => {
    const { facts, summary } = run(
      ...each(0, 60, '98,70,,,,'),
      ...each(61, 100, '88,70,,,,'),
      ...each(101, 130, '98,70,,,,'),
    );
    expect(facts).toEqual([
      { t_s: 76, alertId: 'alert-1', alert: 'spo2-low', priority: 'medium', fact: 'issued', text: 'SpO₂ 88 < 90' },
      { t_s: 111, alertId: 'alert-1', alert: 'spo2-low', priority: 'medium', fact: 'ended', text: 'SpO₂ 88 < 90' },
    ]);
    expect(summary).toEqual({
      rows: 131,
      seconds: 130,
      alerts: { 'spo2-low': { medium: 1 } },
      facts: { issued: 1, raised: 0, lowered: 0, escalated: 0, ended: 1 },
      audibleSeconds: 35,
      audibleSecondsByAlert: { 'spo2-low': 35 },
      audible: { 'alert-1': [[76, 111]] },
      baseline: { systolicMmHg: 120, diastolicMmHg: 75, spo2Pct: 98, pulseBpm: 70 },
    });
  });
  test('AL-21 the same recording gives the same lines', () => {
    const rows = [...each(0, 40, '98,70,,,,'), ...each(41, 90, '84,70,,185,95,')];
    expect(run(...rows)).toEqual(run(...rows));
  });
  test('AL-21 the baseline is the median of the first minute with values, and the first BP', () => {
    const rows = [
      '0,,,15,,,',
      ...each(10, 39, '96,60,,,,'),
      ...each(40, 69, '98,80,,,,'),
      ...each(70, 90, '90,120,,131,82,'),
    ];
    expect(run(...rows).summary.baseline).toEqual({ systolicMmHg: 131, diastolicMmHg: 82, spo2Pct: 97, pulseBpm: 70 });
  });
  test('AL-21 a row without values is a lost signal, at once; a jump in time is one after it', () => {
    const gap = run(...each(0, 30, '98,70,,,,'), ...each(31, 60, ',,,,,'));
    const jump = run(...each(0, 30, '98,70,,,,'), '60,98,70,,,,');
    expect(short(gap.facts)).toEqual(['40 issued no-spo2 low', '50 raised no-spo2 medium']);
    expect(short(jump.facts)).toEqual(short(gap.facts));
  });
  test('AL-21 lost data calms nothing: a low SpO2 whose signal goes stays open', () => {
    const { facts } = run(...each(0, 30, '98,70,,,,'), ...each(31, 50, '84,70,,,,'), ...each(51, 300, ',,,,,'));
    expect(facts.filter(({ alert, fact }) => alert === 'spo2-low' && fact === 'ended')).toEqual([]);
  });
  test('AL-21 one row a minute is the sampling interval of the recording, no lost signal', () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${i * 60},${i === 5 ? 84 : 97},70,,,,`);
    expect(
      short(run(...rows).facts.filter(({ alert, fact }) => alert !== 'cuff-overdue' && fact !== 'escalated')),
    ).toEqual(['300 issued spo2-low high', '370 ended spo2-low high']);
  });
  test('AL-21 a BP that waits for its repeat cannot be heard', () => {
    const { facts, summary } = run(
      ...each(0, 9, '98,70,,,,'),
      '10,98,70,,165,90,',
      ...each(11, 70, '98,70,,,,'),
      '71,98,70,,130,80,',
    );
    expect(short(facts)).toEqual(['10 issued bp-high medium', '71 ended bp-high medium']);
    expect(summary.audibleSeconds).toBe(0);
  });
  test.each(['before', 'after'])('AL-21 a BP in a row of its own %s the SpO2 of that second hides nothing', (place) => {
    const rows = each(0, 60, '84,70,,,,').flatMap((row, second) => {
      const bp = `${second},,,,120,75,`;
      return place === 'before' ? [bp, row] : [row, bp];
    });
    const { facts, summary } = run(...rows);
    expect(short(facts)[0]).toBe('0 issued spo2-low high');
    expect(facts.filter(({ alert }) => alert === 'no-spo2')).toEqual([]);
    expect(summary.rows).toBe(61);
  });
  test('AL-21 as JSON a fact has six keys, an escalation too', () => {
    const { facts } = run(...each(0, 60, '84,70,,,,'));
    expect(facts.find(({ fact }) => fact === 'escalated')?.to).toBe('station');
    for (const line of facts)
      expect(Object.keys(JSON.parse(jsonOf(line)) as object)).toEqual([
        't_s',
        'alertId',
        'alert',
        'priority',
        'fact',
        'text',
      ]);
  });
  test('AL-21 the audible seconds follow from the spans of each alert', () => {
    const rows = [...each(0, 20, '88,130,,,,'), ...each(21, 40, '98,70,,,,'), ...each(41, 60, '84,70,,,,')];
    const { summary } = run(...rows);
    const seconds = Object.values(summary.audible).flatMap((spans) => spans.map(([from, to]) => to - from));
    const inAll = Object.values(summary.audibleSecondsByAlert).reduce((sum, each) => sum + each, 0);
    expect(seconds.reduce((sum, each) => sum + each, 0)).toBeCloseTo(inAll);
    expect(Object.values(summary.audible).flat().length).toBeGreaterThan(1);
  });
  test('AL-21 half a BP is none', () => {
    expect(run('0,98,70,,200,,', '1,98,70,,,130,').facts).toEqual([]);
  });
  test('AL-21 without any BP, BP is overdue: an infusion has one', () => {
    const { facts } = run(...each(0, 1201, '98,70,,,,'));
    expect(short(facts.filter(({ fact }) => fact !== 'escalated'))).toEqual([
      '720 issued cuff-overdue medium',
      '1200 raised cuff-overdue high',
    ]);
  });
  test('AL-21 one row alone is a recording', () => {
    expect(run('7,98,70,,,,').summary).toMatchObject({ rows: 1, seconds: 0, audibleSeconds: 0 });
  });
});
