/**
 * Contec CMS50 (older), Berry, BCI: one reading a frame, at its fifth byte (layout: frame.ts, frames: marked-frames.ts).
 * Stored records, three bytes each with bit 7 in the first two (`F0 C4 5F`), are of another time: published ones read as
 * 68 a minute and 95 %, and are skipped here, as are the devices' other, older formats.
 */
import type { Decoder } from '../decoder.ts';
import { Fields } from '../fields.ts';
import type { Findings } from '../findings.ts';
import { createMarkedDecoder } from '../marked-frames.ts';
import { BAR, CMS50_PLETH, FRAME_BYTES, MISSING_PULSE, MISSING_SPO2, STATUS } from './frame.ts';

/** Make a new one whenever the link opens. */
export const createCms50Decoder = (): Decoder =>
  createMarkedDecoder({ pleth: CMS50_PLETH, startBit7: true, lengthOf: () => FRAME_BYTES, read });

function read([status = 0, pleth = 0, bar = 0, pulseLow = 0, spo2 = 0]: Uint8Array, findings: Findings): void {
  findings.pleth?.add(pleth);
  const fields = new Fields();
  const isSearching = (status & STATUS.searchingTooLong) !== 0 || (bar & BAR.searching) !== 0;
  const isOff = (bar & BAR.probeError) !== 0;
  if (isSearching) fields.say('searching');
  if (isOff) fields.say('probe-off');
  if (!isSearching && !isOff) {
    const pulse = ((bar & BAR.pulseHigh) << 1) | pulseLow;
    // The scale of the strength differs by maker (0–8, 0–15); nothing at all is weak on any [K].
    if ((status & STATUS.strength) === 0) fields.doubt('poor-signal');
    fields.take('spo2Pct', MISSING_SPO2.includes(spo2) ? 'no-value' : spo2);
    fields.take('pulseBpm', MISSING_PULSE.includes(pulse) ? 'no-value' : pulse);
  }
  findings.take(fields);
}
