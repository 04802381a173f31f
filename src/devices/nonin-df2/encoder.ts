/**
 * Builds packets of Nonin data format 2 for the emulator and the tests: 25 frames `01 status pleth value sum8`,
 * 3 packets a second (frame layout: decoder.ts).
 */
import {
  FRAME_BYTES,
  FRAMES_PER_PACKET,
  MISSING_PULSE,
  MISSING_SPO2,
  PULSE_PLACES,
  SPO2_PLACES,
  STAT2_PLACE,
  REVISION_PLACE,
  STATUS,
  STAT2,
} from './frame.ts';

/** Perfusion as the device colours it; absent = between pulses, no colour bit. */
export type NoninPerfusion = 'green' | 'yellow' | 'red';

/** The bits of a status byte, but SYNC, which belongs to the frame's place. */
export interface NoninStatus {
  readonly disconnected?: boolean;
  readonly artefact?: boolean;
  readonly outOfTrack?: boolean;
  readonly sensorAlarm?: boolean;
  readonly perfusion?: NoninPerfusion;
}

export interface NoninPacket {
  /** 4-beat average, %; absent = the device's missing value (127). */
  readonly spo2Pct?: number;
  /** 4-beat average, beats a minute; absent = the device's missing value (511). */
  readonly pulseBpm?: number;
  /** One for the whole packet, or one for each frame (1–25). */
  readonly status?: NoninStatus | ((frame: number) => NoninStatus);
  readonly lowBattery?: boolean;
  readonly smartPoint?: boolean;
  /** 25 samples, 0–255; flat at mid height when absent. */
  readonly pleth?: readonly number[];
  /** Firmware revision, 0–127. */
  readonly revision?: number;
}

const PERFUSION_BITS: Readonly<Record<NoninPerfusion, number>> = {
  green: STATUS.green,
  yellow: STATUS.green | STATUS.red,
  red: STATUS.red,
};

function statusByte(status: NoninStatus, frame: number): number {
  return (
    STATUS.always |
    (status.disconnected ? STATUS.disconnected : 0) |
    (status.artefact ? STATUS.artefact : 0) |
    (status.outOfTrack ? STATUS.outOfTrack : 0) |
    (status.sensorAlarm ? STATUS.sensorAlarm : 0) |
    (status.perfusion ? PERFUSION_BITS[status.perfusion] : 0) |
    (frame === 1 ? STATUS.sync : 0)
  );
}

/** One packet, 125 bytes. Numbers are masked to their fields, so that tests can build impossible ones too. */
export function encodePacket(packet: NoninPacket): Uint8Array {
  const spo2 = (packet.spo2Pct ?? MISSING_SPO2) & 0x7f;
  const pulse = (packet.pulseBpm ?? MISSING_PULSE) & 0x1ff;
  const values = new Map<number, number>();
  for (const place of SPO2_PLACES) values.set(place, spo2);
  for (const [msb, lsb] of PULSE_PLACES) {
    values.set(msb, pulse >> 7);
    values.set(lsb, pulse & 0x7f);
  }
  values.set(REVISION_PLACE, (packet.revision ?? 0x30) & 0x7f);
  values.set(STAT2_PLACE, (packet.smartPoint ? STAT2.smartPoint : 0) | (packet.lowBattery ? STAT2.lowBattery : 0));

  const bytes = new Uint8Array(FRAMES_PER_PACKET * FRAME_BYTES);
  const { status = {} } = packet;
  for (let frame = 1; frame <= FRAMES_PER_PACKET; frame += 1) {
    const of = typeof status === 'function' ? status(frame) : status;
    bytes.set(
      encodeFrame(statusByte(of, frame), packet.pleth?.[frame - 1] ?? 128, values.get(frame) ?? 0),
      (frame - 1) * FRAME_BYTES,
    );
  }
  return bytes;
}

/** One frame with its checksum. */
export function encodeFrame(status: number, pleth: number, value: number): Uint8Array {
  const head = [0x01, status & 0xff, pleth & 0xff, value & 0xff];
  return Uint8Array.from([...head, head.reduce((sum, byte) => sum + byte, 0) & 0xff]);
}
