/**
 * The two status fields of the Pulse Oximeter Service, bit by bit. `absent`: the device says that there is no live number
 * of this patient, whatever it prints. `doubt`: the number is shown and judged as one of a poor signal. Bits not listed
 * are good news (validated, fully qualified) or reserved.
 */
import type { Cause } from '#core/reading.ts';
import type { Fields } from '../fields.ts';

export interface StatusBit {
  readonly bit: number;
  /** As the feature characteristic and its masks name it. */
  readonly name: string;
  readonly effect: 'absent' | 'doubt' | 'none';
  readonly cause?: Cause;
}

export const MEASUREMENT_STATUS: readonly StatusBit[] = [
  { bit: 5, name: 'ongoing', effect: 'none' },
  { bit: 6, name: 'earlyEstimate', effect: 'doubt', cause: 'searching' },
  { bit: 7, name: 'validated', effect: 'none' },
  { bit: 8, name: 'fullyQualified', effect: 'none' },
  // Backfill: a number of some other time. The reducer never sends it as one of now.
  { bit: 9, name: 'fromStorage', effect: 'doubt', cause: 'from-storage' },
  { bit: 10, name: 'demonstration', effect: 'absent', cause: 'demonstration' },
  { bit: 11, name: 'testing', effect: 'absent', cause: 'demonstration' },
  { bit: 12, name: 'calibration', effect: 'doubt', cause: 'calibrating' },
  { bit: 13, name: 'unavailable', effect: 'absent', cause: 'no-value' },
  { bit: 14, name: 'questionable', effect: 'doubt', cause: 'poor-signal' },
  { bit: 15, name: 'invalid', effect: 'absent', cause: 'no-value' },
];

/**
 * A published frame shows numbers beside an equipment malfunction, so that doubts them and no more. Names and order follow
 * IEEE 11073-10404, whose list this is, backwards: its bit for `sensorInterface` is interference.
 */
export const SENSOR_STATUS: readonly StatusBit[] = [
  { bit: 0, name: 'extendedDisplayUpdate', effect: 'doubt', cause: 'poor-signal' },
  { bit: 1, name: 'equipmentMalfunction', effect: 'doubt', cause: 'device-fault' },
  { bit: 2, name: 'signalProcessingIrregularity', effect: 'doubt', cause: 'artefact' },
  { bit: 3, name: 'inadequateSignal', effect: 'doubt', cause: 'poor-signal' },
  { bit: 4, name: 'poorSignal', effect: 'doubt', cause: 'poor-signal' },
  { bit: 5, name: 'lowPerfusion', effect: 'doubt', cause: 'low-perfusion' },
  { bit: 6, name: 'erraticSignal', effect: 'doubt', cause: 'artefact' },
  { bit: 7, name: 'nonPulsatileSignal', effect: 'absent', cause: 'poor-signal' },
  { bit: 8, name: 'questionablePulse', effect: 'doubt', cause: 'poor-signal' },
  { bit: 9, name: 'signalAnalysisOngoing', effect: 'doubt', cause: 'searching' },
  { bit: 10, name: 'sensorInterface', effect: 'doubt', cause: 'interference' },
  { bit: 11, name: 'sensorUnconnectedToUser', effect: 'absent', cause: 'probe-off' },
  { bit: 12, name: 'unknownSensor', effect: 'absent', cause: 'sensor-fault' },
  { bit: 13, name: 'sensorDisplaced', effect: 'absent', cause: 'probe-off' },
  { bit: 14, name: 'sensorMalfunctioning', effect: 'absent', cause: 'sensor-fault' },
  { bit: 15, name: 'sensorDisconnected', effect: 'absent', cause: 'sensor-disconnected' },
];

/** @returns whether the status leaves no live number. */
export function sayStatus(fields: Fields, status: number, bits: readonly StatusBit[]): boolean {
  let absent = false;
  for (const { bit, effect, cause } of bits) {
    if ((status & (1 << bit)) === 0 || cause === undefined) continue;
    fields.doubt(cause);
    absent ||= effect === 'absent';
  }
  return absent;
}
