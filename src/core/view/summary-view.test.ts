import { describe, expect, test } from 'vitest';
import { aVisit, meetByHand, MINUTE, SECOND, type VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { chairView } from '../view.ts';

const summary = (visit: VisitBuilder) =>
  chairView(
    { chair: { chairId: 'chair-1', name: 'Chair 1' }, visit: visit.state, patient: null, devices: [], recorded: true },
    visit.now,
  ).summary;
const leave = { type: 'visit:end', ending: 'left-against-advice', reason: 'had to go' } as const;

describe('REC-104 what a visit came to', () => {
  test('REC-104 nothing before its end', () => {
    for (const phase of ['baseline', 'infusion', 'recovery', 'discharge'] as const)
      expect(summary(aVisit({ phase }))).toBeNull();
  });
  test('REC-104 the highest BP, the lowest SpO2 of good signal since the start, who signed and with whom they left', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).bp(164, 96);
    const peakAt = visit.now;
    visit.after(SECOND).spo2(91);
    const lowAt = visit.now;
    visit
      .after(SECOND)
      .spo2(80, 72, { quality: 'poor', causes: ['poor-signal'] })
      .after(SECOND)
      .spo2(97)
      .give(leave);
    expect(summary(visit)).toMatchObject({
      highestBp: { systolicMmHg: 164, diastolicMmHg: 96, at: peakAt },
      lowestSpo2: { value: 91, at: lowAt },
      byName: 'N. Okafor',
      reason: 'had to go',
    });
    const home = meetByHand(aVisit({ phase: 'discharge' })).give({
      type: 'visit:end',
      ending: 'home',
      escortName: 'Sam Marlow',
    });
    expect(summary(home)).toMatchObject({ escortName: 'Sam Marlow', byName: 'N. Okafor', contradictions: [] });
  });
  test('REC-104 REC-215 the highest diastolic number stands beside the highest systolic one when it is of another BP', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 1 }).bp(130, 108);
    const diastolicAt = visit.now;
    visit.after(MINUTE).bp(164, 96).after(MINUTE).bp(120, 108).give(leave);
    expect(summary(visit)?.highestBp).toMatchObject({
      systolicMmHg: 164,
      diastolic: { systolicMmHg: 130, diastolicMmHg: 108, at: diastolicAt },
    });
  });
  test('REC-104 a low value before the start is not the visit’s lowest', () => {
    const visit = aVisit({ phase: 'baseline' }).after(SECOND).spo2(88).give(leave);
    expect(summary(visit)).not.toHaveProperty('lowestSpo2');
  });
  test.each([
    [10, 20, ['The pump’s volume is 20 mg, the estimate 10 mg.']],
    [10, 10, []],
  ])('REC-105 after %i min of 40, %i mg by the pump', (minutes, mg, expected) => {
    const visit = aVisit({ phase: 'infusion', minutes });
    const { concentrationMgPerMl = 1 } = visit.state.setUp;
    visit.give({
      type: 'infusion:end',
      reason: 'patient-request',
      pumpVolumeMl: mg / concentrationMgPerMl,
      minutesAgo: 0,
    });
    expect(summary(visit.after(MINUTE).give(leave))).toMatchObject({
      estimatedMg: 10,
      pumpMg: mg,
      contradictions: expected,
    });
  });
  test('REC-105 another escort than the ride that was named', () => {
    const visit = meetByHand(aVisit({ phase: 'discharge' }));
    visit.give({ type: 'visit:end', ending: 'home', escortName: 'Kim Adler' });
    expect(summary(visit)?.contradictions).toEqual([
      `Left with Kim Adler; the ride named was ${visit.state.setUp.ride?.name}.`,
    ]);
  });
});
