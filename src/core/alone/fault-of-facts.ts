/** What no engine can have told of its alerts: out of time or order, or waiting longer than the protocol lets it wait. */
import type { AlertKind } from '../alerts/alert.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import type { Priority, VitalRule } from '../clinical-protocol.ts';
import type { VisitState } from '../visit-state.ts';
import type { WatchedAlone } from './alone.ts';

/** @returns the end of a sentence that begins with "facts", undefined when nothing is wrong. */
export function faultOfFacts(state: VisitState, { from, until, facts }: WatchedAlone): string | undefined {
  const kinds = new Map(Object.values(state.alerts).map(({ alertId, kind }) => [alertId, kind]));
  let last = from;
  for (const fact of facts) {
    const { at, alertId } = fact;
    if (at < last || at > until) return 'must lie between "from" and "until", in the order they happened.';
    last = at;
    if (fact.type === 'alert-issued') {
      kinds.set(alertId, fact.kind);
      if (fact.onsetAt < state.openedAt || fact.onsetAt > at)
        return 'has an alert whose onset is before the visit or after the alert.';
    }
    if (fact.type !== 'alert-issued' && fact.type !== 'alert-raised' && fact.type !== 'alert-lowered') continue;
    const kind = kinds.get(alertId);
    const level = kind && levelOf(rulesOf(state), kind, fact.priority);
    if (level === null) return `has a priority that the visit's protocol does not know of ${kind}.`;
    if (!('confirmUntil' in fact) || fact.confirmUntil === undefined) continue;
    if (fact.confirmUntil > at + (level?.confirmWithinMs ?? 0))
      return 'has a blood pressure that waits for its repeat longer than the protocol lets it.';
  }
  return undefined;
}

/** Null: its rule has none of this priority. Undefined: it has no rule. */
function levelOf(rules: readonly VitalRule[], kind: AlertKind, priority: Priority) {
  const rule = rules.find(({ alert }) => alert === kind);
  return rule && (rule.levels.find((level) => level.priority === priority) ?? null);
}
