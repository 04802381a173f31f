import { describe, expect, test } from 'vitest';
import { publishedProtocols } from '#core/protocols/published.ts';
import { limitEvents } from './limit-events.ts';
import type { Sample } from './limits-read.ts';
import { BP, pulseHigh, pulseLow, spo2Low } from './limits-read.ts';

const resting = { pulse: 72, sbp: 120 };
/** `[value, seconds]` in a row, one a second. */
const oximetry = (...parts: readonly (readonly [spo2: number | undefined, seconds: number])[]): readonly Sample[] =>
  parts
    .flatMap(([spo2, seconds]) => Array<number | undefined>(seconds).fill(spo2))
    .map((spo2, s) => (spo2 === undefined ? { s } : { s, spo2 }));
const found = (samples: readonly Sample[]): readonly string[] =>
  limitEvents(samples, resting).map(({ kind, level, onsetS, dueS }) => `${kind} ${level} ${onsetS} due ${dueS}`);

describe('true events, read from outside', () => {
  test.each<[string, readonly Sample[], readonly string[]]>([
    ['14 s below 90', oximetry([97, 10], [89, 15], [97, 30]), []],
    ['15 s below 90', oximetry([97, 10], [89, 16], [97, 30]), ['spo2-low medium 10 due 25']],
    ['one value of 85', oximetry([97, 10], [85, 1], [97, 30]), ['spo2-low high 10 due 10']],
    ['one value of 86', oximetry([97, 10], [86, 1], [97, 30]), []],
    ['a gap of 5 s', oximetry([97, 10], [89, 8], [undefined, 4], [89, 8]), ['spo2-low medium 10 due 25']],
    ['a gap of 6 s', oximetry([97, 10], [89, 8], [undefined, 5], [89, 8], [97, 20]), []],
    ['91 between is the same event', oximetry([89, 16], [91, 60], [89, 16]), ['spo2-low medium 0 due 15']],
    [
      '92 for 10 s between is another',
      oximetry([89, 16], [92, 11], [89, 16]),
      ['spo2-low medium 0 due 15', 'spo2-low medium 27 due 42'],
    ],
  ])('AL-60 SpO2: %s', (_, samples, expected) => {
    expect(found(samples)).toEqual(expected);
  });
  test.each<[string, readonly (readonly [s: number, sbp: number, dbp: number])[], readonly string[]]>([
    ['180 at once', [[0, 180, 90]], ['bp-high high 0 due 0']],
    ['110 at once', [[0, 150, 110]], ['bp-high high 0 due 0']],
    [
      '160, its repeat agrees',
      [
        [0, 160, 90],
        [120, 165, 90],
      ],
      ['bp-high medium 0 due 120'],
    ],
    [
      '160, its repeat does not',
      [
        [0, 160, 90],
        [120, 159, 99],
      ],
      [],
    ],
    ['160 without a repeat', [[0, 160, 90]], ['bp-high medium 0 due 180']],
    [
      '159/99',
      [
        [0, 159, 99],
        [120, 159, 99],
      ],
      [],
    ],
    ['79', [[0, 79, 50]], ['bp-low high 0 due 0']],
    [
      '89 and 20 % below',
      [
        [0, 89, 50],
        [60, 88, 50],
      ],
      ['bp-low medium 0 due 60'],
    ],
  ])('AL-60 BP: %s', (_, rows, expected) => {
    expect(found(rows.map(([s, sbp, dbp]) => ({ s, sbp, dbp })))).toEqual(expected);
  });
  test('AL-60 the numbers are those of the published protocol', () => {
    const rules = publishedProtocols[0].rules;
    const texts = JSON.stringify(
      rules.map((rule) => [
        rule.alert,
        rule.levels.map(({ priority, delayMs, clearMs }) => [priority, delayMs, clearMs]),
      ]),
    );
    for (const { kind, medium, high, over } of [spo2Low, pulseHigh, pulseLow(72)]) {
      const rule = rules.find(({ alert }) => alert === kind)!;
      const level = (priority: string) => rule.levels.find((each) => each.priority === priority)!;
      expect([level('medium').delayMs, level('high').delayMs, level('medium').clearMs], texts).toEqual([
        medium.holdS * 1_000,
        high.holdS * 1_000,
        over.holdS * 1_000,
      ]);
    }
    const bpHigh = rules.find(({ alert }) => alert === 'bp-high')!;
    const limits = JSON.stringify(bpHigh.levels.map(({ when }) => when));
    for (const { systolic, diastolic } of [BP.medium, BP.high]) {
      expect(limits).toContain(`"than":${systolic}`);
      expect(limits).toContain(`"than":${diastolic}`);
    }
  });
});
