/** The mark of an excursion: told once the backlog has rested, and again when more of it came (AL-171, AL-172). */
import { datedFrom } from '../alerts/due-fact.ts';
import type { DueFact } from '../alerts/due-fact.ts';
import { alertText } from '../alerts/text.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { AlertEvent } from '../event.ts';
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { ExcursionMark } from './late.ts';
import { nothingLate } from './late.ts';
import { untold, withRest } from './rest.ts';

export function excursionFact(state: VisitState): DueFact | undefined {
  const { late, phase } = state;
  if (late?.restsAt === undefined || phase.name === 'ended') return undefined;
  const at = Math.max(late.restsAt, datedFrom(state));
  const found = untold(late);
  if (found === undefined) return undefined;
  const { kind, excursion } = found;
  const { from, until, excess, why, markIds } = excursion;
  const [markId, ...instead] = markIds;
  return {
    at,
    body: (newId) => ({
      ...{ type: 'excursion-found', markId: markId ?? newId(), kind, excess, from, until, why },
      ...(instead.length > 0 && { instead }),
    }),
  };
}

/** The mark is unread, as it stands now; marks it took in are gone. */
export function foldExcursion(
  state: VisitState,
  event: Extract<AlertEvent, { readonly type: 'excursion-found' }>,
): VisitState {
  const { markId, kind, excess, from, until, why, instead = [] } = event;
  const late = state.late ?? nothingLate;
  const isOther = (id: string): boolean => id !== markId && !instead.includes(id);
  const excursions = {
    ...late.excursions,
    [kind]: (late.excursions[kind] ?? []).map((each) =>
      each.from === from && each.until === until ? { ...each, markIds: [markId], isTold: true } : each,
    ),
  };
  const mark: ExcursionMark = { markId, kind, excess, from, until, why };
  const marks = [...late.marks.filter((each) => isOther(each.markId)), mark].toSorted(
    (a, b) => a.from - b.from || VITAL_ALERT_KINDS.indexOf(a.kind) - VITAL_ALERT_KINDS.indexOf(b.kind),
  );
  const text = excursionText(mark);
  return {
    ...state,
    late: withRest({ ...late, excursions, marks }, late.restsAt),
    latched: [
      ...state.latched.filter(({ alertId }) => isOther(alertId)),
      { alertId: markId, kind, text, onsetAt: from, endedAt: until, late: why },
    ],
  };
}

/** Somebody has seen the mark as it is now. */
export function excursionSeen(state: VisitState, markId: string, byName: string, at: Instant): VisitState {
  const { late } = state;
  if (!late?.marks.some((each) => each.markId === markId)) return state;
  const marks = late.marks.map((each) => (each.markId === markId ? { ...each, seen: { byName, at } } : each));
  return { ...state, late: { ...late, marks } };
}

/** `SpO₂ 80 < 90 for 62 s`; of a single value no time. Why and when the screens say. */
export function excursionText({ kind, excess, from, until }: Omit<ExcursionMark, 'markId' | 'why'>): string {
  const text = alertText({ kind, excess });
  return until - from < 1_000 ? text : `${text} for ${lasted(until - from)}`;
}

/** To the second while seconds matter. */
const lasted = (forMs: Duration): string =>
  forMs < 120_000 ? `${Math.round(forMs / 1_000)} s` : `${Math.round(forMs / 60_000)} min`;
