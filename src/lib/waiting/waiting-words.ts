/** One who waits for the ride, in words that name nobody. */
import type { WaitingVisit } from '#protocol/screen-events.ts';
import { chairTitle } from '../station/names.ts';

export const lastOn = ({ chairName }: Pick<WaitingVisit, 'chairName'>): string =>
  chairName === undefined ? 'Last on a chair that was removed' : `Last on ${chairTitle(chairName)}`;

/** What waits for an answer, most urgent first; undefined: nothing. */
export function askedOf({ call, unread }: Pick<WaitingVisit, 'call' | 'unread'>): string | undefined {
  if (call && !call.answered) return 'Provider called';
  if (unread === undefined) return undefined;
  return unread === 1 ? '1 line not read' : `${unread} lines not read`;
}
