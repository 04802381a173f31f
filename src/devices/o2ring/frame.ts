/**
 * Viatom O2Ring, Checkme O2 and their family with the older protocol ("legacy"), over Bluetooth LE: it speaks when asked.
 * Command `AA | code | ~code | packet u16 | length u16 | … | crc`, reply `55 | state | ~state | packet u16 | length u16 | … | crc`,
 * CRC-8 with polynomial 07 over all before it, numbers little-endian. A reply does not say to which command it is: only one
 * command is ever given. Newer rings (O2Ring S) begin their frames with A5 and mean other things: not these.
 * Source: Viatom's SDK as public readers have it, and their captures.
 */
import type { BleProfile } from '../device-table.ts';
import { crc8Poly07 } from '../crc8.ts';

export const [COMMAND_START, REPLY_START] = [0xaa, 0x55] as const;
export const PLACES = { state: 1, notState: 2, length: 5, content: 7 } as const;
/** Bytes of a frame beside its content. */
export const FRAME_BYTES = 8;
/** What is shown now: `SpO2 | pulse u16 | steps u32 | battery % | charging | motion | PI × 10 | lead | …`. */
export const READ_VALUES = 0x17;
/** Bytes of those; newer firmware adds one or more. */
export const VALUES_BYTES = 12;
export const LONGEST = 64;

/** Done; public readers disagree whether a reply echoes its command there instead. Any other state is a refusal. */
export const DONE: readonly number[] = [0x00, READ_VALUES];
export const CONTENT = { battery: 7, charging: 8, perfusion: 10, lead: 11 } as const;
/** Bit 0 of the lead byte: there is a finger in the ring. */
export const LEAD_ON = 0x01;
/** A ring lasts about 12 h: with this it still lasts a visit [K]. */
export const LOW_BATTERY_PCT = 10;

/** Without a finger it sends FF and FFFF; 0 before the first value. */
export const MISSING_SPO2: readonly number[] = [255, 127, 0];
export const MISSING_PULSE: readonly number[] = [65_535, 511, 255, 0];

/** The command that asks for something, without content. */
export function command(code: number): readonly number[] {
  const head = [COMMAND_START, code, ~code & 0xff, 0, 0, 0, 0];
  return [...head, crc8Poly07(Uint8Array.from(head))];
}
/** All that Vigil ever sends: other commands change its settings, erase its records or reset it. */
export const ASK_VALUES = command(READ_VALUES);

export const VIATOM_UART: BleProfile = {
  service: '14839AC4-7D7E-415C-9A42-167340CF2339',
  notify: ['0734594A-A8E7-4B1A-A6B1-CD5243059A57'],
  write: '8B00ACE7-EB0B-49B0-BBE9-9AEE0A26E1A3',
};
