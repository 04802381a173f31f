import { expect, test } from 'vitest';
import { calm } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { alertLook, doubt, faultOf } from './vital-look.ts';

const alerts = (name: string) => fixtures[name]?.view?.alerts ?? [];

test.each([
  ['calm', 'spo2', null],
  ['high', 'spo2', { level: 'high', seen: false }],
  ['high', 'pulse', null],
  ['high-seen', 'spo2', { level: 'high', seen: true }],
  ['advisory', 'pulse', { level: 'low', seen: false }],
  ['medium', 'nibp', { level: 'medium', seen: false }],
  ['seen-at-station', 'nibp', { level: 'medium', seen: false }],
] as const)('UI-11 UI-12 %s: the look of %s', (name, parameter, look) => {
  expect(alertLook(alerts(name), parameter)).toEqual(look);
});

test('UI-11 only the number at fault is blamed; an overdue cuff blames none', () => {
  expect([faultOf(alerts('medium')), faultOf(alerts('overdue')), faultOf(alerts('calm'))]).toEqual([
    'systolic',
    null,
    null,
  ]);
});

test('UI-1 a value the device doubts says why', () => {
  expect(doubt(fixtures['poor']?.view?.spo2 ?? calm.spo2)).toBe('motion');
  expect(doubt(calm.spo2)).toBe('');
  expect(doubt({ status: 'none', reason: 'probe off' })).toBe('');
});
