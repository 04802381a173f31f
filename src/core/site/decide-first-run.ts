/** The first run: what a new clinic is called, where it is, and which chairs it has (PH-137). */
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

/** As many as a station shows. */
export const MOST_CHAIRS = 64;

type FirstRun = Extract<SiteCommand, { readonly type: 'site:set-up' }>;

/** Whether the time zone is one is the caller's to check: the core knows no calendar. */
export function decideFirstRun(state: SiteState, command: FirstRun, newId: () => string): Result<SiteEventBody[]> {
  if (!state.isNew)
    return refuse('conflict', `${state.name} is set up already: chairs and devices are changed in Settings.`);
  const name = said(command.name, 'The clinic’s name');
  if (!name.ok) return name;
  const administrator = said(command.administratorName, 'The administrator’s name');
  if (!administrator.ok) return administrator;
  if (command.chairs.length === 0) return refuse('not-ready', 'A clinic needs a chair: name one at least.');
  if (command.chairs.length > MOST_CHAIRS)
    return refuse('too-many', `Vigil shows ${MOST_CHAIRS} chairs at most: name fewer.`);
  const chairs: string[] = [];
  for (const [index, given] of command.chairs.entries()) {
    const chair = said(given, `The name of chair ${index + 1}`);
    if (!chair.ok) return chair;
    if (chairs.some((other) => other.toLowerCase() === chair.value.toLowerCase()))
      return refuse('conflict', `Two chairs are called ${chair.value}: give each a name of its own.`);
    chairs.push(chair.value);
  }
  return accept([
    { type: 'site-set-up', name: name.value, timeZone: command.timeZone, administratorName: administrator.value },
    ...chairs.map((each) => ({ type: 'chair-added', chairId: newId(), name: each }) as const),
  ]);
}
