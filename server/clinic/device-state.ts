/** What screens are told of a device as it is now: the device list, and the chair's devices. */
import type { Instant } from '#core/reading.ts';
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import type { DeviceSeen } from './device-seen.ts';
import type { Presence } from './presence.ts';

export interface DeviceState extends DeviceStatus {
  readonly connected: boolean;
  readonly reason?: string;
  readonly lastSeenAt?: Instant;
  readonly lowBattery: boolean;
}

export function deviceState(presence: Presence, seen: DeviceSeen, deviceId: string): DeviceState {
  const { lastSeenAt, lowBatteryBit: _, ...status } = seen.of(deviceId);
  const reason = presence.whyNot(deviceId);
  return {
    ...status,
    connected: reason === undefined,
    // While it is connected it is seen now; an instant of each reading would be told to every screen each second.
    ...(reason !== undefined && { reason, ...(lastSeenAt !== undefined && { lastSeenAt }) }),
    lowBattery: seen.isLow(deviceId),
  };
}
