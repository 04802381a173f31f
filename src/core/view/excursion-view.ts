/** Excursions found among late readings, as screens show them (UI-181 to UI-183). */
import type { LatchedMark } from '../alerts/alert.ts';
import { excursionText } from '../late/excursion-fact.ts';
import type { ExcursionView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

const NONE: readonly ExcursionView[] = [];

export function excursionViews({ late }: VisitState): readonly ExcursionView[] {
  if (late === undefined) return NONE;
  return late.marks.map(({ excess, ...mark }) => ({ ...mark, text: excursionText({ excess, ...mark }) }));
}

/** What sounded and nobody answered comes before what could not sound. */
export const unseenMarks = ({ latched }: VisitState): readonly LatchedMark[] =>
  latched.some((mark) => mark.late)
    ? [...latched.filter((mark) => !mark.late), ...latched.filter((mark) => mark.late)]
    : latched;
