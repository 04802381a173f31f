/** Requests about what is kept: how many years, and which visits in any case (JR-76, JR-77). */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';
import { LEAST_YEARS, MOST_YEARS } from './retention.ts';
import type { KeepingCommand, KeepingEventBody } from './retention.ts';

export interface KeepingContext {
  readonly actor: Actor;
  /** Whether the record has this visit, running or over. Absent: none. */
  readonly knowsVisit?: (visitId: string) => boolean;
}

export function decideKeeping(
  { retention, holds = [] }: Pick<SiteState, 'retention' | 'holds'>,
  command: KeepingCommand,
  { actor, knowsVisit = () => false }: KeepingContext,
): Result<KeepingEventBody[]> {
  const byName = nameOf(actor);
  switch (command.type) {
    case 'retention:set': {
      const { visitYears, auditYears } = command;
      for (const years of [visitYears, auditYears])
        if (years !== null && !(Number.isSafeInteger(years) && years >= LEAST_YEARS && years <= MOST_YEARS))
          return refuse('out-of-range', `Give whole years from ${LEAST_YEARS} to ${MOST_YEARS}, or keep everything.`);
      const isSame = visitYears === (retention?.visitYears ?? null) && auditYears === (retention?.auditYears ?? null);
      return accept(isSame ? [] : [{ type: 'retention-set', visitYears, auditYears, byName }]);
    }
    case 'visit:hold': {
      const { visitId } = command;
      const held = holds.find((each) => each.visitId === visitId);
      if (held) return refuse('conflict', `${held.byName} holds this visit already: ${held.reason}.`);
      if (!knowsVisit(visitId))
        return refuse('not-found', 'There is no such visit in the record: give the link of its page in the history.');
      const reason = said(command.reason, 'The reason');
      return reason.ok ? accept([{ type: 'visit-held', visitId, reason: reason.value, byName }]) : reason;
    }
    case 'visit:release': {
      const { visitId } = command;
      if (!holds.some((each) => each.visitId === visitId)) return refuse('conflict', 'Nobody holds this visit.');
      return accept([{ type: 'visit-released', visitId, byName }]);
    }
    default:
      return command satisfies never;
  }
}
