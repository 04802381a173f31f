import { expect, test } from 'vitest';
import { at, calm, MINUTE } from '../components/fixture-calm.ts';
import { nextBpText } from './next-bp.ts';

const clock = (instant: number): string => new Date(instant).toISOString().slice(11, 16);
const failure = { failure: 'cuff-leak', text: 'cuff leak', at: at(31) } as const;

test.each([
  ['to the next', calm.nibp, at(24, 28), '7:46', 'to the next BP,', 'every 10 min'],
  [
    'to a repeat',
    { ...calm.nibp, dueReason: 'repeat', nextDueAt: at(25) },
    at(24, 12),
    '0:48',
    'to the repeat,',
    'then every 10 min',
  ],
  ['due now', calm.nibp, at(32, 14), '0:00', 'to the next BP,', 'every 10 min'],
  ['overdue', calm.nibp, at(33, 14), '1:00', 'BP overdue,', 'due 14:32'],
  ['failed', { ...calm.nibp, failure }, at(33, 14), '1:00', 'BP overdue,', '14:31 failed: cuff leak'],
  ['failed, none due', { failure }, at(33), '–:––', '14:31 failed: cuff leak', ''],
  [
    'measuring',
    { ...calm.nibp, measuring: { cuffPressureMmHg: 142, at: at(32) } },
    at(32),
    '142',
    'mmHg in the cuff,',
    'measuring',
  ],
] as const)('UI-19 %s', (_, nibp, now, figure, first, second) => {
  expect(nextBpText(nibp, now, clock)).toEqual({ figure, first, second });
});

test('UI-19 nothing is counted where no BP is due', () => {
  expect(nextBpText({ everyMs: 10 * MINUTE }, at(0), clock)).toBeNull();
});

const control = { canMeasure: true, canStop: false } as const;
test.each([
  [
    'started by interval',
    { ...calm.nibp, control: { ...control, cause: 'interval' } },
    '–',
    'the cuff starts,',
    'by interval',
  ],
  [
    'measuring the repeat',
    { ...calm.nibp, measuring: { cuffPressureMmHg: 142, at: at(32) }, control: { ...control, cause: 'repeat' } },
    '142',
    'mmHg in cuff,',
    'the repeat',
  ],
  [
    'stopped by a person: when it starts again stands before why the cycle failed',
    { ...calm.nibp, failure, control: { ...control, held: { why: 'stopped', until: at(42) } } },
    '1:00',
    'BP overdue,',
    'next try 14:42',
  ],
] as const)('UI-128 %s', (_, nibp, figure, first, second) => {
  expect(nextBpText(nibp, at(33, 14), clock)).toEqual({ figure, first, second });
});
