/** What the alert strip says: the most pressing thing this screen knows, lost connection before all (UI-10, UI-13). */
import type { LatchedMark } from '#core/alerts/alert.ts';
import type { Instant } from '#core/reading.ts';
import type { AlertView, ChairView } from '#core/view.ts';
import { nextQuestion, type Question } from './question.ts';

export type ConnectionState = 'connecting' | 'live' | 'lost';

export type StripState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'lost'; readonly since: Instant | null; readonly shown: boolean }
  | {
      readonly kind: 'alert';
      readonly alert: AlertView;
      /** Acknowledged at this chair; one at the station does not quiet the chair. */
      readonly seen: boolean;
      readonly others: readonly AlertView[];
      /** The strip has room for it once the alert is acknowledged, and where its answer is what ends the alert. */
      readonly question: Question | null;
    }
  | { readonly kind: 'emergency'; readonly since: Instant; readonly question: Question | null }
  | { readonly kind: 'mark'; readonly mark: LatchedMark; readonly others: number; readonly question: Question | null }
  | {
      readonly kind: 'calm';
      readonly watching: boolean;
      /** It should be watched and there is no SpO₂ now: why. Such a chair is not called watched (UI-153). */
      readonly blind: string | null;
      readonly question: Question | null;
    };

/** What ends the alert stands beside it at once. */
const ANSWERED_BY: Readonly<Partial<Record<Question['kind'], AlertView['kind']>>> = {
  'planned-end': 'infusion-past-end',
  'still-paused': 'pause-long',
  'upper-mark': 'recovery-overdue',
};

/** @param view null until the first snapshot */
export function stripState(
  view: ChairView | null,
  connection: ConnectionState,
  lostSince: Instant | null,
  now: Instant,
): StripState {
  if (connection === 'lost') return { kind: 'lost', since: lostSince, shown: view !== null };
  if (connection === 'connecting' || view === null) return { kind: 'connecting' };
  const question = nextQuestion(view, now);
  const [alert, ...others] = view.alerts;
  if (alert) {
    const seen = alert.acknowledged?.place === 'chair';
    const isAnswer = question !== null && ANSWERED_BY[question.kind] === alert.kind;
    return { kind: 'alert', alert, seen, others, question: seen || isAnswer ? question : null };
  }
  if (view.emergencySince !== null) return { kind: 'emergency', since: view.emergencySince, question };
  const [mark] = view.latched;
  const watching = isWatched(view);
  const blind = watching && view.spo2.status !== 'live' && !view.offMonitor ? view.spo2.reason : null;
  // What was found of the past does not hide that nothing is seen now (UI-184).
  if (mark && !(mark.late && blind !== null)) return { kind: 'mark', mark, others: view.latched.length - 1, question };
  return { kind: 'calm', watching: watching && blind === null && !view.offMonitor, blind, question };
}

/** Somebody is watched here: silence means something. */
export const isWatched = ({ phase }: Pick<ChairView, 'phase'>): boolean =>
  phase?.name === 'infusion' || phase?.name === 'recovery';

/** A high alert nobody at this chair has acknowledged: the whole screen wears its frame. */
export const framed = (view: ChairView): boolean =>
  view.alerts.some((each) => each.priority === 'high' && each.acknowledged?.place !== 'chair');
