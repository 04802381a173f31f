import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const colours = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
const dim = colours(css.split("[data-theme='day']")[0] ?? '');
const day = { ...dim, ...colours(css.split("[data-theme='day']")[1] ?? '') };

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const share = parseInt(hex.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** WCAG 2.2, relative contrast. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

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
