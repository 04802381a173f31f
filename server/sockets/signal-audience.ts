/** Which screens watch which device's signal. One that is behind misses some: it shows what is now. */
import type { SiteState } from '#core/site-state.ts';
import { refuse } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import type { DeviceReading } from '#protocol/screen-events.ts';
import type { SignalTap } from '../clinic/signal-tap.ts';

/** One screen's signal tests. */
export class SignalWatch {
  readonly #tap: SignalTap;
  readonly #send: (reading: DeviceReading) => void;
  readonly #stops = new Map<string, () => void>();

  constructor(tap: SignalTap, send: (reading: DeviceReading) => void) {
    this.#tap = tap;
    this.#send = send;
  }

  watch(site: SiteState, deviceId: string): Answer {
    if (!site.devices.some((device) => device.deviceId === deviceId))
      return refuse('unknown-device', `Device "${deviceId}" is not registered: register it in Settings, Devices.`);
    if (!this.#stops.has(deviceId)) this.#stops.set(deviceId, this.#tap.watch(deviceId, this.#send));
    return { ok: true, data: null };
  }

  unwatch(deviceId: string): void {
    this.#stops.get(deviceId)?.();
    this.#stops.delete(deviceId);
  }

  gone(): void {
    for (const deviceId of [...this.#stops.keys()]) this.unwatch(deviceId);
  }
}
