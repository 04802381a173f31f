import { isProvider } from '../authority.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { NOT_SIGNED } from './sign-off.ts';
import type { SignOff } from './sign-off.ts';

export type SignOffEvent = VisitEventOf<'record-closed' | 'record-signed' | 'addendum-added'>;

/** What is signed stays as it was signed: a second signature is about the addenda that came since, of those that were shown. */
export function foldSignOff(signOff: SignOff, event: SignOffEvent): SignOff {
  const { byName, at } = event;
  switch (event.type) {
    case 'record-closed':
      return signOff.closed ? signOff : { ...signOff, closed: { byName, at, contradictions: event.contradictions } };
    case 'record-signed': {
      if (!signOff.closed) return signOff;
      const { contradictions, addenda: shown = [] } = event;
      const addenda = signOff.addenda.map((each) =>
        each.seen || !shown.includes(each.addendumId) ? each : { ...each, seen: { byName, at } },
      );
      return { signed: { byName, at, contradictions }, ...signOff, addenda };
    }
    case 'addendum-added': {
      const { addendumId, text, actor } = event;
      if (signOff.addenda.some((each) => each.addendumId === addendumId)) return signOff;
      const added = { addendumId, text, byName, at, ...(isProvider(actor) && { seen: { byName, at } }) };
      return { ...signOff, addenda: [...signOff.addenda, added] };
    }
    default:
      return event satisfies never;
  }
}

/** Of a visit that is over alone. */
export function foldRecord(state: VisitState, event: SignOffEvent): VisitState {
  if (state.phase.name !== 'ended') return state;
  const before = state.signOff ?? NOT_SIGNED;
  const signOff = foldSignOff(before, event);
  return signOff === before ? state : { ...state, signOff };
}
