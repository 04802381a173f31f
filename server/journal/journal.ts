/**
 * The journal: the append-only truth of a site, and what may be asked of it (docs/SPEC.md, JR; docs/adr/0006-journal.md).
 * `openJournal` in open-journal.ts makes one. Appending is synchronous and never waits for the disk; `durable` does.
 */
import type { AuditEvent } from '#core/audit/audit-event.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Duration, Instant, Reading, ReadingIdentity } from '#core/reading.ts';
import type { PlanEvent } from '#core/schedule/plan.ts';
import type { SiteEvent } from '#core/site-state.ts';
import type { Trend } from '#protocol/trend.ts';
import type { ClockAnchor } from '../clock.ts';
import type { Histogram } from '../metrics/histogram.ts';
import type { Removal, Removed } from './remove-stream.ts';

export interface VisitStream {
  readonly kind: 'visit';
  readonly id: string;
}
export interface SiteStream {
  readonly kind: 'site';
  readonly id: string;
}
export interface PatientStream {
  readonly kind: 'patient';
  readonly id: string;
}
/** One a day; its id is the day in UTC, `2026-11-21`. */
export interface AuditStream {
  readonly kind: 'audit';
  readonly id: string;
}
/** What is left of streams that the clinic's rule removed. There is one; its id is `journal.siteId`; only the writer's thread adds to it. */
export interface TombstoneStream {
  readonly kind: 'tombstones';
  readonly id: string;
}
/** One ordered sequence of events. There is one site stream; its id is `journal.siteId`. */
export type StreamRef = VisitStream | SiteStream | PatientStream | AuditStream | TombstoneStream;

/** Where a stream stands. */
export interface StreamHead {
  readonly stream: StreamRef;
  /** Of its newest event; the first is 1. */
  readonly seq: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** A visit that has its `visit-ended`; it still takes late readings and signatures. */
  readonly ended: boolean;
}

/** Resolves once it is on the disk. It never rejects: while the disk refuses, it waits (see `onTrouble`). */
export interface Durable {
  readonly durable: Promise<void>;
}

export interface Appended extends Durable {
  /** The seqs given to the events, first and last; `last` is `first - 1` when there was none. */
  readonly first: number;
  readonly last: number;
}

export interface Patient {
  readonly patientId: string;
  readonly name: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly recordNumber?: string;
}

/** `code`: one-time codes of screens and people. */
export type SecretKind = 'pin' | 'password' | 'session' | 'code' | 'adapter-key';

/** A reading that belongs to no visit Vigil knows: kept, never shown as the present patient's. */
export interface LateReading {
  readonly source: ReadingIdentity;
  readonly reading: Reading;
  /** When it was received. */
  readonly at: Instant;
  readonly reason: string;
}

/** The disk does not take what it is given. Nothing is dropped: it waits in order in memory and is tried again. */
export interface JournalTrouble {
  readonly code: 'full' | 'slow' | 'busy' | 'io' | 'writer-stopped';
  /** A sentence for a screen or a log. */
  readonly reason: string;
  /** How long the oldest waiting event has waited (real time). */
  readonly waitingMs: Duration;
  /** Rows that wait in memory. */
  readonly pending: number;
  /** More than PENDING_LIMIT rows wait: take no late readings any more (adapters keep them), only live ones. */
  readonly overLimit: boolean;
}

export type Verified =
  | { readonly ok: true; readonly rows: number }
  /** `seq` is the first row that is not as it was written; 0 when it is the stream's own row. */
  | { readonly ok: false; readonly seq: number; readonly message: string };

/** Since the start. */
export interface CommitFigures {
  /** Real ms from handing a transaction to the writer until it is on the disk, its tries included. */
  readonly commitMs: Histogram;
  readonly rows: Histogram;
  /** Tries that the disk refused. */
  readonly failures: number;
}

/** Of a visit that is not over; read while it is iterated. */
export interface RunningStream {
  readonly visitId: string;
  readonly events: Iterable<VisitEvent>;
  /** Those after this seq. */
  since(seq: number): Iterable<VisitEvent>;
}

export interface Journal {
  readonly siteId: string;
  readonly demo: boolean;
  /** The newest `at` in the journal when it was opened; 0 when it was new. */
  readonly lastJournaledAt: Instant;
  /** Of the run before; undefined in a new database and in a real one. */
  readonly demoClock: ClockAnchor | undefined;
  /** What was last put by `putDevicesSeen`; undefined in a new database. */
  readonly devicesSeen: string | undefined;

  /** Gives each event the next seq of its stream at once; the events of one call are stored together or not at all. */
  append(stream: VisitStream, events: readonly VisitEvent[]): Appended;
  append(stream: SiteStream, events: readonly SiteEvent[]): Appended;
  /** Planned visits of one patient: with the name's own stream they go when the name goes. */
  append(stream: PatientStream, events: readonly PlanEvent[]): Appended;
  append(stream: AuditStream, events: readonly AuditEvent[]): Appended;

  /** Whether this reading was appended or put in quarantine before, by this run or an earlier one; true at once after either. */
  hasReading(source: ReadingIdentity): boolean;
  quarantine(late: LateReading): Durable;

  /** Names live here alone, never in an event. Known to `getPatient` at once. */
  putPatient(patient: Patient): Durable;
  getPatient(patientId: string): Patient | undefined;
  putDemoClock(anchor: ClockAnchor): Durable;
  /** Hashes that prove people, screens and adapters; never the secret itself. By `SecretKind` and id; null forgets. Known to `secrets` at once. */
  putSecret(kind: SecretKind, id: string, value: string | null): Durable;
  secrets(kind: SecretKind): ReadonlyMap<string, string>;
  /** Beside the truth, not part of it: when each device was last heard and what it says of itself, as JSON. */
  putDevicesSeen(devices: string): Durable;

  streams(): readonly StreamHead[];

  /**
   * One whole stream goes and leaves its tombstone, in a transaction of its own between those of events. Whether the rule and nobody's hold
   * allow it is the caller's to know; rejects when the disk refuses, with nothing changed.
   */
  remove(removal: Removal): Promise<Removed>;
  /** After removals: no page of the names holds a copy of one that went, and the write-ahead log is emptied as far as readers let it. */
  overwrite(): Promise<void>;

  /** At the start only: they read on the calling thread. */
  loadSite(): readonly SiteEvent[];
  /** Visits without an end, oldest first, each with its events in order. Fold each before asking for the next. */
  loadVisits(): Iterable<RunningStream>;
  /** The visits that are over in which an order is neither co-signed nor disputed. */
  loadUnsigned(): Iterable<{ readonly visitId: string; readonly events: Iterable<VisitEvent> }>;
  /** Planned visits whose newest event is of `since` or later, each patient's in order. */
  loadPlans(since: Instant): readonly PlanEvent[];

  /** These read in a thread of their own, and see what is on the disk. `sinceSeq`: only events after it. */
  read(stream: VisitStream, sinceSeq?: number): Promise<readonly VisitEvent[]>;
  read(stream: SiteStream, sinceSeq?: number): Promise<readonly SiteEvent[]>;
  read(stream: PatientStream, sinceSeq?: number): Promise<readonly PlanEvent[]>;
  read(stream: AuditStream, sinceSeq?: number): Promise<readonly AuditEvent[]>;
  trend(visitId: string, sinceSeq?: number): Promise<Trend>;
  verify(stream: StreamRef): Promise<Verified>;

  /** Rows not yet on the disk. */
  readonly pending: number;
  readonly figures: CommitFigures;
  readonly trouble: JournalTrouble | undefined;
  /** Called when trouble begins, changes its code, and (with undefined) when everything is on the disk again. Returns how to stop. */
  onTrouble(listener: (trouble: JournalTrouble | undefined) => void): () => void;

  /** Writes what waits, then closes; gives up on a disk that does not answer within `giveUpMs` (5 s) and tells how many rows were lost. A second call gives the answer of the first. */
  close(giveUpMs?: Duration): Promise<{ readonly lost: number }>;

  /** Only with the `testSeams` option. */
  readonly seams?: JournalSeams;
}

/** What tests may do to the writer. */
export interface JournalSeams {
  /** The writer's thread stands still. */
  hang(ms: Duration): void;
  /** The disk is full from now on (SQLITE_FULL), or has room again. */
  fillDisk(full: boolean): void;
  /** The writer's thread dies. */
  crash(): void;
  /** Of a group's site: it dies once PostgreSQL has the next transaction, before the copy has it. Otherwise as `crash`. */
  crashBetween(): void;
  /** Transactions committed so far by this run. */
  commits(): number;
}

/** About eight hours of twenty chairs, some 200 MB. */
export const PENDING_LIMIT = 600_000;

export interface JournalOptions {
  /** Marks a new database; an existing one of the other sort is refused. */
  readonly demo?: boolean;
  /** The site's id in a new database. */
  readonly newId?: () => string;
  /** A commit that takes longer is trouble of code `slow`. */
  readonly slowMs?: Duration;
  /** Rows waiting in memory above which `overLimit` is told. */
  readonly pendingLimit?: number;
  readonly testSeams?: boolean;
}
