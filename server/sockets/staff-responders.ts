/** Who is at this page: the ticket of a sign-in, a sign that somebody is there, and leaving. Secrets go by HTTP (server/access). */
import { mayLeave } from '#core/care/who-has.ts';
import { refuse } from '#core/refusal.ts';
import type { ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Clinic } from '../clinic.ts';
import type { Responders } from './respond.ts';
import type { ScreenFeed } from './screen-feed.ts';
import type { ScreenPerson } from './screen-person.ts';

export type StaffRequest = 'staff:session' | 'staff:active' | 'staff:leave';

const nothing = { ok: true, data: null } as const;

export function staffResponders(
  clinic: Pick<Clinic, 'board'>,
  { feed, person, tell }: { readonly feed: ScreenFeed; readonly person: ScreenPerson; readonly tell: () => void },
): Responders<Pick<ScreenToServer, StaffRequest>, { readonly [E in StaffRequest]: ScreenPayload<E> }> {
  return {
    'staff:session': ({ ticket }) => {
      const staff = person.signIn(ticket);
      if (!staff) return refuse('signed-out', 'This sign-in is too old: sign in again.');
      tell();
      return { ok: true, data: staff };
    },
    'staff:active': () => {
      person.active();
      return nothing;
    },
    'staff:leave': ({ staysInCharge }) => {
      const { staff } = person;
      for (const chairId of staff ? feed.ownChairs : []) {
        const view = clinic.board.view(chairId);
        const left = view && staff ? mayLeave(view, staff.name, staysInCharge) : undefined;
        if (left?.ok === false) return left;
      }
      person.signOut();
      tell();
      return nothing;
    },
  };
}
