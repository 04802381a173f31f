import { describe, expect, test } from 'vitest';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { aVisit, esketamine, MINUTE, provider, SECOND, told } from '../../../tests/support/visit-builder.ts';
import { upperMarkAt } from '../recovery-marks.ts';

const extend = { type: 'recovery:decide', choice: 'extend', reason: 'BP still high' } as const;
const override = (criterion: 'bp-stable' | 'minimum-time' | 'nausea-mild' | 'off-oxygen') =>
  ({ type: 'criterion:override', criterion, reason: 'as discussed' }) as const;
const endMonitoring = { type: 'monitoring:end' } as const;
const reopen = { type: 'monitoring:reopen', reason: 'dizzy on standing' } as const;

/** Recovery with everything the monitor waits for met but the minimum; the last BP is fresh. */
function recovering(minutes: number): VisitBuilder {
  const visit = aVisit({ phase: 'recovery', minutes: minutes - 6 })
    .bp()
    .watched(360)
    .bp();
  return visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal' } });
}

describe('the upper mark', () => {
  test('PH-35 not before it, and then by a provider', () => {
    const visit = aVisit({ phase: 'recovery' }).after(30 * MINUTE - 1);
    expect(told(visit.ask(extend, provider))).toBe(
      'not-ready: The upper mark of recovery is reached in 1 min: decide then.',
    );
    visit.after(1).give(extend, provider);
    expect(visit.state.phase).toMatchObject({
      recovery: { decision: { choice: 'extend', at: visit.now, byName: 'Dr. Ruiz' } },
    });
    visit.after(MINUTE).give({ ...extend, choice: 'treated' }, provider);
    expect(visit.state.phase).toMatchObject({ recovery: { decision: { choice: 'treated' } } });
  });
  test('PH-35 with everything met there is nothing to decide', () => {
    expect(told(recovering(31).ask(extend, provider))).toContain('end the monitoring instead');
  });
  test('PH-35 it needs a reason', () => {
    const visit = aVisit({ phase: 'recovery' }).after(31 * MINUTE);
    expect(told(visit.ask({ ...extend, reason: '' }, provider))).toContain('The reason for the decision is missing');
  });
  test('PH-35 it counts from where the minimum counts from', () => {
    const iv = aVisit({ phase: 'recovery' });
    expect(upperMarkAt(iv.state)).toBe(iv.now + 30 * MINUTE);
    const nasal = aVisit({ phase: 'recovery', protocol: esketamine });
    const { phase, protocol } = nasal.state;
    expect(upperMarkAt(nasal.state)).toBe(
      phase.name === 'recovery' && phase.infusion.startedAt + protocol.recovery.upperMarkMs,
    );
    expect(upperMarkAt(aVisit().state)).toBeUndefined();
  });
});

describe('the end of monitoring', () => {
  test('PH-36 not 1 s before the minimum, and by a person at it', () => {
    const visit = recovering(20);
    const before = aVisit({ phase: 'recovery', minutes: 13 }).bp().watched(359).bp();
    before.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal' } }).watched(59);
    expect(told(before.ask(endMonitoring))).toBe(
      'not-ready: Monitoring goes on: not met yet: the minimum time. Wait for it, or ask a provider to set it aside.',
    );
    visit.give(endMonitoring);
    expect(visit.state.phase).toMatchObject({ name: 'discharge', monitoringEndedAt: visit.now });
  });
  test('PH-36 it waits neither for the gait test nor for the IV', () => {
    const { checked } = recovering(20).give(endMonitoring).state;
    expect(checked).toEqual({});
  });
  test('PH-36 what is overridden no longer holds it up', () => {
    const visit = recovering(10);
    expect(told(visit.ask(endMonitoring))).toContain('the minimum time');
    visit.give(override('minimum-time'), provider);
    expect(told(visit.ask(endMonitoring))).toBe('accepted');
  });
  test('PH-36 an esketamine visit waits 120 min from its first device', () => {
    const visit = aVisit({ phase: 'recovery', protocol: esketamine, minutes: 109 });
    expect(told(visit.ask(endMonitoring))).toContain('the minimum time');
    visit.watched(60);
    expect(told(visit.ask(endMonitoring))).not.toContain('the minimum time');
  });
  test('PH-37 “monitoring goes on” restores recovery; SpO2 has to hold anew', () => {
    const visit = recovering(20);
    const before = visit.state.phase;
    visit.give(endMonitoring);
    expect(visit.state.spo2SteadySince).toBeDefined();
    visit.give(reopen);
    expect(visit.state.phase).toMatchObject(before);
    expect(visit.state.spo2SteadySince).toBeUndefined();
    expect(told(aVisit({ phase: 'discharge' }).ask({ ...reopen, reason: '' }))).toContain('reason for the correction');
  });
  test('PH-37 from waiting for a ride only onto a free chair', () => {
    const visit = aVisit({ phase: 'discharge' }).record({ type: 'waiting-for-ride' });
    expect(told(visit.ask(reopen))).toContain('conflict: The chair has been given to another visit');
    visit.give({ type: 'visit:move', chairId: 'chair-2' });
    expect(visit.state.phase).not.toHaveProperty('waitingSince');
    visit.give(reopen);
    expect(visit.state).toMatchObject({ chairId: 'chair-2', phase: { name: 'recovery' } });
  });
});

describe('overrides', () => {
  test.each([
    [179, 109, true],
    [180, 90, false],
    [150, 110, false],
  ])('PH-38 the BP at %i/%i: %s', (systolic, diastolic, ok) => {
    const visit = aVisit({ phase: 'recovery' }).after(SECOND).bp(systolic, diastolic);
    expect(told(visit.ask(override('bp-stable'), provider))).toContain(ok ? 'accepted' : 'this is never overridden');
  });
  test('PH-38 a BP of 180/110 undoes the override of an earlier one', () => {
    const visit = aVisit({ phase: 'recovery' }).after(SECOND).bp(165, 90).give(override('bp-stable'), provider);
    visit.give(override('nausea-mild'), provider);
    visit.after(MINUTE).bp(179, 109);
    expect(Object.keys(visit.state.overridden)).toEqual(['bp-stable', 'nausea-mild']);
    visit.after(MINUTE).bp(180, 90);
    expect(Object.keys(visit.state.overridden)).toEqual(['nausea-mild']);
  });
  test('PH-38 only what is unmet, and with a reason', () => {
    const visit = aVisit({ phase: 'recovery' });
    expect(told(visit.ask(override('off-oxygen'), provider))).toContain(
      'conflict: There is nothing to set aside: time off oxygen is met.',
    );
    expect(told(visit.ask({ ...override('nausea-mild'), reason: '' }, provider))).toContain('reason for the override');
    visit.give(override('nausea-mild'), provider);
    expect(told(visit.ask(override('nausea-mild'), provider))).toContain('is overridden');
    expect(visit.state.overridden['nausea-mild']).toEqual({
      reason: 'as discussed',
      byName: 'Dr. Ruiz',
      at: visit.now,
    });
  });
  test('PH-38 what a person checks may be taken back', () => {
    const visit = aVisit({ phase: 'recovery' });
    for (const met of [true, false]) {
      visit.give({ type: 'criterion:check', criterion: 'steady-gait', met });
      expect(visit.state.checked['steady-gait']).toMatchObject({ met, byName: 'N. Okafor' });
    }
  });
});
