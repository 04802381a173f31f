import { nameOf } from '../actor.ts';
import type { Alert } from '../alerts/alert.ts';
import { holds } from '../alerts/condition.ts';
import type { Values } from '../alerts/condition.ts';
import { conditionAt } from '../alerts/open-alert.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import { againstLevel, hasCleared } from '../alerts/vital.ts';
import type { VitalRule } from '../clinical-protocol.ts';
import type { AlertEventBody, VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { foldLimits } from './fold-limits.ts';
import { limitWords } from './limit-words.ts';
import { LIMIT_PLACE } from './limit-table.ts';
import { directionOf, newestOf } from './rejudge.ts';

/**
 * What a change of limits makes of the alerts that are open (AL-154): one whose newest value no longer meets its level ends, or goes down
 * to a level that it still meets, by the person who changed the limit. One whose value is lost stays: losing data never ends an alert.
 */
export function alertsAfter(state: VisitState, event: VisitEventOf<'limits-changed'>): AlertEventBody[] {
  const after = foldLimits(state, event);
  const were = rulesOf(state);
  return rulesOf(after).flatMap((rule) => {
    const was = were.find(({ alert }) => alert === rule.alert);
    const alert = after.alerts[rule.alert];
    if (was === undefined || was === rule || alert === undefined) return [];
    return fallen(after, { was, rule, alert }, event);
  });
}

interface Changed {
  readonly was: VitalRule;
  readonly rule: VitalRule;
  readonly alert: Alert;
}

function fallen(
  state: VisitState,
  { was, rule, alert }: Changed,
  event: VisitEventOf<'limits-changed'>,
): AlertEventBody[] {
  const values: Values | undefined = newestOf(state, rule.alert);
  const present = rule.levels.findIndex(({ priority }) => priority === alert.priority);
  if (values === undefined || conditionAt(state, alert, event.at) === 'no-data') return [];
  if (isMet(present) || !wasLetGo(present)) return [];
  let to = present - 1;
  while (to >= 0 && !stands(to)) to--;
  const level = rule.levels[to];
  const { alertId } = alert;
  if (level === undefined)
    return [{ type: 'alert-ended', alertId, cause: 'person', latched: false, reason: whyEnded(rule, event) }];
  const excess = alert.excess && againstLevel(alert.excess, level, state.baseline);
  return [{ type: 'alert-lowered', alertId, priority: level.priority, ...(excess && { excess }) }];

  function isMet(index: number): boolean {
    const each = rule.levels[index];
    return each !== undefined && holds(each.when, values ?? {}, state.baseline) === true;
  }
  /** It is the change that ends it: an alert that was clearing under a limit that is now met more easily goes on clearing. */
  function wasLetGo(index: number): boolean {
    const before = was.levels[index];
    const after = rule.levels[index];
    if (before === undefined || after === undefined) return false;
    const direction = directionOf(before, after, rule.alert, state);
    if (direction === 'same') return false;
    return direction === 'harder' || holds(before.when, values ?? {}, state.baseline) === true;
  }
  function stands(index: number): boolean {
    const before = was.levels[index];
    const after = rule.levels[index];
    if (isMet(index)) return true;
    const track = state.tracks.rules[rule.alert];
    if (before === undefined || after === undefined || track === undefined) return false;
    return directionOf(before, after, rule.alert, state) === 'same' && !hasCleared(rule, track, index);
  }
}

/** `Limit changed by Dr. Ruiz: SpO₂ low, medium priority, 90 → 86`. */
function whyEnded({ alert }: VitalRule, { changes, actor }: VisitEventOf<'limits-changed'>): string {
  const own = changes.filter(({ name }) => LIMIT_PLACE[name].alert === alert);
  return `Limit changed by ${nameOf(actor)}: ${own.map(({ name, from, to }) => `${limitWords(name)}, ${from} → ${to}`).join('; ')}`;
}
