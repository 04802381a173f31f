import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { isSamePerson } from './care.ts';
import type { CareChange, Cover } from './care.ts';

/** Who took over has the patient alone: a cover was for the nurse before. */
export function foldCare(
  state: VisitState,
  event: VisitEventOf<'nurse-changed' | 'cover-begun' | 'cover-ended'>,
): VisitState {
  const { at } = event;
  const cover = state.care?.cover;
  switch (event.type) {
    case 'nurse-changed': {
      const from = event.from === undefined ? {} : { from: event.from };
      const handed = changed(state, { kind: 'handed-over', at, byName: event.to, ...from });
      return { ...handed, setUp: { ...state.setUp, nurseName: event.to } };
    }
    case 'cover-begun': {
      const { byName, until } = event;
      const since = cover?.byName === byName ? cover.since : at;
      return changed(state, { kind: 'cover-begun', at, byName, until }, { byName, since, until });
    }
    case 'cover-ended':
      return cover ? changed(state, { kind: 'cover-ended', at, byName: event.byName }) : state;
    default:
      return event satisfies never;
  }
}

/** Who covers and is named in the set-up as the nurse in charge covers nobody any more (PH-117). */
export function foldSetUpCare(state: VisitState, { at, setUp }: VisitEventOf<'set-up-recorded'>): VisitState {
  const byName = state.care?.cover?.byName;
  if (byName === undefined || setUp.nurseName === undefined || !isSamePerson(byName, setUp.nurseName)) return state;
  return changed(state, { kind: 'cover-ended', at, byName });
}

function changed(state: VisitState, change: CareChange, cover?: Cover): VisitState {
  return { ...state, care: { ...(cover && { cover }), changes: [...(state.care?.changes ?? []), change] } };
}
