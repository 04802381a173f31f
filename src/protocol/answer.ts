/** Every request on the wire is answered with this. */
import type { Refusal } from '#core/refusal.ts';

export type Answer<T = null> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly refusal: Refusal };
export type Ack<T = null> = (answer: Answer<T>) => void;
