import { describe, expect, test } from 'vitest';
import { at, calm, infusion, NOW } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { phaseSteps } from './phase-steps.ts';

const running = (name: string, now = fixtures[name]?.now ?? NOW) =>
  phaseSteps(fixtures[name]?.view ?? null, now).find((step) => step.state === 'now');

describe('UI-25 the phase in progress', () => {
  test('an infusion: passed, of, left', () => {
    expect(running('calm')).toMatchObject({ name: 'Infusion', passed: '23:10', of: 'of 40:00', rest: '16:50 left' });
    expect(running('calm')?.progress).toBeCloseTo(0.579, 3);
  });
  test('past its planned end it is over, and full', () => {
    expect(running('over')).toMatchObject({ rest: '1:20 over', progress: 1 });
  });
  test('a pause is said, and afterwards the planned end has moved', () => {
    expect(running('paused')).toMatchObject({ rest: 'paused 11:10' });
    const resumed = { ...calm, phase: { ...infusion, plannedEndAt: at(50) } };
    expect(phaseSteps(resumed, NOW)[1]).toMatchObject({ rest: '26:50 left' });
  });
  test('recovery: the minimum, its mark on the way, the upper mark', () => {
    expect(running('recovery')).toMatchObject({ passed: '13:12', of: '20:00 at least', rest: 'upper mark 30:00' });
    expect(running('recovery')?.tick).toBeCloseTo(2 / 3);
    expect(running('past-mark')).toMatchObject({ rest: '2:54 past the mark', progress: 1 });
  });
  test('phases that are over are done, with how long the infusion took', () => {
    const steps = phaseSteps(fixtures['recovery']?.view ?? null, NOW);
    expect(steps.map((step) => step.state)).toEqual(['done', 'done', 'now', 'ahead']);
    expect(steps[1]).toMatchObject({ of: '41:06' });
  });
  test('a free chair has no phase; an ended visit has only done ones', () => {
    expect(running('free')).toBeUndefined();
    expect(phaseSteps(fixtures['ended']?.view ?? null, NOW).every((step) => step.state === 'done')).toBe(true);
  });
});
