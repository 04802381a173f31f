/**
 * What a device is known to be and when something last came from it. Memory; kept beside the journal so that a restart still
 * knows it (docs/SPEC.md, DV-257).
 */
import type { Duration, Instant } from '#core/reading.ts';
import type { DeviceStatus } from '#protocol/adapter-events.ts';

/** From here down a battery is called low, whatever the device's own bit says. */
export const LOW_BATTERY_PCT = 15;
/** What moves all the time is written so often; a power cut loses no more of it. */
const KEEP_EVERY_MS: Duration = 60_000;

export interface SeenDevice extends DeviceStatus {
  readonly lastSeenAt?: Instant;
  /** The device's own low-battery bit in its newest reading. */
  readonly lowBatteryBit?: true;
}

export type KeptDevices = Readonly<Record<string, SeenDevice>>;

export class DeviceSeen {
  readonly #devices: Map<string, SeenDevice>;
  #isKept = true;
  #keptAt: Instant = -Infinity;

  constructor(kept: KeptDevices = {}) {
    this.#devices = new Map(Object.entries(kept));
  }

  of(deviceId: string): SeenDevice {
    return this.#devices.get(deviceId) ?? {};
  }

  /** Something came from it, or from its line. */
  heard(deviceId: string, at: Instant): void {
    this.#set(deviceId, { lastSeenAt: Math.max(at, this.of(deviceId).lastSeenAt ?? at) });
  }

  /** What it says of itself is merged over what it said before. */
  told(deviceId: string, status: DeviceStatus, at: Instant): void {
    this.#set(deviceId, { ...status, lastSeenAt: at });
    const { notice, ...rest } = this.of(deviceId);
    if (notice === '') this.#devices.set(deviceId, rest);
  }

  /** @returns whether the battery is called low now and was not, or the reverse. */
  batteryBit(deviceId: string, isLow: boolean): boolean {
    const before = this.isLow(deviceId);
    const { lowBatteryBit, ...rest } = this.of(deviceId);
    if ((lowBatteryBit === true) === isLow) return false;
    this.#isKept = false;
    this.#devices.set(deviceId, isLow ? { ...rest, lowBatteryBit: true } : rest);
    return this.isLow(deviceId) !== before;
  }

  isLow(deviceId: string): boolean {
    const { batteryPct, lowBatteryBit } = this.of(deviceId);
    return lowBatteryBit === true || (batteryPct !== undefined && batteryPct <= LOW_BATTERY_PCT);
  }

  /** What is to be kept, of the devices the clinic has; undefined while that would be too soon or nothing changed. */
  toKeep(isKnown: (deviceId: string) => boolean, now: Instant, atOnce = false): KeptDevices | undefined {
    if (this.#isKept || (!atOnce && now - this.#keptAt < KEEP_EVERY_MS)) return undefined;
    this.#isKept = true;
    this.#keptAt = now;
    for (const deviceId of [...this.#devices.keys()]) if (!isKnown(deviceId)) this.#devices.delete(deviceId);
    return Object.fromEntries(this.#devices);
  }

  #set(deviceId: string, more: SeenDevice): void {
    this.#devices.set(deviceId, { ...this.#devices.get(deviceId), ...more });
    this.#isKept = false;
  }
}
