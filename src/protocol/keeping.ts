/** How long the record is kept, for an administrator; and the seal that stands over a visit, for whoever prints it. */
import type { Hold, Retention } from '#core/keeping/retention.ts';
import type { Instant } from '#core/reading.ts';
import type { Ack } from './answer.ts';
import type { CoveringSeal } from './printed-seal.ts';

export interface KeepingView {
  /** Null: everything is kept. */
  readonly rule: Retention | null;
  /** Those of visits that are there. */
  readonly holds: readonly Hold[];
  /** What would go now. */
  readonly going: { readonly visits: number; readonly audits: number; readonly patients: number };
  /** Older than the rule, and kept. */
  readonly kept: { readonly held: number; readonly openOrder: number; readonly notEnded: number };
  /** The end of the oldest visit. */
  readonly oldestAt: Instant | null;
  /** Why nothing goes for now. */
  readonly waits: string | null;
  /** Of this run of the server. */
  readonly lastRun: { readonly at: Instant; readonly removed: number; readonly trouble: string | null } | null;
  readonly lastSeal: { readonly seal: number; readonly at: Instant; readonly mac: string } | null;
  /** When the newest backup was begun that was sealed for. */
  readonly lastBackupAt: Instant | null;
}

/** Part of `ScreenToServer`. */
export interface KeepingRequests {
  /** An administrator's. */
  'keeping:look': (payload: Record<string, never>, ack: Ack<KeepingView>) => void;
  /** The newest seal, and where it found this visit: of anybody who is named. Null: nothing is sealed yet. */
  'seal:of': (payload: { readonly visitId: string }, ack: Ack<{ readonly covering: CoveringSeal | null }>) => void;
}
