import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { alertViews } from '../view/alert-view.ts';
import { alertText } from './text.ts';

const priorityOf = (systolic: number, diastolic: number, baseline = {}) => {
  const { alerts } = watched({ baseline }).bp(600, systolic, diastolic).state;
  const alert = alerts['bp-high'] ?? alerts['bp-low'];
  return alert && `${alert.kind} ${alert.priority}`;
};

describe('the levels', () => {
  test.each([
    // Baseline 120/75.
    [149, 94, undefined],
    [150, 94, 'bp-high low'],
    [149, 95, 'bp-high low'],
    [159, 99, 'bp-high low'],
    [160, 99, 'bp-high medium'],
    [159, 100, 'bp-high medium'],
    [179, 109, 'bp-high medium'],
    [180, 109, 'bp-high high'],
    [179, 110, 'bp-high high'],
    [90, 60, undefined],
    [89, 60, 'bp-low medium'],
    [80, 60, 'bp-low medium'],
    [79, 60, 'bp-low high'],
  ])('AL-25 %s/%s: %s', (systolic, diastolic, expected) => {
    expect(priorityOf(systolic, diastolic)).toBe(expected);
  });
  test.each([
    [111, 89, undefined],
    [112, 89, 'bp-low medium'],
  ])('AL-25 under 90 counts when it is 20 %% under the baseline: %s, BP %s', (systolicMmHg, systolic, expected) => {
    expect(priorityOf(systolic, 60, { systolicMmHg })).toBe(expected);
  });
  test('AL-23 a BP before the start is a gate, never an alert', () => {
    expect(watched({ phase: 'baseline' }).bp(10, 190, 115).tick(600).log()).toEqual([]);
  });
  test('AL-10 the text shows the number at fault', () => {
    const text = (systolic: number, diastolic: number) => {
      const alert = watched().bp(600, systolic, diastolic).state.alerts['bp-high'];
      return alert && alertText(alert);
    };
    expect(text(186, 95)).toBe('SYS 186 ≥ 180');
    expect(text(165, 112)).toBe('DIA 112 ≥ 110');
    expect(text(150, 80)).toBe('SYS 150 ≥ 150');
  });
});

describe('the repeat', () => {
  test('AL-12 medium is issued silent, waiting; a repeat that agrees confirms it', () => {
    const visit = watched().bp(100, 165);
    expect(visit.state.alerts['bp-high']).toMatchObject({ priority: 'medium', confirmation: { state: 'waiting' } });
    expect(visit.state.alerts['bp-high']?.unansweredSince).toBeUndefined();
    visit.bp(160, 162).tick(600);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '160 confirmed bp-high']);
  });
  test.each([
    [279.999, ['279.999 confirmed bp-high']],
    [280.001, ['280 unconfirmed bp-high', '280.001 confirmed bp-high']],
  ])('AL-12 the wait runs out after 3 min: repeat at %s s', (repeatAt, expected) => {
    expect(watched().bp(100, 165).bp(repeatAt, 165).log('bp-high').slice(1)).toEqual(expected);
  });
  test('AL-12 at the end of the wait, not before, and with the reason', () => {
    expect(watched({ tickMs: 0 }).bp(100, 165).tick(279.999).log('bp-high')).toEqual(['100 issued bp-high medium']);
    const visit = watched({ tickMs: 0 }).bp(100, 165).tick(280);
    expect(visit.log('bp-high').at(-1)).toBe('280 unconfirmed bp-high');
    expect(visit.state.alerts['bp-high']?.reason).toBe('No repeat within 3 min');
  });
  test('AL-12 a cycle that failed in the same instant as the BP is no repeat of it', () => {
    expect(watched().bp(100, 165).bpFailed(100).tick(200).log('bp-high')).toEqual(['100 issued bp-high medium']);
  });
  test('AL-12 the end of the wait is its date, whenever somebody looks', () => {
    const visit = watched({ tickMs: 0 }).bp(100, 165).tick(1000.7);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '280 unconfirmed bp-high']);
  });
  test('AL-12 a repeat that fails leaves it unconfirmed, at once and with the reason', () => {
    const visit = watched().bp(100, 165).bpFailed(150, 'cuff-leak');
    expect(visit.log('bp-high').at(-1)).toBe('150 unconfirmed bp-high');
    expect(visit.state.alerts['bp-high']).toMatchObject({
      confirmation: { state: 'unconfirmed' },
      reason: 'Repeat failed: cuff leak or loose hose',
    });
  });
  test('AL-12 a failed cycle from before the BP is no failed repeat', () => {
    const visit = watched().bpFailed(90).bp(100, 165).tick(200);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium']);
  });
  test('AL-12 a repeat in range ends it without a sound', () => {
    const visit = watched().bp(100, 165).bp(160, 138).tick(600);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '160 ended bp-high in-range']);
  });
  const between = () => watched().bp(100, 165).bp(160, 157);
  test('AL-106 a repeat between the limits neither confirms nor ends it, and makes no sound', () => {
    const visit = between().tick(280.5);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium']);
    expect(visit.state.alerts['bp-high']).toMatchObject({ priority: 'medium', confirmation: { state: 'waiting' } });
    expect(visit.state.alerts['bp-high']?.unansweredSince).toBeUndefined();
    expect(visit.escalations('bp-high')).toEqual([]);
  });
  test.each([
    [165, 99, '760 confirmed bp-high'],
    [159, 99, '100 issued bp-high medium'],
    [155, 94, '100 issued bp-high medium'],
    [154, 94, '760 lowered bp-high low'],
    [138, 80, '760 ended bp-high in-range'],
    [184, 99, '760 raised bp-high high'],
  ])('AL-106 the BP after it decides: %s/%s', (systolic, diastolic, last) => {
    expect(between().bp(760, systolic, diastolic).log('bp-high').at(-1)).toBe(last);
  });
  test('AL-106 a failed cycle after it sounds at once', () => {
    expect(between().bpFailed(200).log('bp-high').at(-1)).toBe('200 unconfirmed bp-high');
  });
  test('AL-106 the BP after it does not come: overdue 2 min after it was due, unconfirmed after 3', () => {
    // Due 10 min after the repeat.
    const visit = between().tick(1_000);
    expect(visit.log('cuff-overdue')).toEqual(['880 issued cuff-overdue medium']);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '940 unconfirmed bp-high']);
    expect(watched({ tickMs: 0 }).bp(100, 165).bp(160, 157).tick(5_000).log('bp-high').at(-1)).toBe(
      '940 unconfirmed bp-high',
    );
  });
  test('AL-106 several between the limits go on waiting; one that agrees in the end confirms', () => {
    const visit = between().bp(760, 156).bp(1_360, 158).bp(1_960, 161);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '1960 confirmed bp-high']);
  });
  test('AL-191 the worst value of all stays the text when a milder one confirms it', () => {
    const visit = watched().bp(100, 172).bp(160, 157).bp(760, 161);
    const alert = visit.state.alerts['bp-high'];
    expect(visit.log('bp-high').at(-1)).toBe('760 confirmed bp-high');
    expect(alert && alertText(alert)).toBe('SYS 172 ≥ 160');
    expect(visit.events.findLast(({ type }) => type === 'alert-confirmed')).toMatchObject({ excess: { extreme: 172 } });
  });
  test('AL-106 after it cleared, the next one over the limit waits for a repeat of its own', () => {
    const visit = between().bp(760, 138).bp(1_360, 165).tick(1_400);
    expect(visit.log('bp-high').at(-1)).toBe('1360 issued bp-high medium');
    expect(visit.state.alerts['bp-high']?.confirmation?.state).toBe('waiting');
  });
  test('AL-106 low: a repeat of 90 to 94 is silent too', () => {
    expect(watched().bp(100, 88).bp(160, 92).tick(300).log('bp-low')).toEqual(['100 issued bp-low medium']);
  });
  test.each([
    [200, 'Repeat between the limits, the next BP decides', 940],
    [150, 'Unconfirmed, repeat now', 280],
  ])('AL-106 a screen at %s s reads: %s', (second, detail, until) => {
    const visit = watched().bp(100, 165);
    if (second > 160) visit.bp(160, 157);
    const alert = alertViews(visit.tick(second).state, at(second)).find(({ kind }) => kind === 'bp-high');
    expect(alert).toMatchObject({ waitingUntil: at(until) });
    expect(alert?.detail).toContain(detail);
  });
  test('AL-12 an advisory that rises to medium waits for its repeat too', () => {
    const visit = watched().bp(100, 155).bp(700, 165);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high low', '700 raised bp-high medium']);
    expect(visit.state.alerts['bp-high']?.confirmation?.state).toBe('waiting');
  });
  test('AL-12 180/110 waits for nothing, also when it comes as the repeat', () => {
    const visit = watched().bp(100, 165).bp(160, 184);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '160 raised bp-high high']);
    expect(visit.state.alerts['bp-high']?.confirmation).toBeUndefined();
  });
  test('AL-12 low: under 90 waits, under 80 does not', () => {
    expect(watched().bp(100, 88).state.alerts['bp-low']?.confirmation?.state).toBe('waiting');
    expect(watched().bp(100, 78).state.alerts['bp-low']).toMatchObject({ priority: 'high' });
  });
});

describe('the end', () => {
  test.each([
    [175, 80, 'high'],
    [174, 105, 'high'],
    [174, 104, 'medium'],
    [154, 94, 'low'],
    [144, 89, undefined],
  ] as const)('AL-8 high, then %s/%s: %s', (systolic, diastolic, priority) => {
    const visit = watched().bp(100, 185).bp(220, systolic, diastolic);
    expect(visit.state.alerts['bp-high']?.priority).toBe(priority);
  });
  test('AL-8 lowered from high to medium asks for no repeat', () => {
    expect(watched().bp(100, 185).bp(220, 165).state.alerts['bp-high']?.confirmation).toBeUndefined();
  });
  test.each([
    [94, 'medium'],
    [95, undefined],
  ] as const)('AL-8 low, then %s: %s', (systolic, priority) => {
    expect(watched().bp(100, 85).bp(160, systolic).state.alerts['bp-low']?.priority).toBe(priority);
  });
  test('AL-1 no further BP: the alert stays, and says that the BP is overdue', () => {
    const visit = watched().bp(100, 185).tick(3000);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high high']);
    expect(visit.state.alerts['bp-high']).toMatchObject({ condition: 'no-data', reason: 'BP overdue' });
  });
  test('AL-5 a BP by hand is judged like the cuff’s', () => {
    const byHand = {
      kind: 'nibp',
      quality: 'good',
      causes: [],
      byHand: true,
      systolicMmHg: 185,
      diastolicMmHg: 90,
    } as const;
    const visit = watched();
    visit.record(300, {
      type: 'bp-entered',
      byName: 'N. Okafor',
      reading: { ...byHand, measuredAt: visit.state.openedAt + 280_000 },
    });
    expect(visit.log('bp-high')).toEqual(['300 issued bp-high high']);
  });
});
