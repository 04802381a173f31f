/** What presses most at the other chairs of whoever has this one, and any emergency anywhere: one line (UI-226). */
import { hasPatient, namesOf } from '#core/care/who-has.ts';
import type { AlertView, BesideView, ChairView } from '#core/view.ts';
import { byUrgency } from '#core/view/by-urgency.ts';
import { chairTitle } from '../station/names.ts';
import type { EmergencyAway } from '../waiting/away.ts';

export interface OtherBanner {
  /** Null: a patient on no chair, who waits for the ride. */
  readonly chairId: string | null;
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
  away: readonly EmergencyAway[] = [],
): OtherBanner | null {
  const others = beside.filter(({ chair }) => chair.chairId !== own.chairId);
  const names = namesOf(care);
  const of = ({ chair }: BesideView) => ({ chairId: chair.chairId, chair: chairTitle(chair.name) });
  const emergencies = [
    ...others.flatMap((view) =>
      view.emergencySince === null ? [] : [{ ...of(view), text: 'Emergency', since: view.emergencySince }],
    ),
    ...away.map(({ chair, since }) => ({
      chairId: null,
      chair: 'Waiting for the ride',
      text: `Emergency, last at ${chair}`,
      since,
    })),
  ]
    .toSorted((a, b) => a.since - b.since)
    .map(({ since: _, ...each }) => ({ ...each, level: 'emergency' as const }));
  const alerts = others
    .filter((view) => names.some((name) => hasPatient(view.care, name)))
    .flatMap((view) => view.alerts.map((alert) => ({ view, alert })))
    .filter(({ alert }) => alert.priority !== 'low' && alert.acknowledged === undefined)
    .toSorted((a, b) => byUrgency(a.alert, b.alert))
    .map(({ view, alert }) => ({ ...of(view), level: alert.priority, text: alert.text }));
  const [first, ...more] = [...emergencies, ...alerts];
  return first ? { ...first, more: more.length } : null;
}
