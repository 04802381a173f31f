/** Every device Vigil can read. A new one is a folder beside this file and an entry here. */
import type { Duration, Instant } from '#core/reading.ts';
import type { DecodedReading, Decoder } from './decoder.ts';
import { createNoninDecoder } from './nonin-df2/decoder.ts';
import { createSuntechDecoder } from './suntech/decoder.ts';
import { GET_CUFF_PRESSURE, GET_RESULT } from './suntech/frame.ts';
import { createSuntechPoller } from './suntech/poller.ts';

export type DeviceKind = 'oximeter' | 'cuff';
export const LINK_KINDS = ['serial', 'tcp'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** For a device that speaks only when asked. */
export interface Poller {
  hear(reading: DecodedReading, at: Instant): void;
  /** Frames to send now; called every `pollEveryMs`. Each is on the device's transmit list. */
  ask(at: Instant): readonly (readonly number[])[];
  /** It was heard to answer: from now on its silence means a dead line. */
  readonly answers: boolean;
}

export interface DeviceModel {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly title: string;
  readonly links: readonly LinkKind[];
  readonly serial: {
    readonly baudRate: number;
    readonly dataBits: 7 | 8;
    readonly parity: 'none' | 'even' | 'odd';
    readonly stopBits: 1 | 2;
  };
  /** A link that has been silent this long is dead, and is opened anew. With a poller: once the device was heard to answer. */
  readonly silenceMs: Duration;
  /** The only frames that may ever be sent to it, byte for byte. Commands that inflate a cuff are on no list. */
  readonly transmit: readonly (readonly number[])[];
  readonly createDecoder: () => Decoder;
  readonly createPoller?: () => Poller;
  readonly pollEveryMs?: Duration;
}

const SERIAL_9600_8N1 = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

export const deviceTable: readonly DeviceModel[] = [
  {
    name: 'nonin-df2',
    kind: 'oximeter',
    title: 'Nonin pulse oximeter, serial data format 2',
    links: LINK_KINDS,
    serial: SERIAL_9600_8N1,
    // It sends 75 frames a second, with or without a finger.
    silenceMs: 5_000,
    transmit: [],
    createDecoder: createNoninDecoder,
  },
  {
    name: 'suntech',
    kind: 'cuff',
    title: 'SunTech Advantage OEM blood pressure module',
    links: LINK_KINDS,
    serial: SERIAL_9600_8N1,
    // It answers each question, once a second.
    silenceMs: 10_000,
    transmit: [GET_CUFF_PRESSURE, GET_RESULT],
    createDecoder: createSuntechDecoder,
    createPoller: createSuntechPoller,
    pollEveryMs: 1_000,
  },
];

export const deviceModelNames: readonly string[] = deviceTable.map((model) => model.name);

export function deviceModel(name: string): DeviceModel | undefined {
  return deviceTable.find((model) => model.name === name);
}

/** Whether these very bytes may be sent to the device. */
export function mayTransmit(model: DeviceModel, bytes: readonly number[]): boolean {
  return model.transmit.some(
    (allowed) => allowed.length === bytes.length && allowed.every((byte, index) => byte === bytes[index]),
  );
}
