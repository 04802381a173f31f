/** A newer CMS50 sends nothing until it is asked, and stops by itself. Pure; the caller owns the clock and the link. */
import type { Duration, Instant } from '#core/reading.ts';
import type { Poller } from '../device-table.ts';
import { KEEP_ALIVE, START_LIVE } from './frame.ts';

/** It sends 60 packets a second: after a second without one it has stopped, or has not begun. */
const SILENT_MS: Duration = 1_000;
/** A CMS50D+ stops 30 s after it was told to start, so it is told again before; public readers do so without a gap. */
const START_AGAIN_MS: Duration = 15_000;
const KEEP_ALIVE_MS: Duration = 4_000;

/** Make a new one whenever the link opens. */
export function createCms50NewPoller(): Poller {
  let heardAt: Instant | undefined;
  let startedAt: Instant | undefined;
  let spokenAt: Instant | undefined;
  const isPast = (since: Instant | undefined, ms: Duration, at: Instant): boolean =>
    since === undefined || at - since >= ms;
  return {
    hear(_, at) {
      heardAt = at;
    },
    ask(at) {
      const start = isPast(heardAt, SILENT_MS, at) || isPast(startedAt, START_AGAIN_MS, at);
      if (!start && !isPast(spokenAt, KEEP_ALIVE_MS, at)) return [];
      spokenAt = at;
      if (!start) return [KEEP_ALIVE];
      startedAt = at;
      return [START_LIVE];
    },
    get answers() {
      return heardAt !== undefined;
    },
  };
}
