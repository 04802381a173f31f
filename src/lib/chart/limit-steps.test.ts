import { describe, expect, test } from 'vitest';
import type { LimitChange } from '#core/limits/limit-name.ts';
import { limitSteps } from './limit-steps.ts';

const limits = {
  spo2: [
    { priority: 'medium', text: '< 88', lines: [88] },
    { priority: 'high', text: '≤ 85', lines: [85] },
  ],
  pulse: [{ priority: 'medium', text: '50–130', lines: [50, 130] }],
  nibp: [],
} as const;
const act = (at: number, ...changes: LimitChange[]) => ({ at, byName: 'Dr E. Lindqvist', reason: 'r', changes });

describe('UI-261 the limits in force, as they were at each time', () => {
  test('UI-261 an unchanged limit is one line; the higher level is not drawn', () => {
    expect(limitSteps(limits, [])).toEqual({
      bp: [],
      spo2: [{ value: 88 }],
      pulse: [{ value: 50 }, { value: 130 }],
    });
  });
  test('UI-261 each change ends one value and begins the next', () => {
    const changes = [
      act(100, { name: 'spo2-low-medium', from: 90, to: 92 }),
      act(200, { name: 'spo2-low-medium', from: 92, to: 88 }, { name: 'spo2-low-high', from: 85, to: 84 }),
    ];
    expect(limitSteps(limits, changes).spo2).toEqual([
      { value: 90, until: 100 },
      { value: 92, from: 100, until: 200 },
      { value: 88, from: 200 },
    ]);
  });
  test('UI-261 of two limits of a band only the changed one has a step', () => {
    const changes = [act(100, { name: 'pulse-high-medium', from: 120, to: 130 })];
    expect(limitSteps(limits, changes).pulse).toEqual([
      { value: 50 },
      { value: 120, until: 100 },
      { value: 130, from: 100 },
    ]);
  });
  test('UI-261 there and back again is three lines', () => {
    const changes = [
      act(100, { name: 'spo2-low-medium', from: 88, to: 90 }),
      act(200, { name: 'spo2-low-medium', from: 90, to: 88, toProtocol: true }),
    ];
    expect(limitSteps(limits, changes).spo2.map(({ value }) => value)).toEqual([88, 90, 88]);
  });
});
