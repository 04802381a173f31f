import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Trend } from '#protocol/trend.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/open-journal.ts';
import { createNewId } from '../new-id.ts';
import { demoChairs } from './demo-chairs.ts';
import { seedPast } from './seed-past.ts';

const UNTIL = Date.UTC(2026, 2, 2, 14);
const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'vigil-demo-'));
const visits = new Map<string, { readonly events: readonly VisitEvent[]; readonly state: VisitState; trend: Trend }>();
let journal: Journal;

beforeAll(async () => {
  const newId = createNewId();
  const opened = await openJournal(join(folder, 'demo.db'), { demo: true, newId });
  if (!opened.ok) throw new Error(opened.refusal.message);
  journal = opened.value;
  await seedPast(journal, { until: UNTIL, timeZone: 'UTC', newId });
  for (const { stream } of journal.streams()) {
    if (stream.kind !== 'visit') continue;
    const events = await journal.read(stream);
    const state = events.reduce<VisitState | undefined>(evolve, undefined) as VisitState;
    const patient = journal.getPatient(state.patientId)?.name ?? '';
    visits.set(patient, { events, state, trend: await journal.trend(stream.id) });
  }
}, 60_000);
afterAll(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

const visitOf = (chair: string) => {
  const name = demoChairs.find((each) => each.name === chair)?.visit?.patient.name ?? '';
  const visit = visits.get(name);
  if (!visit) throw new Error(`${chair} has no visit.`);
  return visit;
};

describe('DV-70 the past of the demo’s visits', () => {
  test.each([
    ['Chair 1', 'infusion', 23],
    ['Chair 3', 'infusion', 14.25],
    ['Chair 4', 'infusion', 31],
    ['Chair 6', 'recovery', 49],
    ['Chair 7', 'infusion', 12],
    ['Chair 8', 'infusion', 36],
    ['Chair 9', 'infusion', 7],
    ['Chair 10', 'discharge', 69],
  ])('DV-70 %s is in its %s, %d min after its start', (chair, phase, minutes) => {
    const { state } = visitOf(chair);
    expect(state.phase.name).toBe(phase);
    const startedAt =
      state.phase.name !== 'baseline' && state.phase.name !== 'ended' ? state.phase.infusion.startedAt : 0;
    expect(UNTIL - startedAt).toBe(minutes * MINUTE);
    expect(state.baseline).toBeDefined();
    expect(state.probeSeenOn).toBe(true);
  });

  test('DV-70 chair 2 has its identity and set-up and waits for probe and BPs; chair 5 is free', () => {
    const { state } = visitOf('Chair 2');
    expect(state.phase.name).toBe('baseline');
    expect([state.identity?.byName, state.setUp.doseMg, state.bps.length, state.probeSeenOn]).toEqual([
      'Kim Marsh',
      41,
      0,
      false,
    ]);
    expect(visits.size).toBe(12);
  });

  test('DV-70 trends have a reading each second, and BPs each interval', () => {
    const { trend } = visitOf('Chair 1');
    const since = trend.oximetry.at.filter((at) => at > UNTIL - 20 * MINUTE);
    expect(since.length).toBeGreaterThanOrEqual(20 * 60 - 1);
    expect(trend.bps.map(({ at }) => Math.round((at - UNTIL) / MINUTE + 23))).toEqual([-6, -3, 1, 11, 21]);
  });

  test('DV-70 nothing in it was late for the disk, and nothing but silent advisories is open', () => {
    for (const { events, state } of visits.values()) {
      const issued = events.flatMap((event) => (event.type === 'alert-issued' ? [event.kind] : []));
      expect(issued).not.toContain('not-recorded');
      expect(issued).not.toContain('adapter-lost');
      expect(Object.values(state.alerts).filter(({ priority }) => priority !== 'low')).toEqual([]);
    }
  });

  test('DV-70 chair 10 wants one more check before its ride', () => {
    const { state } = visitOf('Chair 10');
    expect(Object.keys(state.checked).sort()).toEqual(['iv-out', 'oriented', 'steady-gait']);
  });
});

describe('REC-101 the demo has a history and a schedule', () => {
  const past = () => [...visits].filter(([, { state }]) => state.phase.name === 'ended');

  test('REC-101 three visits are over, two of the day before, each gone home with every criterion met', () => {
    expect(past().map(([name]) => name)).toEqual(['Hanna Brandt', 'Victor Osei', 'Priya Nair']);
    for (const [, { state, events }] of past()) {
      expect(state.phase).toMatchObject({ name: 'ended', ending: 'home' });
      expect(state.overridden).toEqual({});
      expect(events.filter(({ type }) => type === 'reading-recorded').length).toBeGreaterThan(500);
    }
    const highs = past().map(([, { events }]) =>
      events.some((event) => 'priority' in event && event.type.startsWith('alert') && event.priority === 'high'),
    );
    expect(highs).toEqual([false, true, false]);
  });

  test('REC-101 every visit was planned, and others are still to come on quarters of an hour', async () => {
    for (const { state } of visits.values()) expect(state.plan?.planId).toBeDefined();
    const patients = journal.streams().filter(({ stream }) => stream.kind === 'patient');
    const plans = await Promise.all(patients.map(({ stream }) => journal.read({ kind: 'patient', id: stream.id })));
    const open = plans.filter((events) => events.at(-1)?.type === 'visit-planned').flat();
    expect(open.flatMap((event) => ('plan' in event ? [event.plan.startsAt - UNTIL] : []))).toEqual(
      [15, 60, 75, 135].map((minutes) => minutes * MINUTE),
    );
    expect(plans.flat().filter(({ type }) => type === 'plan-cancelled')).toHaveLength(1);
    expect(plans.flat().filter(({ type }) => type === 'plan-begun')).toHaveLength(12);
  });
});
