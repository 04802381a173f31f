/** Typed event maps of the `/adapters` namespace. The contract in words, with literal frames: docs/adapter-protocol.md. */
import type { Reading } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Ack } from './answer.ts';
import type { PlethBinary } from './pleth-samples.ts';

/** `io(..., { auth })` of an adapter. */
export interface AdapterHandshake {
  readonly protocol: string;
  readonly adapterId: string;
  readonly software: string;
  /** The adapter's own, `vk_…`. Absent: a page, known by the cookie of its screen; anybody else is refused. */
  readonly key?: string;
}

export interface AnnouncedDevice {
  readonly deviceId: string;
  /** A name of the device table: `nonin-df2`, `suntech` … */
  readonly model: string;
  readonly emulated: boolean;
}

/** A reading on the wire. `measuredAt` is the adapter's own clock; the server corrects it by the measured offset. */
export type WireReading = Reading & { readonly deviceId: string; readonly epoch: string; readonly seq: number };

/** All final: only silence is sent again. */
export type ReadingAnswer =
  | { readonly epoch: string; readonly seq: number; readonly status: 'stored' | 'duplicate' }
  | { readonly epoch: string; readonly seq: number; readonly status: 'refused'; readonly refusal: Refusal };

/** Some of the pulse wave without a gap. `measuredAt` is the adapter's own clock, of the first sample. */
export interface PlethPacket {
  readonly deviceId: string;
  readonly measuredAt: number;
  /** Samples a second. */
  readonly sampleHz: number;
  /** Each sample is 0 to this. */
  readonly fullScale: number;
  /** int16 little-endian, 1 to 1,000 of them. */
  readonly samples: PlethBinary;
}

/** All final. `taken` does not say that it is on the disk: waves are never waited for. */
export type PlethAnswer = { readonly status: 'taken' } | { readonly status: 'refused'; readonly refusal: Refusal };

/** What a device says of itself. Send what you know, when you learn it; it is merged over what was sent before. */
export interface DeviceStatus {
  /** Its own name, as it advertises it. */
  readonly name?: string;
  readonly firmware?: string;
  /** 0–100, whole. */
  readonly batteryPct?: number;
  /** What whoever stands at the chair must know of it now: `A result was held: …`. Empty = nothing any more. */
  readonly notice?: string;
}

/** The readings an adapter keeps on its disk until they are answered. */
export interface SpoolStatus {
  readonly kept: number;
  /** How many it has room for. */
  readonly capacity: number;
}

/** From here on a spool is nearly full, and people are told. */
export const NEARLY_FULL_SHARE = 0.8;
export const isNearlyFull = ({ kept, capacity }: SpoolStatus): boolean => kept >= capacity * NEARLY_FULL_SHARE;

export interface AdapterToServer {
  'adapter:announce': (
    payload: { readonly devices: readonly AnnouncedDevice[] },
    ack: Ack<{
      readonly devices: readonly {
        readonly deviceId: string;
        readonly known: boolean;
        readonly chairName?: string;
        /** The key is not for it: its readings will be refused. */
        readonly refusal?: Refusal;
      }[];
      /** Which clinic answers: what was kept for another one must not be sent to it. Absent from an older server. */
      readonly siteId?: string;
    }>,
  ) => void;
  /** At most 500 readings, the live one first. Answered once durable, one answer for each reading, in order. */
  'readings:send': (
    payload: { readonly readings: readonly WireReading[] },
    ack: Ack<{ readonly answers: readonly ReadingAnswer[] }>,
  ) => void;
  /** At most 10 packets. Live ones go without asking for an answer; those kept meanwhile may ask: one answer for each, in order. */
  'pleth:send': (
    payload: { readonly packets: readonly PlethPacket[] },
    ack?: Ack<{ readonly answers: readonly PlethAnswer[] }>,
  ) => void;
  /** The link to a device came or went, so that "no signal" can say why. */
  'device:link': (
    payload: { readonly deviceId: string; readonly connected: boolean; readonly reason?: string },
    ack: Ack,
  ) => void;
  'device:status': (payload: DeviceStatus & { readonly deviceId: string }, ack: Ack) => void;
  /** At each connect, when it passes NEARLY_FULL_SHARE either way, and hourly above. Answered with clinic time. */
  'spool:status': (payload: SpoolStatus, ack: Ack<{ readonly clinicAt: number }>) => void;
}

export interface ServerToAdapter {
  /** At connect and each minute: answered at once with the adapter's clock, from which the server takes the offset. */
  'clock:probe': (answer: (adapterAt: number) => void) => void;
  /**
   * Inflate this cuff once. Answered when the command is on the line, or refused; it is never repeated by itself.
   * `until` is the adapter's own clock: a command that comes later is old and is refused as `stale`.
   */
  'cuff:start': (payload: { readonly deviceId: string; readonly until: number }, answer: Ack) => void;
  /** Let its air out. Taken whenever the line is up. */
  'cuff:stop': (payload: { readonly deviceId: string }, answer: Ack) => void;
  'server:stopping': () => void;
}
