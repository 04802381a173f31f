import { describe, expect, test } from 'vitest';
import { aVisit, esketamine, MINUTE, SECOND, type VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { chairView, tileOf, viewChangesAt } from '../view.ts';

const chair = { chairId: 'chair-1', name: 'Chair 1' };
const view = (visit: VisitBuilder, now = visit.now) =>
  chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, now);

describe('UI-80 a value is live, or old and said so, or absent with a reason', () => {
  const measured = () => aVisit({ phase: 'infusion' }).after(SECOND).spo2(97, 78);
  test.each([
    [0, 'live'],
    [5 * SECOND, 'live'],
    [5 * SECOND + 1, 'stale'],
    [10 * MINUTE, 'stale'],
  ])('%i ms after the last reading: %s', (age, status) => {
    const visit = measured();
    expect(view(visit, visit.now + age).spo2.status).toBe(status);
    expect(view(visit, visit.now + age).pulse.status).toBe(status);
  });
  test('probe off: grey at once, a dash with the reason from 5 s on', () => {
    const visit = measured().after(SECOND).probeOff();
    expect(view(visit).spo2).toMatchObject({ status: 'stale', reason: 'probe off', value: 97 });
    visit.after(5 * SECOND).probeOff();
    expect(view(visit).spo2).toMatchObject({ status: 'none', reason: 'probe off' });
  });
  test('probe off, then silence: never the number again', () => {
    const visit = measured().after(SECOND).probeOff().after(MINUTE);
    expect(view(visit).spo2).toMatchObject({ status: 'none' });
  });
  test('never measured, and monitoring ended, are dashes', () => {
    expect(view(aVisit()).spo2).toEqual({ status: 'none', reason: 'not measured yet' });
    expect(view(aVisit({ phase: 'discharge' })).spo2).toMatchObject({ status: 'none', reason: 'monitoring ended' });
  });
  test('the lost adapter is the reason while it is lost', () => {
    const visit = measured()
      .record({ type: 'adapter-disconnected', adapterId: 'a' })
      .after(6 * SECOND);
    expect(view(visit).spo2).toMatchObject({ status: 'stale', reason: 'adapter lost' });
  });
  test('change from baseline stands beside a live value only', () => {
    const visit = measured();
    expect(view(visit).spo2).toMatchObject({ delta: -1, baseline: 98 });
    expect(view(visit, visit.now + MINUTE).spo2).not.toHaveProperty('delta');
  });
});

describe('UI-81 limits in force are written as the rules hold them', () => {
  test('iv-ketamine-40', () => {
    const { limits } = view(aVisit({ phase: 'infusion' }));
    expect(limits.spo2.map((limit) => limit.text)).toEqual(['< 90', '≤ 85']);
    expect(limits.pulse.map((limit) => limit.text)).toEqual(['50–120', '40–140']);
    expect(limits.nibp.map((limit) => limit.text)).toEqual(['≥ 160/100, < 90', '≥ 180/110, < 80']);
  });
});

describe('UI-82 NIBP: when, next due, a running cycle, a failed one', () => {
  test('next due counts from the last BP', () => {
    const visit = aVisit({ phase: 'infusion' }).after(MINUTE).bp(134, 82);
    expect(view(visit).nibp).toMatchObject({
      last: { systolicMmHg: 134, at: visit.now, delta: { systolic: 6, diastolic: 3 } },
      nextDueAt: visit.now + 10 * MINUTE,
    });
  });
  test('a cycle shows its pressure, and falls silent after 5 s', () => {
    const visit = aVisit({ phase: 'infusion' })
      .after(MINUTE)
      .reading({ kind: 'cuff-pressure', measuredAt: 0, cuffPressureMmHg: 1, quality: 'good', causes: [] });
    visit.reading({ kind: 'cuff-pressure', measuredAt: visit.now, cuffPressureMmHg: 140, quality: 'good', causes: [] });
    expect(view(visit).nibp.measuring).toMatchObject({ cuffPressureMmHg: 140 });
    expect(view(visit, visit.now + 5 * SECOND + 1).nibp.measuring).toBeUndefined();
  });
  test('a failed cycle says why until a BP comes', () => {
    const visit = aVisit({ phase: 'infusion' })
      .after(MINUTE)
      .reading({ kind: 'nibp-failed', measuredAt: 0, failure: 'artefact', quality: 'none', causes: [] });
    visit.reading({ kind: 'nibp-failed', measuredAt: visit.now, failure: 'weak-signal', quality: 'none', causes: [] });
    expect(view(visit).nibp.failure).toMatchObject({ text: 'weak signal' });
    expect(view(visit.after(SECOND).bp()).nibp.failure).toBeUndefined();
  });
});

describe('UI-83 the axis of a visit is fixed and begins and ends on ten minutes', () => {
  test('it does not move while the infusion runs', () => {
    const visit = aVisit({ phase: 'infusion' });
    const first = view(visit).timeline;
    expect(view(visit.watched(60).after(30 * MINUTE)).timeline).toEqual(first);
    expect((first?.axisTo ?? 1) % (10 * MINUTE)).toBe(0);
  });
  test('a visit that outlasts it gets ten more minutes at a time', () => {
    const visit = aVisit({ phase: 'infusion' });
    const end = view(visit).timeline?.axisTo ?? 0;
    expect(view(visit, end).timeline?.axisTo).toBe(end + 10 * MINUTE);
  });
  test('a pause that is over moves the planned end', () => {
    const visit = aVisit({ phase: 'infusion' }).after(MINUTE).give({ type: 'pump:pause', minutesAgo: 0 });
    const before = view(visit).timeline?.plannedEndAt ?? 0;
    visit
      .after(2 * MINUTE)
      .bp()
      .give({ type: 'pump:resume', minutesAgo: 0 });
    expect(view(visit).timeline?.plannedEndAt).toBe(before + 2 * MINUTE);
  });
});

describe('UI-84 the estimate is anchored at what the pump last did', () => {
  test('running, paused, running, ended', () => {
    const visit = aVisit({ phase: 'infusion' });
    const start = visit.now;
    expect(view(visit).treatment?.estimate).toMatchObject({ pumpedMs: 0, pumpedMsAt: start, running: true });
    visit.after(4 * MINUTE).give({ type: 'pump:pause', minutesAgo: 0 });
    expect(view(visit).treatment?.estimate).toMatchObject({ pumpedMs: 4 * MINUTE, running: false });
    visit
      .after(3 * MINUTE)
      .bp()
      .give({ type: 'pump:resume', minutesAgo: 0 });
    expect(view(visit.after(MINUTE)).treatment?.estimate).toMatchObject({
      pumpedMs: 4 * MINUTE,
      pumpedMsAt: start + 7 * MINUTE,
      running: true,
    });
    visit.give({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
    expect(view(visit).treatment?.estimate).toMatchObject({ pumpedMs: 5 * MINUTE, running: false });
  });
  test('an administration has devices and no estimate', () => {
    const { treatment } = view(aVisit({ phase: 'infusion', protocol: esketamine }));
    expect(treatment?.devices).toHaveLength(1);
    expect(treatment).not.toHaveProperty('estimate');
  });
});

describe('UI-85 after each BP of the watch one question is asked until it is answered', () => {
  test('asked, answered, asked again by the next BP', () => {
    const visit = aVisit({ phase: 'infusion' }).after(MINUTE).bp();
    expect(view(visit).responseAsked).toEqual({ bpAt: visit.now });
    visit.after(SECOND).give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal' } });
    expect(view(visit).responseAsked).toBeNull();
    expect(view(visit.after(MINUTE).bp()).responseAsked).not.toBeNull();
  });
});

describe('UI-86 a tile shows the chair’s own keys; a free chair shows nothing of the last patient', () => {
  test('tile is a subset', () => {
    const whole = view(aVisit({ phase: 'infusion', minutes: 1 }));
    expect(whole).toMatchObject(tileOf(whole));
  });
  test('free', () => {
    const free = chairView({ chair, visit: null, patient: null, devices: [], recorded: true }, 0);
    expect(free).toMatchObject({
      visitId: null,
      patient: null,
      phase: null,
      alerts: [],
      entries: [],
      spo2: { status: 'none' },
    });
  });
});

describe('UI-87 a view says when time alone will change it', () => {
  test('infusing: the instant the value grows stale', () => {
    const visit = aVisit({ phase: 'infusion' }).after(SECOND).spo2();
    const at = viewChangesAt(view(visit), visit.now) ?? 0;
    expect(at).toBe(visit.now + 5 * SECOND + 1);
    expect(view(visit, at - 1).spo2.status).toBe('live');
    expect(view(visit, at).spo2.status).toBe('stale');
  });
  test('AL-185 recovering: by the second, and at the very instant the value of an alert grows stale', () => {
    const visit = aVisit({ phase: 'recovery' }).after(SECOND).spo2(84).tick();
    const staleAt = visit.now + 5 * SECOND + 1;
    expect(viewChangesAt(view(visit), visit.now)).toBe(visit.now + SECOND);
    const before = staleAt - 300;
    expect(viewChangesAt(view(visit, before), before)).toBe(staleAt);
    expect(view(visit, staleAt - 1).alerts[0]?.condition).toBe('true');
    expect(view(visit, staleAt).alerts[0]?.condition).toBe('no-data');
  });
  test('a free chair never changes by itself', () => {
    expect(
      viewChangesAt(chairView({ chair, visit: null, patient: null, devices: [], recorded: true }, 0), 0),
    ).toBeUndefined();
  });
});

describe('UI-88 alerts are listed most urgent first, with what to say under them', () => {
  test('high before medium, and the value now beside the extreme', () => {
    const visit = aVisit({ phase: 'infusion' }).after(SECOND).bp(164, 96).tick();
    for (const spo2 of [88, 84, 83, 86]) visit.after(SECOND).spo2(spo2, 92).tick();
    const { alerts } = view(visit);
    expect(alerts.map((alert) => [alert.kind, alert.priority])).toEqual([
      ['spo2-low', 'high'],
      ['bp-high', 'medium'],
    ]);
    expect(alerts[0]).toMatchObject({
      text: 'SpO₂ 83 < 90',
      detail: expect.stringContaining('Now 86') as string,
      parameter: 'spo2',
    });
    expect(alerts[1]).toMatchObject({
      text: 'SYS 164 ≥ 160',
      at: 'systolic',
      detail: expect.stringContaining('Unconfirmed') as string,
    });
  });
});

test.each([
  [5 * SECOND, 'true'],
  [5 * SECOND + 1, 'no-data'],
])('AL-107 %i ms after the last low value the open alert reads: %s', (age, condition) => {
  const visit = aVisit({ phase: 'infusion' }).after(SECOND).spo2(80, 78).tick();
  const alert = view(visit, visit.now + age).alerts.find(({ kind }) => kind === 'spo2-low');
  expect(alert).toMatchObject({ condition });
  expect(alert?.detail.startsWith('No data since')).toBe(condition === 'no-data');
});
