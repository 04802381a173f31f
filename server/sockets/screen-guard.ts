/** Every request of a page is asked of the core's tables first, by what holds now: enrolment, sign-in, lock and the chair it is about. */
import { authorise } from '#core/authority.ts';
import { reachOf } from '#core/access/reach.ts';
import { actOf, mayAsk } from '#core/access/requests.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { ScreenPerson } from './screen-person.ts';

type Request = keyof ScreenToServer;
type Payloads = { readonly [Event in Request]: ScreenPayload<Event> };
type Guard = (request: Request, payload: Payloads[Request]) => Refusal | undefined;

/** @param chairOf the chair a visit is on; undefined: on none */
export function screenGuard(
  person: Pick<ScreenPerson, 'viewer' | 'place' | 'named' | 'locked' | 'proof'>,
  chairOf: (visitId: string) => string | undefined,
): Guard {
  return (request, payload) => {
    const reach = reachOf(person.place, chairIn(payload, chairOf));
    const asked = mayAsk(person.viewer, request, reach);
    if (!asked.ok) return asked.refusal;
    const act = actOf(request, 'command' in payload ? payload.command.type : undefined);
    if (act === undefined) return undefined;
    const given = authorise({ actor: person.named, reach, locked: person.locked, proof: person.proof }, act);
    return given.ok ? undefined : given.refusal;
  };
}

/** The same answers, behind the guard. */
export const guarded = <R extends object>(responders: R, guard: Guard): R =>
  Object.fromEntries(
    Object.entries(responders).map(([request, respond]: [string, (payload: Payloads[Request]) => unknown]) => [
      request,
      (payload: Payloads[Request]) => {
        const refusal = guard(request as Request, payload);
        return refusal ? { ok: false, refusal } : respond(payload);
      },
    ]),
  ) as R;

function chairIn(payload: Payloads[Request], chairOf: (visitId: string) => string | undefined): string | undefined {
  if ('chairId' in payload) return payload.chairId;
  return 'visitId' in payload ? chairOf(payload.visitId) : undefined;
}
