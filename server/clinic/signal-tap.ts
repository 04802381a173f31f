/** The signal test: who watches a device is told what it sends, as it comes. Nothing here is stored (docs/SPEC.md, DV-260). */
import type { Duration } from '#core/reading.ts';
import type { DeviceReading } from '#protocol/screen-events.ts';

export type SignalListener = (reading: DeviceReading) => void;

export class SignalTap {
  readonly #listeners = new Map<string, Set<SignalListener>>();
  /** By adapter. */
  readonly #offsets = new Map<string, Duration>();

  /** @returns how to stop. */
  watch(deviceId: string, listener: SignalListener): () => void {
    const here = this.#listeners.get(deviceId) ?? new Set();
    this.#listeners.set(deviceId, here.add(listener));
    return () => {
      here.delete(listener);
      if (here.size === 0) this.#listeners.delete(deviceId);
    };
  }

  isWatched(deviceId: string): boolean {
    return this.#listeners.has(deviceId);
  }

  /** Clinic time minus this adapter's clock, as last measured. */
  clockOffset(adapterId: string, offsetMs: Duration): void {
    this.#offsets.set(adapterId, Math.round(offsetMs));
  }

  adapterGone(adapterId: string): void {
    this.#offsets.delete(adapterId);
  }

  tell(adapterId: string, reading: DeviceReading): void {
    const here = this.#listeners.get(reading.deviceId);
    if (here === undefined) return;
    const clockOffsetMs = this.#offsets.get(adapterId);
    const told = clockOffsetMs === undefined ? reading : { ...reading, clockOffsetMs };
    for (const listener of here) listener(told);
  }
}
