/** An emulated device read as an adapter process reads it (decoder, poller, reducer), in simulated time. */
import type { Instant } from '#core/reading.ts';
import { deviceModel } from '#devices/device-table.ts';
import { createReducer } from '#devices/reduce.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { createEmulatedDevice } from '../emulator/emulated-device.ts';
import type { Scenario } from '../emulator/scenario.ts';
import type { DemoDevice } from './demo-site.ts';

export interface SeededDevice {
  /** What the second of scenario time that ends at `tMs`, at clinic time `at`, brings. */
  readings(tMs: number, at: Instant): readonly WireReading[];
}

/** One packet of the three an oximeter sends in a second: its numbers are the same in all of them. */
const HEARD_MS = 300;

export function createSeededDevice({ deviceId, model }: DemoDevice, scenario: Scenario, epoch: string): SeededDevice {
  const known = deviceModel(model);
  if (!known) throw new Error(`The device table has no ${model}.`);
  const device = createEmulatedDevice(model, scenario);
  const decoder = known.createDecoder();
  const poller = known.createPoller?.();
  const reducer = createReducer(known.kind);
  let seq = 0;

  return {
    readings(tMs, at) {
      const asked = poller?.ask(at).map((request) => device.answer(Uint8Array.from(request), tMs).said) ?? [];
      return [device.bytes(tMs - HEARD_MS, tMs), ...asked]
        .flatMap((bytes) => decoder.push(bytes).readings)
        .flatMap((decoded) => {
          poller?.hear(decoded, at);
          return reducer.push(decoded, at);
        })
        .map((reading): WireReading => ({ ...reading, deviceId, epoch, seq: (seq += 1) }));
    },
  };
}
