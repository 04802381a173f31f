/**
 * Blood Pressure Service (0x1810): cuffs of any maker that keep to the Bluetooth standard, and the Beurer BM85, which
 * does not. One push is one notification, indication or read value (layout: measurement.ts).
 *
 * kPa are converted to mmHg and rounded to whole ones. Numbers that no patient has are refused, so of the published
 * vectors that only show the order of the fields (1/2/3 mmHg, a pulse of 10, 257 kPa) the time stamps, states and what is
 * plausible are read, and the pressures are not. Their dates of 1582, year 4, year 257 and 31 February are no time stamps.
 */
import type { Decoder, DecoderOptions } from '../decoder.ts';
import { hexOf } from '../bytes.ts';
import { bitNames, FieldCursor, NOTHING, refused, shortUuid } from '../gatt.ts';
import { readMeasurement } from './measurement.ts';

/** Blood Pressure Feature (2A49), u16, from bit 0 on. */
const FEATURES = [
  'bodyMovement',
  'cuffFit',
  'irregularPulse',
  'pulseRateRange',
  'measurementPosition',
  'multipleBond',
  'e2eCrc',
  'userDataService',
  'userFacingTime',
] as const;

export const BEURER_BM85 = 'beurer-bm85';

/** @param options.characteristic 2A35 (the default), 2A36 or 2A49. @param options.quirk `beurer-bm85` or none. */
export function createBpsDecoder({ characteristic: uuid = '2A35', quirk }: DecoderOptions = {}): Decoder {
  const characteristic = shortUuid(uuid);
  const bm85 = quirk === BEURER_BM85;
  return {
    push(bytes) {
      if (bytes.length === 0) return NOTHING;
      switch (characteristic) {
        case '2A35':
        case '2A36':
          return readMeasurement(bytes, { characteristic, bm85 });
        case '2A49':
          return readFeatures(bytes);
        default:
          return refused({ code: 'unknown', message: `The Blood Pressure Service has no characteristic ${uuid}.` });
      }
    },
  };
}

function readFeatures(bytes: Uint8Array) {
  if (bytes.length < 2) return refused({ code: 'length', message: `A feature has 2 bytes: ${hexOf(bytes)}.` });
  return { ...NOTHING, features: bitNames(new FieldCursor(bytes).u16(), FEATURES) };
}
