/** How long a code is still good, and when a screen was last heard of: real time, in words. */
import { inWords } from '../components/format.ts';

/** A screen is told of each second; one that is there was heard of within this. */
const HERE_MS = 60_000;

export const lasts = (leftMs: number): string => (leftMs <= 0 ? 'over' : `good for ${inWords(leftMs)}`);

/** @param seenAt null: not since the server started */
export function seenWords(seenAt: number | null, now: number): string {
  if (seenAt === null) return 'not seen since the server started';
  return now - seenAt < HERE_MS ? 'here now' : `last seen ${inWords(now - seenAt)} ago`;
}
