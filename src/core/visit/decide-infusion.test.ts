import { describe, expect, test } from 'vitest';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { aVisit, esketamine, makeReady, MINUTE, provider, SECOND, told } from '../../../tests/support/visit-builder.ts';
import { MINUTES_AGO } from '../command.ts';
import type { Infusion } from '../phase.ts';
import { STOP_REASONS } from '../phase.ts';
import { pumpedMs } from '../pump.ts';

const pause = { type: 'pump:pause', minutesAgo: 0 } as const;
const resume = { type: 'pump:resume', minutesAgo: 0 } as const;
const end = { type: 'infusion:end', reason: 'completed', minutesAgo: 0 } as const;
const reopen = { type: 'infusion:reopen', reason: 'tapped by mistake' } as const;
const device = { type: 'device:give', mg: 28, lot: 'L-77', minutesAgo: 0 } as const;

function infusionOf({ state: { phase } }: VisitBuilder): Infusion {
  if (phase.name === 'baseline' || !phase.infusion) throw new Error('no infusion');
  return phase.infusion;
}

describe('when it happened', () => {
  test.each(MINUTES_AGO)('PH-25 started %i min ago', (minutesAgo) => {
    const visit = makeReady(aVisit()).watched(minutesAgo * 60);
    visit.give({ type: 'infusion:start', minutesAgo });
    expect(infusionOf(visit).startedAt).toBe(visit.now - minutesAgo * MINUTE);
  });
  test('PH-25 not before the visit was opened', () => {
    const visit = makeReady(aVisit());
    expect(told(visit.ask({ type: 'infusion:start', minutesAgo: 5 }))).toBe(
      'out-of-range: 5 min ago is before this visit was opened (2 min ago): choose a later time.',
    );
  });
  test.each([
    ['the start', (v: VisitBuilder) => v, pause],
    ['the start', (v: VisitBuilder) => v, end],
    ['the pump was paused', (v: VisitBuilder) => v.watched(300).give(pause), resume],
    ['the pump was paused', (v: VisitBuilder) => v.watched(300).give(pause), end],
    ['the pump was resumed', (v: VisitBuilder) => v.watched(300).give(pause).bp().give(resume), pause],
    ['the pump was resumed', (v: VisitBuilder) => v.watched(300).give(pause).bp().give(resume), end],
  ] as const)('PH-25 not before %s', (what, first, command) => {
    const visit = first(aVisit({ phase: 'infusion' }))
      .watched(119)
      .bp();
    expect(told(visit.ask({ ...command, minutesAgo: 2 }))).toBe(
      `out-of-range: 2 min ago is before ${what} (1 min ago): choose a later time.`,
    );
    visit.watched(1);
    expect(told(visit.ask({ ...command, minutesAgo: 2 }))).toBe('accepted');
  });
  test('PH-25 nor before the last device', () => {
    const visit = aVisit({ phase: 'infusion', protocol: esketamine, minutes: 5 }).give(device).watched(60);
    expect(told(visit.ask({ ...device, minutesAgo: 2 }))).toContain('before the last device was given (1 min ago)');
  });
});

describe('the pump', () => {
  test('PH-27 paused and resumed, the phase stays the infusion', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 })
      .give(pause)
      .watched(12 * 60);
    expect(visit.state.phase.name).toBe('infusion');
    expect(told(visit.ask(pause))).toBe('conflict: The pump is recorded as paused (12 min ago): resume or stop it.');
    visit.bp().give(resume);
    expect(told(visit.ask(resume))).toContain('conflict: The pump is not recorded as paused');
    expect(pumpedMs(infusionOf(visit), visit.now)).toBe(10 * MINUTE);
  });
  test.each([
    [5 * MINUTE, 'accepted'],
    [5 * MINUTE + 1, 'not-ready: The last BP is older than 5 min: take a new one, then resume.'],
  ])('PH-28 resumed with a BP %i ms old', (age, answer) => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 }).give(pause).after(SECOND).bp().after(age);
    expect(told(visit.ask(resume))).toBe(answer);
  });
  test.each([
    [159, 99, true],
    [160, 80, false],
    [120, 100, false],
  ])('PH-28 a nurse resumes at %i/%i: %s', (systolic, diastolic, ok) => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 }).give(pause).after(SECOND).bp(systolic, diastolic);
    expect(told(visit.ask(resume))).toContain(ok ? 'accepted' : 'needs-provider: BP');
    expect(told(visit.ask(resume, provider))).toBe('accepted');
  });
  test('PH-28 resumed some minutes ago, the BP’s age counts from then', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 })
      .give(pause)
      .after(SECOND)
      .bp()
      .after(9 * MINUTE);
    expect(told(visit.ask({ ...resume, minutesAgo: 2 }))).toContain('older than 5 min');
    expect(told(visit.ask({ ...resume, minutesAgo: 5 }))).toBe('accepted');
  });
});

describe('the stop', () => {
  test.each(STOP_REASONS)('PH-29 for the reason %s', (reason) => {
    const visit = aVisit({ phase: 'infusion', minutes: 12 }).give({ ...end, reason, minutesAgo: 2, text: 'as said' });
    const endedAt = visit.now - 2 * MINUTE;
    expect(visit.state.phase).toMatchObject({
      name: 'recovery',
      end: { endedAt, reason },
      recovery: { startedAt: endedAt },
    });
  });
  test('PH-29 long after the planned end it is still the infusion', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 90 }).tick();
    expect(visit.state.phase.name).toBe('infusion');
  });
  test('PH-30 “not ended after all” restores the infusion with what was there', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 }).give(pause).after(MINUTE).bp().give(resume);
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'calm' } });
    const before = visit.state;
    visit.give(end).after(MINUTE);
    visit.give({ type: 'criterion:check', criterion: 'oriented', met: true });
    visit.give({ type: 'criterion:override', criterion: 'minimum-time', reason: 'x' }, provider);
    visit.give(reopen);
    expect(visit.state.phase).toEqual(before.phase);
    expect(visit.state).toMatchObject({ entries: before.entries, bps: before.bps, checked: {}, overridden: {} });
  });
  test('PH-30 stopped while paused, it is paused again', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 }).give(pause).watched(60).give(end).give(reopen);
    expect(told(visit.ask(pause))).toContain('recorded as paused (1 min ago)');
  });
  test('PH-30 it needs a reason', () => {
    const visit = aVisit({ phase: 'recovery' });
    expect(told(visit.ask({ ...reopen, reason: ' ' }))).toContain('The reason for the correction is missing');
  });
  test.each([
    [0, true],
    [1000, true],
    [-0.1, false],
    [1000.1, false],
    [NaN, false],
  ])('PH-32 a pump volume of %d mL: %s', (pumpVolumeMl, ok) => {
    const answer = ok ? 'accepted' : 'is not between 0 and 1000: read it off the pump again.';
    expect(told(aVisit({ phase: 'infusion' }).ask({ ...end, pumpVolumeMl }))).toContain(answer);
    expect(told(aVisit({ phase: 'recovery' }).ask({ type: 'pump:volume', pumpVolumeMl }))).toContain(answer);
  });
  test('PH-32 read later, it stands with the stop, also in discharge', () => {
    for (const phase of ['recovery', 'discharge'] as const) {
      const visit = aVisit({ phase }).give({ type: 'pump:volume', pumpVolumeMl: 39.5 });
      expect(visit.state.phase).toMatchObject({ name: phase, end: { pumpVolumeMl: 39.5 } });
    }
    const visit = aVisit({ phase: 'infusion' }).give({ ...end, pumpVolumeMl: 40 });
    expect(visit.state.phase).toMatchObject({ end: { pumpVolumeMl: 40 } });
  });
});

describe('an administration', () => {
  test('PH-31 starts with its first device and takes three', () => {
    const visit = makeReady(aVisit({ protocol: esketamine })).give(device);
    const startedAt = visit.now;
    visit.watched(300).give(device).watched(300).give(device);
    expect(infusionOf(visit)).toMatchObject({
      startedAt,
      devices: [{ at: startedAt, mg: 28, lot: 'L-77' }, { at: startedAt + 5 * MINUTE }, { at: visit.now }],
    });
    expect(told(visit.ask(device))).toBe(
      'too-many: 3 devices are recorded, the most a visit gives: end the administration.',
    );
    expect(told(visit.ask(end))).toBe('accepted');
  });
  test.each([
    [0, 'is not between 0 and 84'],
    [84, 'accepted'],
    [84.1, 'is not between 0 and 84'],
    [NaN, 'is not between 0 and 84'],
  ])('PH-31 a device of %d mg', (mg, answer) => {
    expect(told(makeReady(aVisit({ protocol: esketamine })).ask({ ...device, mg }))).toContain(answer);
  });
  test('PH-31 it needs a lot, and all that a start needs', () => {
    const visit = aVisit({ protocol: esketamine });
    expect(told(visit.ask({ ...device, lot: '' }))).toContain('The lot of the device is missing');
    expect(told(visit.ask(device))).toContain('not-ready: The identity is not confirmed');
  });
  test('PH-31 no pump in it, no device in an infusion', () => {
    const visit = aVisit({ phase: 'infusion', protocol: esketamine });
    for (const command of [pause, resume, { ...end, pumpVolumeMl: 1 }])
      expect(told(visit.ask(command))).toContain('there is no pump');
    expect(told(makeReady(aVisit({ protocol: esketamine })).ask({ type: 'infusion:start', minutesAgo: 0 }))).toContain(
      'record the first device instead',
    );
    expect(told(makeReady(aVisit()).ask(device))).toContain('start the infusion instead');
    expect(
      told(aVisit({ phase: 'recovery', protocol: esketamine }).ask({ type: 'pump:volume', pumpVolumeMl: 1 })),
    ).toContain('there is no pump');
  });
});
