/** How a numeral is drawn: by its alert's level and whether anybody saw it, never live when it is not (UI-1, UI-11, UI-12). */
import type { Priority } from '#core/clinical-protocol.ts';
import type { AlertParameter, AlertView, VitalView } from '#core/view.ts';

export interface AlertLook {
  readonly level: Priority;
  readonly seen: boolean;
}

/** Alerts come most urgent first: the first of a parameter decides. */
export function alertLook(alerts: readonly AlertView[], parameter: AlertParameter): AlertLook | null {
  const alert = alerts.find((each) => each.parameter === parameter);
  return alert ? { level: alert.priority, seen: alert.acknowledged?.place === 'chair' } : null;
}

/** Which number of a BP its alert blames; alerts about the cuff blame none. */
export const faultOf = (alerts: readonly AlertView[]): 'systolic' | 'diastolic' | null =>
  alerts.find((each) => each.parameter === 'nibp')?.at ?? null;

/** What stands beside a live value: why to doubt it. */
const DOUBT: Readonly<Record<string, string>> = {
  motion: 'motion',
  artefact: 'artefact',
  'low-perfusion': 'low perfusion',
  'poor-signal': 'poor signal',
  'irregular-pulse': 'irregular',
};
export function doubt(vital: VitalView): string {
  if (vital.status === 'live' && vital.notJudged) return vital.notJudged.reason;
  if (vital.status !== 'live' || vital.quality === 'good') return '';
  const cause = vital.causes.find((each) => each in DOUBT);
  return (cause && DOUBT[cause]) ?? 'poor signal';
}
