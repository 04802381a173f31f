/** Which limits may be set for this patient, how far, and what is wrong with what somebody wants. The dialog and `decide` ask the same. */
import { isUpper } from '../alerts/condition.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import type { Comparison } from '../clinical-protocol.ts';
import type { VisitState } from '../visit-state.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import type { ChangedLimit, LimitName, LimitRange } from './limit-name.ts';
import { limitIn, LIMIT_PLACE } from './limit-table.ts';
import { limitWords } from './limit-words.ts';

export interface SettableLimit extends LimitRange {
  readonly name: LimitName;
  readonly is: Comparison;
  /** In force now, in the parameter's unit. */
  readonly limit: number;
  /** The protocol's for this patient: some follow the baseline. */
  readonly protocol: number;
  /** Absent: it is the protocol's. */
  readonly changed?: Omit<ChangedLimit, 'limit'>;
}

/** A number, or null: back to the protocol's. */
export type WantedLimits = Readonly<Partial<Record<LimitName, number | null>>>;

export interface LimitFault {
  readonly name: LimitName;
  /** Stands beside the field: `79 is not between 80 and 92.` */
  readonly message: string;
}

type Asked = Pick<VisitState, 'protocol' | 'baseline' | 'limits'>;

/** By what seldom changes: every view asks, many times a second. */
const worked = new WeakMap<object, { readonly asked: Asked; readonly settable: readonly SettableLimit[] }>();

/** In the order of `LIMIT_NAMES`; empty where the protocol gives no ranges. */
export function settableLimits(asked: Asked): readonly SettableLimit[] {
  const key = asked.baseline ?? asked.protocol;
  const known = worked.get(key);
  if (known?.asked.protocol === asked.protocol && known.asked.limits === asked.limits) return known.settable;
  const settable = workedOut(asked);
  const { protocol, baseline, limits } = asked;
  worked.set(key, { asked: { protocol, ...(baseline && { baseline }), ...(limits && { limits }) }, settable });
  return settable;
}

function workedOut(asked: Asked): readonly SettableLimit[] {
  const { protocol, baseline, limits } = asked;
  return LIMIT_NAMES.flatMap((name): readonly SettableLimit[] => {
    const range = protocol.patientLimits?.ranges[name];
    const own = limitIn(protocol.rules, name, baseline);
    const present = limitIn(rulesOf(asked), name, baseline);
    if (!range || !own || !present) return [];
    const { byName, at, reason } = limits?.changed[name] ?? {};
    return [
      {
        name,
        is: own.is,
        limit: present.limit,
        protocol: own.limit,
        ...range,
        ...(byName !== undefined && at !== undefined && reason !== undefined && { changed: { byName, at, reason } }),
      },
    ];
  });
}

/** What of the wanted is another limit than the one in force; `to` null is the protocol's. */
export function changesOf(
  settable: readonly SettableLimit[],
  wanted: WantedLimits,
): readonly { readonly of: SettableLimit; readonly to: number | null }[] {
  return settable.flatMap((of) => {
    const want = wanted[of.name];
    if (want === undefined) return [];
    const to = want === of.protocol ? null : want;
    const isAlready = to === null ? of.changed === undefined : to === of.limit;
    return isAlready ? [] : [{ of, to }];
  });
}

export function limitFaults(settable: readonly SettableLimit[], wanted: WantedLimits): readonly LimitFault[] {
  const numbers = new Map(settable.map(({ name, limit }) => [name, limit]));
  const changes = changesOf(settable, wanted);
  for (const { of, to } of changes) numbers.set(of.name, to ?? of.protocol);
  return changes.flatMap(({ of, to }) => {
    const message = (to === null ? undefined : outOfRange(of, to)) ?? outOfOrder(of, settable, numbers);
    return message === undefined ? [] : [{ name: of.name, message }];
  });
}

function outOfRange({ atLeast, atMost }: LimitRange, limit: number): string | undefined {
  if (!Number.isInteger(limit)) return 'It must be a whole number.';
  return limit >= atLeast && limit <= atMost ? undefined : `${limit} is not between ${atLeast} and ${atMost}.`;
}

/** A high limit is beyond its medium one, never the other way round. */
function outOfOrder(
  { name, is }: SettableLimit,
  settable: readonly SettableLimit[],
  numbers: ReadonlyMap<LimitName, number>,
): string | undefined {
  const { alert, of, priority } = LIMIT_PLACE[name];
  const other = settable.find(({ name: each }) => {
    const place = LIMIT_PLACE[each];
    return place.alert === alert && place.of === of && place.priority !== priority;
  });
  const limit = numbers.get(name);
  const beside = other && numbers.get(other.name);
  if (other === undefined || limit === undefined || beside === undefined) return undefined;
  const mustBeAbove = isUpper(is) === (priority === 'high');
  if (mustBeAbove ? limit > beside : limit < beside) return undefined;
  return `${limit} must be ${mustBeAbove ? 'above' : 'below'} the ${LIMIT_PLACE[other.name].priority} limit, ${beside}.`;
}

/** One sentence for each fault, with the name of its limit. */
export const faultSentences = (faults: readonly LimitFault[]): string =>
  faults.map(({ name, message }) => `${limitWords(name)}: ${message}`).join(' ');
