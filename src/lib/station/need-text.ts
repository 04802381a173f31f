/** The second line of a need: what a person who glances at the rail must know before walking. */
import type { AlertView } from '#core/view.ts';
import { callNote, sentBy } from '../calling/call-words.ts';
import { left } from '../components/format.ts';
import { lateWords } from '../components/late-words.ts';
import { AT_PLACE } from '../components/place-words.ts';
import type { Flooded } from '#core/view/flood.ts';
import type { Need } from './attention.ts';
import { chairNumber, chairTitle } from './names.ts';

type Clock = (at: number) => string;

/** @param lost no connection: what was now is what came last */
export function alertNote(alert: AlertView, now: number, lost = false): string {
  const parts: string[] = [];
  if (alert.detail !== '') parts.push(lost ? alert.detail.replace(/^Now /, 'Last known ') : alert.detail);
  if (alert.acknowledged) {
    const { byName, place } = alert.acknowledged;
    parts.push(`Seen by ${byName} ${AT_PLACE[place]}`);
  } else if (alert.priority !== 'low') parts.push('Nobody acknowledged');
  if (alert.waitingUntil !== undefined && alert.waitingUntil > now)
    parts.push(`Repeat within ${left(alert.waitingUntil - now)}`);
  if (alert.audioPausedUntil !== undefined && alert.audioPausedUntil > now)
    parts.push(`Sound paused ${left(alert.audioPausedUntil - now)}`);
  return parts.map((part) => `${part}.`).join(' ');
}

/** What is each chair's own stands on its tile. */
function floodNote(chairs: readonly Flooded[]): string {
  const unseen = chairs.filter(({ alert }) => alert.acknowledged === undefined && alert.priority !== 'low').length;
  const one = `One cause on ${chairs.length} chairs.`;
  return unseen === 0
    ? one
    : `${one} ${unseen === chairs.length ? 'Nobody acknowledged.' : `${unseen} not acknowledged.`}`;
}

/** `Chair 4`; of a flood every chair, the most urgent first: `Chairs 4, 2 and 7`. */
export function needChairs(need: Need): string {
  const { tile } = need;
  if (need.kind !== 'alert' || need.chairs === undefined) return chairTitle(tile.chair.name);
  const numbers = need.chairs.map((each) => chairNumber(each.tile.chair.name));
  return `Chairs ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

export function needTitle(need: Need): string {
  switch (need.kind) {
    case 'emergency':
      return 'Emergency';
    case 'alert':
      return need.alert.text;
    case 'mark':
      return need.mark.text;
    case 'call':
      return need.call.answered ? `${need.call.answered.byName} is coming` : 'Provider called';
    case 'line':
      return need.message.text;
    case 'asks':
      return need.text;
  }
}

export function needNote(need: Need, now: number, clock: Clock, lost = false): string {
  switch (need.kind) {
    case 'emergency':
      return `Declared ${clock(need.since)}. Everybody goes.`;
    case 'alert':
      return need.chairs ? floodNote(need.chairs) : alertNote(need.alert, now, lost);
    case 'mark':
      if (need.mark.late)
        return `Found late, ${lateWords(need.mark.late, need.mark.onsetAt, clock)}. Nobody has seen it.`;
      return `Ended by itself ${clock(need.mark.endedAt)}. Nobody acknowledged.`;
    case 'call':
      return `${callNote(need.call, now, clock)}.`;
    case 'line':
      return `${sentBy(need.message, clock)}. Not read.`;
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
    case 'call':
      return need.call.answered ? null : need.call.at;
    case 'line':
      return need.message.at;
    case 'asks':
      return null;
  }
}
