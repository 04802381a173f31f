/** What a screen may follow hangs on its place and on who is at it: when that is another, what is followed is asked for anew. */
import type { RefusalCode } from '#core/refusal.ts';
import type { ScreenAccess } from '#protocol/screen-events.ts';
import type { Line } from './line.ts';

/** What was refused so may not be seen here: it is not left standing. Any other refusal is of the moment. */
const MAY_NOT: readonly RefusalCode[] = ['not-allowed', 'locked', 'signed-out', 'not-found'];
export const isShutBy = (code: RefusalCode): boolean => MAY_NOT.includes(code);

interface OnAccess {
  /** Another place or person. Not at the first time: every connect asks by itself. */
  readonly other: () => void;
  /** The lock is open. That it closes ends no watch that was begun. */
  readonly opened: () => void;
}

/** @returns the way to stop listening */
export function onAccess(line: Line, { other, opened }: OnAccess): () => void {
  let known: ScreenAccess | undefined;
  return line.on('access:changed', (heard) => {
    const before = known;
    known = heard;
    if (before === undefined) return;
    if (keyOf(heard) !== keyOf(before)) other();
    else if (before.locked && !heard.locked) opened();
  });
}

const keyOf = ({ screenId, place, staff }: ScreenAccess): string => JSON.stringify([screenId, place, staff?.staffId]);
