/** What set-up asks for, and how far it is. What the start needs is decided by the server; this only counts. */
import type { SetUp } from '#core/setup.ts';

const ALWAYS = ['cuffArm', 'oximeterHand', 'nurseName', 'providerName'] as const satisfies readonly (keyof SetUp)[];
const FOR_INFUSION = [
  'weightKg',
  'doseMgPerKg',
  'doseMg',
  'concentrationMgPerMl',
  'ivSite',
] as const satisfies readonly (keyof SetUp)[];

export function setUpFilled(
  setUp: SetUp,
  treatment: 'infusion' | 'administration',
): { readonly filled: number; readonly of: number } {
  const asked: readonly (keyof SetUp)[] = treatment === 'infusion' ? [...FOR_INFUSION, ...ALWAYS] : ALWAYS;
  const ride = setUp.ride || setUp.ridePlan ? 1 : 0;
  return { filled: asked.filter((field) => setUp[field] !== undefined).length + ride, of: asked.length + 1 };
}

/** mg/kg × kg, to a tenth of a milligram. A multiplication, not a recommendation. */
export const doseFor = (weightKg: number, mgPerKg: number): number => Math.round(weightKg * mgPerKg * 10) / 10;

/** What a changed weight or mg/kg records: with both known, the mg that follow from them go with it. */
export function withDose(before: SetUp, change: Pick<SetUp, 'weightKg' | 'doseMgPerKg'>): SetUp {
  const { weightKg, doseMgPerKg } = { ...before, ...change };
  if (weightKg === undefined || doseMgPerKg === undefined) return change;
  return { ...change, doseMg: doseFor(weightKg, doseMgPerKg) };
}
