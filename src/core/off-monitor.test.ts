import { describe, expect, test } from 'vitest';
import { at, START, viewAt, watched } from '../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../tests/support/watched-visit.ts';
import {
  administrator,
  aVisit,
  esketamine,
  MINUTE,
  nurse,
  provider,
  screen,
  told,
} from '../../tests/support/visit-builder.ts';
import type { ClinicalProtocol } from './clinical-protocol.ts';
import { cuffPlan } from './cuff-plan.ts';
import { startMissing } from './gate.ts';
import { tileOf, viewChangesAt } from './view.ts';
import { publishedProtocols } from './protocols/published.ts';

const BEGIN = { type: 'off-monitor:begin' } as const;
const BACK = { type: 'off-monitor:back' } as const;
const SCORED = {
  type: 'entry:record',
  minutesAgo: 0,
  entry: { kind: 'scale', scale: 'moaas', score: 2 },
} as const;
/** In recovery since 10 s, with its first BP; the next is due at 610 s. */
const recovering = (protocol: ClinicalProtocol = publishedProtocols[0]): WatchedVisit =>
  watched({ protocol })
    .steady(0, 10)
    .record(10, { type: 'infusion-ended', happenedAt: at(10), reason: 'completed' })
    .bp(12, 121, 76)
    .steady(12, 100);
/** Off from 100 s to 400 s; the last value is of 100 s. */
const off = (): WatchedVisit => {
  const visit = recovering();
  expect(visit.give(100, BEGIN, nurse)).toBe('accepted');
  return visit;
};

describe('a missing SpO2 while the patient is off the monitor', () => {
  test.each([
    [399.999, []],
    [400, ['400 issued no-spo2 medium']],
  ])('AL-217 not told before its end, and at once then: %s s', (now, expected) => {
    expect(off().tick(now).log('no-spo2')).toEqual(expected);
  });
  test('AL-217 one that was told already ends by the act and is told anew at the end', () => {
    const visit = recovering().tick(125);
    expect(visit.give(125, BEGIN, nurse)).toBe('accepted');
    expect(visit.tick(430).log('no-spo2')).toEqual([
      '110 issued no-spo2 low',
      '120 raised no-spo2 medium',
      '125 ended no-spo2 person',
      '425 issued no-spo2 medium',
    ]);
    expect(visit.events.find(({ type }) => type === 'alert-ended')).toMatchObject({ reason: 'Off the monitor' });
  });
  test('AL-217 a person who says “back” ends it at once', () => {
    const visit = off();
    expect(visit.give(200, BACK, nurse)).toBe('accepted');
    expect(visit.tick(300).log('no-spo2')).toEqual(['200 issued no-spo2 medium']);
  });
  test('AL-218 the signal, gone since the tap and back for 5 s, ends it; a later loss is told as ever', () => {
    const visit = off().steady(200, 204).tick(204.9);
    expect(viewAt(visit, 204).offMonitor).not.toBeNull();
    visit.spo2(205, 98);
    expect(viewAt(visit, 205)).toMatchObject({ offMonitor: null, offMonitorTimes: [{ backAt: at(205) }] });
    expect(visit.tick(230).log('no-spo2')).toEqual(['215 issued no-spo2 low', '225 raised no-spo2 medium']);
  });
  test.each([
    [159, { since: at(100), until: at(400) }, []],
    [160, null, ['170 issued no-spo2 low', '180 raised no-spo2 medium']],
  ])('AL-237 a signal that was never away ends it 60 s after the tap: there until %s s', (last, expected, told) => {
    const visit = off().steady(101, last);
    expect(viewAt(visit, last).offMonitor).toEqual(expected && { ...expected, byName: nurse.name });
    expect(visit.tick(399).log('no-spo2')).toEqual(told);
  });
  test('AL-237 a protocol without the number does not look for it', () => {
    const { technical } = publishedProtocols[0];
    const protocol = { ...publishedProtocols[0], technical: { ...technical, offMonitor: { forMs: 300_000 } } };
    const visit = recovering(protocol);
    expect(visit.give(100, BEGIN, nurse)).toBe('accepted');
    expect(viewAt(visit.steady(101, 300), 300).offMonitor).toMatchObject({ until: at(400) });
  });
  test('AL-218 it ends with the phase', () => {
    const visit = off().record(150, { type: 'infusion-reopened', reason: 'it still runs' });
    expect(visit.state.offMonitor).toMatchObject([{ since: at(100), backAt: at(150) }]);
    expect(visit.tick(170).log('no-spo2')).toEqual(['150 issued no-spo2 medium', '160 raised no-spo2 high']);
  });
  test('AL-217 across a restart it counts on', () => {
    expect(off().resume(300).tick(399.9).log('no-spo2')).toEqual([]);
    expect(off().resume(500).log('no-spo2')).toEqual(['500 issued no-spo2 medium']);
  });
});

test.each([
  [759.999, []],
  [760, ['760 issued cuff-overdue medium']],
])('AL-217 a BP that falls due meanwhile is overdue at its end: %s s', (now, expected) => {
  const visit = recovering().steady(101, 460);
  expect(visit.give(460, BEGIN, nurse)).toBe('accepted');
  expect(visit.tick(now).log('cuff-overdue')).toEqual(expected);
});
test('AL-217 a BP that is overdue already ends by the act and is told anew at the end', () => {
  const visit = recovering().steady(101, 735);
  expect(visit.give(735, BEGIN, nurse)).toBe('accepted');
  expect(visit.tick(1040).log('cuff-overdue')).toEqual([
    '730 issued cuff-overdue medium',
    '735 ended cuff-overdue person',
    '1035 issued cuff-overdue medium',
  ]);
});
test('AL-217 Vigil starts no cuff on an arm that is not there', () => {
  const visit = recovering().steady(101, 460);
  expect(visit.give(460, BEGIN, nurse)).toBe('accepted');
  expect(cuffPlan(visit.state, 30_000)?.startAt).toBe(at(760));
});

describe('nothing else is calmed', () => {
  test('AL-219 an open low SpO2 stays open, without data', () => {
    const visit = recovering().steady(101, 135, 93);
    expect(visit.state.alerts['spo2-low']?.priority).toBe('low');
    expect(visit.give(136, BEGIN, nurse)).toBe('accepted');
    expect(viewAt(visit.tick(390), 390).alerts).toMatchObject([{ kind: 'spo2-low', condition: 'no-data' }]);
  });
  test('AL-219 a value that comes meanwhile is judged as ever', () => {
    expect(off().steady(150, 152, 84).log('spo2-low')).toEqual(['150 issued spo2-low high']);
  });
  test('AL-219 a lost adapter is told as ever', () => {
    const visit = off().record(110, { type: 'adapter-disconnected', adapterId: 'a' });
    expect(visit.tick(121).log('adapter-lost')).toEqual(['120 issued adapter-lost medium']);
  });
  test('PH-141 it is refused while a high alert is open', () => {
    const visit = recovering().steady(101, 103, 84);
    expect(visit.give(104, BEGIN, nurse)).toMatch(/^not-ready: SpO₂ 84 .* is open: the monitor stays on/);
  });
  test('PH-170 it is refused while a vital sign alerts at medium, acknowledged or not', () => {
    const visit = recovering().steady(101, 117, 88).acknowledge(118, 'spo2-low');
    expect(visit.state.alerts['spo2-low']?.priority).toBe('medium');
    expect(visit.give(119, BEGIN, nurse)).toMatch(/^not-ready: SpO₂ 88 < 90 is open: .*acknowledged or not/);
    expect(visit.give(119, SCORED, nurse)).toBe('accepted');
    expect(visit.steady(120, 140).give(140, BEGIN, nurse)).toMatch(/^not-ready: MOAA\/S 2 ≤ 3 is open/);
  });
  test('PH-170 an advisory and a technical alert at medium are left as they are', () => {
    const visit = recovering().tick(125);
    expect(visit.state.alerts['no-spo2']?.priority).toBe('medium');
    expect(visit.give(125, BEGIN, nurse)).toBe('accepted');
  });
  test('PH-141 it is refused in an emergency', () => {
    const visit = recovering().record(101, { type: 'emergency-declared' });
    expect(visit.give(102, BEGIN, nurse)).toMatch(/^not-ready: An emergency is declared/);
  });
});

describe('AL-236 what needs the monitor ends it at once', () => {
  /** What is missing is told in that instant, and the cuff is free. */
  const isOver = (visit: WatchedVisit, second: number, by: string): void => {
    expect(visit.state.offMonitor).toMatchObject([{ since: at(100), backAt: at(second), backBy: by }]);
    expect(viewAt(visit, second).offMonitor).toBeNull();
  };
  test('an emergency that is declared', () => {
    const visit = off().record(130, { type: 'emergency-declared' });
    isOver(visit, 130, 'emergency');
    expect(visit.log('no-spo2')).toEqual(['130 issued no-spo2 medium']);
  });
  test('a BP of 190/115: its repeats are not held', () => {
    const visit = off().bp(110, 190, 115);
    isOver(visit, 110, 'alert');
    expect(visit.log('bp-high')).toEqual(['110 issued bp-high high']);
    expect(cuffPlan(visit.state, 30_000)?.startAt).toBeLessThanOrEqual(at(230));
    expect(visit.tick(130).log('no-spo2')).toEqual(['110 issued no-spo2 low', '120 raised no-spo2 medium']);
  });
  test('a vital sign that alerts at medium', () => {
    const visit = off();
    expect(visit.give(120, SCORED, nurse)).toBe('accepted');
    isOver(visit, 120, 'alert');
  });
  test.each([
    ['a lost adapter', (visit: WatchedVisit) => visit.record(110, { type: 'adapter-disconnected', adapterId: 'a' })],
    ['an advisory', (visit: WatchedVisit) => visit.steady(110, 111).bp(112, 152, 80)],
  ])('not %s', (_, happens) => {
    const visit = happens(off()).tick(121);
    expect(Object.keys(visit.state.alerts)).toHaveLength(1);
    expect(viewAt(visit, 121).offMonitor).not.toBeNull();
  });
});

describe('PH-171 it begins again once the patient was seen since', () => {
  const REFUSED = /^not-ready: The patient was not seen since they were last off the monitor/;
  test.each<readonly [string, (visit: WatchedVisit) => WatchedVisit, RegExp]>([
    ['nothing came', (visit) => visit.tick(430), REFUSED],
    ['a person said “back”', (visit) => (visit.give(200, BACK, nurse), visit), REFUSED],
    ['a signal of 4 s', (visit) => visit.steady(410, 414), REFUSED],
    ['a signal of 5 s', (visit) => visit.steady(410, 415), /^accepted$/],
    ['a signal that was back 3 s before the end', (visit) => visit.steady(397, 402), /^accepted$/],
    ['a signal that ended it', (visit) => visit.steady(200, 205), /^accepted$/],
    ['a BP', (visit) => visit.bp(410, 121, 76), /^accepted$/],
    ['a BP of before its end', (visit) => visit.bp(399, 121, 76).tick(410), REFUSED],
    ['a failed BP', (visit) => visit.bpFailed(410), REFUSED],
  ])('%s', (_, since, expected) => {
    expect(since(off()).give(430, BEGIN, nurse)).toMatch(expected);
  });
  test('each time anew', () => {
    const visit = off().steady(410, 415);
    expect(visit.give(416, BEGIN, nurse)).toBe('accepted');
    expect(visit.tick(720).give(720, BEGIN, nurse)).toMatch(REFUSED);
  });
});

describe('who may say it, and when', () => {
  test.each([
    ['a nurse', nurse, 'accepted'],
    ['a provider', provider, 'accepted'],
    ['an administrator', administrator, 'not-allowed'],
    ['nobody named', screen, 'not-allowed'],
  ])('PH-140 %s', (_, by, expected) => {
    expect(told(aVisit({ phase: 'recovery', minutes: 1 }).ask(BEGIN, by)).split(':')[0]).toBe(expected);
  });
  test.each([
    ['baseline', undefined, 'accepted'],
    ['infusion', undefined, 'wrong-phase'],
    ['infusion', esketamine, 'wrong-phase'],
    ['recovery', undefined, 'accepted'],
    ['discharge', undefined, 'wrong-phase'],
  ] as const)('PH-140 in %s', (phase, protocol, expected) => {
    expect(told(aVisit({ phase, ...(protocol && { protocol }) }).ask(BEGIN)).split(':')[0]).toBe(expected);
  });
  test('PH-140 it is recorded with its end, 5 min later as the protocol says, and not again while it lasts', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 1 });
    const answer = visit.ask(BEGIN);
    expect(answer.ok && answer.value).toEqual([
      { type: 'off-monitor-begun', until: visit.now + 5 * MINUTE, byName: nurse.name },
    ]);
    visit.give(BEGIN).after(MINUTE);
    expect(told(visit.ask(BEGIN))).toMatch(/^conflict: The patient is off the monitor for 4 min more/);
    expect(told(visit.give(BACK).ask(BACK))).toMatch(/^conflict: The patient is not off the monitor/);
  });
  test('PH-140 an earlier protocol does not know it', () => {
    const { offMonitor: _, ...technical } = publishedProtocols[0].technical;
    const protocol = { ...publishedProtocols[0], technical };
    expect(told(aVisit({ protocol }).ask(BEGIN))).toMatch(/^conflict: This visit's protocol does not know/);
  });
  test('PH-142 no start while the patient is off the monitor', () => {
    const visit = aVisit().give(BEGIN);
    expect(startMissing(visit.state, visit.now).join(' ')).toMatch(/off the monitor: put the oximeter back on first/);
    expect(startMissing(visit.state, visit.now + 5 * MINUTE).join(' ')).not.toMatch(/off the monitor/);
  });
});

describe('UI-295 what is shown', () => {
  test('a value that is not live says that it is off, until when, and the next BP waits', () => {
    const visit = off().tick(106);
    expect(viewAt(visit, 106).spo2).toEqual({
      status: 'stale',
      value: 98,
      at: at(100),
      reason: 'off monitor',
      until: at(400),
      baseline: 98,
    });
    expect(viewAt(visit, 106).pulse).toMatchObject({ reason: 'off monitor', until: at(400) });
    expect(viewAt(visit.noValue(107).tick(113), 113).spo2).toMatchObject({ status: 'none', reason: 'off monitor' });
    expect(tileOf(viewAt(visit, 113)).offMonitor).toEqual({ since: at(100), until: at(400), byName: nurse.name });
  });
  test('a value that is still there is live', () => {
    expect(viewAt(off().spo2(101, 97), 101).spo2.status).toBe('live');
  });
  test('it is over to the millisecond, by time alone', () => {
    const visit = off();
    const view = viewAt(visit, 399.5);
    expect(viewChangesAt(view, at(399.5))).toBeLessThanOrEqual(at(400));
    expect(viewAt(visit, 399.999).offMonitor).not.toBeNull();
    expect(viewAt(visit, 400).offMonitor).toBeNull();
    expect(viewAt(visit, 400).spo2).toMatchObject({ reason: 'no signal' });
    expect(START).toBeLessThan(at(400));
  });
});
