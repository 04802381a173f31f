/** What a phone's page shows: the visit its link names, or in a sentence why it does not; never another patient's (UI-186). */
import type { ChairView } from '#core/view.ts';
import type { ConnectionState } from '../chair-page/strip-state.ts';

export type PhoneState =
  | { readonly kind: 'connecting' }
  /** Nothing was ever heard, or the server will not have this page, or there is no such chair. */
  | { readonly kind: 'cannot'; readonly why: string }
  | { readonly kind: 'free'; readonly chair: string }
  /** The chair has another visit, or none, and the link named one. */
  | { readonly kind: 'elsewhere'; readonly chair: string; readonly isTaken: boolean }
  | { readonly kind: 'visit'; readonly view: ChairView; readonly visitId: string };

/** @param visitId of the link; null: whatever visit is on the chair when the page is opened */
export function phoneState(
  view: ChairView | null,
  connection: ConnectionState,
  refused: string | undefined,
  visitId: string | null,
): PhoneState {
  if (view === null) {
    if (refused !== undefined) return { kind: 'cannot', why: refused };
    return connection === 'lost'
      ? { kind: 'cannot', why: 'This phone has not reached Vigil. It keeps trying: call the clinic meanwhile.' }
      : { kind: 'connecting' };
  }
  const chair = view.chair.name;
  if (visitId !== null && view.visitId !== visitId) return { kind: 'elsewhere', chair, isTaken: view.visitId !== null };
  return view.visitId === null ? { kind: 'free', chair } : { kind: 'visit', view, visitId: view.visitId };
}
