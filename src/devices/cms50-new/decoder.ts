/**
 * Contec CMS50 (newer): one reading a live packet, at its ninth byte (layout: frame.ts, frames: marked-frames.ts).
 * The second byte is not compared with E0, E1 or E2: it holds the high bits, so that E8 is a good packet with a pulse of
 * 128 or more. The perfusion index is not read: its scale is not published [K].
 */
import type { Decoder } from '../decoder.ts';
import { Fields } from '../fields.ts';
import type { Findings } from '../findings.ts';
import { createMarkedDecoder } from '../marked-frames.ts';
import { CMS50_NEW_PLETH, LIVE, MISSING_PULSE, MISSING_SPO2, PACKET_BYTES, PLETH, SIGNAL } from './frame.ts';

/** Make a new one whenever the link opens. */
export const createCms50NewDecoder = (): Decoder =>
  createMarkedDecoder({
    pleth: CMS50_NEW_PLETH,
    startBit7: false,
    lengthOf: (type) => PACKET_BYTES.get(type),
    read,
  });

function read(packet: Uint8Array, findings: Findings): void {
  if (packet[0] !== LIVE) return;
  const high = packet[1] ?? 0;
  /** The byte at its place in the packet, with its bit 7. */
  const restored = (place: number): number => ((packet[place] ?? 0) & 0x7f) | (((high >> (place - 2)) & 1) << 7);
  const signal = restored(2);
  const pleth = restored(3);
  // Before it has found a pulse nothing in the packet is valid, the wave neither.
  if (pleth & PLETH.searching) findings.pleth?.lost();
  else findings.pleth?.add(pleth & PLETH.sample);

  const fields = new Fields();
  const isOff = (signal & SIGNAL.fingerOut) !== 0;
  const isSearching = (signal & SIGNAL.searchingTooLong) !== 0 || (pleth & PLETH.searching) !== 0;
  if (isOff) fields.say('probe-off');
  if (isSearching) fields.say('searching');
  if (!isOff && !isSearching) {
    const [pulse, spo2] = [restored(5), restored(6)];
    // What is weak differs by model; nothing at all is weak on any [K].
    if ((signal & SIGNAL.strength) === 0) fields.doubt('poor-signal');
    fields.take('spo2Pct', MISSING_SPO2.includes(spo2) ? 'no-value' : spo2);
    fields.take('pulseBpm', MISSING_PULSE.includes(pulse) ? 'no-value' : pulse);
  }
  findings.take(fields);
}
