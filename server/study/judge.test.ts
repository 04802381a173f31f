import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { publishedProtocols } from '#core/protocols/published.ts';
import { withSatSeconds } from '#core/protocols/with-sat-seconds.ts';
import { alarmStudyCommand } from '../cli/alarm-study-command.ts';
import { parseRecording } from '../cli/recording.ts';
import { judgeRecording } from './recorded.ts';
import type { AlertLife } from './judge.ts';
import { judge } from './judge.ts';
import type { LimitEvent } from './limit-events.ts';
import { drawVisit } from './draw-visit.ts';
import { simulateVisit } from './simulated-visit.ts';

const event: LimitEvent = { kind: 'spo2-low', level: 'medium', onsetS: 100, dueS: 115, endS: 160 };
const life = (over: Partial<AlertLife> = {}): AlertLife => ({
  kind: 'spo2-low',
  priority: 'medium',
  heardFromS: 115,
  toS: 175,
  ...over,
});
const judged = (events: readonly LimitEvent[], lives: readonly AlertLife[]) =>
  judge(events, lives, [], { seconds: 3_600, audibleSeconds: 60 });

describe('what the engine said against what was', () => {
  test('AL-61 heard in time', () => {
    const { events, missed, falseAlerts, repeated, audibleSecondsPerHour } = judged([event], [life()]);
    expect(events[0]).toEqual({ event, delayS: 15, lateS: 0 });
    expect([missed, falseAlerts, repeated, audibleSecondsPerHour]).toEqual([0, { medium: 0, high: 0 }, 0, 60]);
  });
  test.each([
    ['nothing was heard', [], 1],
    ['another kind was heard', [life({ kind: 'pulse-low' })], 1],
    ['it was over before the event began', [life({ heardFromS: 20, toS: 99 })], 1],
    ['it was heard at the very end', [life({ heardFromS: 219 })], 0],
  ])('AL-61 missed: %s', (_, lives, missed) => {
    expect(judged([event], lives).missed).toBe(missed);
  });
  test('AL-61 an alert without an event is false, a second one of an event repeated', () => {
    const { falseAlerts, repeated } = judged(
      [event],
      [life(), life({ heardFromS: 170 }), life({ heardFromS: 900, toS: 950, priority: 'high' })],
    );
    expect([falseAlerts, repeated]).toEqual([{ medium: 0, high: 1 }, 1]);
  });
  test('AL-61 the plain threshold counts each fall below 90, at once', () => {
    const shown = [95, 89, 88, 90, 89, undefined, 89, 95].map((spo2, s) => (spo2 === undefined ? { s } : { s, spo2 }));
    const { plain } = judge([], [], shown, { seconds: 3_600, audibleSeconds: 0 });
    expect(plain).toEqual({ alerts: 2, audibleSecondsPerHour: 4 });
  });
});

describe('drawn visits', () => {
  test('AL-62 a seed is a visit: the same judgement each time', () => {
    const once = () => simulateVisit(drawVisit(7, { desaturations: 0 }));
    expect(once()).toEqual(once());
  });
  test('AL-62 no true fall is missed', () => {
    for (const seed of [1, 2, 3]) {
      const { events, missed } = simulateVisit(drawVisit(seed, { desaturations: 1 }));
      expect(events.some(({ event: { kind } }) => kind === 'spo2-low')).toBe(true);
      expect(missed).toBe(0);
    }
  });
});

test.each([
  ['without one BP: the cuff was not there, its overdue BP is left out', '', []],
  ['with one: there was a cuff, and its next BP is overdue', '120,75', ['cuff-overdue']],
] as const)('AL-61 a recording %s', (_, bp, kinds) => {
  const rows = Array.from({ length: 1_500 }, (__, s) => `${s},98,70,,${s === 5 && bp ? bp : ','},`);
  const recording = parseRecording(['t_s,spo2,pulse,rr,sbp,dbp,map', ...rows].join('\n'));
  if (!recording.ok) throw new Error(recording.refusal.message);
  const { alerts, audibleSecondsPerHour } = judgeRecording(recording.value);
  expect(alerts.map(({ kind }) => kind)).toEqual(kinds);
  expect(audibleSecondsPerHour > 0).toBe(kinds.length > 0);
});

describe('SatSeconds studied against the plain threshold', () => {
  const [protocol] = publishedProtocols;
  test('AL-167 88 for a minute is told when the sum is full instead of after 15 s; a true fall is not missed', () => {
    const csv = [
      't_s,spo2,pulse,rr,sbp,dbp,map',
      ...Array.from({ length: 200 }, (_, s) => `${s},${s >= 60 && s < 120 ? 88 : 98},70,,,,`),
    ];
    const recording = parseRecording(csv.join('\n'));
    if (!recording.ok) throw new Error(recording.refusal.message);
    const delays = (judged = protocol) =>
      judgeRecording(recording.value, judged).events.map(({ event: { kind }, delayS }) => [kind, delayS]);
    expect(delays()).toEqual([['spo2-low', 15]]);
    expect(delays(withSatSeconds(protocol, 50))).toEqual([['spo2-low', 25]]);
    const { missed, plain } = simulateVisit(drawVisit(1, { desaturations: 1 }), withSatSeconds(protocol, 50));
    expect([missed, plain.alerts > 0]).toEqual([0, true]);
  });
  test.each(['0', 'many', '1001'])('AL-167 --sat-seconds %s is refused with a sentence', (limit) => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => {
      told.mockRestore();
      process.exitCode = 0;
    });
    alarmStudyCommand().parse(['--simulate', '1', '--sat-seconds', limit], { from: 'user' });
    expect(told).toHaveBeenCalledWith(`--sat-seconds ${limit}: give a limit from 1 to 1000.\n`);
  });
});
