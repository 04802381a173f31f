/** Who may see the chairs of other clinics of the group: a provider who is signed in at a station of this one (ND-32). */
import { NOBODY_NAMED } from '../nobody-named.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import type { Viewer } from './may-see.ts';

/** A lock takes nothing away, as with the station's own tiles: there is nobody's name among them. */
export function maySeeClinics({ place, role }: Pick<Viewer, 'place' | 'role'>): Result<null> {
  if (place?.kind !== 'station' && place?.kind !== 'anywhere')
    return refuse('not-allowed', 'Other clinics are shown at a station: enrol this screen as one.');
  if (role === undefined) return refuse('not-allowed', NOBODY_NAMED);
  if (role !== 'provider') return refuse('not-allowed', 'Other clinics are shown to providers: sign in as one.');
  return accept(null);
}
