import { describe, expect, test } from 'vitest';
import {
  aVisit,
  esketamine,
  MINUTE,
  nurse,
  OPENED_AT,
  provider,
  SECOND,
} from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { VisitEventBody } from '../event.ts';
import { chairView, viewChangesAt } from '../view.ts';
import type { ChairView } from '../view.ts';

const chair = { chairId: 'chair-1', name: 'Chair 1' };
const viewOf = (visit: VisitBuilder, now = visit.now): ChairView =>
  chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, now);
const pausedAt10 = (): VisitBuilder =>
  aVisit({ phase: 'infusion', minutes: 10 }).give({ type: 'pump:pause', minutesAgo: 0 });

/** Instants as seconds since the visit was opened. */
function inSeconds(value: unknown): unknown {
  if (typeof value === 'number') return value < OPENED_AT - MINUTE ? value : `${(value - OPENED_AT) / SECOND} s`;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inSeconds(each)]));
}
/** What follows from the phase, whole: nothing more may stand in it. */
function ofThePhase(visit: VisitBuilder): unknown {
  const { phase, timeline, treatment, spo2, pulse, nibp, ...view } = viewOf(visit);
  if (!treatment) throw new Error('there is a visit');
  const { protocolTitle: _, protocolVersion: _v, scales: _s, ...given } = treatment;
  const { identity, canEndMonitoring, responseAsked } = view;
  return inSeconds({ identity, phase, timeline, treatment: given, spo2, pulse, nibp, canEndMonitoring, responseAsked });
}

test.each<[string, () => VisitBuilder, object]>([
  [
    'before',
    () => aVisit().after(MINUTE),
    {
      identity: null,
      phase: { name: 'baseline', since: '0 s' },
      timeline: { openedAt: '0 s', plannedEndAt: '3600 s', axisFrom: '0 s', axisTo: '6000 s' },
      treatment: { protocolId: 'iv-ketamine-40', treatment: 'infusion', pauses: [], devices: [] },
      spo2: { status: 'none', reason: 'not measured yet' },
      pulse: { status: 'none', reason: 'not measured yet' },
      nibp: { everyMs: 600000 },
      canEndMonitoring: false,
      responseAsked: null,
    },
  ],
  [
    'infusion',
    () => aVisit({ phase: 'infusion', minutes: 10 }),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: { name: 'infusion', startedAt: '122 s', plannedMs: 2400000, plannedEndAt: '2522 s' },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        plannedEndAt: '2522 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '122 s', pumpedMs: 0, running: true, plannedMs: 2400000 },
        pauses: [],
        devices: [],
      },
      spo2: {
        status: 'live',
        value: 98,
        at: '722 s',
        quality: 'good',
        causes: [],
        staleAt: '727 s',
        delta: 0,
        baseline: 98,
      },
      pulse: {
        status: 'live',
        value: 72,
        at: '722 s',
        quality: 'good',
        causes: [],
        staleAt: '727 s',
        delta: 0,
        baseline: 72,
      },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '722 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        nextDueAt: '1322 s',
        dueReason: 'interval',
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: { bpAt: '722 s' },
    },
  ],
  [
    'paused',
    () => pausedAt10().after(MINUTE),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: {
        name: 'infusion',
        startedAt: '122 s',
        plannedMs: 2400000,
        plannedEndAt: '2522 s',
        paused: { since: '722 s', remindAt: '1322 s' },
      },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        plannedEndAt: '2522 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '722 s', pumpedMs: 600000, running: false, plannedMs: 2400000 },
        pauses: [{ from: '722 s' }],
        devices: [],
      },
      spo2: { status: 'stale', value: 98, at: '722 s', reason: 'no signal', baseline: 98 },
      pulse: { status: 'stale', value: 72, at: '722 s', reason: 'no signal', baseline: 72 },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '722 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        nextDueAt: '1322 s',
        dueReason: 'interval',
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: { bpAt: '722 s' },
    },
  ],
  [
    'resumed',
    () => pausedAt10().after(MINUTE).give({ type: 'pump:resume', minutesAgo: 0 }).after(MINUTE),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: { name: 'infusion', startedAt: '122 s', plannedMs: 2400000, plannedEndAt: '2582 s' },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        plannedEndAt: '2582 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '782 s', pumpedMs: 600000, running: true, plannedMs: 2400000 },
        pauses: [{ from: '722 s', to: '782 s' }],
        devices: [],
      },
      spo2: { status: 'stale', value: 98, at: '722 s', reason: 'no signal', baseline: 98 },
      pulse: { status: 'stale', value: 72, at: '722 s', reason: 'no signal', baseline: 72 },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '722 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        nextDueAt: '1322 s',
        dueReason: 'interval',
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: { bpAt: '722 s' },
    },
  ],
  [
    'nasal',
    () => aVisit({ phase: 'infusion', minutes: 1, protocol: esketamine }),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: { name: 'infusion', startedAt: '122 s', plannedMs: 600000, plannedEndAt: '722 s' },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        plannedEndAt: '722 s',
        axisFrom: '0 s',
        axisTo: '10800 s',
      },
      treatment: {
        protocolId: 'esketamine-120',
        treatment: 'administration',
        doseMg: 40,
        pauses: [],
        devices: [{ at: '122 s', mg: 28, lot: 'L-77' }],
      },
      spo2: {
        status: 'live',
        value: 98,
        at: '182 s',
        quality: 'good',
        causes: [],
        staleAt: '187 s',
        delta: 0,
        baseline: 98,
      },
      pulse: {
        status: 'live',
        value: 72,
        at: '182 s',
        quality: 'good',
        causes: [],
        staleAt: '187 s',
        delta: 0,
        baseline: 72,
      },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '122 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        nextDueAt: '2522 s',
        dueReason: 'interval',
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: { bpAt: '122 s' },
    },
  ],
  [
    'recovery',
    () => aVisit({ phase: 'recovery', minutes: 2 }),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: {
        name: 'recovery',
        startedAt: '2522 s',
        infusionStartedAt: '122 s',
        minimumAt: '3722 s',
        upperMarkAt: '4322 s',
      },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        infusionEndedAt: '2522 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '2522 s', pumpedMs: 2400000, running: false, plannedMs: 2400000 },
        pauses: [],
        devices: [],
        end: { endedAt: '2522 s', reason: 'completed' },
      },
      spo2: {
        status: 'live',
        value: 98,
        at: '2642 s',
        quality: 'good',
        causes: [],
        staleAt: '2647 s',
        delta: 0,
        baseline: 98,
      },
      pulse: {
        status: 'live',
        value: 72,
        at: '2642 s',
        quality: 'good',
        causes: [],
        staleAt: '2647 s',
        delta: 0,
        baseline: 72,
      },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '2522 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        nextDueAt: '3122 s',
        dueReason: 'interval',
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: { bpAt: '2522 s' },
    },
  ],
  [
    'discharge',
    () => aVisit({ phase: 'discharge' }),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: { name: 'discharge', infusionStartedAt: '122 s', infusionEndedAt: '2522 s', monitoringEndedAt: '4022 s' },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        infusionEndedAt: '2522 s',
        monitoringEndedAt: '4022 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '2522 s', pumpedMs: 2400000, running: false, plannedMs: 2400000 },
        pauses: [],
        devices: [],
        end: { endedAt: '2522 s', reason: 'completed' },
      },
      spo2: { status: 'none', reason: 'monitoring ended', baseline: 98 },
      pulse: { status: 'none', reason: 'monitoring ended', baseline: 72 },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '4022 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: null,
    },
  ],
  [
    'ended',
    () => aVisit({ phase: 'ended' }).after(MINUTE),
    {
      identity: { at: '0 s', byName: 'N. Okafor' },
      phase: { name: 'ended', endedAt: '4022 s', ending: 'home' },
      timeline: {
        openedAt: '0 s',
        infusionStartedAt: '122 s',
        infusionEndedAt: '2522 s',
        axisFrom: '0 s',
        axisTo: '5400 s',
      },
      treatment: {
        protocolId: 'iv-ketamine-40',
        treatment: 'infusion',
        doseMg: 40,
        estimate: { pumpedMsAt: '2522 s', pumpedMs: 2400000, running: false, plannedMs: 2400000 },
        pauses: [],
        devices: [],
        end: { endedAt: '2522 s', reason: 'completed' },
      },
      spo2: { status: 'none', reason: 'monitoring ended', baseline: 98 },
      pulse: { status: 'none', reason: 'monitoring ended', baseline: 72 },
      nibp: {
        last: {
          systolicMmHg: 128,
          diastolicMmHg: 79,
          at: '4022 s',
          byHand: false,
          delta: { systolic: 0, diastolic: 0 },
        },
        baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
        everyMs: 600000,
      },
      canEndMonitoring: false,
      responseAsked: null,
    },
  ],
  [
    'cancelled',
    () => aVisit({ phase: 'ended', ending: 'cancelled' }),
    {
      identity: null,
      phase: { name: 'ended', endedAt: '0 s', ending: 'cancelled' },
      timeline: { openedAt: '0 s', axisFrom: '0 s', axisTo: '6000 s' },
      treatment: { protocolId: 'iv-ketamine-40', treatment: 'infusion', pauses: [], devices: [] },
      spo2: { status: 'none', reason: 'monitoring ended' },
      pulse: { status: 'none', reason: 'monitoring ended' },
      nibp: { everyMs: 600000 },
      canEndMonitoring: false,
      responseAsked: null,
    },
  ],
])('UI-83 the view of a visit, %s', (_, visit, view) => {
  expect(ofThePhase(visit())).toStrictEqual(view);
});

describe('the estimate and the end of an infusion', () => {
  test('UI-84 a volume read at the pump stands beside the end', () => {
    const visit = aVisit({ phase: 'recovery' }).give({ type: 'pump:volume', pumpVolumeMl: 4 });
    expect(viewOf(visit).treatment?.end).toEqual({ endedAt: visit.now, reason: 'completed', pumpVolumeMl: 4 });
  });
  test('UI-83 who waits since when, and what a provider decided', () => {
    const waits = aVisit({ phase: 'discharge' }).record({ type: 'waiting-for-ride' });
    expect(viewOf(waits).phase).toMatchObject({ name: 'discharge', waitingSince: waits.now });
    const decided = aVisit({ phase: 'recovery' }).after(30 * MINUTE);
    decided.give({ type: 'recovery:decide', choice: 'extend', reason: 'BP' }, provider);
    expect(viewOf(decided).phase).toMatchObject({ name: 'recovery', decision: 'extend' });
  });
  test('UI-83 opened long before its start, the axis begins 20 min before it; planned as the set-up says', () => {
    const early = aVisit()
      .after(MINUTE)
      .give({ type: 'setup:record', setUp: { plannedMs: 20 * MINUTE } });
    expect(inSeconds(viewOf(early).timeline)).toMatchObject({ axisFrom: '0 s', plannedEndAt: '2400 s' });
  });
  test('UI-83 the axis of a visit that outlasts it grows by ten minutes', () => {
    const visit = aVisit({ phase: 'infusion' });
    const axisTo = viewOf(visit).timeline?.axisTo ?? 0;
    expect(viewOf(visit, axisTo - MINUTE).timeline?.axisTo).toBe(axisTo);
    expect(viewOf(visit, axisTo - MINUTE + 1).timeline?.axisTo).toBe(axisTo + 10 * MINUTE);
  });
  test('PH-36 monitoring can be ended in recovery once nothing it waits for is missing', () => {
    const visit = aVisit({ phase: 'recovery', minutes: 20 }).watched(300).bp();
    expect(viewOf(visit).canEndMonitoring).toBe(false);
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal' } });
    expect(viewOf(visit).canEndMonitoring).toBe(true);
    expect(viewOf(visit.give({ type: 'monitoring:end' })).canEndMonitoring).toBe(false);
  });
});

test('UI-86 a free chair shows nothing of anybody', () => {
  const free = { status: 'none', reason: 'chair free' };
  const { sound: _, ...view } = chairView({ chair, visit: null, patient: null, devices: [], recorded: true }, 0);
  const nothing = { visitId: null, patient: null, identity: null, phase: null, timeline: null, treatment: null };
  expect(view).toMatchObject({ ...nothing, spo2: free, pulse: free, baseline: null, readiness: null, link: null });
  expect(view).toMatchObject({ setUp: {}, nibp: {}, limits: { spo2: [], pulse: [], nibp: [] } });
  expect(view).toMatchObject({ perfusionIndexPct: null, oxygenLPerMin: 0, limitsChanged: 0, canEndMonitoring: false });
  expect(view).toMatchObject({ responseAsked: null, emergencySince: null, attended: null, recorded: true });
  const { settableLimits, limitChanges, alerts, latched, excursions, entries, criteria, devices } = view;
  for (const list of [settableLimits, limitChanges, alerts, latched, excursions, entries, criteria, devices])
    expect(list).toEqual([]);
});

describe('UI-85 the response that a BP asks for', () => {
  const respond = { type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal' } } as const;
  test('UI-85 asked from the BP on, answered at its instant or later', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    visit.give(respond).after(SECOND).bp();
    expect(viewOf(visit).responseAsked).toEqual({ bpAt: visit.now });
    expect(viewOf(visit.copy().give(respond)).responseAsked).toBeNull();
    expect(viewOf(visit.after(SECOND).give(respond)).responseAsked).toBeNull();
  });
  test('UI-85 a BP of the baseline asks nothing', () => {
    const visit = aVisit().bp().after(SECOND);
    expect(viewOf(visit).responseAsked).toBeNull();
    visit.record({ type: 'infusion-started', happenedAt: visit.now, plannedMs: 40 * MINUTE });
    expect(viewOf(visit).responseAsked).toBeNull();
  });
});

describe('UI-88 an alert in words', () => {
  type Issued = Extract<VisitEventBody, { readonly type: 'alert-issued' }>;
  const issue = (visit: VisitBuilder, more: Partial<Issued>): VisitBuilder =>
    visit.record({
      type: 'alert-issued',
      alertId: `alert-${more.kind}`,
      kind: 'spo2-low',
      priority: 'medium',
      onsetAt: visit.now,
      ...more,
    } as Issued);
  const infusing = () => aVisit({ phase: 'infusion', minutes: 1 });
  const only = (visit: VisitBuilder) => viewOf(visit).alerts[0];
  const systolic = { of: 'systolicMmHg', extreme: 186, is: '>=', limit: 180 } as const;

  test.each<[string, () => VisitBuilder, object]>([
    [
      'a value that is lower now',
      () => issue(infusing(), { kind: 'pulse-high', excess: { of: 'pulseBpm', extreme: 140, is: '>', limit: 130 } }),
      { parameter: 'pulse', detail: expect.stringContaining('Now 72') },
    ],
    [
      'a diastolic',
      () =>
        issue(infusing().bp(150, 95), {
          kind: 'bp-high',
          excess: { of: 'diastolicMmHg', extreme: 115, is: '>=', limit: 110 },
        }),
      { parameter: 'nibp', at: 'diastolic', text: 'DIA 115 ≥ 110', detail: expect.stringContaining('Now 95') },
    ],
    [
      'a systolic that waits for its repeat',
      () => issue(infusing().bp(186, 90), { kind: 'bp-high', excess: systolic, confirmUntil: Number.MAX_SAFE_INTEGER }),
      { at: 'systolic', text: 'SYS 186 ≥ 180', detail: 'Unconfirmed, repeat now' },
    ],
    [
      'one whose repeat agreed',
      () =>
        issue(infusing().bp(186, 90), {
          kind: 'bp-high',
          excess: systolic,
          confirmUntil: Number.MAX_SAFE_INTEGER,
        }).record({ type: 'alert-confirmed', alertId: 'alert-bp-high' }),
      { detail: 'Confirmed by repeat' },
    ],
    [
      'one that an escalation went on from',
      () =>
        issue(infusing(), { kind: 'sedation' }).record({
          type: 'alert-escalated',
          alertId: 'alert-sedation',
          to: 'provider',
        }),
      { parameter: 'sedation', escalatedTo: 'provider' },
    ],
    [
      'one whose sound is paused',
      () =>
        issue(infusing(), { kind: 'sedation' }).record({
          type: 'alert-audio-paused',
          alertId: 'alert-sedation',
          until: OPENED_AT,
          byName: nurse.name,
        }),
      { audioPausedUntil: OPENED_AT },
    ],
    [
      'one that is acknowledged',
      () =>
        issue(infusing(), { kind: 'sedation' }).record({
          type: 'alert-acknowledged',
          alertId: 'alert-sedation',
          byName: nurse.name,
          place: 'station',
        }),
      { acknowledged: { byName: nurse.name, place: 'station', at: expect.any(Number) } },
    ],
    [
      'one with a reason',
      () => issue(infusing(), { kind: 'no-spo2', reason: 'probe off' }),
      { parameter: 'spo2', text: 'No SpO₂', detail: expect.stringContaining('probe off') },
    ],
  ])('UI-88 %s', (_, visit, alert) => {
    expect(only(visit())).toMatchObject(alert);
  });
  test('UI-88 SpO2 low: the value now, back in range, and no data', () => {
    const visit = watched().steady(0, 9, 84);
    const alertAt = (second: number) =>
      chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, at(second)).alerts[0];
    expect(alertAt(9)).toMatchObject({ text: 'SpO₂ 84 < 90', detail: '', condition: 'true' });
    visit.steady(10, 10, 83).steady(11, 11, 84);
    expect(alertAt(11)).toMatchObject({ text: 'SpO₂ 83 < 90', detail: 'Now 84' });
    visit.steady(12, 12, 97);
    expect(alertAt(12)).toMatchObject({ detail: 'Now 97 · back in range', condition: 'clearing' });
    expect(alertAt(20)).toMatchObject({ detail: 'No data since: not cleared', condition: 'no-data' });
  });
  test('UI-88 a lost adapter: of which devices, and what it stands in for', () => {
    const lost = (...feeds: readonly ('oximeter' | 'cuff')[]) => {
      const visit = watched().steady(0, 4, 98);
      visit.record(5, { type: 'adapter-connected', adapterId: 'a', feeds: ['oximeter', 'cuff'] });
      visit.record(5, { type: 'adapter-disconnected', adapterId: 'a', feeds }).tick(16);
      return chairView({ chair, visit: visit.state, patient: null, devices: [], recorded: true }, at(16)).alerts.find(
        ({ kind }) => kind === 'adapter-lost',
      )?.detail;
    };
    expect(lost('oximeter', 'cuff')).not.toContain('of the');
    expect(lost('cuff')).toContain('of the cuff');
    expect(lost('oximeter')).toContain('of the oximeter');
  });
  test('UI-88 what is not so is not in it', () => {
    const alert = only(issue(infusing(), { kind: 'sedation' })) ?? {};
    for (const key of ['at', 'waitingUntil', 'acknowledged', 'audioPausedUntil', 'escalatedTo'])
      expect(key in alert).toBe(false);
  });
  test('UI-88 by priority, then unacknowledged, then age, then name', () => {
    const visit = infusing();
    const from = visit.now;
    issue(visit, { kind: 'sedation', alertId: 'd', onsetAt: from + 2 });
    issue(visit, { kind: 'bp-high', alertId: 'c', onsetAt: from + 2 });
    issue(visit, { kind: 'pulse-low', alertId: 'b', onsetAt: from + 1 });
    issue(visit, { kind: 'bp-low', alertId: 'seen', onsetAt: from });
    visit.record({ type: 'alert-acknowledged', alertId: 'seen', byName: nurse.name, place: 'chair' });
    issue(visit, { kind: 'pulse-high', alertId: 'low', priority: 'low', onsetAt: from });
    issue(visit, { kind: 'spo2-low', alertId: 'high', priority: 'high', onsetAt: from + 3 });
    expect(viewOf(visit).alerts.map(({ alertId }) => alertId)).toEqual(['high', 'b', 'c', 'd', 'seen', 'low']);
  });
  test('AL-193 a visit that is not judged says so, whole, before all others', () => {
    const visit = issue(infusing(), { kind: 'spo2-low', priority: 'high' });
    const sources = { chair, visit: visit.state, patient: null, devices: [], recorded: true };
    const { alerts } = chairView({ ...sources, failedSince: 7 }, visit.now);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toEqual({
      alertId: 'not-judged:visit-1',
      kind: 'not-judged',
      priority: 'high',
      parameter: 'technical',
      text: 'Not judged: watch the patient yourself',
      detail: 'Vigil’s rules have failed on this visit; its numbers may be right, its alerts will not come',
      onsetAt: 7,
      issuedAt: 7,
      condition: 'true',
      escalatedTo: 'station',
    });
  });
});

describe('UI-87 when time alone changes the view', () => {
  const changes = (visit: VisitBuilder, now = visit.now) => viewChangesAt(viewOf(visit, now), now);
  test('UI-87 a live value in the infusion: when it is old; an old one: each second', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    expect(changes(visit)).toBe(visit.now + 5_001);
    expect(changes(visit, visit.now + 5_001)).toBe(visit.now + 6_001);
  });
  test.each(['baseline', 'recovery', 'discharge'] as const)('UI-87 in %s each second', (phase) => {
    const visit = aVisit({ phase });
    expect(changes(visit)).toBe(visit.now + 1_000);
  });
  test('UI-87 an ended visit and a free chair never', () => {
    expect(changes(aVisit({ phase: 'ended' }))).toBeUndefined();
    const free = chairView({ chair, visit: null, patient: null, devices: [], recorded: true }, 0);
    expect(viewChangesAt(free, 0)).toBeUndefined();
  });
  test('UI-87 without a value the axis is what moves', () => {
    const visit = aVisit({ phase: 'infusion' });
    const view = viewOf(visit);
    const none = { status: 'none', reason: 'not measured yet' } as const;
    const axisTo = view.timeline?.axisTo ?? 0;
    expect(viewChangesAt({ ...view, spo2: none, pulse: none }, visit.now)).toBe(axisTo - 60_000 + 1);
  });
});

describe('DV-224 what the page says of a cuff that Vigil may start', () => {
  const cuff = { deviceId: 'd', label: 'Cuff 6', control: { restMs: 30_000 }, allowed: true, connected: true };
  const asked: VisitEventBody = { type: 'cuff-asked', deviceId: 'd', cause: 'person' };
  const control = (visit: VisitBuilder, over: object = {}, now = visit.now) =>
    chairView(
      { chair, visit: visit.state, patient: null, devices: [], recorded: true, cuff: { ...cuff, ...over } },
      now,
    ).nibp.control;
  const infusing = () => aVisit({ phase: 'infusion', minutes: 1 });
  const pressed = (visit: VisitBuilder) =>
    visit.reading({
      kind: 'cuff-pressure',
      measuredAt: visit.now,
      quality: 'good',
      causes: [],
      cuffPressureMmHg: 150,
    });

  test('PH-80 free, resting, running: what can be tapped', () => {
    const visit = infusing();
    expect(control(visit)).toEqual({ canMeasure: true, canStop: false });
    visit.bp();
    const resting = { canMeasure: false, canStop: false, reason: 'The cuff rests between two measurements.' };
    expect(control(visit)).toEqual({ ...resting, changesAt: visit.now + 30_000 });
    expect(control(visit, {}, visit.now + 29_999)).toEqual({ ...resting, changesAt: visit.now + 30_000 });
    expect(control(visit, {}, visit.now + 30_000)).toEqual({ canMeasure: true, canStop: false });
    visit.after(MINUTE).record(asked);
    const running = { canMeasure: false, canStop: true, cause: 'person' };
    expect(control(visit)).toEqual({ ...running, changesAt: visit.now + 1_000 });
    expect(control(visit, {}, visit.now + 179_500)).toEqual({ ...running, changesAt: visit.now + 180_000 });
    expect(control(visit, {}, visit.now + 180_000)).not.toHaveProperty('cause');
  });
  test('PH-82 pressure that Vigil did not ask for: a cycle without a cause', () => {
    const visit = pressed(infusing());
    expect(control(visit)).toEqual({ canMeasure: false, canStop: true, changesAt: visit.now + 1_000 });
    expect(control(visit, {}, visit.now + 4_500)).toMatchObject({ changesAt: visit.now + 5_001 });
    expect(control(visit, {}, visit.now + 5_001)).toMatchObject({ canMeasure: true });
  });
  test('PH-82 another visit’s cycle keeps it busy', () => {
    const visit = infusing();
    expect(control(visit, { busyUntil: visit.now + 1 })).toMatchObject({
      canMeasure: false,
      changesAt: visit.now + 1,
    });
    expect(control(visit, { busyUntil: visit.now })).toMatchObject({ canMeasure: true });
  });
  test('PH-81 no line, no command, not allowed, nobody sits there any more', () => {
    const visit = infusing();
    expect(control(visit, { connected: false })).toEqual({
      canMeasure: false,
      canStop: false,
      reason: 'The line to the cuff is down: use its own button.',
    });
    expect(control(visit, { control: undefined })).toBeUndefined();
    expect(control(visit, { allowed: false })).toBeUndefined();
    expect(control(aVisit({ phase: 'ended' }))).toBeUndefined();
    expect(control(aVisit({ phase: 'discharge' }))).toBeDefined();
    expect(control(aVisit({ phase: 'discharge' }).record({ type: 'waiting-for-ride' }))).toBeUndefined();
  });
  test('PH-85 refused, and that it did not start, are told until something newer', () => {
    const visit = infusing().record(asked).after(SECOND);
    visit.record({ type: 'cuff-refused', deviceId: 'd', reason: 'Busy.' });
    expect(control(visit)).toMatchObject({ refused: { at: visit.now, reason: 'Busy.' } });
    expect(control(visit.copy().after(MINUTE).record(asked))).not.toHaveProperty('refused');
    expect(control(visit.copy().after(MINUTE).bp())).not.toHaveProperty('refused');
  });
  test('DV-226 stopped: it says until when it starts nothing by itself', () => {
    const visit = infusing().record(asked).after(SECOND).record({ type: 'cuff-stop-asked', deviceId: 'd' });
    expect(control(visit)).toMatchObject({ held: { why: 'stopped' } });
  });
});

describe('UI-81 the limits beside the values, whole', () => {
  const limits = {
    spo2: [
      { priority: 'medium', text: '< 90', lines: [90] },
      { priority: 'high', text: '≤ 85', lines: [85] },
    ],
    pulse: [
      { priority: 'medium', text: '50–120', lines: [50, 120] },
      { priority: 'high', text: '40–140', lines: [40, 140] },
    ],
    nibp: [
      { priority: 'medium', text: '≥ 160/100, < 90', lines: [160, 90] },
      { priority: 'high', text: '≥ 180/110, < 80', lines: [180, 80] },
    ],
  };
  const PROTOCOL = aVisit().state.protocol;
  /** Under a protocol with only these rules, or rules changed. */
  const limitsOf = (rules: typeof PROTOCOL.rules) => {
    const { state } = aVisit({ phase: 'infusion' });
    const visit = { ...state, protocol: { ...PROTOCOL, rules } };
    return chairView({ chair, visit, patient: null, devices: [], recorded: true }, OPENED_AT).limits;
  };
  const without = (...kinds: readonly string[]) => PROTOCOL.rules.filter(({ alert }) => !kinds.includes(alert));
  test('UI-81 of both published protocols', () => {
    expect(viewOf(aVisit({ phase: 'infusion' })).limits).toStrictEqual(limits);
    expect(viewOf(aVisit({ phase: 'infusion', protocol: esketamine })).limits).toStrictEqual(limits);
  });
  test('UI-81 of rules that are missing nothing is written', () => {
    expect(limitsOf([])).toStrictEqual({ spo2: [], pulse: [], nibp: [] });
    expect(limitsOf(without('pulse-high')).pulse.map(({ text }) => text)).toEqual(['< 50', '< 40']);
    expect(limitsOf(without('pulse-low')).pulse.map(({ text }) => text)).toEqual(['> 120', '> 140']);
    expect(limitsOf(without('bp-low')).nibp.map(({ text }) => text)).toEqual(['≥ 160/100', '≥ 180/110']);
    expect(limitsOf(without('bp-high')).nibp.map(({ text }) => text)).toEqual(['< 90', '< 80']);
    expect(limitsOf(without('bp-high')).nibp.map(({ lines }) => lines)).toEqual([[90], [80]]);
  });
  test('UI-81 of a changed limit the protocol’s own stands beside it, and only there', () => {
    const visit = aVisit({ phase: 'infusion' }).give(
      { type: 'limits:change', limits: { 'spo2-low-medium': 88 }, reason: 'COPD' },
      provider,
    );
    const [medium, high] = viewOf(visit).limits.spo2;
    expect(medium).toStrictEqual({ priority: 'medium', text: '< 88', lines: [88], protocol: '< 90' });
    expect(high).toStrictEqual({ priority: 'high', text: '≤ 85', lines: [85] });
    expect(viewOf(visit).limits.pulse).toStrictEqual(limits.pulse);
    expect(viewOf(visit).limitsChanged).toBe(1);
    expect(viewOf(visit).limitChanges).toHaveLength(1);
  });
});

describe('UI-82 a BP whole', () => {
  test('UI-82 with the cuff’s own mean; by hand without', () => {
    const visit = aVisit({ phase: 'infusion' }).after(SECOND);
    const cuff = { kind: 'nibp', quality: 'good', causes: [], systolicMmHg: 120, diastolicMmHg: 80 } as const;
    visit.reading({ ...cuff, measuredAt: visit.now, meanMmHg: 92 });
    expect(viewOf(visit).nibp.last).toStrictEqual({
      ...{ systolicMmHg: 120, diastolicMmHg: 80, meanMmHg: 92, at: visit.now, byHand: false },
      delta: { systolic: -8, diastolic: 1 },
    });
    visit.after(MINUTE).give({ type: 'bp:enter', systolicMmHg: 118, diastolicMmHg: 78, minutesAgo: 0 });
    expect(viewOf(visit).nibp.last).toStrictEqual({
      ...{ systolicMmHg: 118, diastolicMmHg: 78, at: visit.now, byHand: true },
      delta: { systolic: -10, diastolic: -1 },
    });
  });
  test('UI-82 a cycle is over with its result, and silent after 5 s; a failure stands until a BP', () => {
    const visit = aVisit({ phase: 'infusion' }).after(SECOND);
    const pressure = { kind: 'cuff-pressure', quality: 'good', causes: [], cuffPressureMmHg: 150 } as const;
    visit.reading({ ...pressure, measuredAt: visit.now });
    const measuring = { cuffPressureMmHg: 150, at: visit.now };
    expect(viewOf(visit, visit.now + 5_000).nibp.measuring).toStrictEqual(measuring);
    expect('measuring' in viewOf(visit, visit.now + 5_001).nibp).toBe(false);
    const failed = visit.copy();
    failed.reading({ kind: 'nibp-failed', measuredAt: visit.now, quality: 'none', causes: [], failure: 'artefact' });
    expect('measuring' in viewOf(failed).nibp).toBe(false);
    expect(viewOf(failed).nibp.failure).toMatchObject({ failure: 'artefact', at: visit.now });
    expect('failure' in viewOf(failed.copy().bp()).nibp).toBe(false);
    expect('measuring' in viewOf(visit.copy().bp()).nibp).toBe(false);
  });
});
