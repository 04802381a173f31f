import { expect, test } from 'vitest';
import { compareLives } from './compare-lives.ts';
import type { AlertLife } from './visit-what-if.ts';

type Short = readonly [from: number, to: number | null, more?: Partial<AlertLife>];
const lives = (all: readonly Short[]): readonly AlertLife[] =>
  all.map(([from, to, more]) => ({
    ...{
      kind: 'spo2-low',
      priority: 'medium',
      text: '',
      issuedAt: from * 1_000,
      heardFrom: from * 1_000,
      audibleMs: 0,
    },
    endedAt: to === null ? null : to * 1_000,
    ...more,
  }));

test.each<[string, readonly Short[], readonly Short[], string]>([
  ['the same', [[10, 20]], [[10, 20]], '0 gone, 0 come, changed: , 1 same'],
  ['half a second is the same', [[10, 20]], [[10.5, 20.9]], '0 gone, 0 come, changed: , 1 same'],
  ['a second later', [[10, 20]], [[11, 20]], '0 gone, 0 come, changed: time, 0 same'],
  ['a second longer', [[10, 20]], [[10, 21]], '0 gone, 0 come, changed: time, 0 same'],
  ['open instead', [[10, 20]], [[10, null]], '0 gone, 0 come, changed: time, 0 same'],
  ['open in both', [[10, null]], [[10, null]], '0 gone, 0 come, changed: , 1 same'],
  ['heard later', [[10, 20]], [[10, 20, { heardFrom: 12_000 }]], '0 gone, 0 come, changed: time, 0 same'],
  ['another priority', [[10, 20]], [[10, 20, { priority: 'high' }]], '0 gone, 0 come, changed: priority, 0 same'],
  ['both', [[10, 20]], [[10, 30, { priority: 'low' }]], '0 gone, 0 come, changed: priority+time, 0 same'],
  ['another kind', [[10, 20]], [[10, 20, { kind: 'bp-high' }]], '1 gone, 1 come, changed: , 0 same'],
  ['another time', [[10, 20]], [[21, 30]], '1 gone, 1 come, changed: , 0 same'],
  ['the end of one is the begin of the other', [[10, 20]], [[20, 30]], '0 gone, 0 come, changed: time, 0 same'],
  [
    'one becomes two',
    [[10, 40]],
    [
      [10, 20],
      [30, 40],
    ],
    '0 gone, 1 come, changed: time, 0 same',
  ],
  [
    'two become one',
    [
      [10, 20],
      [30, 40],
    ],
    [[10, 40]],
    '1 gone, 0 come, changed: time, 0 same',
  ],
  ['none', [], [], '0 gone, 0 come, changed: , 0 same'],
])('REC-196 %s', (_, before, after, expected) => {
  const { gone, come, changed, same } = compareLives(lives(before), lives(after));
  const what = changed.map((each) => each.what.join('+')).join(', ');
  expect(`${gone.length} gone, ${come.length} come, changed: ${what}, ${same} same`).toBe(expected);
});

test('REC-196 how many of each kind are the same', () => {
  const all = lives([
    [10, 20],
    [30, 40],
    [50, 60, { kind: 'bp-high' }],
  ]);
  expect(compareLives(all, all).sameOf).toEqual({ 'spo2-low': 2, 'bp-high': 1 });
});
