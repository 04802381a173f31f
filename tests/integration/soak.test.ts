/** The short form of `npm run soak`: 24 minutes of a clinic with four chairs, by what is counted alone. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { soak } from '../soak/run.ts';
import { judge } from '../soak/steady.ts';
import { leftBehind } from '../soak/table.ts';

describe('a clinic on fast time', () => {
  it('OP-15 OP-16 visits, screens, adapters and faults come and go; when everybody has left, so has what was held for them', async () => {
    const soaked = await soak({ hours: 0.4, chairs: 4, rate: 100, seed: 5, everyMin: 12 });
    onTestFinished(({ task }) => {
      if (task.result?.state === 'fail') console.error(JSON.stringify({ ...soaked, samples: undefined }));
    });
    expect(leftBehind(soaked)).toEqual([]);
    expect(Object.keys(soaked.visits).length).toBeGreaterThan(1);
    expect(Object.keys(soaked.faults).length).toBeGreaterThan(1);
    expect(soaked.readings.stored).toBeGreaterThan(500);
  }, 120_000);
});

describe('OP-17 what counts as flat', () => {
  const line = (of: (hour: number) => number) =>
    judge({
      ...{ name: 'heap', unit: 'MB', mayGrow: () => 0.5 },
      values: Array.from({ length: 49 }, (_, index) => ({ hour: index / 6, value: of(index / 6) })),
    });
  const noise = (hour: number): number => Math.sin(hour * 40);

  it.each([
    ['a level that wavers', (hour: number) => 30 + noise(hour)],
    [
      'one that is filled in the first hours and then stays',
      (hour: number) => Math.min(30 + 2 * hour, 36) + noise(hour),
    ],
    ['one with some bad minutes at its end', (hour: number) => (hour > 7.7 ? 90 : 30) + noise(hour)],
  ])('OP-17 flat: %s', (_, of) => {
    expect(line(of).isFlat).toBe(true);
  });

  it('OP-17 not flat: what grows by a megabyte an hour below its own noise', () => {
    const { isFlat, perHour } = line((hour) => 30 + hour + 2 * noise(hour));
    expect(isFlat).toBe(false);
    expect(perHour).toBeCloseTo(1, 0);
  });
});
