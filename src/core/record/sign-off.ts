/** Nurse closes, provider signs; what comes later is an addendum. Folded from the visit's events after its end. */
import type { Instant } from '../reading.ts';

export interface Signature {
  readonly byName: string;
  readonly at: Instant;
}

export interface Addendum extends Signature {
  readonly addendumId: string;
  readonly text: string;
}

/** `contradictions`: the sentences that stood there when it was signed. */
export interface SignOff {
  readonly closed?: Signature & { readonly contradictions: readonly string[] };
  readonly signed?: Signature & { readonly contradictions: readonly string[] };
  /** Oldest first. */
  readonly addenda: readonly Addendum[];
}

export const NOT_SIGNED: SignOff = { addenda: [] };
