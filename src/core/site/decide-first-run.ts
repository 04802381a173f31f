/** The first run: what a new clinic is called, where it is, which chairs it has, and who may change all that (PH-137). */
import { freePersonName, maySignInToSettings } from '../access/decide-staff.ts';
import { isSamePerson } from '../care/care.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

/** As many as a station shows. */
export const MOST_CHAIRS = 64;

export interface NewClinic {
  readonly name: string;
  /** IANA. Whether it is one is the caller's to check: the core knows no calendar. */
  readonly timeZone: string;
  readonly chairs: readonly string[];
}

/** `clinic` is left out by a clinic that is set up and whose administrators cannot sign in. */
export interface FirstRun {
  readonly clinic?: NewClinic;
  readonly administratorName: string;
}

/** What the first run has still to do: all of it, an administrator who can sign in, or nothing. */
export const firstRunOf = (state: SiteState): 'site' | 'administrator' | null =>
  state.isNew ? 'site' : state.staff.some(maySignInToSettings) ? null : 'administrator';

/**
 * Given by the server's own first-run request, which checked the set-up code and made the hash of the password: nobody can be signed in.
 * @returns the events, the setting of the password the last of them, and whose it is
 */
export function decideFirstRun(
  state: SiteState,
  { clinic, administratorName }: FirstRun,
  newId: () => string,
): Result<{ readonly staffId: string; readonly events: SiteEventBody[] }> {
  const open = firstRunOf(state);
  if (open === null) return refuse('conflict', `${state.name} is set up already: sign in as an administrator.`);
  if (open === 'administrator' && clinic)
    return refuse('conflict', `${state.name} is set up already: only its administrator is missing.`);
  if (open === 'site' && !clinic)
    return refuse('not-ready', 'The clinic’s name and its chairs are missing: enter them.');
  const founding = clinic && found(state, { ...clinic, administratorName }, newId);
  if (founding?.ok === false) return founding;
  const known = state.staff.find(({ name, role }) => role === 'administrator' && isSamePerson(name, administratorName));
  const name = known ? accept(known.name) : freePersonName(state, administratorName);
  if (!name.ok) return name;
  const staffId = known?.staffId ?? newId();
  return accept({
    staffId,
    events: [
      ...(founding?.value ?? []),
      ...(known ? [] : [{ type: 'staff-added', staffId, name: name.value, role: 'administrator' } as const]),
      { type: 'credential-set', staffId, credential: 'password' },
    ],
  });
}

function found(
  state: SiteState,
  { name: given, timeZone, chairs: names, administratorName }: NewClinic & { readonly administratorName: string },
  newId: () => string,
): Result<SiteEventBody[]> {
  if (!state.isNew)
    return refuse('conflict', `${state.name} is set up already: chairs and devices are changed in Settings.`);
  const name = said(given, 'The clinic’s name');
  if (!name.ok) return name;
  const administrator = said(administratorName, 'The administrator’s name');
  if (!administrator.ok) return administrator;
  if (names.length === 0) return refuse('not-ready', 'A clinic needs a chair: name one at least.');
  if (names.length > MOST_CHAIRS) return refuse('too-many', `Vigil shows ${MOST_CHAIRS} chairs at most: name fewer.`);
  const chairs: string[] = [];
  for (const [index, each] of names.entries()) {
    const chair = said(each, `The name of chair ${index + 1}`);
    if (!chair.ok) return chair;
    if (chairs.some((other) => other.toLowerCase() === chair.value.toLowerCase()))
      return refuse('conflict', `Two chairs are called ${chair.value}: give each a name of its own.`);
    chairs.push(chair.value);
  }
  return accept([
    { type: 'site-set-up', name: name.value, timeZone, administratorName: administrator.value },
    ...chairs.map((each) => ({ type: 'chair-added', chairId: newId(), name: each }) as const),
  ]);
}
