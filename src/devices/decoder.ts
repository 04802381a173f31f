/** The contract of every decoder: bytes in, readings and refusals out; pure, for browser and Node (docs/SPEC.md, DV). */
import type { Cause, Duration, NibpFailure, Quality } from '#core/reading.ts';

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
  /** What the device said to a command, when that was no: it is at something else, or cannot. Nothing was measured. */
  readonly refusedCommand?: 'busy' | 'error';
  /** The device's own time stamp, epoch ms taken as UTC. */
  readonly deviceAt?: number;
  /** How old it was when it was sent, by the device's own clock; absent = fresh, or not known. */
  readonly ageMs?: Duration;
  /** It was not said what the device's clock showed when it was sent: `deviceAt` alone does not tell its age. */
  readonly ageUnknown?: true;
  /** `deviceAt` is of all that was sent together, not of this measurement: a later one makes it no newer. */
  readonly datedTogether?: true;
  /** Of a monitor, which measures both: what this is a reading of. */
  readonly measure?: 'oximetry' | 'nibp';
}

/** Bytes that could not be used, and why; `code` is stable, `message` names the bytes. `stored`: nobody knows when it was measured. */
export interface DecodeRefusal {
  readonly code: 'checksum' | 'framing' | 'length' | 'implausible' | 'unknown' | 'stored';
  readonly message: string;
}

/**
 * Samples of the pulse wave without a gap between them, oldest first; a new segment begins where samples were lost.
 * Each is 0 to `fullScale`; divide to compare devices.
 */
export interface PlethSegment {
  /** Samples a second. */
  readonly sampleHz: number;
  readonly samples: readonly number[];
  readonly fullScale: number;
}

export interface Decoded {
  readonly readings: readonly DecodedReading[];
  readonly refusals: readonly DecodeRefusal[];
  /** What the device can do, when the bytes were those of a feature characteristic. */
  readonly features?: readonly string[];
  /** Absent when these bytes held no sample. It may be ahead of the readings: a sample waits for no other frame. */
  readonly pleth?: readonly PlethSegment[];
}

/** Keeps what is left of a split frame between calls. Never throws, whatever the bytes. */
export interface Decoder {
  push(bytes: Uint8Array): Decoded;
  /** For text in lines: nothing follows, so a whole line that only lacks its end is read too. What is not whole is kept. */
  flush?(): Decoded;
}

/** What only some decoders have to be told; the others ignore it. */
export interface DecoderOptions {
  /** Of a Bluetooth LE device: which characteristic the bytes come from, as `2A35`. */
  readonly characteristic?: string;
  /** How this very device breaks the standard (device-table.ts). */
  readonly quirk?: string;
}
