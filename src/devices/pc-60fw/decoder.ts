/** Viatom PC-60FW: one reading a frame of values, five samples of the pulse wave a frame of those (layout: frame.ts). */
import type { Decoder } from '../decoder.ts';
import { createCheckedDecoder, type NoFrame } from '../checked-frames.ts';
import { crc8Maxim } from '../crc8.ts';
import { Fields } from '../fields.ts';
import type { Findings } from '../findings.ts';
import {
  batteryLevel,
  HEAD_BYTES,
  LONGEST,
  MISSING_PULSE,
  MISSING_SPO2,
  OXIMETER,
  PC60FW_PLETH,
  PLACES,
  SECOND,
  SHORTEST,
  START,
  STATUS,
  VALUES,
  WAVE,
} from './frame.ts';

/** Make a new one whenever the link opens. */
export const createPc60fwDecoder = (): Decoder =>
  createCheckedDecoder({
    pleth: PC60FW_PLETH,
    start: START,
    longest: LONGEST,
    lengthAt,
    // The checksum of a frame with its right checksum is 0.
    isRight: (frame) => crc8Maxim(frame) === 0,
    read,
  });

function lengthAt(buffer: Uint8Array, at: number): number | NoFrame | undefined {
  const second = buffer[at + 1];
  if (second === undefined) return undefined;
  if (second !== SECOND) return { refused: 'framing', why: 'Not the start of a frame' };
  const counted = buffer[at + PLACES.length];
  if (counted === undefined) return undefined;
  const length = HEAD_BYTES + counted;
  return length < SHORTEST ? { refused: 'length', why: `No frame has ${length} bytes` } : length;
}

/** Battery, working mode, name and version carry no reading. */
function read(frame: Uint8Array, findings: Findings): void {
  if (frame[PLACES.token] !== OXIMETER) return;
  const type = frame[PLACES.type];
  if (type !== VALUES.type && type !== WAVE.type) return;
  const expected = type === VALUES.type ? VALUES.length : WAVE.length;
  if (frame[PLACES.length] !== expected) {
    findings.refuse('length', `A frame of type ${type} counts ${expected} bytes, not ${frame[PLACES.length]}.`);
    return;
  }
  const content = frame.subarray(PLACES.content, -1);
  if (type === VALUES.type) readValues(content, findings);
  else for (const sample of content) findings.pleth?.add(sample & 0x7f);
}

function readValues(
  [spo2 = 0, pulseLow = 0, pulseHigh = 0, perfusion = 0, status = 0, battery = 0]: Uint8Array,
  findings: Findings,
): void {
  const fields = new Fields();
  if (batteryLevel(battery) === 0) fields.say('low-battery');
  if (status & STATUS.probeOff) fields.say('probe-off');
  if (status & STATUS.searching) fields.say('searching');
  if ((status & (STATUS.probeOff | STATUS.searching)) === 0) {
    const pulse = pulseLow | (pulseHigh << 8);
    fields.take('spo2Pct', MISSING_SPO2.includes(spo2) ? 'no-value' : spo2);
    fields.take('pulseBpm', MISSING_PULSE.includes(pulse) ? 'no-value' : pulse);
    // It settles later than the others: its absence is not worth a cause, and without them it says nothing.
    const hasOthers = fields.quality !== 'none';
    if (perfusion !== 0 && hasOthers) fields.take('perfusionIndexPct', perfusion / 10);
  }
  findings.take(fields);
}
