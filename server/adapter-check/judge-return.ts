/** How the adapter takes a closed door: it comes back, gently, and stops when it is told to. */
import type { Instant } from '#core/reading.ts';
import type { Mark, Seen } from './seen.ts';
import { finding, seconds } from './verdict.ts';
import type { Judge } from './verdict.ts';

/** From the open door to an announcement. */
const BACK_MS = 30_000;
/** Three attempts in less than this, or two after a "no" of the server, are hammering. */
const THREE_MS = 600;
const AFTER_NO_MS = 1_000;

/** The closed doors of this sort, each from when to when. */
function closedOf(seen: readonly Seen[], by: Mark): (readonly [from: Instant, to: Instant])[] {
  return seen.flatMap((each, n) => {
    if (each.kind !== 'mark' || each.mark !== by) return [];
    const open = seen.slice(n).find((later) => later.kind === 'mark' && later.mark === 'open');
    return open ? [[each.at, open.at] as const] : [];
  });
}

export const returns =
  (by: 'away' | 'other-build'): Judge =>
  ({ seen, connections }) => {
    const doors = closedOf(seen, by);
    return finding(
      doors.length > 0,
      doors.flatMap(([, open]) =>
        connections.some(({ announcedAt = 0 }) => announcedAt > open && announcedAt < open + BACK_MS)
          ? []
          : [`it did not come back and announce within ${seconds(BACK_MS)}`],
      ),
    );
  };

export const gentle: Judge = ({ seen }) => {
  const attempts = seen.filter((each) => each.kind === 'turned-away');
  const wrong = attempts.flatMap(({ at, by }, n) => {
    const [next, third] = [attempts[n + 1], attempts[n + 2]];
    if (by === 'other-build' && next?.by === by && next.at - at < AFTER_NO_MS)
      return ['the server said no, and it tried again within a second: wait 5 s'];
    return third && third.at - at < THREE_MS
      ? ['three attempts to connect within 0.6 s: wait 0.5 s at first, then longer']
      : [];
  });
  return finding(attempts.length > 0, wrong);
};

export const stop: Judge = ({ seen }) => {
  const marks = seen.flatMap((each) => (each.kind === 'mark' ? [each.mark] : []));
  return finding(
    marks.includes('stop-asked'),
    marks.includes('not-stopped') ? ['it did not end within 5 s of SIGTERM'] : [],
  );
};
