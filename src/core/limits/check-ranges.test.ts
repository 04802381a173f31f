import { describe, expect, test } from 'vitest';
import { checkProtocol } from '../clinical-protocol-check.ts';
import { publishedProtocols } from '../protocols/published.ts';
import type { LimitName, LimitRange } from './limit-name.ts';

const [protocol] = publishedProtocols;
const told = (ranges: Partial<Record<LimitName, LimitRange>>): string => {
  const answer = checkProtocol({ ...protocol, patientLimits: { ranges, source: 's' } });
  return answer.ok ? 'accepted' : answer.refusal.message;
};

describe('AL-151 ranges that make sense', () => {
  test.each<[string, Partial<Record<LimitName, LimitRange>>, string]>([
    ['none', {}, 'accepted'],
    ['just below the advisory', { 'spo2-low-medium': { atLeast: 80, atMost: 92 } }, 'accepted'],
    [
      'at the advisory',
      { 'spo2-low-medium': { atLeast: 80, atMost: 93 } },
      "patientLimits.ranges.spo2-low-medium: does not stay beyond the advisory's 93.",
    ],
    [
      'that switch it off',
      { 'rr-low-high': { atLeast: 0, atMost: 9 } },
      'patientLimits.ranges.rr-low-high.atLeast: 0 must be more than 0: no limit can be switched off.',
    ],
    [
      'without the protocol’s own',
      { 'pulse-high-medium': { atLeast: 121, atMost: 150 } },
      "patientLimits.ranges.pulse-high-medium: the protocol's own 120 is not between 121 and 150.",
    ],
    [
      'without one of the protocol’s two',
      { 'pulse-low-medium': { atLeast: 46, atMost: 60 } },
      "patientLimits.ranges.pulse-low-medium: the protocol's own 45 is not between 46 and 60.",
    ],
    [
      'of a level that is not there',
      { 'rr-high-high': { atLeast: 30, atMost: 40 } },
      'patientLimits.ranges.rr-high-high: the protocol has no such limit',
    ],
    [
      'low reaching high',
      { 'pulse-low-high': { atLeast: 30, atMost: 100 }, 'pulse-high-medium': { atLeast: 100, atMost: 150 } },
      'patientLimits.ranges.pulse-low-high: reaches 100, which pulse-high-medium (from 100) must stay above.',
    ],
    [
      'low just under high',
      { 'pulse-low-high': { atLeast: 30, atMost: 99 }, 'pulse-high-medium': { atLeast: 100, atMost: 150 } },
      'accepted',
    ],
    ['from the protocol’s own', { 'pulse-high-medium': { atLeast: 120, atMost: 150 } }, 'accepted'],
    ['to the protocol’s own', { 'pulse-high-medium': { atLeast: 100, atMost: 120 } }, 'accepted'],
    [
      'that end before the protocol’s own',
      { 'pulse-high-medium': { atLeast: 100, atMost: 119 } },
      "patientLimits.ranges.pulse-high-medium: the protocol's own 120 is not between 100 and 119.",
    ],
    [
      'diastolic just under systolic',
      { 'diastolic-high-medium': { atLeast: 80, atMost: 129 }, 'systolic-high-medium': { atLeast: 130, atMost: 180 } },
      'accepted',
    ],
    [
      'a diastolic of one priority reaching a systolic of another',
      { 'diastolic-high-high': { atLeast: 90, atMost: 130 }, 'systolic-high-medium': { atLeast: 130, atMost: 180 } },
      'accepted',
    ],
    [
      'systolic beside its diastolic, the other way round',
      { 'systolic-high-medium': { atLeast: 130, atMost: 180 }, 'diastolic-high-medium': { atLeast: 80, atMost: 110 } },
      'accepted',
    ],
    [
      'of two parameters',
      { 'pulse-low-high': { atLeast: 30, atMost: 100 }, 'spo2-low-medium': { atLeast: 80, atMost: 92 } },
      'accepted',
    ],
    [
      'medium and high of one limit',
      { 'pulse-high-medium': { atLeast: 100, atMost: 160 }, 'pulse-high-high': { atLeast: 110, atMost: 180 } },
      'accepted',
    ],
    [
      'diastolic reaching systolic',
      { 'diastolic-high-medium': { atLeast: 80, atMost: 130 }, 'systolic-high-medium': { atLeast: 130, atMost: 180 } },
      'patientLimits.ranges.diastolic-high-medium: reaches 130, which systolic-high-medium (from 130) must stay above.',
    ],
  ])('AL-151 %s', (_, ranges, sentence) => expect(told(ranges)).toContain(sentence));
});
