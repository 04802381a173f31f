import { describe, expect, test } from 'vitest';
import type { VisitBuilder, VisitWish } from '../../../tests/support/visit-builder.ts';
import { aVisit, MINUTE } from '../../../tests/support/visit-builder.ts';
import type { VisitEventBody } from '../event.ts';
import { publishedProtocols } from '../protocols/published.ts';

/** What happened after a fact, but for the instant it was recorded at. */
const after = (visit: VisitBuilder, body: VisitEventBody) => {
  const before = visit.state;
  return { before, state: visit.after(1_000).record(body).state };
};
const staff = { byName: 'N. Okafor' };
const started = { type: 'infusion-started', happenedAt: 0, plannedMs: 40 * MINUTE } as const;
const paused = { type: 'pump-paused', happenedAt: 1 } as const;
const resumed = { type: 'pump-resumed', happenedAt: 1 } as const;
const device = { type: 'device-given', happenedAt: 1, mg: 28, lot: 'L' } as const;
const stopped = { type: 'infusion-ended', happenedAt: 1, reason: 'completed' } as const;
const notEnded = { type: 'infusion-reopened', reason: 'mistaken' } as const;
const volume = { type: 'pump-volume-read', pumpVolumeMl: 4 } as const;
const decided = { type: 'recovery-decided', choice: 'extend', reason: 'BP', ...staff } as const;
const monitoringEnded = { type: 'monitoring-ended', ...staff } as const;
const goesOn = { type: 'monitoring-reopened', reason: 'dizzy' } as const;
const waits = { type: 'waiting-for-ride' } as const;
const ended = { type: 'visit-ended', ending: 'home', ...staff } as const;
const approved = { type: 'hold-approved', reason: 'usual', ...staff } as const;
const opened = {
  type: 'visit-opened',
  visitId: 'visit-2',
  chairId: 'chair-2',
  patientId: 'patient-2',
  protocol: publishedProtocols[1],
} as const;

describe('PH-3 a fact that cannot apply changes nothing', () => {
  test.each<[NonNullable<VisitWish['phase']>, VisitEventBody]>([
    ['infusion', started],
    ['recovery', started],
    ['baseline', paused],
    ['recovery', paused],
    ['infusion', resumed],
    ['baseline', device],
    ['recovery', device],
    ['baseline', stopped],
    ['recovery', stopped],
    ['infusion', notEnded],
    ['discharge', notEnded],
    ['baseline', volume],
    ['infusion', volume],
    ['ended', volume],
    ['infusion', decided],
    ['discharge', decided],
    ['infusion', monitoringEnded],
    ['discharge', monitoringEnded],
    ['infusion', goesOn],
    ['recovery', goesOn],
    ['infusion', waits],
    ['recovery', waits],
    ['ended', ended],
    ['baseline', approved],
    ['recovery', opened],
    ['infusion', { type: 'emergency-ended', ...staff }],
  ])('PH-3 in %s: %j', (phase, body) => {
    const { before, state } = after(aVisit({ phase }), body);
    expect(state).toBe(before);
  });
  test('PH-27 a second pause is no second pause', () => {
    const visit = aVisit({ phase: 'infusion' });
    const twice = { ...paused, happenedAt: visit.now };
    const { before, state } = after(visit.record(twice), { ...twice, happenedAt: visit.now + 1 });
    expect(state).toBe(before);
  });
  test('PH-51 a second emergency keeps the first’s time', () => {
    const visit = aVisit({ phase: 'infusion' }).record({ type: 'emergency-declared' });
    const since = visit.now;
    const { before, state } = after(visit, { type: 'emergency-declared' });
    expect(state).toBe(before);
    expect(state.emergencySince).toBe(since);
  });
});

describe('PH-48 an ended visit keeps what was given', () => {
  test.each([
    ['baseline', []],
    ['infusion', ['infusion']],
    ['recovery', ['infusion', 'end']],
    ['discharge', ['infusion', 'end']],
  ] as const)('PH-47 ended in %s it has %j', (phase, kept) => {
    const visit = aVisit({ phase });
    const { state } = after(visit, { type: 'visit-ended', ending: 'transferred', ...staff });
    expect(Object.keys(state.phase).toSorted()).toEqual(['byName', 'endedAt', 'ending', 'name', ...kept].toSorted());
    expect(state.phase).toMatchObject({ name: 'ended', endedAt: visit.now, ending: 'transferred' });
  });
});

test('PH-3 a visit begins with nothing', () => {
  expect(aVisit().state).toMatchObject({
    setUp: {},
    probeSeenOn: false,
    recentOximetry: [],
    bps: [],
    oxygenLPerMin: 0,
    scales: {},
    entries: [],
    checked: {},
    overridden: {},
    alerts: {},
    latched: [],
  });
});

describe('the order things happened in, whenever they were typed', () => {
  const oxygen = (flowLPerMin: number, happenedAt: number) =>
    ({
      type: 'entry-recorded',
      entryId: `e-${happenedAt}`,
      happenedAt,
      ...staff,
      entry: { kind: 'oxygen', flowLPerMin },
    }) as const;
  test.each<[string, readonly (readonly [flow: number, minute: number])[], flow: number, off: number | undefined]>([
    ['on', [[2, 1]], 2, undefined],
    ['never on', [[0, 1]], 0, undefined],
    [
      'on and off',
      [
        [2, 1],
        [0, 2],
      ],
      0,
      2,
    ],
    [
      'off, said twice',
      [
        [2, 1],
        [0, 2],
        [0, 3],
      ],
      0,
      2,
    ],
    [
      'on, typed after off',
      [
        [0, 2],
        [2, 1],
      ],
      0,
      2,
    ],
    [
      'off and on again',
      [
        [2, 1],
        [0, 2],
        [1, 3],
      ],
      1,
      undefined,
    ],
  ])('REC-3 oxygen %s', (_, flows, flow, off) => {
    const visit = aVisit({ phase: 'infusion' });
    const from = visit.now;
    visit.after(10 * MINUTE);
    for (const [each, minute] of flows) visit.record(oxygen(each, from + minute * MINUTE));
    expect(visit.state.oxygenLPerMin).toBe(flow);
    expect(visit.state.offOxygenSince).toBe(off === undefined ? undefined : from + off * MINUTE);
    expect('offOxygenSince' in visit.state).toBe(off !== undefined);
  });
  test('PH-17 another flow keeps the signal from its own time on, the same flow all of it', () => {
    const visit = aVisit().watched(60);
    const all = visit.state.recentOximetry;
    expect(visit.record(oxygen(0, visit.now - 30_000)).state.recentOximetry).toEqual(all);
    visit.record(oxygen(2, visit.now - 30_000));
    expect(visit.state.recentOximetry).toEqual(all.filter(({ at }) => at >= visit.now - 30_000));
    expect(visit.state.recentOximetry.length).toBe(31);
  });
  const response = (of: 'normal' | 'drowsy', happenedAt: number) =>
    ({
      type: 'entry-recorded',
      entryId: `r-${of}`,
      happenedAt,
      ...staff,
      entry: { kind: 'response', response: of },
    }) as const;
  test.each([
    [-1, 'normal'],
    [0, 'drowsy'],
    [1, 'drowsy'],
  ])('REC-1 a response of %i ms later', (ms, counts) => {
    const visit = aVisit({ phase: 'recovery' });
    visit.record(response('normal', visit.now)).record(response('drowsy', visit.now + ms));
    expect(visit.state.response?.response).toBe(counts);
  });
  test.each([
    [-1, 4],
    [0, 2],
    [1, 2],
  ])('REC-1 a score of %i ms later', (ms, counts) => {
    const visit = aVisit({ phase: 'recovery' });
    const scored = (score: number, happenedAt: number) =>
      ({
        type: 'entry-recorded',
        entryId: `s-${score}`,
        happenedAt,
        ...staff,
        entry: { kind: 'scale', scale: 'nausea', score },
      }) as const;
    visit.record(scored(4, visit.now)).record(scored(2, visit.now + ms));
    expect(visit.state.scales.nausea?.score).toBe(counts);
  });
});
