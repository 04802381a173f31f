import { describe, expect, test } from 'vitest';
import { aVisit, provider, told } from '../../../tests/support/visit-builder.ts';
import type { CommandOf } from '../command.ts';

const correct = (to: Partial<CommandOf<'baseline:correct'>> = {}): CommandOf<'baseline:correct'> => ({
  type: 'baseline:correct',
  systolicMmHg: 118,
  diastolicMmHg: 70,
  spo2Pct: 96,
  pulseBpm: 66,
  reason: 'taken while talking',
  ...to,
});

describe('correcting the baseline', () => {
  test.each(['infusion', 'recovery', 'discharge'] as const)('PH-18 in %s', (phase) => {
    const visit = aVisit({ phase });
    const { baseline } = visit.state;
    visit.give(correct(), provider);
    expect(visit.state.baseline).toEqual({
      ...baseline,
      systolicMmHg: 118,
      diastolicMmHg: 70,
      meanMmHg: 86,
      spo2Pct: 96,
      pulseBpm: 66,
    });
    expect(visit.events.at(-1)).toMatchObject({ reason: 'taken while talking', byName: 'Dr. Ruiz' });
  });
  test('PH-18 there must be one, and a reason', () => {
    expect(told(aVisit().ask(correct(), provider))).toContain('There is no baseline to correct yet: freeze it first');
    const visit = aVisit({ phase: 'infusion' });
    expect(told(visit.ask(correct({ reason: '' }), provider))).toContain('The reason for the correction is missing');
  });
  test.each([
    [{ spo2Pct: 50 }, ''],
    [{ spo2Pct: 100 }, ''],
    [{ spo2Pct: 49 }, 'SpO₂ 49 is not between 50 and 100'],
    [{ spo2Pct: 101 }, 'SpO₂ 101'],
    [{ pulseBpm: 20 }, ''],
    [{ pulseBpm: 250 }, ''],
    [{ pulseBpm: 19 }, 'A pulse of 19 is not between 20 and 250'],
    [{ pulseBpm: 251 }, 'A pulse of 251'],
    [{ pulseBpm: NaN }, 'A pulse of NaN'],
    [{ systolicMmHg: 70 }, 'Systolic 70 is not above diastolic 70'],
    [{ systolicMmHg: 301 }, 'Systolic 301'],
  ])('PH-18 to %o', (to, sentence) => {
    const answer = told(aVisit({ phase: 'infusion' }).ask(correct(to), provider));
    expect(answer).toContain(sentence === '' ? 'accepted' : sentence);
  });
});
