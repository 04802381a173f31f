/** The trend of one visit, columnar, fetched by HTTP (`GET /api/visits/:visitId/trend?since=seq`); snapshots carry no history. */
import type { AlertKind } from '#core/alerts/alert.ts';
import type { Priority } from '#core/clinical-protocol.ts';

export interface Trend {
  /** The newest journal seq in it: ask again with `since`. */
  readonly upTo: number;
  /** One row a reading, by measurement time. A null is "no value": a gap on the chart. */
  readonly oximetry: {
    readonly at: readonly number[];
    readonly spo2Pct: readonly (number | null)[];
    readonly pulseBpm: readonly (number | null)[];
    /** Why a row has no SpO2, in words: `probe off`. Of such rows alone. */
    readonly absences?: readonly { readonly at: number; readonly reason: string }[];
  };
  readonly bps: readonly {
    readonly at: number;
    readonly systolicMmHg: number;
    readonly diastolicMmHg: number;
    readonly meanMmHg: number | null;
    readonly byHand: boolean;
  }[];
  /** Past and open alerts of the visit. */
  readonly alerts: readonly {
    readonly alertId: string;
    readonly kind: AlertKind;
    /** The highest it reached. */
    readonly priority: Priority;
    readonly text: string;
    readonly onsetAt: number;
    readonly endedAt: number | null;
    /** Who did first, and how long after it was issued; absent: nobody. */
    readonly acknowledged?: { readonly byName: string; readonly afterMs: number };
  }[];
}
