/**
 * Viatom O2Ring (older protocol): one reading a reply (layout: frame.ts). Its motion is a sum of accelerations without a
 * published threshold, 146 in a good capture: it is not read. Public code that takes the high byte of the pulse for a flag
 * ("01 = valid") describes frames that no captured ring has sent.
 */
import type { Decoder } from '../decoder.ts';
import { createCheckedDecoder, type NoFrame } from '../checked-frames.ts';
import { crc8Poly07 } from '../crc8.ts';
import { Fields } from '../fields.ts';
import type { Findings } from '../findings.ts';
import {
  CONTENT,
  DONE,
  FRAME_BYTES,
  LEAD_ON,
  LONGEST,
  LOW_BATTERY_PCT,
  MISSING_PULSE,
  MISSING_SPO2,
  PLACES,
  REPLY_START,
  VALUES_BYTES,
} from './frame.ts';

/** Make a new one whenever the link opens. */
export const createO2ringDecoder = (): Decoder =>
  createCheckedDecoder({
    start: REPLY_START,
    longest: LONGEST,
    lengthAt,
    isRight: (frame) => crc8Poly07(frame.subarray(0, -1)) === frame.at(-1),
    read,
  });

function lengthAt(buffer: Uint8Array, at: number): number | NoFrame | undefined {
  const [state, notState] = [buffer[at + PLACES.state], buffer[at + PLACES.notState]];
  if (state === undefined || notState === undefined) return undefined;
  if ((state ^ notState) !== 0xff) return { refused: 'framing', why: 'Not the start of a frame' };
  const [low, high] = [buffer[at + PLACES.length], buffer[at + PLACES.length + 1]];
  return low === undefined || high === undefined ? undefined : FRAME_BYTES + (low | (high << 8));
}

function read(frame: Uint8Array, findings: Findings): void {
  const state = frame[PLACES.state] ?? 0;
  const content = frame.subarray(PLACES.content, -1);
  if (!DONE.includes(state)) {
    findings.refuse('unknown', `It could not do what it was asked: state ${state}.`);
  } else if (content.length < VALUES_BYTES) {
    findings.refuse('length', `A reply with values has at least ${VALUES_BYTES} bytes, not ${content.length}.`);
  } else {
    readValues(content, findings);
  }
}

function readValues(content: Uint8Array, findings: Findings): void {
  const [spo2 = 0, pulseLow = 0, pulseHigh = 0] = content;
  const pulse = pulseLow | (pulseHigh << 8);
  const perfusion = content[CONTENT.perfusion] ?? 0;
  const fields = new Fields();
  if ((content[CONTENT.battery] ?? 0) <= LOW_BATTERY_PCT && content[CONTENT.charging] === 0) fields.say('low-battery');
  if (((content[CONTENT.lead] ?? 0) & LEAD_ON) === 0) {
    fields.say('probe-off');
  } else {
    fields.take('spo2Pct', MISSING_SPO2.includes(spo2) ? 'no-value' : spo2);
    fields.take('pulseBpm', MISSING_PULSE.includes(pulse) ? 'no-value' : pulse);
    // Without the others it says nothing.
    if (perfusion !== 0 && fields.quality !== 'none') fields.take('perfusionIndexPct', perfusion / 10);
  }
  findings.take(fields);
}
