import { describe, expect, test } from 'vitest';
import type { Condition } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import { holds, resolve } from './condition.ts';
import { alertText } from './text.ts';

const baseline = { spo2Pct: 97, pulseBpm: 58, systolicMmHg: 120, diastolicMmHg: 75 } as Baseline;
const spo2: Condition = { of: 'spo2Pct', is: '<', than: 90 };
const relative: Condition = { of: 'spo2Pct', is: '<=', than: { baselinePlus: -3 } };

describe('AL-11 thresholds', () => {
  test.each([
    [90, 90],
    [{ baselinePlus: -3 }, 94],
    [{ baselineTimes: 0.9 }, 97 * 0.9],
    [{ baselineBelow: 98, then: 1, otherwise: 2 }, 1],
    [{ baselineBelow: 97, then: 1, otherwise: 2 }, 2],
  ])('AL-11 %j of a baseline of 97', (than, expected) => {
    expect(resolve(than, 'spo2Pct', baseline)).toBe(expected);
  });
  test('AL-11 AL-202 without a baseline only the plain ones stand, and the lower of two', () => {
    expect(resolve({ baselinePlus: -3 }, 'spo2Pct', undefined)).toBeUndefined();
    expect(resolve({ baselineTimes: 1 }, 'spo2Pct', undefined)).toBeUndefined();
    expect(resolve({ baselineBelow: 60, then: 45, otherwise: 50 }, 'pulseBpm', undefined)).toBe(45);
    expect(resolve({ baselinePlus: 5 }, 'respiratoryRatePerMin', baseline)).toBeUndefined();
  });
});

describe('AL-11 what cannot be known is neither true nor false', () => {
  test.each([
    [spo2, 89, true],
    [spo2, 90, false],
    [relative, 94, true],
    [{ all: [spo2, relative] }, 89, true],
    [{ all: [spo2, relative] }, 92, false],
    [{ any: [spo2, relative] }, 94, true],
    [{ any: [spo2, relative] }, 95, false],
  ] as const)('AL-11 %j at %s with a baseline: %s', (condition, spo2Pct, expected) => {
    expect(holds(condition, { spo2Pct }, baseline)).toBe(expected);
  });
  test.each([
    [relative, 80, undefined],
    [{ all: [spo2, relative] }, 89, undefined],
    [{ all: [spo2, relative] }, 92, false],
    [{ any: [spo2, relative] }, 89, true],
    [{ any: [spo2, relative] }, 92, undefined],
  ] as const)('AL-11 %j at %s without one: %s', (condition, spo2Pct, expected) => {
    expect(holds(condition, { spo2Pct }, undefined)).toBe(expected);
  });
  test.each([
    ['<', 89, 90, 91],
    ['<=', 90, 90, 91],
    ['>', 91, 90, 90],
    ['>=', 90, 90, 89],
  ] as const)('AL-11 %s', (is, yes, than, no) => {
    const condition: Condition = { of: 'pulseBpm', is, than };
    expect([holds(condition, { pulseBpm: yes }, undefined), holds(condition, { pulseBpm: no }, undefined)]).toEqual([
      true,
      false,
    ]);
  });
});

test.each([
  [{ kind: 'spo2-low', excess: { of: 'spo2Pct', extreme: 84, is: '<', limit: 90 } }, 'SpO₂ 84 < 90'],
  [{ kind: 'bp-high', excess: { of: 'diastolicMmHg', extreme: 112, is: '>=', limit: 110 } }, 'DIA 112 ≥ 110'],
  [{ kind: 'pulse-high', excess: { of: 'pulseBpm', extreme: 95, is: '>', limit: 92.3000001 } }, 'Pulse 95 > 92'],
  [{ kind: 'pulse-high', excess: { of: 'pulseBpm', extreme: 103, is: '>', limit: 102.7 } }, 'Pulse 103 > 102'],
  [{ kind: 'pulse-high', excess: { of: 'pulseBpm', extreme: 103, is: '>=', limit: 102.7 } }, 'Pulse 103 ≥ 103'],
  [{ kind: 'pulse-low', excess: { of: 'pulseBpm', extreme: 52, is: '<', limit: 52.3 } }, 'Pulse 52 < 53'],
  [{ kind: 'pulse-low', excess: { of: 'pulseBpm', extreme: 52, is: '<=', limit: 52.3 } }, 'Pulse 52 ≤ 52'],
  [{ kind: 'spo2-low', excess: { of: 'spo2Pct', extreme: 88.4, is: '<', limit: 89.6 } }, 'SpO₂ 88.4 < 89.6'],
  [{ kind: 'rr-low', excess: { of: 'respiratoryRatePerMin', extreme: 7, is: '<=', limit: 8 } }, 'RR 7 ≤ 8'],
  [{ kind: 'no-spo2' }, 'No SpO₂'],
  [{ kind: 'cuff-overdue' }, 'BP overdue'],
  [{ kind: 'adapter-lost' }, 'Adapter lost'],
] as const)('AL-10 %j reads %s', (alert, expected) => {
  expect(alertText(alert)).toBe(expected);
});
