/**
 * Pulse Oximeter Service 1.0. Continuous (2A5F): flags | SpO2, pulse | [fast SpO2, pulse] | [slow SpO2, pulse] |
 * [measurement status u16] | [device and sensor status u24] | [pulse amplitude index]. Spot-check (2A5E): flags | SpO2,
 * pulse | [time stamp 7] | [measurement status] | [device and sensor status] | [pulse amplitude index]. Numbers are SFLOAT.
 */
import type { Decoded } from '../decoder.ts';
import { hexOf } from '../bytes.ts';
import { Fields } from '../fields.ts';
import type { Given } from '../fields.ts';
import { FieldCursor, refused } from '../gatt.ts';
import { DATE_TIME_BYTES, dateTimeAt } from '../ieee11073/date-time.ts';
import { MEASUREMENT_STATUS, sayStatus, SENSOR_STATUS } from './status.ts';

const CONTINUOUS = { fast: 0x01, slow: 0x02, status: 0x04, sensor: 0x08, amplitude: 0x10 } as const;
const SPOT_CHECK = { timeStamp: 0x01, status: 0x02, sensor: 0x04, amplitude: 0x08, clockNotSet: 0x10 } as const;

interface Sent {
  readonly spo2: Given;
  readonly pulse: Given;
  readonly time?: ReturnType<typeof dateTimeAt>;
  readonly status: number;
  readonly sensor: number;
  readonly amplitude: Given;
  readonly left: number;
}

function continuous(cursor: FieldCursor): Sent {
  const flags = cursor.u8();
  const [spo2, pulse] = [cursor.sfloat(), cursor.sfloat()];
  // The normal averaging is read: fast moves with a single bad beat, slow shows a desaturation later.
  if (flags & CONTINUOUS.fast) cursor.skip(4);
  if (flags & CONTINUOUS.slow) cursor.skip(4);
  return { spo2, pulse, ...statusFields(cursor, flags, CONTINUOUS) };
}

function spotCheck(cursor: FieldCursor): Sent {
  const flags = cursor.u8();
  const [spo2, pulse] = [cursor.sfloat(), cursor.sfloat()];
  const timeAt = flags & SPOT_CHECK.timeStamp ? cursor.skip(DATE_TIME_BYTES) : undefined;
  const isTimed = timeAt !== undefined && !(flags & SPOT_CHECK.clockNotSet);
  const time = isTimed ? dateTimeAt(cursor.view, timeAt) : 'unknown';
  return { spo2, pulse, time, ...statusFields(cursor, flags, SPOT_CHECK) };
}

function statusFields(
  cursor: FieldCursor,
  flags: number,
  has: { readonly status: number; readonly sensor: number; readonly amplitude: number },
): Pick<Sent, 'status' | 'sensor' | 'amplitude' | 'left'> {
  const status = flags & has.status ? cursor.u16() : 0;
  const sensor = flags & has.sensor ? cursor.u24() : 0;
  const amplitude = flags & has.amplitude ? cursor.sfloat() : undefined;
  return { status, sensor, amplitude, left: cursor.left };
}

export function readMeasurement(bytes: Uint8Array, characteristic: '2A5F' | '2A5E'): Decoded {
  const sent = (characteristic === '2A5F' ? continuous : spotCheck)(new FieldCursor(bytes));
  if (sent.left < 0) {
    const message = `Shorter than its flags say, by ${-sent.left}: ${hexOf(bytes, 20)}.`;
    return refused({ code: 'length', message });
  }
  const fields = new Fields();
  if (sent.left > 0) {
    const message = `Longer than its flags say, by ${sent.left}: ${hexOf(bytes, 20)}.`;
    fields.refusals.push({ code: 'length', message });
  }
  if (sent.time === 'impossible') {
    fields.refusals.push({ code: 'implausible', message: `The time stamp is no date: ${hexOf(bytes, 20)}.` });
  }
  const notNow = sayStatus(fields, sent.status, MEASUREMENT_STATUS);
  const notHere = sayStatus(fields, sent.sensor, SENSOR_STATUS);
  if (!notNow && !notHere) takeNumbers(fields, sent);
  const deviceAt = typeof sent.time === 'number' ? { deviceAt: sent.time } : {};
  return { readings: [{ ...fields.reading(), ...deviceAt }], refusals: fields.refusals };
}

/** Beside NaN, the missing values of the BCI and Nonin protocols, which bridges pass on: SpO2 127 with pulse 255 or 511, and 0. */
function takeNumbers(fields: Fields, { spo2, pulse, amplitude }: Sent): void {
  const spo2Missing = spo2 === 127 || spo2 === 0;
  const pulseMissing = pulse === 511 || pulse === 0 || (pulse === 255 && spo2 === 127);
  fields.take('spo2Pct', spo2Missing ? 'no-value' : spo2);
  fields.take('pulseBpm', pulseMissing ? 'no-value' : pulse);
  if (amplitude !== 'no-value') fields.take('perfusionIndexPct', amplitude);
}
