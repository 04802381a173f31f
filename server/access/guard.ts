/** A secret is looked at: at most so often from one source, never by how long it takes telling whether there is such a person. */
import { refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { Guess, Throttle } from './throttle.ts';
import { sourceOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

/** `waitMs`: until another try is looked at. */
export type Refused = Refusal & { readonly waitMs?: number };
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refused };

export interface Try<T> extends Guess {
  /** The value, or undefined when the secret is wrong; a refusal: nobody could look. */
  readonly look: () => Promise<Result<T | undefined>>;
  /** What a wrong secret is answered. */
  readonly wrong: Refusal;
}

export async function guarded<T>(
  throttle: Throttle,
  visitor: Visitor,
  { look, wrong, ...guess }: Try<T>,
): Promise<Checked<T>> {
  const source = sourceOf(visitor);
  const waitMs = throttle.waitMs(guess, source);
  if (waitMs > 0) return { ok: false, refusal: { ...tooMany(waitMs), waitMs } };
  throttle.tried(guess, source);
  const looked = await look();
  if (!looked.ok) throttle.unjudged(guess, source);
  else if (looked.value !== undefined) throttle.succeeded(guess, source);
  if (!looked.ok) return looked;
  return looked.value === undefined ? { ok: false, refusal: wrong } : { ok: true, value: looked.value };
}

const tooMany = (waitMs: number): Refusal =>
  refuse('too-many', `Too many tries: wait ${inWords(waitMs)}, then try again. Other screens are not held up.`).refusal;

const inWords = (ms: number): string => (ms < 120_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.ceil(ms / 60_000)} min`);
