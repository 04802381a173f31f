/** PLX Features (2A60): u16 support bits, then, where bits 0 and 1 are set, the masks of the status bits the device can set. */
import type { DecodeRefusal } from '../decoder.ts';
import { hexOf } from '../bytes.ts';
import { bitNames, FieldCursor } from '../gatt.ts';
import { MEASUREMENT_STATUS, SENSOR_STATUS } from './status.ts';
import type { StatusBit } from './status.ts';

const FEATURES = [
  'measurementStatus',
  'deviceSensorStatus',
  'measurementStorage',
  'timestamp',
  'spo2prFast',
  'spo2prSlow',
  'pulseAmplitudeIndex',
  'multipleBonds',
] as const;

/** For the device list. A mask is absent where the device does not send it, even if it says that it has the status. */
export interface PlxFeatures {
  readonly features: readonly string[];
  readonly measurementStatus?: readonly string[];
  readonly deviceSensorStatus?: readonly string[];
}

const names = (mask: number, bits: readonly StatusBit[]): string[] =>
  bits.filter(({ bit }) => (mask & (1 << bit)) !== 0).map(({ name }) => name);

export function readPlxFeatures(bytes: Uint8Array): PlxFeatures | DecodeRefusal {
  if (bytes.length < 2) return { code: 'length', message: `PLX Features have at least 2 bytes: ${hexOf(bytes)}.` };
  const cursor = new FieldCursor(bytes);
  const features = bitNames(cursor.u16(), FEATURES);
  const measurement = features.includes('measurementStatus') && cursor.left >= 2 ? cursor.u16() : undefined;
  const sensor = features.includes('deviceSensorStatus') && cursor.left >= 3 ? cursor.u24() : undefined;
  return {
    features,
    ...(measurement === undefined ? {} : { measurementStatus: names(measurement, MEASUREMENT_STATUS) }),
    ...(sensor === undefined ? {} : { deviceSensorStatus: names(sensor, SENSOR_STATUS) }),
  };
}
