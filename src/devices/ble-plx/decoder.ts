/**
 * Pulse Oximeter Service (0x1822): oximeters of any maker that keep to the Bluetooth standard. One push is one
 * notification, indication or read value (layout: measurement.ts; what the status bits mean: status.ts).
 * Its record access point (2A52) is never written: "delete" there erases a patient's record.
 */
import type { Decoder, DecoderOptions } from '../decoder.ts';
import { NOTHING, refused, shortUuid } from '../gatt.ts';
import { readPlxFeatures } from './features.ts';
import { readMeasurement } from './measurement.ts';

/** @param options.characteristic 2A5F (continuous, the default), 2A5E (spot-check) or 2A60 (features). */
export function createPlxDecoder({ characteristic: uuid = '2A5F' }: DecoderOptions = {}): Decoder {
  const characteristic = shortUuid(uuid);
  return {
    push(bytes) {
      if (bytes.length === 0) return NOTHING;
      switch (characteristic) {
        case '2A5F':
        case '2A5E':
          return readMeasurement(bytes, characteristic);
        case '2A60': {
          const read = readPlxFeatures(bytes);
          return 'code' in read ? refused(read) : { ...NOTHING, features: read.features };
        }
        default:
          return refused({ code: 'unknown', message: `The Pulse Oximeter Service has no characteristic ${uuid}.` });
      }
    },
  };
}
