/** One line of the audit as people read it, whatever stream it comes from. */
import type { Instant } from '../reading.ts';

/** `acts`: commands that were done. `keeping`: of the record itself: its seals, backups, retention. */
export const AUDIT_KINDS = ['acts', 'refusals', 'sign-ins', 'reads', 'keeping'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export interface AuditLine {
  /** Of its place in the journal. */
  readonly id: string;
  readonly at: Instant;
  readonly kind: AuditKind;
  /** A person's name, or what it was where none is known. */
  readonly who: string;
  readonly what: string;
  /** What the chair was called then. */
  readonly chair?: string;
  /** The screen, the adapter or the address; absent: Vigil itself. */
  readonly from?: string;
  readonly visitId?: string;
}
