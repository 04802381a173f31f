/** Which alert a screen must let be heard now: at most one, the most urgent (docs/SPEC.md, AL). Pure. */
import type { Instant } from '../reading.ts';
import type { SoundDuty } from '../sound/who-sounds.ts';
import type { AlertView } from '../view.ts';
import type { AudiblePriority, Melody } from './burst.ts';
import { melodyOf } from './burst.ts';

export interface Signal {
  readonly alertId: string;
  readonly priority: AudiblePriority;
  readonly melody: Melody;
}

/**
 * Whether this alert is for the ears at this place. A silent one is low, waits for the repeat of its BP, has its audio paused, or was
 * acknowledged: at the chair for both places, at the station or on a phone for the station alone. The station hears what was passed on to it.
 */
export function isHeardAt(place: 'chair' | 'station', alert: AlertView, now: Instant): boolean {
  if (alert.priority === 'low' || alert.waitingUntil !== undefined) return false;
  if (now < (alert.audioPausedUntil ?? -Infinity)) return false;
  if (place === 'station') return alert.acknowledged === undefined && alert.escalatedTo !== undefined;
  return alert.acknowledged?.place !== 'chair';
}

/** What this place lets be heard of one chair's alerts, by its duty there (AL-123). */
export function heardHere(
  place: 'chair' | 'station',
  duty: SoundDuty,
  alerts: readonly AlertView[],
  now: Instant,
): readonly AlertView[] {
  return alerts.filter((alert) => {
    switch (duty) {
      case 'none':
        return false;
      case 'high':
        return alert.priority === 'high' && isHeardAt(place, alert, now);
      case 'passed-on':
        return isHeardAt(place, alert, now);
      case 'all':
        // Whoever saw it, at the chair or here, the station has been answered.
        return isHeardAt('chair', alert, now) && (place === 'chair' || alert.acknowledged === undefined);
    }
  });
}

/** The one signal of these alerts: the most urgent, of two alike the older, so that a second one does not begin the sound anew. */
export function mostUrgent(heard: readonly AlertView[]): Signal | undefined {
  let chosen: AlertView | undefined;
  for (const alert of heard)
    if (
      !chosen ||
      (alert.priority === 'high' && chosen.priority !== 'high') ||
      (alert.priority === chosen.priority && alert.issuedAt < chosen.issuedAt)
    )
      chosen = alert;
  if (!chosen || chosen.priority === 'low') return undefined;
  return { alertId: chosen.alertId, priority: chosen.priority, melody: melodyOf(chosen.kind) };
}

/** @param alerts most urgent first, as every view has them */
export const signalOf = (place: 'chair' | 'station', alerts: readonly AlertView[], now: Instant): Signal | undefined =>
  mostUrgent(alerts.filter((alert) => isHeardAt(place, alert, now)));
