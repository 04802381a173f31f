/** Every device Vigil can read. A new one is a folder beside this file and an entry here. */
import type { Duration, Instant } from '#core/reading.ts';
import type { DecodedReading, Decoder, DecoderOptions } from './decoder.ts';
import { BEURER_BM85, createBpsDecoder } from './ble-bps/decoder.ts';
import { createPlxDecoder } from './ble-plx/decoder.ts';
import { createCms50Decoder } from './cms50/decoder.ts';
import { TRANSPARENT_UART } from './cms50/frame.ts';
import { createCms50NewDecoder } from './cms50-new/decoder.ts';
import { KEEP_ALIVE, START_LIVE } from './cms50-new/frame.ts';
import { createCms50NewPoller } from './cms50-new/poller.ts';
import { createHl7OruDecoder } from './hl7-oru/decoder.ts';
import { createMasimoDecoder } from './masimo-ascii1/decoder.ts';
import { createNoninDecoder } from './nonin-df2/decoder.ts';
import { createO2ringDecoder } from './o2ring/decoder.ts';
import { ASK_VALUES, VIATOM_UART } from './o2ring/frame.ts';
import { createO2ringPoller } from './o2ring/poller.ts';
import { createPc60fwDecoder } from './pc-60fw/decoder.ts';
import { NORDIC_UART } from './pc-60fw/frame.ts';
import { createSuntechDecoder } from './suntech/decoder.ts';
import { ABORT, GET_CUFF_PRESSURE, GET_RESULT, REST_MS, START_ADULT } from './suntech/frame.ts';
import { createSuntechPoller } from './suntech/poller.ts';

/** A monitor is both, on one line. */
export type DeviceKind = 'oximeter' | 'cuff' | 'monitor';
export const LINK_KINDS = ['serial', 'tcp', 'ble', 'mllp'] as const;
/** A serial device can stand behind a serial device server. */
const SERIAL_OR_TCP = ['serial', 'tcp'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** For a device that speaks only when asked. */
export interface Poller {
  hear(reading: DecodedReading, at: Instant): void;
  /** Frames to send now; called every `pollEveryMs`. Each is on the device's transmit list. */
  ask(at: Instant): readonly (readonly number[])[];
  /** It was heard to answer: from now on its silence means a dead line. */
  readonly answers: boolean;
}

export interface SerialSettings {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Where a Bluetooth LE device speaks. Four hex digits are the standard's short ids. */
export interface BleProfile {
  readonly service: string;
  /** What is subscribed to. Each has a decoder of its own: `createDecoder({ characteristic })`; the first is the default. */
  readonly notify: readonly string[];
  /** What the device can do; read, and decoded as another characteristic. */
  readonly feature?: string;
  /** Where the frames of the transmit list are written. */
  readonly write?: string;
  /** How some devices break the standard. Chosen by the name the device gives itself, never guessed from its bytes. */
  readonly quirks?: readonly { readonly name: string; readonly deviceName: RegExp }[];
}

export interface CuffControl {
  /** Inflates it once. */
  readonly start: readonly number[];
  /** Lets the air out. */
  readonly stop: readonly number[];
  /** The maker's minimum pause between two cycles. */
  readonly restMs: Duration;
}

export interface DeviceModel {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly title: string;
  readonly links: readonly LinkKind[];
  /** Of a device with a serial link. */
  readonly serial?: SerialSettings;
  /** Of a device with a Bluetooth LE link. */
  readonly ble?: BleProfile;
  /** Of a cuff: it tells each result once, live or from its memory. Others repeat the last one whenever they are asked. */
  readonly indicatesResults?: true;
  /** A link that has been silent this long is dead, and is opened anew. With a poller: once the device was heard to answer. */
  readonly silenceMs: Duration;
  /** The only frames that may be sent to it unasked, byte for byte. Commands that inflate a cuff are on no such list. */
  readonly transmit: readonly (readonly number[])[];
  /** Of a cuff that can be started by command. Its frames go out by cuff control alone, and only where the clinic allows it. */
  readonly control?: CuffControl;
  readonly createDecoder: (options?: DecoderOptions) => Decoder;
  readonly createPoller?: () => Poller;
  readonly pollEveryMs?: Duration;
}

/** A day: a Bluetooth device may rightly say nothing (no finger, no measurement); a lost one is told by the radio. */
const RADIO_TELLS_MS: Duration = 86_400_000;

const SERIAL_9600_8N1 = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

export const deviceTable: readonly DeviceModel[] = [
  {
    name: 'nonin-df2',
    kind: 'oximeter',
    title: 'Nonin pulse oximeter, serial data format 2',
    links: SERIAL_OR_TCP,
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
    links: SERIAL_OR_TCP,
    serial: SERIAL_9600_8N1,
    // It answers each question, once a second.
    silenceMs: 10_000,
    transmit: [GET_CUFF_PRESSURE, GET_RESULT],
    control: { start: START_ADULT, stop: ABORT, restMs: REST_MS },
    createDecoder: createSuntechDecoder,
    createPoller: createSuntechPoller,
    pollEveryMs: 1_000,
  },
  {
    name: 'masimo-ascii1',
    kind: 'oximeter',
    title: 'Masimo Rad-8 or Radical-7, serial output ASCII-1',
    links: SERIAL_OR_TCP,
    serial: SERIAL_9600_8N1,
    // A line a second.
    silenceMs: 5_000,
    transmit: [],
    createDecoder: createMasimoDecoder,
  },
  {
    name: 'cms50',
    kind: 'oximeter',
    title: 'Contec CMS50 (older), Berry and other oximeters with the 5-byte format (BCI)',
    links: [...SERIAL_OR_TCP, 'ble'],
    serial: { baudRate: 19_200, dataBits: 8, parity: 'odd', stopBits: 1 },
    ble: TRANSPARENT_UART,
    // It sends 60 frames a second, with or without a finger.
    silenceMs: 5_000,
    transmit: [],
    createDecoder: createCms50Decoder,
  },
  {
    name: 'cms50-new',
    kind: 'oximeter',
    title: 'Contec CMS50 (newer), serial at 115200 baud',
    links: SERIAL_OR_TCP,
    serial: { baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    // It sends 60 packets a second once it was told to.
    silenceMs: 5_000,
    transmit: [START_LIVE, KEEP_ALIVE],
    createDecoder: createCms50NewDecoder,
    createPoller: createCms50NewPoller,
    pollEveryMs: 1_000,
  },
  {
    name: 'pc-60fw',
    kind: 'oximeter',
    title: 'Viatom PC-60FW and its family, Bluetooth',
    links: ['ble'],
    ble: NORDIC_UART,
    silenceMs: RADIO_TELLS_MS,
    transmit: [],
    createDecoder: createPc60fwDecoder,
  },
  {
    name: 'o2ring',
    kind: 'oximeter',
    title: 'Viatom O2Ring and Checkme O2 (older protocol), Bluetooth',
    links: ['ble'],
    ble: VIATOM_UART,
    // It answers each question, once a second.
    silenceMs: 10_000,
    transmit: [ASK_VALUES],
    createDecoder: createO2ringDecoder,
    createPoller: createO2ringPoller,
    pollEveryMs: 1_000,
  },
  {
    name: 'ble-plx',
    kind: 'oximeter',
    title: 'Bluetooth pulse oximeter (standard service 0x1822)',
    links: ['ble'],
    ble: { service: '1822', notify: ['2A5F', '2A5E'], feature: '2A60' },
    silenceMs: RADIO_TELLS_MS,
    transmit: [],
    createDecoder: createPlxDecoder,
  },
  {
    name: 'ble-bps',
    kind: 'cuff',
    title: 'Bluetooth blood pressure cuff (standard service 0x1810)',
    links: ['ble'],
    ble: {
      service: '1810',
      notify: ['2A35', '2A36'],
      feature: '2A49',
      quirks: [{ name: BEURER_BM85, deviceName: /\bBM ?85\b/i }],
    },
    indicatesResults: true,
    silenceMs: RADIO_TELLS_MS,
    transmit: [],
    createDecoder: createBpsDecoder,
  },
  {
    name: 'hl7-oru',
    kind: 'monitor',
    title: 'Bedside monitor, HL7 ORU^R01',
    links: ['mllp'],
    // Monitors send once a second to once a minute.
    silenceMs: 150_000,
    transmit: [],
    createDecoder: createHl7OruDecoder,
  },
];

export const deviceModelNames: readonly string[] = deviceTable.map((model) => model.name);

export function deviceModel(name: string): DeviceModel | undefined {
  return deviceTable.find((model) => model.name === name);
}

/** The quirk profile of a Bluetooth device of this name. */
export const quirkOf = (model: DeviceModel, deviceName: string): string | undefined =>
  model.ble?.quirks?.find((quirk) => quirk.deviceName.test(deviceName))?.name;

/** Whether these very bytes may be sent to the device unasked. */
export function mayTransmit(model: DeviceModel, bytes: readonly number[]): boolean {
  return model.transmit.some((allowed) => isSame(allowed, bytes));
}

/** Whether these very bytes may be sent by cuff control. */
export function mayControl({ control }: DeviceModel, bytes: readonly number[]): boolean {
  return control !== undefined && (isSame(control.start, bytes) || isSame(control.stop, bytes));
}

const isSame = (allowed: readonly number[], bytes: readonly number[]): boolean =>
  allowed.length === bytes.length && allowed.every((byte, index) => byte === bytes[index]);
