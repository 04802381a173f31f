/** The numbers of the rules: limits, how long they hold, where they end. */
import { isUpper, leavesOf } from '../alerts/condition.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import { ALERT_TITLE, COMPARISON_SIGN, PARAMETER_LABEL } from '../alerts/text.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type {
  ClinicalProtocol,
  Condition,
  Parameter,
  RuleLevel,
  Threshold,
  VitalAlertKind,
  VitalRule,
} from '../clinical-protocol.ts';
import type { Direction, LocatedField, Place, ProtocolField } from './field.ts';
import { followRange, leastClearS, limitRange, mostDelayS, offsetRange } from './rule-ranges.ts';
import type { Range } from './rule-ranges.ts';
import { keptNumber, type FieldUnit } from './unit.ts';

type Leaf = Extract<Condition, { readonly of: Parameter }>;
interface PlacedLeaf {
  readonly leaf: Leaf;
  /** Of its threshold. */
  readonly place: Place;
}

interface Judged {
  readonly unit: FieldUnit;
  /** Of where a level ends, and of a silent limit; of the others see rule-ranges.ts. */
  readonly from: number;
  readonly to: number;
}
export const JUDGED: Readonly<Record<Parameter, Judged>> = {
  spo2Pct: { unit: '%', from: 70, to: 99 },
  pulseBpm: { unit: '/min', from: 25, to: 200 },
  respiratoryRatePerMin: { unit: '/min', from: 3, to: 60 },
  systolicMmHg: { unit: 'mmHg', from: 50, to: 230 },
  diastolicMmHg: { unit: 'mmHg', from: 30, to: 150 },
  moaas: { unit: 'points', from: 0, to: 4 },
};

export const RULE_TITLE = Object.fromEntries(VITAL_ALERT_KINDS.map((kind) => [kind, ALERT_TITLE[kind]])) as Readonly<
  Record<VitalAlertKind, string>
>;
/** Low priority is the silent advisory. */
export const LEVEL_TITLE = { low: 'advisory', medium: 'medium', high: 'high' } as const;

const DURATIONS = [
  ['delayMs', 'held for', 'later'],
  ['poorSignalDelayMs', 'held for, in poor signal', 'later'],
  ['movedDelayMs', 'held for, while the finger moves', 'later'],
  ['clearMs', 'ends after', 'ends later'],
  ['poorSignalClearMs', 'ends after, in poor signal', 'ends later'],
] as const satisfies readonly (readonly [keyof RuleLevel, string, Direction])[];

export const ruleFields = ({ rules }: Pick<ClinicalProtocol, 'rules'>): readonly LocatedField[] =>
  rules.flatMap((rule, index) =>
    rule.levels.flatMap((level, at) => levelFields(rule, level, ['rules', index, 'levels', at])),
  );

function levelFields(rule: VitalRule, level: RuleLevel, place: Place): readonly LocatedField[] {
  const common = {
    alert: rule.alert,
    priority: level.priority,
    name: `${rule.alert} ${level.priority}`,
    of: `${RULE_TITLE[rule.alert]}, ${LEVEL_TITLE[level.priority]}`,
  };
  const whens = leavesAt(level.when, [...place, 'when']);
  const clears = leavesAt(level.clearsWhen, [...place, 'clearsWhen']);
  return [
    ...whens.flatMap((each, index) =>
      leafFields(each, {
        ...common,
        path: `${common.name}.when[${index}]`,
        before: '',
        isEnd: false,
        upIf: isUpper(each.leaf.is) ? 'less sensitive' : 'more sensitive',
        shown: shownWith(rule, place, each.leaf),
        splits: splitWith(each.leaf, clears),
      }),
    ),
    ...durations(rule, level, common, place),
    ...satFields(level, common, place),
    ...clears.flatMap((each, index) =>
      leafFields(each, {
        ...common,
        path: `${common.name}.clearsWhen[${index}]`,
        before: 'ends at ',
        isEnd: true,
        upIf: isUpper(each.leaf.is) ? 'ends later' : 'ends sooner',
        shown: [],
        splits: [],
        follows: whens,
      }),
    ),
  ];
}

interface LeafContext {
  readonly alert: VitalRule['alert'];
  readonly priority: RuleLevel['priority'];
  readonly isEnd: boolean;
  readonly of: string;
  readonly path: string;
  readonly before: string;
  readonly upIf: Direction;
  /** What the texts compare with, where that is this very threshold. */
  readonly shown: readonly Place[];
  /** Thresholds that are split at the same baseline. */
  readonly splits: readonly Place[];
  /** Where its split by the baseline is set, of one that only follows. */
  readonly follows?: readonly PlacedLeaf[];
}

function leafFields({ leaf, place }: PlacedLeaf, context: LeafContext): readonly LocatedField[] {
  const label = PARAMETER_LABEL[leaf.of];
  const { unit, ...any } = JUDGED[leaf.of];
  const [from, to] = (context.isEnd ? undefined : limitRange(context.alert, context.priority, leaf.of)) ?? [
    any.from,
    any.to,
  ];
  const said = `${context.before}${label} ${COMPARISON_SIGN[leaf.is]}`;
  const one = (
    key: string,
    title: string,
    value: number,
    more: Partial<ProtocolField> = {},
    alsoAt: readonly Place[] = [],
  ): LocatedField => ({
    path: key === '' ? context.path : `${context.path}.${key}`,
    group: 'limits',
    of: context.of,
    title,
    value,
    unit,
    atLeast: from,
    atMost: to,
    step: 1,
    up: context.upIf,
    ...more,
    places: [place, ...context.shown, ...alsoAt].map((each) => (key === '' ? each : [...each, key])),
  });
  const { than } = leaf;
  if (typeof than === 'number') return [one('', said, than)];
  if ('baselinePlus' in than) {
    const [atLeast, atMost] = offsetRange(leaf.of);
    return [one('baselinePlus', `${said} baseline and`, than.baselinePlus, { atLeast, atMost })];
  }
  if ('baselineTimes' in than) {
    const [atLeast, atMost] = followRange(context.alert, context.priority);
    const range = { unit: 'times', atLeast, atMost, step: 0.01 } as const;
    return [one('baselineTimes', `${said} baseline ×`, than.baselineTimes, range)];
  }
  const isOwn = !context.follows?.some((each) => isSplitAt(each.leaf.than, than.baselineBelow));
  const split = one(
    'baselineBelow',
    `${said}: which of the two, by a baseline under`,
    than.baselineBelow,
    { atLeast: any.from, atMost: any.to },
    context.splits,
  );
  const { up: _up, ...neutral } = split;
  return [
    one('then', `${said}, with a baseline under ${than.baselineBelow}`, than.then),
    one('otherwise', `${said}, with any other baseline`, than.otherwise),
    ...(isOwn ? [neutral] : []),
  ];
}

const isSplitAt = (than: Threshold, baselineBelow: number): boolean =>
  typeof than === 'object' && 'baselineBelow' in than && than.baselineBelow === baselineBelow;

/** Clearing thresholds that are split at the same baseline: that number is one. */
const splitWith = ({ than }: Leaf, clears: readonly PlacedLeaf[]): readonly Place[] =>
  typeof than === 'object' && 'baselineBelow' in than
    ? clears.filter(({ leaf }) => isSplitAt(leaf.than, than.baselineBelow)).map(({ place }) => place)
    : [];

/** `SpO₂ 84 < 90` of a high alert compares with the medium limit: its text follows that one. A level's own limit comes first. */
function shownWith(rule: VitalRule, [rules, index, levels, at]: Place, leaf: Leaf): readonly Place[] {
  return rule.levels.flatMap((level, i) => {
    const ownsIt = leavesOf(level.when).some((own) => isSame(own, level.shows));
    const follows = isSame(leaf, level.shows) && (i === at || !ownsIt);
    return follows && rules !== undefined && index !== undefined && levels !== undefined
      ? [[rules, index, levels, i, 'shows', 'than']]
      : [];
  });
}
const isSame = (a: Leaf, b: Leaf): boolean =>
  a.of === b.of && a.is === b.is && JSON.stringify(a.than) === JSON.stringify(b.than);

function leavesAt(condition: Condition, place: Place): readonly PlacedLeaf[] {
  if ('all' in condition) return condition.all.flatMap((part, i) => leavesAt(part, [...place, 'all', i]));
  if ('any' in condition) return condition.any.flatMap((part, i) => leavesAt(part, [...place, 'any', i]));
  return [{ leaf: condition, place: [...place, 'than'] }];
}

/** A cuff's value and an entry are one value: they have no delay, and none may be given (AL-20). */
function durations(rule: VitalRule, level: RuleLevel, { name, of }: Named, place: Place): readonly LocatedField[] {
  const isOne = JUDGED_BY[rule.alert].reading !== 'oximetry';
  const fields = DURATIONS.flatMap(([key, title, up]) => {
    const value = level[key];
    return value === undefined || (isOne && value === 0)
      ? []
      : [
          timeField(
            `${name}.${key}`,
            of,
            title,
            value,
            [...place, key],
            key === 'clearMs' || key === 'poorSignalClearMs'
              ? [leastClearS(rule.alert, level), 300]
              : [0, mostDelayS(rule.alert, level.priority, key)],
            up,
          ),
        ];
  });
  return level.confirmWithinMs === undefined
    ? fields
    : [
        ...fields,
        timeField(
          `${name}.confirmWithinMs`,
          of,
          'silent until a repeat, at most',
          level.confirmWithinMs,
          [...place, 'confirmWithinMs'],
          [30, 300],
          'later',
        ),
      ];
}

interface Named {
  readonly name: string;
  readonly of: string;
}

const timeField = (
  path: string,
  of: string,
  title: string,
  value: number,
  place: Place,
  [leastS, mostS]: Range,
  up: Direction,
): LocatedField => ({
  ...{
    path,
    group: 'limits',
    of,
    title,
    value,
    unit: 's',
    atLeast: keptNumber(leastS, 's'),
    atMost: keptNumber(mostS, 's'),
    step: keptNumber(1, 's'),
    up,
  },
  places: [place],
});

function satFields({ satSeconds }: RuleLevel, { name, of }: Named, place: Place): readonly LocatedField[] {
  if (satSeconds === undefined) return [];
  const at = (key: string): readonly Place[] => [[...place, 'satSeconds', key]];
  const group = 'limits';
  return [
    {
      ...{ path: `${name}.satSeconds.limit`, group, of, title: 'SatSeconds', value: satSeconds.limit, unit: '%·s' },
      ...{ atLeast: 5, atMost: 50, step: 1, up: 'less sensitive', places: at('limit') },
    },
    {
      ...{ path: `${name}.satSeconds.crossings`, group, of, title: 'falls below that alarm anyway', unit: 'points' },
      ...{
        value: satSeconds.crossings,
        atLeast: 2,
        atMost: 5,
        step: 1,
        up: 'less sensitive',
        places: at('crossings'),
      },
    },
    {
      ...{ path: `${name}.satSeconds.crossingsWithinMs`, group, of, title: 'falls below, within', unit: 's' },
      ...{ value: satSeconds.crossingsWithinMs, atLeast: 30_000, atMost: 300_000, step: 1_000, up: 'more sensitive' },
      places: at('crossingsWithinMs'),
    },
  ];
}
