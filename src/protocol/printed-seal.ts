/** A seal as it is printed on a report, and read again by `vigil audit verify --seal`. */
import type { Instant } from '#core/reading.ts';

/** The newest seal there is. */
export interface CoveringSeal {
  readonly seal: number;
  readonly at: Instant;
  /** 64 hex digits. */
  readonly mac: string;
  /** Where it found the visit. Null: the visit began after it. */
  readonly visit: { readonly seq: number; readonly hash: string } | null;
}

/** So many hex digits are printed: nobody finds another text with the same ones. */
const PRINTED_DIGITS = 16;

/** What a sealed sheet says, in one line: to be typed or scanned again. */
export function printedSeal({ seal, at, mac, visit }: CoveringSeal, visitId: string): string {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  const head = `Vigil seal ${seal} of ${time} ${mac.slice(0, PRINTED_DIGITS)}`;
  return visit === null ? head : `${head}, visit ${visitId} row ${visit.seq} ${visit.hash.slice(0, PRINTED_DIGITS)}`;
}

export interface PrintedSeal {
  readonly seal: number;
  /** To the second. */
  readonly at: Instant;
  /** The first 16 digits. */
  readonly mac: string;
  readonly visit: { readonly visitId: string; readonly seq: number; readonly hash: string } | undefined;
}

const PRINTED =
  /^(?:Vigil )?seal (\d{1,12}) of (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{16})(?:,? visit (\S+) row (\d{1,12}) ([0-9a-f]{16}))?\.?$/i;

/** @returns undefined when it is no such text. Line breaks and double blanks count as one blank. */
export function parsePrintedSeal(text: string): PrintedSeal | undefined {
  const [, seal, time = '', mac = '', visitId, seq, hash = ''] =
    PRINTED.exec(text.trim().replaceAll(/\s+/g, ' ')) ?? [];
  const at = Date.parse(time);
  if (seal === undefined || Number.isNaN(at)) return undefined;
  const visit = visitId === undefined ? undefined : { visitId, seq: Number(seq), hash: hash.toLowerCase() };
  return { seal: Number(seal), at, mac: mac.toLowerCase(), visit };
}
