import type { CuffAsks } from '../cuff.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';

type CuffEvent = VisitEventOf<'cuff-asked' | 'cuff-stop-asked' | 'cuff-refused'>;

/** What another cuff was told, before the one that is on the chair now, says nothing of this one. */
export function foldCuff(state: VisitState, event: CuffEvent): VisitState {
  const { at } = event;
  const present = state.feeds?.cuff?.deviceId;
  if (present !== undefined && present !== event.deviceId) return state;
  switch (event.type) {
    case 'cuff-asked': {
      const { deviceId, cause } = event;
      return { ...state, cuff: { ...state.cuff, ask: { deviceId, at, cause, tries: triesOf(state, event) } } };
    }
    case 'cuff-stop-asked':
      return { ...state, cuff: { ...state.cuff, stopAskedAt: at } };
    case 'cuff-refused':
      return { ...state, cuff: { ...state.cuff, refused: { at, reason: event.reason } } };
    default:
      return event satisfies never;
  }
}

/** A BP, a tap, an interval, a stop, or having given up begins the count anew; what begins it is the first. */
function triesOf(
  { cuff, bps, protocol }: VisitState,
  { cause }: VisitEventOf<'cuff-asked'>,
): NonNullable<CuffAsks['ask']>['tries'] {
  if (cause === 'person' || cause === 'interval') return 1;
  const before = cuff?.ask;
  const anew = Math.max(bps.at(-1)?.measuredAt ?? -Infinity, cuff?.stopAskedAt ?? -Infinity);
  if (!before || anew > before.at || before.tries > (protocol.technical.bpRepeat.automaticRetries ?? 0)) return 1;
  return before.tries + 1;
}
