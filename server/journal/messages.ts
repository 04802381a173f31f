/** Between the main thread and the journal's two threads. */
import type { Duration } from '#core/reading.ts';
import type { Trend } from '#protocol/trend.ts';
import type { JournalTrouble, StreamRef, Verified } from './journal.ts';
import type { Removal, Removed } from './remove-stream.ts';
import type { JournalEvent, Row } from './rows.ts';

export interface ThreadOptions {
  readonly path: string;
  readonly siteId: string;
  readonly testSeams: boolean;
  /** Of a group's site: where its transactions must stand too, and under which lease. */
  readonly postgres?: {
    readonly url: string;
    readonly epoch: number;
    readonly nodeId: string | undefined;
    /** Of this opening of the journal: the same for every thread that writes for it. */
    readonly run: string;
    readonly demo: boolean;
    readonly answerMs: Duration;
  };
}

export type ToWriter =
  | { readonly type: 'commit'; readonly batch: number; readonly rows: readonly Row[] }
  | { readonly type: 'remove'; readonly id: number; readonly removal: Removal }
  | { readonly type: 'overwrite'; readonly id: number }
  | { readonly type: 'close' }
  | { readonly type: 'test-hang'; readonly ms: number }
  | { readonly type: 'test-fill-disk'; readonly full: boolean }
  | { readonly type: 'test-crash' }
  /** Of a group's site: the thread dies once PostgreSQL has the next transaction, before its copy has it. */
  | { readonly type: 'test-crash-between' };

export type FailureCode = Exclude<JournalTrouble['code'], 'slow' | 'writer-stopped'>;

export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'committed'; readonly batch: number }
  | { readonly type: 'failed'; readonly batch: number; readonly code: FailureCode; readonly message: string }
  /** Another has the site: nothing was written, and nothing will be. */
  | { readonly type: 'lost'; readonly why: string }
  /** The answer to `remove` and to `overwrite`; `error`: nothing was changed. */
  | { readonly type: 'removed'; readonly id: number; readonly removed?: Removed; readonly error?: string };

export type Question =
  | { readonly type: 'read'; readonly stream: StreamRef; readonly sinceSeq: number }
  | { readonly type: 'trend'; readonly visitId: string; readonly sinceSeq: number }
  | { readonly type: 'verify'; readonly stream: StreamRef };

export interface ReaderAnswers {
  readonly read: readonly JournalEvent[];
  readonly trend: Trend;
  readonly verify: Verified;
}
