/**
 * A typed "no". Expected failures are values, never exceptions.
 * `message` is a sentence a person can act on: it names what was wrong and the way out.
 */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

export const REFUSAL_CODES = [
  'malformed',
  /** Nobody is signed in, and the browser has no place here. */
  'signed-out',
  /** Somebody is signed in at a screen that has locked itself. */
  'locked',
  'not-allowed',
  'wrong-phase',
  'not-found',
  'conflict',
  'not-ready',
  'out-of-range',
  'needs-confirmation',
  'needs-provider',
  'unknown-device',
  'no-visit',
  'future',
  'stale',
  'emulated-device',
  'too-many',
  'other-build',
  'unavailable',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: RefusalCode, message: string): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code, message },
});
