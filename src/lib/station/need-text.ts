/** The second line of a need: what a person who glances at the rail must know before walking. */
import type { AlertView } from '#core/view.ts';
import { left } from '../components/format.ts';
import type { Need } from './attention.ts';

type Clock = (at: number) => string;

export function alertNote(alert: AlertView, now: number): string {
  const parts: string[] = [];
  if (alert.detail !== '') parts.push(alert.detail);
  if (alert.acknowledged) {
    const { byName, place } = alert.acknowledged;
    parts.push(`Seen by ${byName} ${place === 'chair' ? 'at the chair' : 'at the station'}`);
  } else if (alert.priority !== 'low') parts.push('Nobody acknowledged');
  if (alert.waitingUntil !== undefined && alert.waitingUntil > now)
    parts.push(`Repeat within ${left(alert.waitingUntil - now)}`);
  if (alert.audioPausedUntil !== undefined && alert.audioPausedUntil > now)
    parts.push(`Sound paused ${left(alert.audioPausedUntil - now)}`);
  return parts.map((part) => `${part}.`).join(' ');
}

export function needTitle(need: Need): string {
  switch (need.kind) {
    case 'emergency':
      return 'Emergency';
    case 'alert':
      return need.alert.text;
    case 'mark':
      return need.mark.text;
    case 'asks':
      return need.text;
  }
}

export function needNote(need: Need, now: number, clock: Clock): string {
  switch (need.kind) {
    case 'emergency':
      return `Declared ${clock(need.since)}. Everybody goes.`;
    case 'alert':
      return alertNote(need.alert, now);
    case 'mark':
      return `Ended by itself ${clock(need.mark.endedAt)}. Nobody acknowledged.`;
    case 'asks':
      return need.tile.readiness?.gateMessage ?? 'Criteria are not met. A provider decides how to go on.';
  }
}

/** When it began; a question has no clock running. */
export function needSince(need: Need): number | null {
  switch (need.kind) {
    case 'emergency':
      return need.since;
    case 'alert':
      return need.alert.onsetAt;
    case 'mark':
      return need.mark.onsetAt;
    case 'asks':
      return null;
  }
}
