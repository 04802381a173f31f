/** Which alert a screen must let be heard now: at most one, the most urgent (docs/SPEC.md, AL). Pure. */
import type { Instant } from '../reading.ts';
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
 * acknowledged: at the chair for both places, at the station for the station alone. The station hears what was passed on to it.
 */
export function isHeardAt(place: 'chair' | 'station', alert: AlertView, now: Instant): boolean {
  if (alert.priority === 'low' || alert.waitingUntil !== undefined) return false;
  if (alert.audioPausedUntil !== undefined && now < alert.audioPausedUntil) return false;
  if (place === 'station') return alert.acknowledged === undefined && alert.escalatedTo !== undefined;
  return alert.acknowledged?.place !== 'chair';
}

/** @param alerts most urgent first, as every view has them */
export function signalOf(place: 'chair' | 'station', alerts: readonly AlertView[], now: Instant): Signal | undefined {
  const heard = alerts.filter((alert) => isHeardAt(place, alert, now));
  const alert = heard.find(({ priority }) => priority === 'high') ?? heard[0];
  if (!alert || alert.priority === 'low') return undefined;
  return { alertId: alert.alertId, priority: alert.priority, melody: melodyOf(alert.kind) };
}
