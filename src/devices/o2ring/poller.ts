/** An O2Ring speaks when spoken to. Pure; the caller owns the clock and the link. */
import type { Duration, Instant } from '#core/reading.ts';
import type { Poller } from '../device-table.ts';
import { ASK_VALUES } from './frame.ts';

/** A question that was not answered for so long will not be: ask again. Until then only one is on its way. */
const ANSWER_MS: Duration = 3_000;

/** Make a new one whenever the link opens. */
export function createO2ringPoller(): Poller {
  let askedAt: Instant | undefined;
  let answers = false;
  return {
    hear() {
      askedAt = undefined;
      answers = true;
    },
    ask(at) {
      if (askedAt !== undefined && at - askedAt < ANSWER_MS) return [];
      askedAt = at;
      return [ASK_VALUES];
    },
    get answers() {
      return answers;
    },
  };
}
