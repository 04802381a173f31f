/**
 * What the audit keeps beside the commands, which are events of their visit or of the site already: refusals, sign-ins, reads of
 * records (docs/adr/0022-audit.md). One stream a day. Never a secret, a patient's name, or what somebody typed.
 */
import type { Recorded } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { RefusalCode } from '../refusal.ts';

/** Where it was done. Who did it is the actor: `system` where nobody is known. */
export type AuditFrom =
  /** `label`: of the place it is enrolled to; absent: of none. */
  | { readonly kind: 'screen'; readonly screenId: string; readonly label?: string }
  | { readonly kind: 'adapter'; readonly adapterId: string }
  /** A browser or program that proved nothing of itself. */
  | { readonly kind: 'address'; readonly address: string }
  /** Vigil itself. */
  | { readonly kind: 'server' }
  /** More of them than are told one by one. */
  | { readonly kind: 'others' };

/** One of the staff that something is about, where it is not who did it. */
export interface AuditedPerson {
  readonly staffId: string;
  readonly name: string;
}

/** What a one-time code is for. */
export type CodeFor =
  | { readonly kind: 'screen'; readonly label?: string }
  | { readonly kind: 'person'; readonly person?: AuditedPerson }
  | { readonly kind: 'first-run' };

export const SESSION_ENDINGS = [
  'signed-out',
  'too-old',
  'person-removed',
  'new-credential',
  'screen-removed',
  'signed-in-anew',
] as const;
export type SessionEnding = (typeof SESSION_ENDINGS)[number];

export const READ_RECORDS = [
  'past-visit',
  'history',
  'trend',
  'pulse-wave',
  'schedule',
  'waiting-names',
  'unsigned-orders',
  'unsigned-records',
  'namesakes',
  'visit-place',
  'transfer-sheet',
  'what-if',
  'audit',
  'vitals-csv',
  'events-csv',
  'report-pdf',
  'journal-json',
  'fhir-json',
] as const;
export type ReadRecord = (typeof READ_RECORDS)[number];

/** What somebody proved to be the person by. */
export type Opening = 'pin' | 'password' | 'code';

/** What is refused over and over may be counted: see `Counted`. */
export type RefusedBody =
  /** `person`: one of the staff; a name that is nobody's is not kept, people type passwords there. */
  | { readonly type: 'sign-in-refused'; readonly code: RefusalCode; readonly person?: AuditedPerson }
  | { readonly type: 'unlock-refused'; readonly code: RefusalCode; readonly person?: AuditedPerson }
  | { readonly type: 'code-refused'; readonly code: RefusalCode; readonly for?: CodeFor['kind'] }
  /** `act`: of the wire's own list, `chair:watch` or `alert:acknowledge`; "unknown" for one that is on none. */
  | {
      readonly type: 'act-refused';
      readonly act: string;
      readonly code: RefusalCode;
      readonly visitId?: string;
      readonly chairId?: string;
    }
  | { readonly type: 'connection-refused'; readonly to: 'screens' | 'adapters' | 'http'; readonly code: RefusalCode };

/** Absent: once. `since`: when the first of them came; they are written when their minute is over. */
export interface Counted {
  readonly count?: number;
  readonly since?: Instant;
}

export type AuditEventBody = { readonly from: AuditFrom } & (
  | { readonly type: 'signed-in'; readonly by: Opening }
  /** Of `person`, where an administrator or Vigil ended it. */
  | { readonly type: 'session-ended'; readonly why: SessionEnding; readonly person?: AuditedPerson }
  | { readonly type: 'locked'; readonly why: 'idle' | 'by-hand' }
  | { readonly type: 'unlocked'; readonly by: Opening }
  | { readonly type: 'code-made'; readonly for: CodeFor }
  | { readonly type: 'code-used'; readonly for: CodeFor }
  | (RefusedBody & Counted)
  | { readonly type: 'record-read'; readonly what: ReadRecord; readonly visitId?: string }
  /** `rows`: so many were written, all of them where `whole`. */
  | { readonly type: 'export-made'; readonly what: 'audit'; readonly rows: number; readonly whole: boolean }
  /** By Vigil itself, to the clinic's FHIR server. Written before the first of it leaves. */
  | { readonly type: 'record-sent'; readonly visitId: string; readonly to: string }
);
export type AuditEvent = Recorded<AuditEventBody>;

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
/** What is recorded as it happens, without where from. */
export type AuditEntry = Without<Exclude<AuditEventBody, RefusedBody>, 'from'>;

/** The stream of an instant: its day in UTC, `2026-11-21`. */
export const auditDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
