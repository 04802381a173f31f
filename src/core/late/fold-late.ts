/** A reading that was not judged because it came too late: held against the limits of the phase it was measured in (AL-170). */
import type { Actor } from '../actor.ts';
import { excessOf, holds } from '../alerts/condition.ts';
import type { Values } from '../alerts/condition.ts';
import { delayOf } from '../alerts/delay.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import { doubtOf } from '../alerts/track.ts';
import { isToldTwice } from '../alone/told-twice.ts';
import type { VitalRule } from '../clinical-protocol.ts';
import { fedBy } from '../feeds.ts';
import type { PhaseName } from '../phase.ts';
import type { Instant, NibpReading, OximetryReading, Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { withReading } from './excursion.ts';
import type { Excursion, LateWhy } from './excursion.ts';
import { nothingLate } from './late.ts';
import { withRest } from './rest.ts';

type LateReading = OximetryReading | NibpReading;

/** @param reading one that `isJudged` refused. @param at when it was received. */
export function foldLate(state: VisitState, reading: Reading, at: Instant, by: Actor | undefined): VisitState {
  if (!isOfDevice(reading) || isRepeat(state, reading) || isJudgedAlone(state, reading, by)) return state;
  const { staleMs } = state.protocol.technical;
  const phase = phaseAt(state, reading.measuredAt);
  const late = state.late ?? nothingLate;
  let { excursions } = late;
  for (const rule of rulesOf(state)) {
    if (JUDGED_BY[rule.alert].reading !== reading.kind || !rule.phases.includes(phase)) continue;
    const found = beyond(state, rule, reading);
    if (found === undefined) continue;
    const before = excursions[rule.alert] ?? [];
    const after = withReading(before, found, staleMs);
    if (after !== before) excursions = { ...excursions, [rule.alert]: after };
  }
  return excursions === late.excursions ? state : { ...state, late: withRest({ ...late, excursions }, at + staleMs) };
}

/** What a person typed, that person has seen. */
const isOfDevice = (reading: Reading): reading is LateReading =>
  reading.kind === 'oximetry' || (reading.kind === 'nibp' && reading.byHand === undefined);

/** The newest one again is not late. */
function isRepeat(state: VisitState, reading: LateReading): boolean {
  if (reading.kind === 'oximetry') return reading.measuredAt === state.oximetry?.measuredAt;
  return state.bps.some(({ measuredAt }) => measuredAt === reading.measuredAt) || isToldTwice(state, reading);
}

/** A page that was alone judged what it read, and has told what came of it (AL-175). */
function isJudgedAlone({ told }: VisitState, { measuredAt }: LateReading, by: Actor | undefined): boolean {
  if (by?.kind !== 'adapter') return false;
  return (told?.stretches ?? []).some(
    ({ screenId, from, until }) => by.adapterId === `screen:${screenId}` && measuredAt >= from && measuredAt <= until,
  );
}

/** The phase the visit was in, as far as its present one still knows. */
function phaseAt({ phase }: VisitState, at: Instant): PhaseName {
  if (phase.name === 'baseline' || phase.name === 'ended') return phase.name;
  if (at < phase.infusion.startedAt) return 'baseline';
  if (phase.name === 'infusion' || at < phase.recovery.startedAt) return 'infusion';
  return phase.name === 'discharge' && at >= phase.monitoringEndedAt ? 'discharge' : 'recovery';
}

/** The reading as an excursion of its own; undefined: within the limits, or beyond a silent one alone. */
function beyond(state: VisitState, rule: VitalRule, reading: LateReading): Excursion | undefined {
  const { baseline } = state;
  const values: Values = reading;
  const met = rule.levels.filter(({ priority, when }) => priority !== 'low' && holds(when, values, baseline) === true);
  const [mildest] = met;
  const excess = mildest && excessOf(mildest, values, baseline);
  if (excess === undefined) return undefined;
  const { measuredAt } = reading;
  const doubt = doubtOf(reading);
  return {
    from: measuredAt,
    until: measuredAt,
    excess,
    needMs: Math.min(...met.map((level) => delayOf(level, doubt))),
    why: whyLate(state, reading),
    markIds: [],
    isTold: false,
  };
}

function whyLate({ links, watchedFrom }: VisitState, reading: LateReading): LateWhy {
  const kind = fedBy(reading);
  const link = kind && links?.[kind];
  const isAway = link !== undefined && (!link.connected || reading.measuredAt < link.since);
  return isAway || reading.measuredAt < watchedFrom ? 'disconnected' : 'late';
}
