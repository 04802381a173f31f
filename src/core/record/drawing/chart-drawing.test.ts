import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit, STARTED_AT } from '../../../../tests/fixtures/ended-visit.ts';
import { clockTime } from '../../words/time-words.ts';
import type { PastAlert } from '../../past/past-alerts.ts';
import { recordOf } from '../record-of.ts';
import type { VisitRecord } from '../visit-record.ts';
import { letterOf } from './chart-alerts.ts';
import { chartDrawing } from './chart-drawing.ts';
import { limitSteps } from './chart-limits.ts';
import { plotOf, widthOf } from './chart-plot.ts';
import { chartSeries, type ChartSeries, type OximetryPoint } from './chart-series.ts';
import type { Drawing, Mark, Polyline, Shape, Text } from './drawing.ts';

const MINUTE = 60_000;
const clock = (at: number): string => clockTime(at, 'UTC');
const SIZE = { width: 760, height: 420, clock };

interface Ended {
  readonly record: VisitRecord;
  readonly series: ChartSeries;
}
const made = new Map<string, Ended>();
function ended(events = endedVisit()): Ended {
  const { protocol } = events[0]?.type === 'visit-opened' ? events[0] : { protocol: undefined };
  const known = made.get(protocol?.id ?? '');
  if (known) return known;
  const record = recordOf(events);
  if (!record) throw new Error('This visit is over.');
  const found = { record, series: chartSeries(events) };
  made.set(record.protocol.id, found);
  return found;
}
const drawn = ({ record, series } = ended()): Drawing => chartDrawing(record, series, SIZE);
const of = <Kind extends Shape['kind']>({ shapes }: Drawing, kind: Kind): Extract<Shape, { kind: Kind }>[] =>
  shapes.filter((shape): shape is Extract<Shape, { kind: Kind }> => shape.kind === kind);
const words = (drawing: Drawing): readonly string[] => of(drawing, 'text').map(({ text }) => text);
const curves = (drawing: Drawing, ink: 'spo2' | 'pulse'): Polyline[] =>
  of(drawing, 'polyline').filter((line) => line.ink === ink);

describe('REC-125 what the chart of a record shows', () => {
  test('REC-125 each band is named with its unit, each phase and pause with its word, the time by the clinic’s clock', () => {
    expect(words(drawn())).toEqual(
      expect.arrayContaining(['BP', 'mmHg', 'SpO₂', '%', 'Pulse', '/min', 'Infusion', 'paused', 'Recovery', '14:30']),
    );
    expect(words(drawn(ended(esketamineVisit())))).toContain('Administration');
  });
  test('REC-125 every BP is a bar from systolic to diastolic, and a cuff cycle without one a cross', () => {
    const { record, series } = ended();
    const drawing = drawn();
    const plot = plotOf(record, series, SIZE);
    for (const bp of series.bps) {
      const bar = { x1: plot.x(bp.at), y1: plot.y('bp', bp.systolicMmHg), y2: plot.y('bp', bp.diastolicMmHg) };
      expect(of(drawing, 'line')).toContainEqual(expect.objectContaining(bar));
    }
    expect(of(drawing, 'mark').filter(({ shape }) => shape === 'cross')).toHaveLength(series.failures.length);
    expect(series.failures).toHaveLength(1);
  });
  test('REC-125 limits stand as they were in force, from the change on with the new one', () => {
    const { record } = ended();
    const [change] = record.limitChanges;
    const spo2 = limitSteps(record).filter(({ band }) => band === 'spo2');
    expect(spo2.map(({ sign, value, from, to }) => [sign, value, from, to])).toEqual([
      ['<', 90, record.openedAt, change?.at],
      ['<', 88, change?.at, record.phases.find(({ name }) => name === 'recovery')?.to],
    ]);
    expect(limitSteps(record).find(({ sign }) => sign === 'SYS ≥')).toMatchObject({ value: 160, from: STARTED_AT });
    expect(words(drawn())).toEqual(expect.arrayContaining(['< 90', '< 88', 'SYS ≥ 160', 'SYS < 90']));
  });
  test('REC-125 a value beyond a band’s usual range opens it: nothing is drawn outside', () => {
    const { record, series } = ended();
    const at = STARTED_AT + MINUTE;
    const bp = { at, systolicMmHg: 262, diastolicMmHg: 141, meanMmHg: null, byHand: true };
    const low: OximetryPoint = { at, spo2Pct: 41, pulseBpm: 221, isDoubtful: false };
    const far = { ...series, bps: [bp], oximetry: [low, ...series.oximetry].toSorted((a, b) => a.at - b.at) };
    const { bands } = plotOf(record, far, SIZE);
    for (const [ink, { top, bottom }] of [
      ['spo2', bands.spo2],
      ['pulse', bands.pulse],
      ['bp', bands.bp],
    ] as const)
      for (const { points } of of(chartDrawing(record, far, SIZE), 'polyline').filter((each) => each.ink === ink))
        for (const [, y] of points) expect(y >= top - 5 && y <= bottom + 5).toBe(true);
  });
});

describe('REC-126 what was not measured', () => {
  test('REC-126 each gap is marked, with its reason where that fits, and no line runs through it', () => {
    const { record, series } = ended();
    const plot = plotOf(record, series, SIZE);
    const drawing = drawn();
    expect(record.gaps.length).toBeGreaterThan(1);
    expect(words(drawing)).toContain('off the monitor');
    for (const gap of record.gaps)
      for (const { points } of [...curves(drawing, 'spo2'), ...curves(drawing, 'pulse')]) {
        const xs = points.map(([x]) => x);
        const crosses = Math.min(...xs) < plot.x(gap.from) - 0.2 && Math.max(...xs) > plot.x(gap.to) + 0.2;
        expect(crosses).toBe(false);
      }
  });
  test('REC-126 wherever the values are missing, no line joins readings more than 5 s apart', () => {
    const { record, series } = ended();
    const plot = plotOf(record, { ...series, oximetry: [] }, SIZE);
    const second = fc.record({
      present: fc.boolean(),
      isDoubtful: fc.boolean(),
      spo2Pct: fc.integer({ min: 70, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(second, { minLength: 30, maxLength: 400 }), (seconds) => {
        const oximetry = seconds.flatMap(({ present, isDoubtful, spo2Pct }, index): OximetryPoint[] =>
          present ? [{ at: STARTED_AT + index * 1_000, spo2Pct, pulseBpm: null, isDoubtful }] : [],
        );
        const drawing = chartDrawing(record, { ...series, oximetry }, SIZE);
        const trusted = oximetry.filter((row) => !row.isDoubtful).map(({ at }) => at);
        const doubted = oximetry.filter((row) => row.isDoubtful).map(({ at }) => at);
        for (const { points, dash } of curves(drawing, 'spo2')) {
          const xs = points.map(([x]) => x);
          const times = dash ? doubted : trusted;
          for (const [row, at] of times.entries()) {
            const next = times[row + 1];
            if (next === undefined || next - at <= 5_000) continue;
            const isJoined = Math.min(...xs) <= plot.x(at) - 1 && Math.max(...xs) >= plot.x(next) + 1;
            expect(isJoined).toBe(false);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
  test('REC-126 a value the device doubted is dotted, and one it calls none is not drawn', () => {
    const { record } = ended();
    const point = (second: number, isDoubtful: boolean): OximetryPoint => ({
      ...{ at: STARTED_AT + second * 1_000, spo2Pct: 90, pulseBpm: 70, isDoubtful },
    });
    const oximetry = [...Array(20).keys()].map((second) => point(second, second >= 10));
    const lines = curves(chartDrawing(record, { oximetry, bps: [], failures: [] }, SIZE), 'spo2');
    expect(lines.map(({ dash }) => dash !== undefined)).toEqual([false, true]);
    const none = { kind: 'oximetry', measuredAt: 5, quality: 'none', causes: ['probe-off'], spo2Pct: 66 } as const;
    const event = { type: 'reading-recorded', source: { deviceId: 'd', epoch: 'e', seq: 1 }, reading: none } as const;
    expect(chartSeries([{ ...event, at: 5, actor: { kind: 'system' } }]).oximetry).toEqual([
      { at: 5, spo2Pct: null, pulseBpm: null, isDoubtful: false },
    ]);
  });
  test('REC-126 a visit in which nothing was measured says so in each band', () => {
    const { record } = ended();
    const drawing = chartDrawing(record, { oximetry: [], bps: [], failures: [] }, SIZE);
    expect(words(drawing)).toEqual(
      expect.arrayContaining(['No blood pressure was measured.', 'No SpO₂ was measured.', 'No pulse was measured.']),
    );
    expect(JSON.stringify(drawing)).not.toMatch(/null|NaN/);
  });
});

const NO_SERIES: ChartSeries = { oximetry: [], bps: [], failures: [] };

describe('REC-127 told apart without a colour', () => {
  const many = (count: number, apartMs: number): VisitRecord => {
    const { record } = ended();
    const alerts = [...Array(count).keys()].map((index): PastAlert => ({
      ...{ alertId: `a${index}`, kind: 'spo2-low', priority: 'high', text: 'SpO₂ 84 ≤ 85' },
      ...{ onsetAt: STARTED_AT + index * apartMs, endedAt: STARTED_AT + index * apartMs + 30_000 },
    }));
    const entries = alerts.map(({ alertId, onsetAt }) => ({
      ...{ entryId: alertId, at: onsetAt, recordedAt: onsetAt, byName: 'N. Okafor' },
      entry: { kind: 'note', text: `note ${alertId}` } as const,
    }));
    return { ...record, alerts, entries };
  };
  const span = (shape: Shape): readonly [number, number, number] | undefined => {
    if (shape.kind === 'mark' && shape.shape === 'circle')
      return [shape.x - shape.size / 2, shape.x + shape.size / 2, shape.y];
    if (shape.kind === 'rect' && shape.stroke?.ink === 'text')
      return [shape.x, shape.x + shape.width, shape.y + shape.height / 2];
    return undefined;
  };

  test('REC-127 each priority has its shape and its weight, each alert its letter and each entry its number in the key', () => {
    const drawing = drawn();
    const { record } = ended();
    expect(drawing.key.slice(0, record.alerts.length).map(({ number }) => number)).toEqual(
      record.alerts.map((_, index) => letterOf(index)),
    );
    expect(drawing.key[0]?.text).toBe('SpO₂ 86 < 88, medium, until 14:18, seen by N. Okafor after 0:09');
    expect(drawing.key.filter(({ number }) => /^\d+$/.test(number)).length).toBeGreaterThan(10);
    const shapes = (['low', 'medium', 'high'] as const).map((priority) => {
      const [alert] = record.alerts;
      if (!alert) throw new Error('There is an alert.');
      const only = chartDrawing({ ...record, alerts: [{ ...alert, priority }] }, ended().series, SIZE);
      const mark = of(only, 'mark').find(({ ink }) => ink === 'alert');
      const bar = of(only, 'line').find((line) => line.ink === 'alert' && line.y1 === line.y2);
      return [mark?.shape, mark?.filled, bar?.width, bar?.dash];
    });
    expect(shapes).toEqual([
      ['square', false, 1, [2, 2]],
      ['diamond', false, 1.6, undefined],
      ['triangle', true, 3, undefined],
    ]);
  });
  test.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [52, 'AZ'],
    [53, 'BA'],
    [703, 'AAA'],
  ])('REC-127 the letter of alert %d is %s', (nth, letter) => expect(letterOf(nth - 1)).toBe(letter));
  test('REC-127 however close alerts and entries come, no mark lies over another and each stands in the key once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1_000, max: 240_000 }), (count, apart) => {
        const record = many(count, apart);
        const drawing = chartDrawing(record, NO_SERIES, SIZE);
        const spans = drawing.shapes.flatMap((shape) => {
          const found = span(shape);
          return found ? [found] : [];
        });
        const over = spans.flatMap(([left, right, y], index) =>
          spans
            .slice(index + 1)
            .filter(
              ([otherLeft, otherRight, otherY]) => y === otherY && right > otherLeft + 0.2 && otherRight > left + 0.2,
            ),
        );
        expect(over).toEqual([]);
        const marks = of(drawing, 'mark').filter((mark: Mark) => mark.ink === 'alert');
        const near = marks.filter((mark, index) =>
          marks.slice(index + 1).some(({ x, y }) => mark.y === y && Math.abs(mark.x - x) < mark.size - 0.2),
        );
        expect(near).toEqual([]);
        const texts = drawing.key.map(({ text }) => text);
        for (const { entry } of record.entries)
          expect(texts.filter((text) => 'text' in entry && text.startsWith(`${entry.text} (`))).toHaveLength(1);
        expect(drawing.key.filter(({ text }) => text.startsWith('SpO₂ 84'))).toHaveLength(count);
      }),
      { numRuns: 40 },
    );
  });
  test('REC-127 nothing is written over the edge of the picture, at any width', () => {
    for (const width of [420, 520, 760, 1_100]) {
      const { record, series } = ended();
      const drawing = chartDrawing(record, series, { ...SIZE, width });
      const ends = ({ x, text, size, anchor }: Text): readonly [number, number] => {
        const wide = widthOf(text, size);
        return anchor === 'start' ? [x, x + wide] : anchor === 'end' ? [x - wide, x] : [x - wide / 2, x + wide / 2];
      };
      for (const each of of(drawing, 'text').filter(({ turn }) => turn === undefined)) {
        const [left, right] = ends(each);
        expect({ text: each.text, fits: left >= -0.5 && right <= width + 0.5 }).toEqual({
          text: each.text,
          fits: true,
        });
      }
    }
  });
  test('REC-127 those who cannot see it are told what it holds', () => {
    expect(drawn().says).toMatch(
      /^Chart from 13:59 to 15:14: 14 blood pressures, lowest SpO₂ 86 % at 14:18, highest BP 168\/98 at 14:33, 4 alerts and \d gaps/,
    );
  });
});
