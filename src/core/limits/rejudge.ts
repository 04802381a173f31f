/**
 * What the engine remembers, judged anew when limits change (AL-153). Of a level that is now met more easily, what met it before still
 * counts; of one that is met less easily, only the newest value is known to, and its time begins there. A value that is lost is not judged.
 */
import { isUpper, resolve } from '../alerts/condition.ts';
import type { Values } from '../alerts/condition.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import { measuredAgain } from '../alerts/open-alert.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import { doubtOf } from '../alerts/track.ts';
import type { LevelTrack, RuleTrack, Tracks } from '../alerts/track.ts';
import { trackLevel } from '../alerts/track-rule.ts';
import { againstLevel } from '../alerts/vital.ts';
import type { RuleLevel, VitalAlertKind, VitalRule } from '../clinical-protocol.ts';
import type { NibpReading, OximetryReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from '../alerts/alert.ts';
import { leafOf, LIMIT_PLACE } from './limit-table.ts';
import { LIMIT_NAMES } from './limit-name.ts';

/** The reading that a rule's newest value is of; undefined when the value is lost. */
export function newestOf(state: VisitState, kind: VitalAlertKind): OximetryReading | NibpReading | undefined {
  const valueAt = state.tracks.rules[kind]?.valueAt;
  const { reading } = JUDGED_BY[kind];
  if (reading === 'nibp') return state.bps.findLast((bp) => bp.measuredAt === valueAt);
  return reading === 'oximetry' && state.oximetry?.measuredAt === valueAt ? state.oximetry : undefined;
}

/** `after` has the limits changed; the rest of it is `before`. */
export function rejudged(before: VisitState, after: VisitState): VisitState {
  const were = rulesOf(before);
  const tracks: Partial<Record<VitalAlertKind, RuleTrack>> = { ...after.tracks.rules };
  const alerts = { ...after.alerts };
  for (const rule of rulesOf(after)) {
    const kind = rule.alert;
    const was = were.find((each) => each.alert === kind);
    if (was === undefined || was === rule) continue;
    const track = tracks[kind];
    if (track) tracks[kind] = retracked(after, was, rule, track);
    const alert = alerts[kind];
    if (alert) alerts[kind] = reread(after, rule, alert);
  }
  return { ...after, alerts, tracks: { ...after.tracks, rules: tracks } as Tracks };
}

function retracked(state: VisitState, was: VitalRule, rule: VitalRule, track: RuleTrack): RuleTrack {
  const levels = rule.levels.map((level, i) => {
    const before = track.levels[i] ?? {};
    const wasLevel = was.levels[i];
    return level === wasLevel || wasLevel === undefined ? before : relevelled(state, rule, wasLevel, level, before);
  });
  return { ...track, levels };
}

function relevelled(
  state: VisitState,
  { alert: kind }: VitalRule,
  was: RuleLevel,
  level: RuleLevel,
  before: LevelTrack,
): LevelTrack {
  const direction = directionOf(was, level, kind, state);
  // Another level's limit may be what its text compares with.
  if (direction === 'same') return withLimit(before, level, state);
  const { when, paused, clear, clearGood, metAt } = before;
  const kept: LevelTrack =
    direction === 'easier'
      ? { ...(when && { when }), ...(paused && { paused }), ...(metAt !== undefined && { metAt }) }
      : direction === 'harder'
        ? { ...(clear && { clear }), ...(clearGood && { clearGood }) }
        : {};
  return judgedNow(state, kind, level, kept);
}

/** The newest value against the level, going on from what was kept of its time. */
function judgedNow(state: VisitState, kind: VitalAlertKind, level: RuleLevel, kept: LevelTrack): LevelTrack {
  const { baseline, protocol } = state;
  const reading = newestOf(state, kind);
  if (reading === undefined) return withLimit(kept, level, state);
  const { measuredAt, quality } = reading;
  const values: Values = reading;
  const { staleMs } = protocol.technical;
  return trackLevel(level, kept, { values, measuredAt, quality, doubt: doubtOf(reading), baseline, staleMs }, true);
}

/** What a page judged by limits that are not in force any more: of each level a limit can change, its time begins with the newest value. */
export function rejudgedWhole(state: VisitState): VisitState {
  const tracks: Partial<Record<VitalAlertKind, RuleTrack>> = { ...state.tracks.rules };
  const alerts = { ...state.alerts };
  for (const rule of rulesOf(state)) {
    const { alert: kind, levels } = rule;
    const track = tracks[kind];
    const alert = alerts[kind];
    const isSettable = ({ priority }: RuleLevel): boolean =>
      LIMIT_NAMES.some((name) => LIMIT_PLACE[name].alert === kind && LIMIT_PLACE[name].priority === priority);
    if (track)
      tracks[kind] = {
        ...track,
        levels: levels.map((level, i) =>
          isSettable(level) ? judgedNow(state, kind, level, {}) : (track.levels[i] ?? {}),
        ),
      };
    if (alert) alerts[kind] = reread(state, rule, alert);
  }
  return { ...state, alerts, tracks: { ...state.tracks, rules: tracks } as Tracks };
}

/** A run that waits for its value to come back stands against the new limit. */
function withLimit({ when, paused, ...rest }: LevelTrack, level: RuleLevel, { baseline }: VisitState): LevelTrack {
  return {
    ...rest,
    ...(when && { when: { ...when, excess: againstLevel(when.excess, level, baseline) } }),
    ...(paused && { paused: { ...paused, excess: againstLevel(paused.excess, level, baseline) } }),
  };
}

/** Whether whatever met the level meets it still (`easier`), or whatever cleared it has cleared it still (`harder`). */
export function directionOf(
  was: RuleLevel,
  level: RuleLevel,
  kind: VitalAlertKind,
  { baseline }: Pick<VisitState, 'baseline'>,
): 'same' | 'easier' | 'harder' | 'mixed' {
  const steps = LIMIT_NAMES.map((name) => LIMIT_PLACE[name])
    .filter(({ alert, priority }) => alert === kind && priority === level.priority)
    .flatMap(({ of }) => {
      const from = leafOf(was.when, of);
      const to = leafOf(level.when, of);
      const before = from && resolve(from.than, of, baseline);
      const after = to && resolve(to.than, of, baseline);
      if (!to || before === undefined || after === undefined || before === after) return [];
      return [isUpper(to.is) === after < before ? ('easier' as const) : ('harder' as const)];
    });
  const [first] = steps;
  if (first === undefined) return 'same';
  return steps.every((each) => each === first) ? first : 'mixed';
}

/** What the text of an open alert says, and whether its newest value is still beyond a limit. */
function reread(state: VisitState, rule: VitalRule, alert: Alert): Alert {
  const { baseline } = state;
  const level = rule.levels.find(({ priority }) => priority === alert.priority);
  const said = level && alert.excess ? { ...alert, excess: againstLevel(alert.excess, level, baseline) } : alert;
  const reading = newestOf(state, rule.alert);
  const values: Values = reading ?? {};
  return reading === undefined || alert.condition === 'no-data' ? said : measuredAgain(said, rule, values, baseline);
}
