/** What a device says of itself beside its readings; for the device list, never for a decision about a patient. */
export interface DeviceStatus {
  /** The name it gives itself, 1–80 characters. */
  readonly name?: string;
  readonly firmware?: string;
  /** 0–100, whole. */
  readonly batteryPct?: number;
}
