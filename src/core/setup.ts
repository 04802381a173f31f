/** What is recorded before the start. Every field is optional until the start needs it (decide names what is missing). */
export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

export interface SetUp {
  readonly weightKg?: number;
  readonly doseMgPerKg?: number;
  readonly doseMg?: number;
  readonly concentrationMgPerMl?: number;
  readonly lot?: string;
  readonly ivSite?: string;
  readonly cuffArm?: Side;
  readonly oximeterHand?: Side;
  readonly plannedMs?: number;
  readonly bpEveryMs?: number;
  readonly ride?: { readonly name: string; readonly phone: string };
  /** A provider's recorded plan instead of a ride. */
  readonly ridePlan?: { readonly plan: string; readonly byName: string };
  readonly nurseName?: string;
  readonly providerName?: string;
}
