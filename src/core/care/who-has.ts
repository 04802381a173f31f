/** Who has the patient now, for the screens, and who may not walk away (PH-116). */
import type { Instant } from '../reading.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { isSamePerson } from './care.ts';

export interface CareView {
  /** The nurse in charge; absent until one is named. */
  readonly nurseName?: string;
  readonly cover?: {
    readonly byName: string;
    readonly since: Instant;
    readonly until: Instant;
    /** It ran out, and nobody has said how it goes on. */
    readonly overdue: boolean;
  };
}

export function careView({ phase, setUp, care }: VisitState, now: Instant): CareView {
  const { nurseName } = setUp;
  const cover = phase.name === 'ended' ? undefined : care?.cover;
  return {
    ...(nurseName !== undefined && { nurseName }),
    ...(cover && { cover: { ...cover, overdue: now >= cover.until } }),
  };
}

/** The nurse in charge and whoever covers. */
export const namesOf = (care: CareView | null): readonly string[] =>
  [care?.nurseName, care?.cover?.byName].filter((name) => name !== undefined);

export const hasPatient = (care: CareView | null, name: string): boolean =>
  namesOf(care).some((each) => isSamePerson(each, name));

/**
 * May this person leave the screen of that chair, with nobody named at it after?
 * @param staysInCharge said so, and confirmed: the patient stays theirs, and the screen is nobody's (PH-168)
 */
export function mayLeave(
  { chair, care, phase }: { chair: { name: string }; care: CareView | null; phase: { name: string } | null },
  name: string,
  staysInCharge = false,
): Result<null> {
  if (staysInCharge) return accept(null);
  if (!phase || phase.name === 'ended' || !care || !hasPatient(care, name)) return accept(null);
  const { cover } = care;
  if (cover && isSamePerson(cover.byName, name))
    return refuse(
      'conflict',
      `You cover the patient on ${chair.name}: end the cover, or let another nurse take over, before you leave this screen. Or leave it and go on covering.`,
    );
  if (cover) return accept(null);
  return refuse(
    'conflict',
    `You have the patient on ${chair.name}: let another nurse take over or cover before you leave this screen. The menu has both. Or leave it and stay in charge.`,
  );
}
