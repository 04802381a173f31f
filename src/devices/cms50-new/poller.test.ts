import { describe, expect, test } from 'vitest';
import type { DecodedReading } from '../decoder.ts';
import { KEEP_ALIVE, START_LIVE } from './frame.ts';
import { createCms50NewPoller } from './poller.ts';

const reading: DecodedReading = { quality: 'none', causes: ['probe-off'] };
const named = (frames: readonly (readonly number[])[]): string =>
  frames.map((frame) => (frame === START_LIVE ? 'start' : frame === KEEP_ALIVE ? 'alive' : '?')).join('+') || '-';

/** What is sent in each second while the device is heard in those for which `isHeard` is true. */
function sent(seconds: number, isHeard: (second: number) => boolean): string[] {
  const poller = createCms50NewPoller();
  return Array.from({ length: seconds }, (_, second) => {
    if (isHeard(second)) poller.hear(reading, second * 1_000 - 10);
    return named(poller.ask(second * 1_000));
  });
}

describe('poller', () => {
  test('DV-153 the commands are those that were captured', () => {
    expect(START_LIVE).toEqual([0x7d, 0x81, 0xa1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);
    expect(KEEP_ALIVE).toEqual([0x7d, 0x81, 0xaf, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);
  });

  test('DV-153 it is told to start, kept alive every 4 s, and told again every 15 s, before it stops at 30', () => {
    expect(sent(20, (second) => second > 0)).toEqual(
      ['start', '-', '-', '-', 'alive', '-', '-', '-', 'alive', '-', '-', '-', 'alive', '-', '-', 'start'].concat([
        '-',
        '-',
        '-',
        'alive',
      ]),
    );
  });

  test('DV-153 a device that stopped is told to start again, each second until it is heard', () => {
    expect(sent(8, (second) => [1, 2, 6, 7].includes(second))).toEqual([
      ...['start', '-', '-', 'start', 'start', 'start', '-', '-'],
    ]);
  });

  test('DV-153 its silence means a dead line once it was heard', () => {
    const poller = createCms50NewPoller();
    poller.ask(0);
    expect(poller.answers).toBe(false);
    poller.hear(reading, 10);
    expect(poller.answers).toBe(true);
  });
});
