/**
 * Blood Pressure Measurement (2A35) and Intermediate Cuff Pressure (2A36), Blood Pressure Service 1.1:
 * flags | systolic, diastolic, mean as SFLOAT | [time stamp 7] | [pulse SFLOAT] | [user id 1] | [status u16].
 * In 2A36 the first SFLOAT is the pressure in the cuff, the other two are NaN.
 */
import type { Cause, NibpFailure } from '#core/reading.ts';
import { mmHgOfKpa, takeBloodPressure } from '../blood-pressure-fields.ts';
import type { Decoded, DecodedReading } from '../decoder.ts';
import { hexOf } from '../bytes.ts';
import { Fields } from '../fields.ts';
import type { Given } from '../fields.ts';
import { FieldCursor, refused } from '../gatt.ts';
import { DATE_TIME_BYTES, dateTimeAt } from '../ieee11073/date-time.ts';

/** Bits 5–7 are reserved; real cuffs set 6 and 7. */
const FLAG = { kPa: 0x01, timeStamp: 0x02, pulse: 0x04, userId: 0x08, status: 0x10 } as const;

/** Bits 3–4 are one number. Bits from 6 on are reserved; real cuffs set 7. */
const STATUS = { movement: 0x01, cuffTooLoose: 0x02, irregularPulse: 0x04, pulseRange: 0x18, position: 0x20 } as const;

const DOUBTS: readonly (readonly [bits: number, cause: Cause])[] = [
  [STATUS.movement, 'motion'],
  [STATUS.cuffTooLoose, 'cuff-too-loose'],
  [STATUS.irregularPulse, 'irregular-pulse'],
  [STATUS.pulseRange, 'pulse-out-of-range'],
  [STATUS.position, 'improper-position'],
];

export interface MeasurementForm {
  readonly characteristic: '2A35' | '2A36';
  /**
   * Beurer BM85, as recorded from real ones: pulse and status are big-endian while all else is little-endian, the user id
   * is sent although its flag is clear, and the mean is always 0.
   */
  readonly bm85: boolean;
}

/** What the fields of one notification say, before any is judged. */
interface Sent {
  readonly pressures: readonly [Given, Given, Given];
  readonly time: ReturnType<typeof dateTimeAt>;
  readonly pulse: Given;
  readonly status: number;
  /** Bytes beyond the last field, or missing (negative). */
  readonly left: number;
}

function fieldsOf(bytes: Uint8Array, bm85: boolean): Sent {
  const cursor = new FieldCursor(bytes);
  const flags = cursor.u8();
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const pressure = (): Given => {
    const value = cursor.sfloat();
    return has(FLAG.kPa) && typeof value === 'number' ? mmHgOfKpa(value) : value;
  };
  const pressures = [pressure(), pressure(), pressure()] as const;
  const timeAt = has(FLAG.timeStamp) ? cursor.skip(DATE_TIME_BYTES) : undefined;
  const pulse = has(FLAG.pulse) ? cursor.sfloat(!bm85) : undefined;
  if (has(FLAG.userId) || bm85) cursor.skip(1);
  const status = has(FLAG.status) ? cursor.u16(!bm85) : 0;
  const time = timeAt === undefined ? 'unknown' : dateTimeAt(cursor.view, timeAt);
  return { pressures, time, pulse, status, left: cursor.left };
}

export function readMeasurement(bytes: Uint8Array, { characteristic, bm85 }: MeasurementForm): Decoded {
  const sent = fieldsOf(bytes, bm85);
  if (sent.left < 0) {
    const message = `Shorter than its flags say, by ${-sent.left}: ${hexOf(bytes, 20)}.`;
    return refused({ code: 'length', message });
  }
  const fields = new Fields();
  // With bytes left over, some field is not where the flags put it. The pressures and the time stamp stand first and are
  // not moved by it; pulse and status might be (BM85 read without its profile: its pulse of 63 would read −256,000).
  const inPlace = sent.left === 0;
  if (!inPlace) {
    const message = `Longer than its flags say, by ${sent.left}; pulse and status are not read: ${hexOf(bytes, 20)}.`;
    fields.refusals.push({ code: 'length', message });
  }
  if (sent.time === 'impossible') {
    fields.refusals.push({ code: 'implausible', message: `The time stamp is no date: ${hexOf(bytes, 20)}.` });
  }
  const status = inPlace ? sent.status : 0;
  for (const [bits, cause] of DOUBTS) if ((status & bits) !== 0) fields.doubt(cause);

  const failure = characteristic === '2A35' ? takeResult(fields, sent, inPlace) : takeCuffPressure(fields, sent);
  const reading: DecodedReading = {
    ...fields.reading(),
    ...(failure === undefined ? {} : { failure }),
    ...(typeof sent.time === 'number' ? { deviceAt: sent.time } : {}),
  };
  return { readings: [reading], refusals: fields.refusals };
}

function takeResult(fields: Fields, { pressures, pulse }: Sent, inPlace: boolean): NibpFailure | undefined {
  const [systolicMmHg, diastolicMmHg, meanMmHg] = pressures;
  const pulseBpm = inPlace ? pulse : undefined;
  switch (takeBloodPressure(fields, { systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm })) {
    case 'measured':
      return undefined;
    case 'implausible':
      return 'implausible';
    case 'nothing':
      if (fields.causes.includes('cuff-too-loose')) return 'cuff-not-fitted';
      // The service has no error codes: a cuff that gives no number and no reason did not find the pulse in its signal.
      return fields.causes.includes('motion') ? 'artefact' : 'weak-signal';
  }
}

function takeCuffPressure(fields: Fields, { pressures }: Sent): undefined {
  fields.take('cuffPressureMmHg', pressures[0]);
  return undefined;
}
