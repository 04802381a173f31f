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
import { cuffPlan } from './cuff-plan.ts';
import { startMissing } from './gate.ts';
import { tileOf, viewChangesAt } from './view.ts';
import { publishedProtocols } from './protocols/published.ts';

const BEGIN = { type: 'off-monitor:begin' } as const;
const BACK = { type: 'off-monitor:back' } as const;
/** In recovery since 10 s, with its first BP; the next is due at 610 s. */
const recovering = (): WatchedVisit =>
  watched()
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
  test('AL-218 a signal that was never away does not end it', () => {
    const visit = off().steady(101, 200);
    expect(viewAt(visit, 200).offMonitor).toMatchObject({ until: at(400) });
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
  expect(visit.steady(736, 1040).log('cuff-overdue')).toEqual([
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
    const visit = recovering().steady(101, 117, 88);
    expect(visit.state.alerts['spo2-low']?.priority).toBe('medium');
    expect(visit.give(118, BEGIN, nurse)).toBe('accepted');
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
    expect(visit.give(104, BEGIN, nurse)).toMatch(/^not-ready: A high alert is open/);
  });
  test('PH-141 it is refused in an emergency', () => {
    const visit = recovering().record(101, { type: 'emergency-declared' });
    expect(visit.give(102, BEGIN, nurse)).toMatch(/^not-ready: An emergency is declared/);
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
    expect(told(visit.ask(BEGIN))).toBe('accepted');
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
