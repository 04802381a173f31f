/** Closing the day and opening it: whether anybody is to be watched at all (SEC-40). */
import { nameOf } from '../actor.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import type { SiteContext } from './decide-site.ts';

type DayCommand = Extract<SiteCommand, { readonly type: `day:${string}` }>;

export function decideDay(
  { chairs, dayClosed }: SiteState,
  { type }: DayCommand,
  { actor, isChairFree, waitedFrom = [] }: SiteContext,
): Result<SiteEventBody[]> {
  const byName = nameOf(actor);
  if (type === 'day:open')
    return dayClosed ? accept([{ type: 'day-opened', byName }]) : refuse('conflict', 'The day is open already.');
  if (dayClosed) return refuse('conflict', `${dayClosed.byName} has closed the day already.`);
  const taken = chairs.filter(({ chairId }) => !isChairFree(chairId)).map(({ name }) => name);
  if (taken.length > 0)
    return refuse('conflict', `Not signed off yet: ${taken.join(', ')}. End those visits first, then close the day.`);
  if (waitedFrom.length > 0)
    return refuse(
      'conflict',
      `Still waiting for the ride, last on ${waitedFrom.join(', ')}: sign them off first, then close the day.`,
    );
  return accept([{ type: 'day-closed', byName }]);
}
