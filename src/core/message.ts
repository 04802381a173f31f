/** A line of words between the station or a phone and the chair: no alert, no order, and unread until somebody at the other end taps it. */
import type { TapPlace } from './alerts/alert.ts';
import type { Instant } from './reading.ts';

/** The longest line, in characters: one that is read in passing. */
export const MOST_MESSAGE = 200;
/** So many may wait unread at one end: who sends more should go there. */
export const MOST_UNREAD = 10;

export interface Message {
  readonly messageId: string;
  readonly text: string;
  readonly byName: string;
  /** Where it was written; from the chair it goes to the station and the phones, else to the chair. */
  readonly from: TapPlace;
  readonly at: Instant;
  readonly read?: { readonly byName: string; readonly at: Instant };
}

/** Written and read are at opposite ends. */
export const isReadAt = ({ from }: Pick<Message, 'from'>, place: TapPlace): boolean =>
  (from === 'chair') !== (place === 'chair');
