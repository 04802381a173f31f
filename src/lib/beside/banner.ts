/** What presses most at the other chairs of whoever has this one, and any emergency anywhere: one line (UI-226). */
import { hasPatient, namesOf } from '#core/care/who-has.ts';
import type { AlertView, BesideView, ChairView } from '#core/view.ts';
import { byUrgency } from '#core/view/alert-view.ts';
import { chairTitle } from '../station/names.ts';

export interface OtherBanner {
  readonly chairId: string;
  /** `Chair 4`. */
  readonly chair: string;
  readonly level: 'emergency' | AlertView['priority'];
  readonly text: string;
  /** How many more there are. */
  readonly more: number;
}

/** Null: nothing presses there. Of an alert that anybody has seen, and of an advisory, nothing is said. */
export function otherBanner(
  beside: readonly BesideView[],
  { chair: own, care }: Pick<ChairView, 'chair' | 'care'>,
): OtherBanner | null {
  const others = beside.filter(({ chair }) => chair.chairId !== own.chairId);
  const names = namesOf(care);
  const emergencies = others
    .flatMap((view) => (view.emergencySince === null ? [] : [{ view, since: view.emergencySince }]))
    .toSorted((a, b) => a.since - b.since)
    .map(({ view }) => ({ view, level: 'emergency' as const, text: 'Emergency' }));
  const alerts = others
    .filter((view) => names.some((name) => hasPatient(view.care, name)))
    .flatMap((view) => view.alerts.map((alert) => ({ view, alert })))
    .filter(({ alert }) => alert.priority !== 'low' && alert.acknowledged === undefined)
    .toSorted((a, b) => byUrgency(a.alert, b.alert))
    .map(({ view, alert }) => ({ view, level: alert.priority, text: alert.text }));
  const [first, ...more] = [...emergencies, ...alerts];
  if (!first) return null;
  const { chairId, name } = first.view.chair;
  return { chairId, chair: chairTitle(name), level: first.level, text: first.text, more: more.length };
}
