/** The contract of every decoder: bytes in, readings and refusals out; pure, for browser and Node (docs/SPEC.md, DV). */
import type { Cause, NibpFailure, Quality } from '#core/reading.ts';

/** What a frame says. A value the device marks as missing or invalid is absent, never a number. */
export interface DecodedReading {
  readonly spo2Pct?: number;
  readonly pulseBpm?: number;
  readonly perfusionIndexPct?: number;
  readonly respiratoryRatePerMin?: number;
  readonly systolicMmHg?: number;
  readonly diastolicMmHg?: number;
  readonly meanMmHg?: number;
  readonly cuffPressureMmHg?: number;
  readonly quality: Quality;
  readonly causes: readonly Cause[];
  /** A cuff cycle that ended without a value. */
  readonly failure?: NibpFailure;
  /** The device's own time stamp, epoch ms taken as UTC. */
  readonly deviceAt?: number;
}

/** Bytes that could not be used, and why; `code` is stable, `message` names the bytes. */
export interface DecodeRefusal {
  readonly code: 'checksum' | 'framing' | 'length' | 'implausible' | 'unknown';
  readonly message: string;
}

export interface Decoded {
  readonly readings: readonly DecodedReading[];
  readonly refusals: readonly DecodeRefusal[];
}

/** Keeps what is left of a split frame between calls. Never throws, whatever the bytes. */
export interface Decoder {
  push(bytes: Uint8Array): Decoded;
}
