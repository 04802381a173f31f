/** Nurse closes, provider signs; what comes later is an addendum. Folded from the visit's events after its end (PH-180). */
import type { Instant } from '../reading.ts';

export interface Signature {
  readonly byName: string;
  readonly at: Instant;
}

export interface Addendum extends Signature {
  readonly addendumId: string;
  readonly text: string;
  /** By whom of the providers, and when; a provider's own is seen as it is written. Absent: it waits for one. */
  readonly seen?: Signature;
}

/** `contradictions`: the sentences that stood there when it was signed. */
export interface SignOff {
  readonly closed?: Signature & { readonly contradictions: readonly string[] };
  readonly signed?: Signature & { readonly contradictions: readonly string[] };
  /** Oldest first. */
  readonly addenda: readonly Addendum[];
}

export const NOT_SIGNED: SignOff = { addenda: [] };

/** What is to be done with it: by a nurse or a provider, by a provider, by a provider since an addendum came, nothing. */
export const SIGN_OFF_STEPS = ['to-close', 'to-sign', 'to-see', 'signed'] as const;
export type SignOffStep = (typeof SIGN_OFF_STEPS)[number];

export function signOffStep({ closed, signed, addenda }: SignOff): SignOffStep {
  if (!closed) return 'to-close';
  if (!signed) return 'to-sign';
  return addenda.some(({ seen }) => !seen) ? 'to-see' : 'signed';
}

/** Characters of an addendum, at most. */
export const ADDENDUM_MAX = 2_000;
