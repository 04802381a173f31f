import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { layOver } from './lay-over.ts';
import type { ChangedLimits } from './limit-name.ts';
import { rejudged } from './rejudge.ts';

/** The rules with the change laid over, once; and what is measured now judged anew by them (AL-153). */
export function foldLimits(state: VisitState, event: VisitEventOf<'limits-changed'>): VisitState {
  const { at, byName, reason, order } = event;
  const gone = event.changes.flatMap(({ name, toProtocol }) => (toProtocol ? [name] : []));
  const own = event.changes.flatMap(({ name, to, toProtocol }) =>
    toProtocol ? [] : [[name, { limit: to, byName, at, reason }] as const],
  );
  const kept = Object.entries(state.limits?.changed ?? {}).filter(([name]) => !gone.some((each) => each === name));
  const changed: ChangedLimits = Object.fromEntries([...kept, ...own]);
  const rules = layOver(state.protocol.rules, changed);
  return rejudged(state, {
    ...state,
    limits: {
      changed,
      rules,
      changedAt: at,
      log: [
        ...(state.limits?.log ?? []),
        { at, byName, reason, changes: event.changes, ...(order && { orderId: order.orderId }) },
      ],
    },
  });
}
