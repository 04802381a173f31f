/** What a screen may follow hangs on its place and on who is at it: when that is another, what is followed is asked for anew. */
import type { ScreenAccess } from '#protocol/screen-events.ts';
import type { Line } from './line.ts';

/** Not at the first time: every connect asks by itself. @returns the way to stop listening */
export function onOtherAccess(line: Line, ask: () => void): () => void {
  let known: string | undefined;
  return line.on('access:changed', (heard) => {
    const key = keyOf(heard);
    const isOther = known !== undefined && key !== known;
    known = key;
    if (isOther) ask();
  });
}

const keyOf = ({ screenId, place, staff, locked }: ScreenAccess): string =>
  JSON.stringify([screenId, place, staff?.staffId, locked]);
