/** Set-up: slips of the finger are refused, what may be right but looks wrong asks again (docs/SPEC.md, PH). */
import { isProvider } from '../authority.ts';
import { isSamePerson } from '../care/care.ts';
import type { DecideContext } from '../decide-context.ts';
import { minutes } from '../minutes.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SetUp } from '../setup.ts';
import type { VisitState } from '../visit-state.ts';
import { said } from './said.ts';

/** Bounds that catch a slipped decimal point; they say nothing about what is right for a patient. */
const TYPED: readonly (readonly [field: NumberField, name: string, unit: string, min: number, max: number])[] = [
  ['weightKg', 'The weight', 'kg', 20, 400],
  ['doseMgPerKg', 'The dose', 'mg/kg', 0.01, 10],
  ['doseMg', 'The dose', 'mg', 0.1, 1000],
  ['concentrationMgPerMl', 'The concentration', 'mg/mL', 0.01, 200],
];
type NumberField = 'weightKg' | 'doseMgPerKg' | 'doseMg' | 'concentrationMgPerMl';

/** What the pump was loaded with: fixed once it has started, so that the record says what was given. */
const FIXED_AT_START = ['weightKg', 'doseMgPerKg', 'doseMg', 'concentrationMgPerMl', 'plannedMs'] as const;

/** Shares are compared with a margin for binary fractions: 0.5 mg/kg × 80 kg must equal 40 mg. */
const MARGIN = 1e-9;

/** The set-up to record, texts trimmed; refused when impossible, or as `needs-confirmation` when it only looks wrong. */
export function checkSetUp(state: VisitState, setUp: SetUp, confirmed: boolean, ctx: DecideContext): Result<SetUp> {
  if (Object.keys(setUp).length === 0) return refuse('malformed', 'Nothing was entered: fill in a field.');
  if (state.phase.name !== 'baseline' && FIXED_AT_START.some((field) => setUp[field] !== undefined))
    return refuse(
      'wrong-phase',
      'Weight, dose, concentration and planned time are fixed since the start: record what differs as a note.',
    );
  if (state.phase.name !== 'baseline' && setUp.nurseName !== undefined && !isNurse(state, setUp.nurseName))
    return refuse(
      'wrong-phase',
      'Since the start the nurse in charge changes by a hand-over: who takes over says so in their own name.',
    );
  const wrong = outOfRange(state, setUp);
  if (wrong !== undefined) return refuse('out-of-range', wrong);
  const texts = withTexts(setUp, ctx);
  if (!texts.ok || confirmed) return texts;
  const doubtful = [weightChanged(state, setUp, ctx.lastWeightKg), doseDisagrees(state, setUp)].filter(
    (sentence) => sentence !== undefined,
  );
  return doubtful.length > 0 ? refuse('needs-confirmation', doubtful.join(' ')) : texts;
}

/** A slip of the finger in a number, as a sentence. */
export function typedOutOfRange(setUp: Pick<SetUp, NumberField>): string | undefined {
  for (const [field, name, unit, min, max] of TYPED) {
    const value = setUp[field];
    if (value !== undefined && !(value >= min && value <= max))
      return `${name} of ${value} ${unit} is not between ${min} and ${max}: read it again.`;
  }
  return undefined;
}

const isNurse = ({ setUp }: VisitState, name: string): boolean =>
  setUp.nurseName !== undefined && isSamePerson(setUp.nurseName, name);

function outOfRange({ protocol }: VisitState, setUp: SetUp): string | undefined {
  const slip = typedOutOfRange(setUp);
  if (slip !== undefined) return slip;
  const { minPlannedMs, maxPlannedMs, bpChoicesMs } = protocol.infusion;
  const { plannedMs, bpEveryMs } = setUp;
  if (plannedMs !== undefined && !(plannedMs >= minPlannedMs && plannedMs <= maxPlannedMs))
    return `A planned time of ${minutes(plannedMs)} min is not between ${minutes(minPlannedMs)} and ${minutes(maxPlannedMs)} min.`;
  if (bpEveryMs !== undefined && !bpChoicesMs.includes(bpEveryMs))
    return `A BP every ${minutes(bpEveryMs)} min is not one of the choices: ${bpChoicesMs.map(minutes).join(', ')} min.`;
  return undefined;
}

const TEXTS = [
  ['lot', 'The lot'],
  ['ivSite', 'The IV site'],
  ['nurseName', "The nurse's name"],
  ['providerName', "The provider's name"],
] as const;

function withTexts(setUp: SetUp, { actor }: DecideContext): Result<SetUp> {
  let trimmed = setUp;
  for (const [field, what] of TEXTS) {
    if (setUp[field] === undefined) continue;
    const text = said(setUp[field], what);
    if (!text.ok) return text;
    trimmed = { ...trimmed, [field]: text.value };
  }
  if (setUp.ride) {
    const name = said(setUp.ride.name, "The escort's name");
    if (!name.ok) return name;
    const phone = said(setUp.ride.phone, "The escort's phone");
    if (!phone.ok) return phone;
    trimmed = { ...trimmed, ride: { name: name.value, phone: phone.value } };
  }
  if (setUp.ridePlan) {
    if (actor.kind !== 'staff' || !isProvider(actor))
      return refuse(
        'needs-provider',
        'A plan instead of a ride is the provider’s to record: ask one, or name an escort.',
      );
    const plan = said(setUp.ridePlan.plan, 'The plan');
    if (!plan.ok) return plan;
    trimmed = { ...trimmed, ridePlan: { plan: plan.value, byName: actor.name } };
  }
  return accept(trimmed);
}

function weightChanged({ protocol }: VisitState, { weightKg }: SetUp, lastKg: number | undefined): string | undefined {
  if (weightKg === undefined || lastKg === undefined) return undefined;
  const share = Math.abs(weightKg - lastKg) / lastKg;
  if (share <= protocol.baseline.weightChangeShare + MARGIN) return undefined;
  return `${weightKg} kg differs by ${Math.round(share * 100)} % from ${lastKg} kg at the last visit: weigh again, or confirm.`;
}

function doseDisagrees(state: VisitState, setUp: SetUp): string | undefined {
  if (setUp.weightKg === undefined && setUp.doseMgPerKg === undefined && setUp.doseMg === undefined) return undefined;
  const { weightKg, doseMgPerKg, doseMg } = { ...state.setUp, ...setUp };
  if (weightKg === undefined || doseMgPerKg === undefined || doseMg === undefined) return undefined;
  const computedMg = doseMgPerKg * weightKg;
  if (Math.abs(doseMg - computedMg) <= computedMg * (state.protocol.baseline.doseDisagreementShare + MARGIN))
    return undefined;
  return `${doseMgPerKg} mg/kg × ${weightKg} kg is ${Number(computedMg.toFixed(1))} mg, not ${doseMg} mg: correct one, or confirm.`;
}
