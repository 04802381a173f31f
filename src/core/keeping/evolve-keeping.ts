import type { Recorded } from '../event.ts';
import type { SiteState } from '../site-state.ts';
import { without } from '../visit/without.ts';
import type { KeepingEventBody } from './retention.ts';

const shorter = (years: number | null, before: number | null): boolean =>
  (years ?? Number.POSITIVE_INFINITY) < (before ?? Number.POSITIVE_INFINITY);

export function evolveKeeping(state: SiteState, event: Recorded<KeepingEventBody>): SiteState {
  const holds = state.holds ?? [];
  switch (event.type) {
    case 'retention-set': {
      const { visitYears, auditYears, byName, at: setAt } = event;
      if (visitYears === null && auditYears === null) return without(state, 'retention');
      const before = state.retention;
      const isShorter = !before || shorter(visitYears, before.visitYears) || shorter(auditYears, before.auditYears);
      const shortenedAt = isShorter ? setAt : before.shortenedAt;
      return { ...state, retention: { visitYears, auditYears, byName, setAt, shortenedAt } };
    }
    case 'visit-held': {
      const { visitId, reason, byName, at } = event;
      return { ...state, holds: [...holds, { visitId, reason, byName, at }] };
    }
    case 'visit-released':
      return { ...state, holds: holds.filter(({ visitId }) => visitId !== event.visitId) };
    case 'visit-imported':
      // Who asks where a visit came from looks in the journal.
      return state;
    default:
      return event satisfies never;
  }
}
