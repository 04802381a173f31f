import { describe, expect, test } from 'vitest';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const MINUTE = 60_000;

describe.each([
  ['a gateway that counts what it sleeps', true],
  ['a tablet', false],
])('%s', (_, countsSleep) => {
  test('DV-251 slept 10 min with a saturation unsent: it is recorded 10 min old and judged by nobody', async () => {
    const clinic = await startTestClinic();
    const { visitId, adapter } = await infusingByWire(clinic);
    let sleptMs = 0;
    const own = createAdapterClock(1, {
      wall: () => clinic.clock.now(),
      monotonic: () => clinic.clock.now() - sleptMs,
      ...(countsSleep && { sinceBoot: () => clinic.clock.now() }),
    });
    const measuredAt = clinic.clock.now();
    const unsent: WireReading = {
      ...{ kind: 'oximetry', measuredAt: own(), quality: 'good', causes: [], spo2Pct: 71, pulseBpm: 140 },
      ...{ deviceId: 'ox-1', epoch: 'asleep', seq: 1 },
    };
    adapter.close();
    await clinic.pass(10 * MINUTE);
    sleptMs = 10 * MINUTE;
    const awake = await TestAdapter.connect(clinic.port, {
      adapterId: 'adapter-1',
      clock: { now: own },
      chairNumber: 1,
    });
    await awake.announce();
    await awake.send([unsent]);
    await clinic.clinic.drained();
    clinic.attached.beat();
    const events = await clinic.journal.read({ kind: 'visit', id: visitId });
    const kept = events.flatMap((each) =>
      each.type === 'reading-recorded' && each.source.epoch === 'asleep' ? [each.reading.measuredAt] : [],
    );
    expect(kept).toHaveLength(1);
    expect(Math.abs((kept[0] ?? 0) - measuredAt)).toBeLessThan(100);
    expect(events.filter((each) => each.type === 'alert-issued' && each.kind.startsWith('spo2'))).toEqual([]);
    awake.close();
    await clinic.close();
  });
});
