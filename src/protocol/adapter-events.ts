/** Typed event maps of the `/adapters` namespace. The contract in words, with literal frames: docs/adapter-protocol.md. */
import type { Reading } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Ack } from './answer.ts';

/** `io(..., { auth })` of an adapter. */
export interface AdapterHandshake {
  readonly protocol: string;
  readonly adapterId: string;
  readonly software: string;
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

export interface AdapterToServer {
  'adapter:announce': (
    payload: { readonly devices: readonly AnnouncedDevice[] },
    ack: Ack<{
      readonly devices: readonly { readonly deviceId: string; readonly known: boolean; readonly chairName?: string }[];
    }>,
  ) => void;
  /** At most 500 readings, the live one first. Answered once durable, one answer for each reading, in order. */
  'readings:send': (
    payload: { readonly readings: readonly WireReading[] },
    ack: Ack<{ readonly answers: readonly ReadingAnswer[] }>,
  ) => void;
  /** The link to a device came or went, so that "no signal" can say why. */
  'device:link': (
    payload: { readonly deviceId: string; readonly connected: boolean; readonly reason?: string },
    ack: Ack,
  ) => void;
}

export interface ServerToAdapter {
  /** At connect and each minute: answered at once with the adapter's clock, from which the server takes the offset. */
  'clock:probe': (answer: (adapterAt: number) => void) => void;
  'server:stopping': () => void;
}
