/** The limits in force, as written beside each value: `< 90`, `50–120`, `≥ 160/100, < 90` (UI-2). */
import { rulesOf } from '../alerts/rules-of.ts';
import { COMPARISON_SIGN } from '../alerts/text.ts';
import type { SatSum } from '../alerts/sat-seconds.ts';
import type {
  Comparison,
  Condition,
  Parameter,
  Priority,
  RuleLevel,
  Threshold,
  VitalAlertKind,
  VitalRule,
} from '../clinical-protocol.ts';
import type { ChairView, LimitView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

interface Bound {
  readonly of: Parameter;
  readonly is: Comparison;
  readonly value: number;
}

/** The plain numbers of a condition; thresholds that follow the baseline are not written beside a value. */
function bounds(condition: Condition, pulseBaseline: number | undefined): readonly Bound[] {
  if ('all' in condition) return condition.all.flatMap((each) => bounds(each, pulseBaseline));
  if ('any' in condition) return condition.any.flatMap((each) => bounds(each, pulseBaseline));
  const value = plain(condition.than, pulseBaseline);
  return value === undefined ? [] : [{ of: condition.of, is: condition.is, value }];
}

function plain(than: Threshold, pulseBaseline: number | undefined): number | undefined {
  if (typeof than === 'number') return than;
  if (!('baselineBelow' in than)) return undefined;
  return pulseBaseline === undefined || pulseBaseline < than.baselineBelow ? than.then : than.otherwise;
}

/** The level of low SpO2 that is judged by SatSeconds, and its sum; undefined: none is. */
export function satSecondsOf(
  state: VisitState,
): { readonly level: RuleLevel; readonly sum: SatSum | undefined } | undefined {
  const levels = rulesOf(state).find((rule) => rule.alert === 'spo2-low')?.levels ?? [];
  const index = levels.findIndex((level) => level.satSeconds !== undefined);
  const level = levels[index];
  return level && { level, sum: state.tracks.rules['spo2-low']?.levels[index]?.sum };
}

export function limitsView(state: VisitState): ChairView['limits'] {
  if (Object.keys(state.limits?.changed ?? {}).length === 0) return ofProtocol(state);
  const present = written(state, rulesOf(state));
  const { spo2, pulse, nibp } = written(state, state.protocol.rules);
  const beside = (limits: readonly LimitView[], own: readonly LimitView[]): readonly LimitView[] =>
    limits.map((limit) => {
      const protocol = own.find(({ priority }) => priority === limit.priority)?.text;
      return protocol === undefined || protocol === limit.text ? limit : { ...limit, protocol };
    });
  return {
    spo2: beside(present.spo2, spo2),
    pulse: beside(present.pulse, pulse),
    nibp: beside(present.nibp, nibp),
  };
}

/** Of a protocol and a baseline's pulse, once: they are asked for at each reading of each chair. */
const known = new WeakMap<readonly VitalRule[], Map<number | undefined, ChairView['limits']>>();

function ofProtocol(state: VisitState): ChairView['limits'] {
  const rules = rulesOf(state);
  const ofRules = known.get(rules) ?? new Map<number | undefined, ChairView['limits']>();
  known.set(rules, ofRules);
  const pulseBpm = state.baseline?.pulseBpm;
  const limits = ofRules.get(pulseBpm) ?? written(state, rules);
  ofRules.set(pulseBpm, limits);
  return limits;
}

function written(state: VisitState, rules: readonly VitalRule[]): ChairView['limits'] {
  const sat = satSecondsOf(state)?.level;
  const of = (alert: VitalAlertKind, priority: Priority): readonly Bound[] => {
    const level = rules.find((rule) => rule.alert === alert)?.levels.find((each) => each.priority === priority);
    return level ? bounds(level.when, state.baseline?.pulseBpm) : [];
  };
  const text = (bound: Bound | undefined): string => (bound ? `${COMPARISON_SIGN[bound.is]} ${bound.value}` : '');
  const levels = (alerts: readonly VitalAlertKind[], write: (priority: Priority) => string): readonly LimitView[] =>
    (['medium', 'high'] as const)
      .map((priority) => ({
        priority,
        text: write(priority),
        lines: alerts
          .flatMap((alert) => of(alert, priority))
          .filter((bound) => bound.of !== 'diastolicMmHg')
          .map((bound) => bound.value),
      }))
      .filter((limit) => limit.text !== '');

  return {
    spo2: levels(['spo2-low'], (priority) => text(of('spo2-low', priority)[0])).map((limit) =>
      sat?.satSeconds && sat.priority === limit.priority ? { ...limit, satSeconds: sat.satSeconds.limit } : limit,
    ),
    pulse: levels(['pulse-low', 'pulse-high'], (priority) => {
      const low = of('pulse-low', priority)[0];
      const high = of('pulse-high', priority)[0];
      return low && high ? `${low.value}–${high.value}` : text(low ?? high);
    }),
    nibp: levels(['bp-high', 'bp-low'], (priority) => {
      const high = of('bp-high', priority);
      const systolic = high.find((bound) => bound.of === 'systolicMmHg');
      const diastolic = high.find((bound) => bound.of === 'diastolicMmHg');
      const pair = systolic && diastolic ? `${text(systolic)}/${diastolic.value}` : text(systolic ?? diastolic);
      return [pair, text(of('bp-low', priority)[0])].filter((part) => part !== '').join(', ');
    }),
  };
}
