/** What is said of a call for a provider, and of the lines between chair and station. */
import type { Message } from '#core/message.ts';
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import { elapsed } from '../components/format.ts';
import { AT_PLACE } from '../components/place-words.ts';

type Call = NonNullable<ChairView['providerCall']>;
type Clock = (at: Instant) => string;

/** `Provider called 0:40 ago, not answered yet`, `E. Lindqvist is coming, 14:06`. */
export const callTitle = ({ answered, at }: Call, now: Instant, clock: Clock): string =>
  answered
    ? `${answered.byName} is coming, ${clock(answered.at)}`
    : `Provider called ${elapsed(Math.max(0, now - at))} ago, not answered yet`;

/** Where the call has got to: who calls must know whether anybody can have heard of it. */
export const callNote = ({ answered, byName, at, paged, secondPerson }: Call, now: Instant, clock: Clock): string => {
  if (answered) return `Answered ${AT_PLACE[answered.place]}. Called by ${byName} ${clock(at)}`;
  const where = `By ${byName}. On the station${paged ? ' and the pager' : '; no pager has taken it'}`;
  if (!secondPerson || now < secondPerson.from) return where;
  return `${where}. ${secondPerson.paged ? 'Second person paged' : 'No second person was reached'}`;
};

/** `E. Lindqvist, at the station 14:05`. */
export const sentBy = ({ byName, from, at }: Message, clock: Clock): string =>
  `${byName}, ${AT_PLACE[from]} ${clock(at)}`;

/** `read by K. Marsh 14:05`, or `not read`. */
export const readBy = ({ read }: Message, clock: Clock): string =>
  read ? `read by ${read.byName} ${clock(read.at)}` : 'not read';

/** An answered call is news for so long; then the record has it. */
const NEWS_MS = 10 * 60_000;
export const isNews = (call: Call, now: Instant): boolean => !call.answered || now - call.answered.at < NEWS_MS;
