import { describe, expect, test } from 'vitest';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import {
  aVisit,
  esketamine,
  makeReady,
  meetByHand,
  MINUTE,
  nurse,
  SECOND,
  told,
} from '../../../tests/support/visit-builder.ts';
import type { VisitCommand } from '../command.ts';
import type { ChairCuff, CuffCause } from '../cuff.ts';
import type { VisitEventBody } from '../event.ts';
import { decide } from '../visit.ts';

/** The facts a command is answered with, whole. */
const factsOf = (visit: VisitBuilder, command: VisitCommand): unknown => {
  const answer = visit.ask(command);
  return answer.ok ? answer.value : told(answer);
};
const byName = nurse.name;

describe('what is recorded of a command, whole', () => {
  test.each([
    [{}, {}],
    [{ text: 'asked to stop' }, { text: 'asked to stop' }],
    [{ pumpVolumeMl: 4 }, { pumpVolumeMl: 4 }],
  ])('PH-29 the end of an infusion with %j', (said, recorded) => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const answer = visit.ask({ type: 'infusion:end', reason: 'completed', minutesAgo: 0, ...said });
    expect(answer.ok && answer.value.map((each) => ({ ...each }))).toEqual([
      { type: 'infusion-ended', happenedAt: visit.now, reason: 'completed', ...recorded },
    ]);
    expect(answer.ok && Object.keys(answer.value[0] ?? {})).toEqual([
      'type',
      'happenedAt',
      'reason',
      ...Object.keys(recorded),
    ]);
  });
  test('PH-45 home, with a remark without its blanks, or none', () => {
    const visit = meetByHand(aVisit({ phase: 'discharge' }));
    const home = { type: 'visit:end', ending: 'home', escortName: ' Sam ' } as const;
    const ended = { type: 'visit-ended', ending: 'home', byName, escortName: 'Sam' };
    expect(factsOf(visit, home)).toEqual([ended]);
    expect(factsOf(visit, { ...home, reason: ' taxi ' })).toEqual([{ ...ended, reason: 'taxi' }]);
    const blank = visit.ask({ ...home, reason: '  ' });
    expect(blank.ok && 'reason' in (blank.value[0] ?? {})).toBe(false);
  });
  test('PH-45 with a provider’s plan nobody has to be named, and nobody is', () => {
    const visit = meetByHand(aVisit({ phase: 'discharge' }));
    visit.record({ type: 'set-up-recorded', setUp: { ridePlan: { plan: 'taxi', byName: 'Dr. Ruiz' } } });
    expect(factsOf(visit, { type: 'visit:end', ending: 'home' })).toEqual([
      { type: 'visit-ended', ending: 'home', byName },
    ]);
  });
  test('PH-47 leaving stops a running infusion in the record, and only a running one', () => {
    const left = { type: 'visit:end', ending: 'left-against-advice', reason: ' in a hurry ' } as const;
    const ended = { type: 'visit-ended', ending: 'left-against-advice', byName, reason: 'in a hurry' };
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const stop = { type: 'infusion-ended', happenedAt: visit.now, text: 'in a hurry' };
    expect(factsOf(visit, left)).toEqual([{ ...stop, reason: 'patient-request' }, ended]);
    expect(factsOf(visit, { ...left, ending: 'transferred' })).toEqual([
      { ...stop, reason: 'other' },
      { ...ended, ending: 'transferred' },
    ]);
    expect(factsOf(aVisit({ phase: 'recovery' }), left)).toEqual([ended]);
  });
  test('PH-46 waiting for the ride', () => {
    expect(factsOf(meetByHand(aVisit({ phase: 'discharge' })), { type: 'ride:wait' })).toEqual([
      { type: 'waiting-for-ride' },
    ]);
    expect(told(aVisit({ phase: 'discharge' }).ask({ type: 'ride:wait' }))).toBe(
      'not-ready: Not ready yet: oriented, steady gait, IV out, instructions given. Meet it, or ask a provider to set it aside.',
    );
  });
  test('REC-5 a BP by hand is a good reading of its time', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 5 });
    expect(factsOf(visit, { type: 'bp:enter', systolicMmHg: 120, diastolicMmHg: 80, minutesAgo: 2 })).toEqual([
      {
        type: 'bp-entered',
        byName,
        reading: {
          kind: 'nibp',
          measuredAt: visit.now - 2 * MINUTE,
          quality: 'good',
          causes: [],
          systolicMmHg: 120,
          diastolicMmHg: 80,
          byHand: true,
        },
      },
    ]);
  });
  test('PH-18 with a frozen baseline a start is one fact; a device brings the start before itself', () => {
    const visit = makeReady(aVisit()).give({ type: 'baseline:freeze' });
    const plannedMs = 40 * MINUTE;
    expect(factsOf(visit, { type: 'infusion:start', minutesAgo: 0 })).toEqual([
      { type: 'infusion-started', happenedAt: visit.now, plannedMs },
    ]);
    const nasal = makeReady(aVisit({ protocol: esketamine })).give({ type: 'baseline:freeze' });
    const answer = nasal.ask({ type: 'device:give', mg: 28, lot: ' L ', minutesAgo: 0 });
    expect(answer.ok && answer.value.map(({ type }) => type)).toEqual(['infusion-started', 'device-given']);
    expect(answer.ok && answer.value[1]).toEqual({ type: 'device-given', happenedAt: nasal.now, mg: 28, lot: 'L' });
  });
});

describe('a mark and an alert are told apart by their ids', () => {
  const issued = { type: 'alert-issued', kind: 'spo2-low', priority: 'high' } as const;
  const marked = () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    visit.record({ ...issued, alertId: 'mark', onsetAt: visit.now });
    visit.record({ type: 'alert-ended', alertId: 'mark', cause: 'in-range', latched: true });
    return visit.record({ ...issued, alertId: 'open', kind: 'pulse-low', onsetAt: visit.now });
  };
  test.each<[VisitCommand, string]>([
    [{ type: 'mark:clear', alertId: 'mark' }, 'accepted'],
    [{ type: 'mark:clear', alertId: 'open' }, 'conflict: This alert is still open: acknowledge it instead.'],
    [{ type: 'mark:clear', alertId: 'neither' }, 'not-found: There is no such mark: it was cleared before.'],
    [{ type: 'alert:acknowledge', alertId: 'open' }, 'accepted'],
    [
      { type: 'alert:acknowledge', alertId: 'mark' },
      'conflict: This alert has ended by itself: clear its mark instead.',
    ],
    [
      { type: 'alert:acknowledge', alertId: 'neither' },
      'not-found: This alert is not open: it has ended, or belongs to another visit.',
    ],
  ])('REC-12 %j', (command, answer) => {
    expect(told(marked().ask(command))).toBe(answer);
  });
  test('REC-11 why there is nothing to pause, whole', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 });
    const pause = { type: 'alert:pause-audio', alertId: 'a' } as const;
    visit.record({ ...issued, alertId: 'a', kind: 'bp-high', priority: 'low', onsetAt: visit.now });
    expect(told(visit.ask(pause))).toBe('conflict: An advisory makes no sound: there is nothing to pause.');
    const waits = aVisit({ phase: 'infusion', minutes: 1 });
    const confirmUntil = waits.now + MINUTE;
    waits.record({ ...issued, alertId: 'a', kind: 'bp-high', priority: 'medium', onsetAt: waits.now, confirmUntil });
    expect(told(waits.ask(pause))).toBe('conflict: This alert is silent until the BP is repeated: repeat it now.');
  });
});

describe('a cuff that Vigil may start', () => {
  const cuff: ChairCuff = {
    deviceId: 'd',
    label: 'Cuff 6',
    control: { restMs: 30_000 },
    allowed: true,
    connected: true,
  };
  const ask = (
    visit: VisitBuilder,
    over: Partial<ChairCuff> = {},
    type: 'cuff:measure' | 'cuff:stop' = 'cuff:measure',
  ) => told(decide(visit.state, { type }, { ...visit.context(nurse), cuff: { ...cuff, ...over } }));
  const infusing = () => aVisit({ phase: 'infusion', minutes: 1 });
  test('PH-82 another visit’s cycle keeps it busy, with the seconds left', () => {
    const visit = infusing();
    expect(ask(visit, { busyUntil: visit.now + 1_001 })).toBe(
      'conflict: “Cuff 6” was started for another visit and may still be inflated, or rests: try again in 2 s.',
    );
    expect(ask(visit, { busyUntil: visit.now + 1 })).toContain('try again in 1 s.');
    expect(ask(visit, { busyUntil: visit.now })).toBe('accepted');
  });
  test('PH-82 within its rest, with the seconds left', () => {
    const visit = infusing().bp();
    expect(ask(visit.after(29_999))).toBe('conflict: The cuff rests 30 s between two measurements: try again in 1 s.');
    expect(ask(visit.after(1))).toBe('accepted');
  });
  test('PH-81 who waits for the ride is measured no more; in discharge before that they are', () => {
    const visit = aVisit({ phase: 'discharge' }).after(MINUTE);
    expect(ask(visit)).toBe('accepted');
    visit.record({ type: 'waiting-for-ride' });
    const over = 'wrong-phase: The patient waits for the ride: the chair’s cuff measures for this visit no more.';
    expect([ask(visit), ask(visit, {}, 'cuff:stop')]).toEqual([over, over]);
  });

  const asked = (cause: CuffCause, deviceId = 'd'): VisitEventBody => ({ type: 'cuff-asked', deviceId, cause });
  const stop: VisitEventBody = { type: 'cuff-stop-asked', deviceId: 'd' };
  const tries = (visit: VisitBuilder): number | undefined => visit.state.cuff?.ask?.tries;
  test.each<[string, (visit: VisitBuilder) => VisitBuilder, number]>([
    ['another try', (visit) => visit, 2],
    ['a BP in between', (visit) => visit.bp().after(SECOND), 1],
    ['a stop in between', (visit) => visit.record(stop).after(SECOND), 1],
    ['two tries before', (visit) => visit.record(asked('retry')).after(SECOND), 3],
    ['having given up before', (visit) => visit.record(asked('retry')).record(asked('retry')).after(SECOND), 1],
  ])('DV-225 the count after %s', (_, between, count) => {
    const visit = infusing().after(SECOND).record(asked('interval')).after(SECOND);
    expect(tries(visit)).toBe(1);
    expect(tries(between(visit).record(asked('retry')))).toBe(count);
  });
  test('DV-225 a stop and a BP of before the first ask begin nothing anew', () => {
    const visit = infusing().record(stop).bp().after(SECOND).record(asked('interval')).after(SECOND);
    expect(tries(visit.record(asked('retry')))).toBe(2);
    const same = infusing().bp().record(asked('interval')).record(asked('repeat'));
    expect(tries(same)).toBe(2);
  });
  test('PH-92 what another cuff was told says nothing of the one that is there now', () => {
    const visit = infusing().record({ type: 'device-changed', kind: 'cuff', deviceId: 'd' });
    const before = visit.state;
    expect(visit.record(asked('person', 'other')).state).toBe(before);
    expect(tries(visit.record(asked('person')))).toBe(1);
  });
});

describe('another device', () => {
  const to = (kind: 'oximeter' | 'cuff', deviceId?: string) =>
    ({ type: 'device-changed', kind, ...(deviceId !== undefined && { deviceId }) }) as const;
  test('PH-92 the same again changes nothing, none is a change, and its own line is known no more', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).record(to('oximeter', 'ox-1')).record(to('cuff', 'c-1'));
    visit.record({ type: 'adapter-connected', adapterId: 'a', feeds: ['oximeter', 'cuff'] });
    const before = visit.state;
    expect(visit.record(to('oximeter', 'ox-1')).state).toBe(before);
    expect(Object.keys(before.links ?? {})).toEqual(['oximeter', 'cuff']);
    visit.after(SECOND).record(to('oximeter'));
    expect(visit.state.feeds?.oximeter).toEqual({ since: visit.now });
    expect(Object.keys(visit.state.feeds?.oximeter ?? {})).toEqual(['since']);
    expect(Object.keys(visit.state.links ?? {})).toEqual(['cuff']);
    expect(visit.state).toMatchObject({ probeSeenOn: false, recentOximetry: [] });
    expect(visit.state.setUp).not.toHaveProperty('oximeterHand');
    expect(visit.state.setUp).toHaveProperty('cuffArm');
  });
  test('PH-92 the same link told again changes nothing', () => {
    const visit = aVisit({ phase: 'infusion' });
    const up = { type: 'adapter-connected', adapterId: 'a', feeds: ['oximeter'] } as const;
    const before = visit.record(up).state;
    expect(visit.after(SECOND).record(up).state).toBe(before);
    visit.record({ ...up, type: 'adapter-disconnected' });
    expect(visit.state.links).toEqual({ oximeter: { connected: false, since: visit.now } });
  });
  test('PH-92 an inflation goes with its cuff, and stays when the oximeter is changed', () => {
    const inflated = () => {
      const visit = aVisit({ phase: 'infusion' }).record(to('oximeter', 'ox-1')).record(to('cuff', 'cuff-1'));
      const pressure = { kind: 'cuff-pressure', quality: 'good', causes: [], cuffPressureMmHg: 150 } as const;
      return visit.after(SECOND).reading({ ...pressure, measuredAt: visit.now });
    };
    expect(inflated().state.tracks.inflation).toBeDefined();
    expect(inflated().record(to('oximeter', 'ox-2')).state.tracks.inflation).toBeDefined();
    expect('inflation' in inflated().record(to('cuff', 'cuff-2')).state.tracks).toBe(false);
  });
  test('PH-92 an open “no SpO2” says the reason; one that is not open is not made', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).record(to('oximeter', 'ox-1'));
    expect(visit.copy().record(to('oximeter', 'ox-2')).state.alerts).toEqual({});
    visit.record({ type: 'alert-issued', alertId: 'a', kind: 'no-spo2', priority: 'medium', onsetAt: visit.now });
    const { alerts } = visit.record(to('oximeter', 'ox-2')).state;
    expect(alerts['no-spo2']?.reason).toBe('Device changed');
  });
});
