/** What a person does and reads at a page, under the actor the server knows. Whether they may was asked before (screen-guard.ts). */
import { reachOf } from '#core/access/reach.ts';
import type { Reach } from '#core/access/reach.ts';
import type { ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Clinic } from '../clinic.ts';
import type { Responders } from './respond.ts';
import type { ScreenFeed } from './screen-feed.ts';
import type { ScreenPerson } from './screen-person.ts';
import { tapPlace } from './tap-place.ts';

export type ActRequest =
  | 'visit:open'
  | 'visit:begin'
  | 'visit:command'
  | 'visit:join'
  | 'visit:where'
  | 'visit:namesakes'
  | 'waiting:names'
  | 'orders:unsigned'
  | 'schedule:day'
  | 'protocol:read'
  | 'site:command';

export function actResponders(
  clinic: Clinic,
  { feed, person }: { readonly feed: ScreenFeed; readonly person: ScreenPerson },
): Responders<Pick<ScreenToServer, ActRequest>, { readonly [E in ActRequest]: ScreenPayload<E> }> {
  const reachTo = (visitId: string): Reach => reachOf(person.place, clinic.chairOf(visitId));
  return {
    'visit:open': ({ commandId, ...request }) => clinic.openVisit(request, person.actor, commandId),
    'visit:begin': ({ commandId, ...request }) => clinic.openVisit(request, person.actor, commandId),
    'visit:command': ({ commandId, visitId, command, tappedAt, from }) =>
      clinic.command(visitId, command, {
        actor: person.actor,
        place: tapPlace(from ?? (feed.isStation ? 'station' : 'chair'), person.place, reachTo(visitId)),
        commandId,
        ...(tappedAt !== undefined && { tappedAt }),
      }),
    'visit:join': ({ commandId, visitId, ...told }) =>
      clinic.join(visitId, told, {
        actor: person.actor,
        screenId: person.screenId,
        commandId,
        watches: (chairId) => feed.watches(chairId),
      }),
    'visit:where': ({ visitId }) => ({ ok: true, data: { chairId: clinic.chairOf(visitId) ?? null } }),
    'visit:namesakes': ({ visitId }) => ({ ok: true, data: { patients: clinic.namesakes(visitId) } }),
    'waiting:names': () => ({ ok: true, data: { visits: clinic.waitingNames } }),
    'orders:unsigned': () => ({ ok: true, data: { visits: clinic.unsigned } }),
    'schedule:day': (day) => ({ ok: true, data: clinic.schedule(day) }),
    'protocol:read': (which) => {
      const read = clinic.readProtocol(which);
      return read.ok ? { ok: true, data: read.value } : read;
    },
    'site:command': ({ commandId, command }) => clinic.siteCommand(command, { actor: person.actor, commandId }),
  };
}
