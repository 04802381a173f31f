/** Every device of the table, with its sample frames: what a decoder may never do, and the fuzzer that looks for it. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceTable } from '#devices/device-table.ts';
import { faultOf } from './fuzz/fault.ts';
import { mutated } from './fuzz/mutate.ts';
import { seeded } from './fuzz/random.ts';
import { samplesOf, variantsOf } from './fuzz/variants.ts';

describe.each(deviceTable)('$name', (model) => {
  test('DV-11 its samples are read: not one is refused whole', async () => {
    const said = (await samplesOf(model)).map((bytes) =>
      variantsOf(model).some((variant) => {
        const { readings, features, refusals } = model.createDecoder(variant).push(bytes);
        return readings.length > 0 || features !== undefined || refusals.length === 0;
      }),
    );
    expect(said).not.toContain(false);
  });

  test('DV-11 ten thousand mutated frames: nothing throws, no number is out of its range', async () => {
    const samples = await samplesOf(model);
    const decoders = variantsOf(model).map((variant) => model.createDecoder(variant));
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(decoders.length - 1), (seed, n) => {
        const bytes = mutated(samples, seeded(seed));
        expect(faultOf(decoders[n]!.push(bytes))).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('npm run fuzz', () => {
  const fuzz = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tests/fuzz/main.ts', ...args], {
      encoding: 'utf8',
    });
    // The last two columns are times.
    return { status, stderr, counts: stdout.replaceAll(/ +[\d.]+ +\d+$/gm, '') };
  };

  test('DV-133 the same seed is the same run, another is another', () => {
    const first = fuzz('--device', 'suntech', '--frames', '2000', '--seed', '5');
    expect(first).toMatchObject({ status: 0, stderr: '', counts: expect.stringMatching(/suntech +2000 +\d+ +\d+/) });
    expect(fuzz('--device', 'suntech', '--frames', '2000', '--seed', '5')).toEqual(first);
    expect(fuzz('--device', 'suntech', '--frames', '2000', '--seed', '6').counts).not.toEqual(first.counts);
  });

  test.each([
    [['--device', 'abacus'], 'known are all, nonin-df2'],
    [['--frames', 'many'], '--frames is a whole number'],
  ])('DV-133 %j is refused', (args, message) => {
    expect(fuzz(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });

  test.each([
    [{ spo2Pct: 127, quality: 'good', causes: [] }, 'spo2Pct 127'],
    [{ pulseBpm: Number.NaN, quality: 'good', causes: [] }, 'pulseBpm NaN'],
    [{ pulseBpm: 60, quality: 'none', causes: ['probe-off'] }, 'a number without quality'],
    [{ quality: 'none', causes: [] }, 'nothing, without a cause'],
    [{ systolicMmHg: 90, diastolicMmHg: 90, quality: 'good', causes: [] }, 'SYS ≤ DIA'],
    [{ spo2Pct: 97, quality: 'good', causes: ['no-value', 'probe-off'] }, 'causes no-value,probe-off'],
    [{ spo2Pct: 97, quality: 'good', causes: [], deviceAt: -1 }, 'deviceAt -1'],
  ] as const)('DV-133 %j is a fault', (reading, fault) => {
    expect(faultOf({ readings: [reading], refusals: [] })).toContain(fault);
  });
});
