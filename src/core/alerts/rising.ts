/** An alert whose priority rises by time alone. */
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import type { Alert } from './alert.ts';
import { rank } from './open-alert.ts';

export interface Risen {
  readonly at: Instant;
  readonly priority: Priority;
}

/**
 * The priority above the present one that is due first; of two at the same instant the more urgent.
 * @param dueAt when each is reached; Infinity where it never is
 * @param from no fact is dated before this
 */
export function risen(
  alert: Alert | undefined,
  dueAt: (priority: Priority) => Instant,
  from: Instant,
): Risen | undefined {
  const above = alert ? rank(alert.priority) : -1;
  let first: Risen | undefined;
  for (const priority of PRIORITIES.toReversed()) {
    if (rank(priority) <= above) break;
    const at = Math.max(dueAt(priority), from);
    if (first === undefined || at < first.at) first = { at, priority };
  }
  return first;
}
