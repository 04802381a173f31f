import { describe, expect, test } from 'vitest';
import { viewAt, watched } from '../../../tests/support/watched-visit.ts';

const LOST = { type: 'adapter-disconnected', adapterId: 'a' } as const;
const BACK = { type: 'adapter-connected', adapterId: 'a' } as const;
/** The link goes at 100.5 s, the last value was at 100 s. */
const lost = () => watched().steady(0, 100).record(100.5, LOST);

describe('adapter lost', () => {
  test.each([
    [110.499, undefined],
    [110.5, '110.5 issued adapter-lost medium'],
  ])('AL-15 link gone at 100.5 s, now %s s: %s', (now, expected) => {
    expect(lost().tick(now).log('adapter-lost')[0]).toBe(expected);
  });
  test('AL-15 it stands in for no SpO2 and takes its priority; the silent one that was there says so', () => {
    const visit = lost().tick(300);
    expect(visit.log()).toEqual([
      '110 issued no-spo2 low',
      '110.5 issued adapter-lost medium',
      '160 raised adapter-lost high',
    ]);
    expect(visit.state.alerts['no-spo2']).toMatchObject({ priority: 'low', reason: 'Adapter lost' });
    expect(visit.state.alerts['adapter-lost']).toMatchObject({ reason: 'No SpO₂' });
  });
  test('AL-15 it stands in for an overdue BP', () => {
    const visit = lost().tick(1300);
    expect(visit.log('cuff-overdue')).toEqual([]);
  });
  test('AL-15 two intervals without a BP make it high, when they pass first', () => {
    const visit = watched().steady(0, 1170).record(1170.5, LOST).tick(1210);
    expect(visit.log('adapter-lost')).toEqual(['1180.5 issued adapter-lost medium', '1200 raised adapter-lost high']);
    expect(visit.state.alerts['adapter-lost']?.reason).toBe('BP overdue');
  });
  test('AL-15 an overdue BP that was there stays', () => {
    const visit = watched().steady(0, 730).record(730.5, LOST).tick(760);
    expect(visit.log('cuff-overdue')).toEqual(['720 issued cuff-overdue medium']);
    expect(visit.state.alerts['cuff-overdue']?.reason).toBe('Adapter lost');
  });
  test('AL-15 an SpO2 alert that was there stays, without data', () => {
    const visit = watched().steady(0, 20, 88).record(20.5, LOST).tick(31);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', reason: 'Adapter lost' });
  });
  test.each([
    [204.999, false],
    [205, true],
  ])('AL-15 it ends when the link has been back for 5 s: back at 200 s, now %s s: %s', (now, ended) => {
    const visit = lost().record(200, BACK).tick(now);
    expect(visit.log('adapter-lost').includes('205 ended adapter-lost in-range')).toBe(ended);
  });
  test('AL-15 what it stood in for comes up when the link is back without a signal', () => {
    const visit = lost().record(200, BACK).tick(300);
    expect(visit.log('no-spo2')).toEqual(['110 issued no-spo2 low', '205 raised no-spo2 high']);
  });
  test('AL-15 a link that flickers is one alert', () => {
    const visit = lost().record(200, BACK).record(203, LOST).record(300, BACK).tick(400);
    expect(visit.log('adapter-lost')).toEqual([
      '110.5 issued adapter-lost medium',
      '160 raised adapter-lost high',
      '305 ended adapter-lost in-range',
    ]);
  });
  test('AL-15 a short break is none', () => {
    expect(lost().record(108, BACK).steady(108, 200).log('adapter-lost')).toEqual([]);
  });
  test('AL-15 a silent signal that was there says that the adapter is lost now', () => {
    const visit = watched().steady(0, 100);
    for (let second = 101; second <= 112; second += 1) visit.noValue(second);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Probe off');
    visit.record(113, LOST).tick(123);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Adapter lost');
  });
  test('AL-15 a move to another chair ends it by that person’s act; the missing signal comes up', () => {
    const visit = lost().tick(130).record(140, { type: 'chair-changed', chairId: 'chair-2' });
    expect(visit.log().slice(-2)).toEqual(['140 ended adapter-lost person', '140 raised no-spo2 medium']);
  });
  test.each([
    [100.5, ['110 issued no-spo2 low']],
    [100.501, ['110 issued no-spo2 low', '120 raised no-spo2 medium', '160 raised no-spo2 high']],
  ])('AL-15 of two adapters one is lost at 100.5 s; the oximeter is last heard at %s s', (heardAt, expected) => {
    expect(lost().noValue(heardAt).tick(300).log('no-spo2')).toEqual(expected);
  });
  test('AL-15 the cuff’s adapter lost and acknowledged: the probe that comes off then has its own timers', () => {
    const visit = watched({ tickMs: 1000 }).bp(0.2, 120).steady(1, 10);
    visit.record(10.5, { type: 'infusion-ended', happenedAt: visit.state.openedAt + 10_500, reason: 'completed' });
    visit.record(10.5, LOST).steady(11, 25).acknowledge(25.5, 'adapter-lost');
    for (let second = 26; second <= 266; second += 1) visit.noValue(second);
    expect(visit.log('no-spo2')).toEqual(['35 issued no-spo2 low', '45 raised no-spo2 medium']);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Probe off');
    expect(visit.log('adapter-lost')).toEqual(['20.5 issued adapter-lost medium', '25.5 acknowledged adapter-lost']);
  });
  test('AL-15 a low SpO2 that is still measured is not without data', () => {
    const visit = watched().steady(0, 20, 88).record(20.5, LOST).steady(21, 31, 88);
    expect(visit.log('adapter-lost')).toEqual(['30.5 issued adapter-lost medium']);
    expect(visit.state.alerts['spo2-low']?.condition).toBe('true');
    expect(visit.state.alerts['spo2-low']?.reason).toBeUndefined();
  });
  test('AL-15 an oximeter heard after the loss and silent then is no lost adapter', () => {
    const visit = lost().steady(101, 200).tick(230);
    expect(visit.log('no-spo2')).toEqual(['210 issued no-spo2 low', '220 raised no-spo2 medium']);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('No readings');
  });
  test.each([
    ['a failed cycle', (visit: ReturnType<typeof watched>) => visit.bpFailed(300)],
    ['a pressure', (visit: ReturnType<typeof watched>) => visit.cuff(300)],
    ['a blood pressure', (visit: ReturnType<typeof watched>) => visit.bp(300, 120)],
  ])('AL-15 the oximeter’s adapter is lost: after %s BP is overdue by itself', (_, hear) => {
    const visit = hear(lost()).tick(1600);
    expect(visit.log('cuff-overdue').map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'issued cuff-overdue medium',
      'raised cuff-overdue high',
    ]);
    expect(visit.log('adapter-lost')).toContain('160 raised adapter-lost high');
  });
  test('AL-15 a BP by hand says nothing of the cuff’s adapter', () => {
    const visit = lost().tick(300);
    const measuredAt = visit.state.openedAt + 300_000;
    const values = { quality: 'good', causes: [], systolicMmHg: 120, diastolicMmHg: 70, byHand: true } as const;
    visit.record(300, { type: 'bp-entered', byName: 'N', reading: { kind: 'nibp', measuredAt, ...values } });
    expect(visit.tick(1600).log('cuff-overdue')).toEqual([]);
  });
  test('AL-15 never connected is not lost: the missing signal says it', () => {
    expect(watched({ connected: false }).tick(60).log('adapter-lost')).toEqual([]);
  });
});

describe('two adapters on a chair', () => {
  const of = (kind: 'oximeter' | 'cuff', connected: boolean) =>
    ({
      type: connected ? 'adapter-connected' : 'adapter-disconnected',
      adapterId: `of-${kind}`,
      feeds: [kind],
    }) as const;
  /** The cuff's adapter goes at 100.5 s; the oximeter goes on. */
  const cuffLost = () => watched().steady(0, 100).record(100.5, of('cuff', false));

  test('AL-15 one lost after the other is one alert, which stands in for each from its own loss on', () => {
    const visit = cuffLost().steady(101, 150).record(150.5, of('oximeter', false)).tick(300);
    expect(visit.log()).toEqual(['110.5 issued adapter-lost medium', '210 raised adapter-lost high']);
    expect(visit.state.alerts['adapter-lost']?.reason).toBe('No SpO₂');
  });
  test.each([
    [160.499, false],
    [160.5, true],
  ])(
    'AL-15 acknowledged, it sounds again when another adapter is gone for 10 s: at 150.5 s, now %s s: %s',
    (now, again) => {
      const visit = cuffLost().steady(101, 120).acknowledge(120.5, 'adapter-lost').steady(121, 150);
      visit.record(150.5, of('oximeter', false)).tick(now);
      expect(visit.log('adapter-lost').includes('160.5 resounded adapter-lost')).toBe(again);
      expect(visit.state.alerts['adapter-lost']?.acknowledged === undefined).toBe(again);
    },
  );
  test('AL-15 an oximeter whose adapter is back and which says nothing alarms by itself while the cuff’s is away', () => {
    const visit = cuffLost().record(101, of('oximeter', false)).tick(130).record(200, of('oximeter', true)).tick(300);
    expect(visit.log('no-spo2')).toEqual(['110 issued no-spo2 low', '200 raised no-spo2 high']);
  });
  test('AL-15 it ends when the last of them has been back for 5 s', () => {
    const visit = cuffLost().steady(101, 110).record(110.5, of('oximeter', false));
    visit.record(120, of('cuff', true)).tick(130);
    expect(visit.state.alerts['adapter-lost']).toBeDefined();
    expect(visit.record(131, of('oximeter', true)).tick(140).log('adapter-lost').at(-1)).toBe(
      '136 ended adapter-lost in-range',
    );
  });
  test('AL-15 a device taken off the chair takes its lost adapter with it, by that person’s act', () => {
    const visit = cuffLost().steady(101, 130).record(130, { type: 'device-changed', kind: 'cuff', deviceId: 'cuff-1' });
    visit.record(131, { type: 'device-changed', kind: 'cuff' });
    expect(visit.log('adapter-lost').at(-1)).toBe('131 ended adapter-lost person');
  });
});

describe('what it stands in for', () => {
  const shown = (visit: ReturnType<typeof lost>, second: number) =>
    viewAt(visit.tick(second), second).alerts.find(({ kind }) => kind === 'adapter-lost');

  test('AL-88 is said with it, at the higher priority of the two', () => {
    expect(shown(lost(), 120)).toMatchObject({ priority: 'medium', detail: 'stands in for No SpO₂ and BP overdue' });
    expect(shown(lost(), 170)).toMatchObject({
      priority: 'high',
      detail: 'stands in for No SpO₂ and BP overdue · as urgent as No SpO₂',
    });
  });
  test('AL-88 of one device alone: that one', () => {
    const visit = watched()
      .steady(0, 100)
      .record(100.5, { ...LOST, feeds: ['cuff'] });
    for (let second = 101; second <= 120; second += 1) visit.spo2(second, 98);
    expect(shown(visit, 120)?.detail).toBe('of the cuff · stands in for BP overdue');
  });
});
