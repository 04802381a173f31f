/** Who a visit is for. Names live in a table of their own; here only what makes an identity impossible. */
import { accept, refuse, type Result } from './refusal.ts';

/** The oldest person on record lived 122 years. */
const MAX_AGE_YEARS = 122;

/**
 * A slip in a birth date makes the read-back of identity useless, so the impossible ones are refused.
 * @param birthDate ISO date
 * @param today ISO date in the clinic's zone
 */
export function checkBirthDate(birthDate: string, today: string): Result<null> {
  if (birthDate > today) return refuse('out-of-range', `A birth date of ${birthDate} lies in the future: correct it.`);
  const oldest = `${Number(today.slice(0, 4)) - MAX_AGE_YEARS}${today.slice(4)}`;
  if (birthDate < oldest)
    return refuse('out-of-range', `A birth date of ${birthDate} is more than ${MAX_AGE_YEARS} years ago: correct it.`);
  return accept(null);
}
