import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const colours = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
const dim = colours(css.split("[data-theme='day']")[0] ?? '');
const day = { ...dim, ...colours(css.split("[data-theme='day']")[1] ?? '') };

type Pair = readonly [ink: string, ground: string];
const TEXT: readonly Pair[] = [
  ...['t1', 't2', 't3', 'spo2', 'pulse', 'bp'].flatMap((ink): Pair[] => [
    [ink, 'bg'],
    [ink, 'raise'],
  ]),
  ['t1', 'press'],
  ['t2', 'press'],
  ['bg', 't1'],
  ['on-red', 'red'],
  ['red-deep', 'on-red'],
  ['on-red', 'red-press'],
  ['on-yellow', 'yellow'],
  ['on-cyan', 'cyan'],
];
const LINES: readonly Pair[] = [
  ['edge', 'bg'],
  ['red', 'bg'],
  ['red-line', 'bg'],
  ['yellow-line', 'bg'],
  ['cyan-line', 'bg'],
];

describe.each([
  ['dim', dim],
  ['day', day],
])('UI-30 contrast, %s', (_, theme) => {
  const ratio = (ink = '', ground = ''): number => contrast(theme[ink] ?? '', theme[ground] ?? '');
  test.each(TEXT)('text %s on %s', (ink, ground) => expect(ratio(ink, ground)).toBeGreaterThanOrEqual(4.5));
  test.each(LINES)('line %s on %s', (ink, ground) => expect(ratio(ink, ground)).toBeGreaterThanOrEqual(3));
});
