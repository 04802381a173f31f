/** How the sign-off of a record stands, in words. */
import type { SignOffStep } from '#core/record/sign-off.ts';

export const STATE: Readonly<Record<SignOffStep, string>> = {
  'to-close': 'Not closed yet',
  'to-sign': 'Closed, not signed yet',
  'to-see': 'Signed; what was added since, no provider has seen',
  signed: 'Closed and signed',
};

/** As a mark on a row of a list, where there is little room. */
export const MARK: Readonly<Record<Exclude<SignOffStep, 'signed'>, string>> = {
  'to-close': 'not closed',
  'to-sign': 'not signed',
  'to-see': 'addendum not seen',
};

/** Undefined where the sentences at the signature are those that stand there now, or there were none. */
export const otherThen = (then: readonly string[], now: readonly string[]): string | undefined =>
  then.length === 0 || JSON.stringify(then) === JSON.stringify(now) ? undefined : 'What did not agree then:';
