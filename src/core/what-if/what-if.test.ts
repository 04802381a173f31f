import { describe, expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { LimitName } from '#core/limits/limit-name.ts';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { withLimits } from '../../../tests/support/other-limits.ts';
import { nurse, provider } from '../../../tests/support/visit-builder.ts';
import { START, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { publishedProtocols } from '../protocols/published.ts';
import type { RuleLevel } from '../clinical-protocol.ts';
import type { VisitWhatIf } from './visit-what-if.ts';
import { whatIf } from './what-if.ts';

const [own] = publishedProtocols;

/** A minute at a value, between calm ones. */
const fallen = (spo2: number, seconds = 60, usual = 98): WatchedVisit =>
  watched({ baseline: { spo2Pct: usual } })
    .steady(1, 60)
    .steady(61, 60 + seconds, spo2)
    .steady(61 + seconds, 180 + seconds);
const pressed = (...pairs: readonly (readonly [second: number, systolic: number])[]): WatchedVisit => {
  const visit = watched();
  let second = 1;
  for (const [at, systolic] of pairs) {
    visit.steady(second, at - 1).bp(at, systolic, 80);
    second = at + 1;
  }
  return visit.steady(second, second + 240);
};

/** Each life as `kind priority heard-from+seconds`. */
const told = (result: VisitWhatIf): Record<string, unknown> => ({
  gone: result.gone.map(({ kind, priority }) => `${kind} ${priority}`),
  come: result.come.map(({ kind, priority }) => `${kind} ${priority}`),
  changed: result.changed.map(
    ({ before, after, what }) => `${before.kind} ${before.priority}→${after.priority} ${what.join('+')}`,
  ),
  missed: result.missed.map(({ kind, heardBefore }) => `${kind} ${heardBefore ? 'newly' : 'before too'}`),
  newlyHeard: result.newlyHeard,
});
const nothing = { gone: [], come: [], changed: [], missed: [], newlyHeard: 0 };

describe('limits set elsewhere', () => {
  test.each<[string, WatchedVisit, Partial<Record<LimitName, number>>, Partial<ReturnType<typeof told>>]>([
    [
      'a lower SpO2 limit: the alert is silent, the event missed',
      fallen(88),
      { 'spo2-low-medium': 86 },
      { changed: ['spo2-low medium→low priority+time'], missed: ['spo2-low newly'] },
    ],
    [
      'the same of a patient for whom 88 is no fall worth an advisory: the alert is gone',
      fallen(88, 60, 90),
      { 'spo2-low-medium': 86 },
      { gone: ['spo2-low medium'], missed: ['spo2-low newly'] },
    ],
    ['one that the value is still below: nothing', fallen(85), { 'spo2-low-medium': 88 }, {}],
    [
      'a higher SpO2 limit: an alert comes that no limit of then asks for',
      fallen(94),
      { 'spo2-low-medium': 95 },
      { come: ['spo2-low medium'] },
    ],
    [
      'a lower high limit: the alert is less urgent',
      fallen(84),
      { 'spo2-low-high': 80 },
      { changed: ['spo2-low high→medium priority+time'] },
    ],
    [
      'a lower BP limit',
      pressed([60, 152], [200, 153]),
      { 'systolic-high-medium': 150 },
      { changed: ['bp-high low→medium priority+time'] },
    ],
    [
      'a higher BP limit: what waited for its repeat is silent',
      pressed([60, 165], [200, 166]),
      { 'systolic-high-medium': 170 },
      { changed: ['bp-high medium→low priority+time'], missed: ['bp-high newly'] },
    ],
  ])('REC-196 %s', (_, visit, limits, expected) => {
    expect(told(whatIf(visit.events, withLimits(own, limits)))).toEqual({ ...nothing, ...expected });
  });
  test('REC-197 a short fall is no event: an alert that a longer delay takes away misses nothing', () => {
    const [rule, ...rules] = own.rules;
    if (!rule) throw new Error('No rule.');
    const longer = {
      ...own,
      rules: [
        { ...rule, levels: rule.levels.map((level) => ({ ...level, delayMs: level.delayMs && 120_000 })) },
        ...rules,
      ],
    };
    const result = whatIf(fallen(88, 60, 90).events, longer);
    expect(told(result)).toMatchObject({ gone: ['spo2-low medium'], missed: ['spo2-low newly'] });
    expect(told(whatIf(fallen(88, 10).events, longer))).toEqual(nothing);
  });
});

describe('a BP that the other protocol asks for', () => {
  test('REC-196 is no alert of the new limits when nobody took it: it is counted apart', () => {
    const visit = pressed([60, 152]).steady(301, 700);
    const result = whatIf(visit.events, withLimits(own, { 'systolic-high-medium': 150 }));
    expect(told(result)).toEqual({ ...nothing, changed: ['bp-high low→medium priority+time'] });
    expect(result.bpsAsked).toBe(1);
    expect(whatIf(visit.events, own)).not.toHaveProperty('bpsAsked');
  });
  test('REC-196 and one that was overdue then is told as it was', () => {
    const visit = watched().steady(1, 800);
    expect(whatIf(visit.events, withLimits(own, { 'systolic-high-medium': 150 }))).toMatchObject({ same: 1, come: [] });
  });
});

describe('true events', () => {
  const entered = (score: number): WatchedVisit => {
    const visit = watched().steady(1, 30);
    visit.give(31, { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'moaas', score } }, nurse);
    return visit.steady(32, 60);
  };
  const ofPatient = (limit: number): WatchedVisit => {
    const visit = watched().steady(1, 30);
    visit.give(31, { type: 'limits:change', limits: { 'spo2-low-medium': limit }, reason: 'usual 89' }, provider);
    return visit.steady(32, 92, 88).steady(93, 120);
  };
  const ended = (): WatchedVisit => {
    const visit = watched().steady(1, 30);
    visit.give(31, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }, nurse);
    return visit.record(32, { type: 'visit-ended', ending: 'transferred', byName: 'N.' }).steady(33, 93, 80);
  };
  test.each<[string, WatchedVisit, number]>([
    ['good signal', watched().steady(1, 30).steady(31, 91, 88).steady(92, 120), 1],
    ['poor signal', watched().steady(1, 30).steady(31, 91, 88, { quality: 'poor' }).steady(92, 120), 0],
    ['not for its time', watched().steady(1, 30).steady(31, 45, 88).steady(46, 120), 0],
    ['a limit of the patient above it', ofPatient(89), 1],
    ['a limit of the patient below it', ofPatient(86), 0],
    ['sedation entered at the limit', entered(3), 1],
    ['sedation entered above it', entered(4), 0],
    ['a BP at the limit, not repeated', pressed([60, 160]), 1],
    ['a BP whose repeat does not agree', pressed([60, 160], [120, 150]), 0],
    ['two high ones are one event', pressed([60, 181], [120, 182]), 1],
    ['when the visit is over nothing is judged', ended(), 0],
    ['late, it only charts', watched().steady(1, 30).spo2(31, 80, {}, 20_000).steady(60, 90), 0],
  ])('REC-197 %s', (_, visit, count) => {
    const { trueEvents, missed } = whatIf(visit.events, own);
    expect([trueEvents, missed]).toEqual([count, []]);
  });
  test('REC-197 one that was missed then and is heard now', () => {
    const visit = fallen(88);
    const deaf = visit.events.filter(({ type }) => !type.startsWith('alert-'));
    expect(whatIf(deaf, own)).toMatchObject({ newlyHeard: 1, missed: [], trueEvents: 1 });
  });
});

const withTechnical = (technical: Partial<typeof own.technical>): typeof own => ({
  ...own,
  version: own.version + 1,
  technical: { ...own.technical, ...technical },
});
/** The SpO2 rule with other levels. */
const withSpo2 = (change: (level: RuleLevel) => RuleLevel): typeof own => ({
  ...own,
  version: own.version + 1,
  rules: own.rules.map((rule) => (rule.alert === 'spo2-low' ? { ...rule, levels: rule.levels.map(change) } : rule)),
});
const less = ({ silenced, lowerOrLater }: VisitWhatIf): readonly string[] => [
  ...silenced.map(({ kind, before }) => `${kind} ${before.priority} not at all`),
  ...lowerOrLater.map(
    ({ kind, before, after, what }) => `${kind} ${before.priority}→${after?.priority ?? ''} ${what.join('+')}`,
  ),
];

describe('which readings count', () => {
  /** SpO2 of 82 for 90 s, told 2 s late. */
  const delayed = (): WatchedVisit => {
    const visit = watched();
    for (let second = 1; second <= 200; second += 1)
      visit.spo2(second, second > 60 && second <= 150 ? 82 : 98, {}, 2_000);
    return visit;
  };
  test('REC-228 what another protocol finds too old to judge was an event for the visit’s own', () => {
    const result = whatIf(delayed().events, withTechnical({ staleMs: 1_000 }));
    expect(result).toMatchObject({
      trueEvents: 1,
      missed: [{ kind: 'spo2-low', priority: 'high', heardBefore: true }],
    });
    expect(result.gone).toMatchObject([{ kind: 'spo2-low', priority: 'high' }]);
    expect(whatIf(delayed().events, own)).toMatchObject({ trueEvents: 1, missed: [] });
  });
  test('REC-228 and what only another one would judge was none', () => {
    const visit = watched();
    for (let second = 1; second <= 200; second += 1)
      visit.spo2(second, second > 60 && second <= 150 ? 82 : 98, {}, 8_000);
    expect(whatIf(visit.events, withTechnical({ staleMs: 10_000 })).trueEvents).toBe(0);
  });
  test('REC-228 a BP is valid as long as the visit’s own protocol has it', () => {
    const visit = watched().steady(1, 60);
    visit.bp(30, 185, 80, 200_000).steady(231, 400);
    const other = { ...withTechnical({ cuffOverdue: { ...own.technical.cuffOverdue, graceMs: 0 } }) };
    const hasty = { ...other, infusion: { ...own.infusion, bpEveryMs: 60_000 } };
    expect(whatIf(visit.events, hasty)).toMatchObject({ trueEvents: 1, missed: [{ kind: 'bp-high' }] });
    expect(whatIf(visit.events, own)).toMatchObject({ trueEvents: 1, missed: [] });
  });
});

test('REC-228 an event that is told minutes later was heard when it was told', () => {
  const visit = watched().steady(1, 700);
  const entry = { kind: 'scale', scale: 'moaas', score: 3 } as const;
  visit.give(701, { type: 'entry:record', minutesAgo: 10, entry }, nurse);
  visit.steady(702, 760);
  expect(whatIf(visit.events, own)).toMatchObject({ trueEvents: 1, missed: [], newlyHeard: 0 });
});

describe('heard lower or later', () => {
  const without = (): WatchedVisit => {
    const visit = watched().steady(1, 30);
    for (let second = 31; second <= 400; second += 1) visit.noValue(second);
    return visit.steady(401, 460);
  };
  const silentFor = (mediumMs: number, highMs = 3_600_000): typeof own =>
    withTechnical({ noSpo2: { ...own.technical.noSpo2, mediumMs, highMs } });

  test('REC-229 from high at once to medium a minute later', () => {
    const other = withSpo2((level) =>
      level.priority === 'high'
        ? { ...level, delayMs: 3_600_000, movedDelayMs: 3_600_000, poorSignalDelayMs: 3_600_000 }
        : { ...level, delayMs: level.priority === 'medium' ? 60_000 : level.delayMs },
    );
    const result = whatIf(fallen(74, 80).events, other);
    expect([result.missed, less(result)]).toEqual([[], ['spo2-low high→medium lower+later']]);
    expect(less(whatIf(fallen(74, 80).events, own))).toEqual([]);
  });
  test.each([
    [15_000, []],
    [16_000, ['spo2-low medium→medium later']],
  ])('REC-229 later by %i ms', (moreMs, expected) => {
    const other = withSpo2((level) =>
      level.priority === 'medium' ? { ...level, delayMs: level.delayMs + moreMs } : level,
    );
    expect(less(whatIf(fallen(88).events, other))).toEqual(expected);
  });
  test('REC-229 as soon as ever, and high later', () => {
    const other = withSpo2((level) => (level.priority === 'high' ? { ...level, delayMs: 60_000 } : level));
    const result = whatIf(fallen(83, 100).events, other);
    expect(less(result)).toEqual(['spo2-low high→high later']);
    expect(result.changed.map(({ what }) => what)).toEqual([['time']]);
  });
  test('REC-229 an alert that was heard of another event before, and is an advisory by now, is heard of nobody', () => {
    const visit = watched().steady(1, 60).steady(61, 100, 85).steady(101, 140, 92).steady(141, 200, 88);
    visit.steady(201, 260);
    const result = whatIf(visit.events, withLimits(own, { 'spo2-low-medium': 87 }));
    expect(result.trueEvents).toBe(2);
    expect(result.missed).toMatchObject([{ worst: 88, heardBefore: true }]);
  });
  test.each([
    ['300 s instead of 20 s', silentFor(300_000, 360_000), ['no-spo2 high→high later']],
    ['never high', silentFor(20_000), ['no-spo2 high→medium lower']],
    ['not at all', silentFor(3_000_000), ['no-spo2 high not at all']],
    ['a little later', silentFor(30_000, 70_000), []],
  ])('REC-230 no SpO2: %s', (_, other, expected) => {
    expect(less(whatIf(without().events, other))).toEqual(expected);
  });
  test('REC-230 a BP that is overdue later, or not at all', () => {
    const visit = watched().steady(1, 1_500);
    const graceOf = (graceMs: number): typeof own =>
      withTechnical({ cuffOverdue: { ...own.technical.cuffOverdue, graceMs, highAfterIntervals: 90 } });
    expect(less(whatIf(visit.events, graceOf(400_000)))).toEqual(['cuff-overdue high→medium lower+later']);
    expect(less(whatIf(visit.events, graceOf(3_000_000)))).toEqual(['cuff-overdue high not at all']);
  });
});

describe('acts', () => {
  const acknowledged = (): WatchedVisit =>
    watched({ baseline: { spo2Pct: 90 } })
      .steady(1, 60)
      .steady(61, 90, 88)
      .acknowledge(90, 'spo2-low')
      .steady(91, 120, 88)
      .steady(121, 180);

  test('REC-198 REC-199 an acknowledgement quiets the same alert there, and one without its alert is counted', () => {
    const same = whatIf(acknowledged().events, own);
    // Issued at 76 s, seen at 90 s, over at 131 s, its tenth second in range.
    expect(same.after).toMatchObject({ audibleMs: 14_000, unansweredMs: 55_000 });
    expect(same.actsWithout).toEqual([]);
    const without = whatIf(acknowledged().events, withLimits(own, { 'spo2-low-medium': 86 }));
    expect(without.after).toMatchObject({ audibleMs: 0, unansweredMs: 0 });
    expect(without.actsWithout).toEqual([{ type: 'alert-acknowledged', count: 1 }]);
  });
  test('REC-199 a limit set for the patient is an absolute number: it stands under the other protocol', () => {
    const visit = watched().steady(1, 30);
    visit.give(31, { type: 'limits:change', limits: { 'spo2-low-medium': 84 }, reason: 'usual 87' }, provider);
    visit.steady(32, 92, 87).steady(93, 120);
    expect(told(whatIf(visit.events, withLimits(own, { 'spo2-low-medium': 88 })))).toEqual(nothing);
  });
  test('REC-199 a change of the patient’s limit ends the alert that is open there, whatever was open then', () => {
    const visit = watched({ baseline: { spo2Pct: 92 } })
      .steady(1, 30)
      .steady(31, 60, 91);
    visit.give(61, { type: 'limits:change', limits: { 'spo2-low-medium': 89 }, reason: 'usual 91' }, provider);
    visit.steady(62, 90, 91);
    const { come } = whatIf(visit.events, withLimits(own, { 'spo2-low-medium': 92 }));
    expect(come).toMatchObject([{ kind: 'spo2-low', issuedAt: START + 46_000, endedAt: START + 61_000 }]);
  });
  test('REC-199 a page about an alert that is not there is counted once, with its calling off; one about a call is kept', () => {
    const visit = watched({ baseline: { spo2Pct: 90 } })
      .steady(1, 60)
      .steady(61, 90, 88);
    const alertId = visit.state.alerts['spo2-low']?.alertId ?? '';
    visit.record(91, { type: 'page-sent', alertId, to: 'provider' });
    visit.record(92, { type: 'page-sent', alertId: 'a-call', to: 'provider' });
    visit.steady(93, 130);
    visit.record(131, { type: 'page-sent', alertId, to: 'provider', over: true });
    const without = whatIf(visit.events, withLimits(own, { 'spo2-low-medium': 86 }));
    expect(without.actsWithout).toEqual([{ type: 'page-sent', count: 1 }]);
    expect(whatIf(visit.events, own).actsWithout).toEqual([]);
  });
  test('REC-199 a mark that was cleared is the one of its kind that is there; without one it is counted', () => {
    const visit = watched({ baseline: { spo2Pct: 90 } })
      .steady(1, 30)
      .steady(31, 50, 82)
      .steady(51, 80);
    const alertId = visit.state.latched[0]?.alertId ?? '';
    visit.give(81, { type: 'mark:clear', alertId }, nurse);
    expect(whatIf(visit.events, own).actsWithout).toEqual([]);
    const lower = withLimits(own, { 'spo2-low-medium': 80, 'spo2-low-high': 78 });
    expect(whatIf(visit.events, lower).actsWithout).toEqual([{ type: 'latched-mark-cleared', count: 1 }]);
  });
  test('REC-199 whatever else a person did is kept', () => {
    const visit = fallen(88);
    visit.give(245, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }, nurse);
    const result = whatIf(visit.events, withLimits(own, { 'spo2-low-medium': 86 }));
    expect(result.actsWithout).toEqual([]);
  });
});

describe('the same protocol', () => {
  test.each([
    ['an infusion', endedVisit],
    ['esketamine', esketamineVisit],
  ])('REC-200 gives the alerts of the journal: %s', (_, visit) => {
    const events = visit();
    const protocol = events.flatMap((event) => (event.type === 'visit-opened' ? [event.protocol] : []))[0] ?? own;
    const result = whatIf(events, protocol);
    expect(told(result)).toEqual(nothing);
    expect(result.after).toEqual(result.before);
    expect(less(result)).toEqual([]);
    expect(result.same).toBeGreaterThan(0);
  });
  test('REC-201 the time in which the server was away is named, and nothing falls due in it', () => {
    const visit = watched().steady(1, 60).resume(200).steady(201, 300);
    const result = whatIf(visit.events, own);
    expect(told(result)).toEqual(nothing);
    expect(result.unjudged).toEqual([{ from: START + 60_000, until: START + 200_000, why: 'server away' }]);
  });
});

test('REC-195 a broken journal is an error, not a result', () => {
  const [, ...headless] = fallen(88).events;
  expect(() => whatIf(headless, own)).toThrow("A visit's first event is visit-opened");
  expect(() => whatIf([] as VisitEvent[], own)).toThrow('without an event');
});
