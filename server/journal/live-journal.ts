/** The journal of a running server: what must be answered at once stands in memory, the rest is asked of its threads. */
import type { AuditEvent } from '#core/audit/audit-event.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Duration, Instant, ReadingIdentity } from '#core/reading.ts';
import type { PlanEvent } from '#core/schedule/plan.ts';
import type { SiteEvent } from '#core/site-state.ts';
import type { Trend } from '#protocol/trend.ts';
import type { ClockAnchor } from '../clock.ts';
import type { AskedThread } from '../threads/asked-thread.ts';
import type { CommitQueue } from './commit-queue.ts';
import type {
  Appended,
  AuditStream,
  CommitFigures,
  Durable,
  Journal,
  JournalSeams,
  JournalTrouble,
  LateReading,
  Patient,
  PatientStream,
  RunningStream,
  SecretKind,
  SiteStream,
  StreamHead,
  StreamRef,
  Verified,
  VisitStream,
} from './journal.ts';
import type { Lock } from './lock.ts';
import type { Question, ReaderAnswers } from './messages.ts';
import { patientEvents, storedEvents, streamsOf, streamsUnsigned } from './read-rows.ts';
import type { Opening } from './opening.ts';
import type { Removal, Removed } from './remove-stream.ts';
import { streamKey, toRow } from './rows.ts';
import type { JournalEvent } from './rows.ts';
import { connectReadOnly } from './schema.ts';

export interface LiveParts {
  readonly path: string;
  readonly opening: Opening;
  readonly lock: Lock;
  readonly queue: CommitQueue;
  readonly reader: AskedThread<Question, ReaderAnswers>;
  readonly listeners: Set<(trouble: JournalTrouble | undefined) => void>;
  readonly seams: JournalSeams | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class LiveJournal implements Journal {
  readonly siteId;
  readonly demo;
  readonly lastJournaledAt;
  readonly demoClock;
  readonly devicesSeen;
  declare readonly seams?: JournalSeams;
  readonly #parts: LiveParts;
  readonly #heads: Map<string, Mutable<StreamHead>>;
  #closing: Promise<{ readonly lost: number }> | undefined;

  constructor(parts: LiveParts) {
    const { opening, seams } = parts;
    this.#parts = parts;
    this.siteId = opening.siteId;
    this.demo = opening.demo;
    this.demoClock = opening.demoClock;
    this.devicesSeen = opening.devicesSeen;
    this.#heads = new Map(opening.heads.map((head) => [streamKey(head.stream), { ...head }]));
    this.lastJournaledAt = opening.heads.reduce((latest, { lastAt }) => Math.max(latest, lastAt), 0);
    if (seams !== undefined) this.seams = seams;
  }

  append(stream: StreamRef, events: readonly JournalEvent[]): Appended {
    if (this.#closing !== undefined) throw new Error('The journal is closed.');
    const head = this.#heads.get(streamKey(stream));
    const first = (head?.seq ?? 0) + 1;
    const rows = events.map((event, index) => toRow(stream, first + index, event));
    for (const event of events) {
      this.#moveHead(stream, event);
      if (event.type === 'reading-recorded') this.#parts.opening.received.add(event.source);
    }
    return { first, last: first + rows.length - 1, ...this.#parts.queue.give(rows) };
  }

  #moveHead(stream: StreamRef, { type, at }: JournalEvent): void {
    const key = streamKey(stream);
    const head = this.#heads.get(key) ?? { stream, seq: 0, firstAt: at, lastAt: at, ended: false };
    head.seq++;
    head.lastAt = Math.max(head.lastAt, at);
    head.ended ||= type === 'visit-ended';
    this.#heads.set(key, head);
  }

  hasReading(source: ReadingIdentity): boolean {
    return this.#parts.opening.received.has(source);
  }

  quarantine(late: LateReading): Durable {
    this.#parts.opening.received.add(late.source);
    return this.#parts.queue.give([{ table: 'quarantine', late }]);
  }

  putPatient(patient: Patient): Durable {
    this.#parts.opening.patients.set(patient.patientId, patient);
    return this.#parts.queue.give([{ table: 'patients', patient }]);
  }

  getPatient(patientId: string): Patient | undefined {
    return this.#parts.opening.patients.get(patientId);
  }

  putDemoClock(demoClock: ClockAnchor): Durable {
    return this.#parts.queue.give([{ table: 'meta', key: 'demoClock', value: JSON.stringify(demoClock) }]);
  }

  putSecret(kind: SecretKind, id: string, value: string | null): Durable {
    const { secrets } = this.#parts.opening;
    const ofKind = secrets.get(kind) ?? new Map<string, string>();
    if (value === null) ofKind.delete(id);
    else ofKind.set(id, value);
    secrets.set(kind, ofKind);
    return this.#parts.queue.give([{ table: 'secrets', kind, id, value }]);
  }

  secrets(kind: SecretKind): ReadonlyMap<string, string> {
    return this.#parts.opening.secrets.get(kind) ?? new Map();
  }

  putDevicesSeen(value: string): Durable {
    return this.#parts.queue.give([{ table: 'meta', key: 'devicesSeen', value }]);
  }

  streams(): readonly StreamHead[] {
    return [...this.#heads.values()];
  }

  /** From now on nobody appends to it or holds it; should it stay, it is as it was. */
  async remove(removal: Removal): Promise<Removed> {
    const key = streamKey(removal);
    const head = this.#heads.get(key);
    this.#heads.delete(key);
    let isRemoved = false;
    try {
      const removed = await this.#parts.queue.removals.remove(removal);
      isRemoved = removed.removed;
      if (isRemoved && removal.kind === 'patient') this.#parts.opening.patients.delete(removal.id);
      return removed;
    } finally {
      if (!isRemoved && head !== undefined && !this.#heads.has(key)) this.#heads.set(key, head);
    }
  }

  overwrite(): Promise<void> {
    return this.#parts.queue.removals.overwrite();
  }

  loadSite(): readonly SiteEvent[] {
    const db = connectReadOnly(this.#parts.path);
    try {
      const site = streamsOf(db).find(({ stream }) => stream.kind === 'site');
      return site === undefined ? [] : ([...storedEvents(db, site.number)] as SiteEvent[]);
    } finally {
      db.close();
    }
  }

  *loadVisits(): Generator<RunningStream> {
    const db = connectReadOnly(this.#parts.path);
    try {
      for (const { number, stream, ended } of streamsOf(db)) {
        if (stream.kind !== 'visit' || ended) continue;
        const since = (seq: number) => storedEvents(db, number, seq) as Iterable<VisitEvent>;
        yield { visitId: stream.id, events: since(0), since };
      }
    } finally {
      db.close();
    }
  }

  *loadUnsigned(): Generator<{ readonly visitId: string; readonly events: Iterable<VisitEvent> }> {
    const db = connectReadOnly(this.#parts.path);
    try {
      const unsigned = streamsUnsigned(db);
      for (const { number, stream, ended } of unsigned.size > 0 ? streamsOf(db) : []) {
        if (!ended || !unsigned.has(number)) continue;
        yield { visitId: stream.id, events: storedEvents(db, number) as Iterable<VisitEvent> };
      }
    } finally {
      db.close();
    }
  }

  loadPlans(since: Instant): readonly PlanEvent[] {
    const db = connectReadOnly(this.#parts.path);
    try {
      return patientEvents(db, since) as PlanEvent[];
    } finally {
      db.close();
    }
  }

  read(stream: VisitStream, sinceSeq?: number): Promise<readonly VisitEvent[]>;
  read(stream: SiteStream, sinceSeq?: number): Promise<readonly SiteEvent[]>;
  read(stream: PatientStream, sinceSeq?: number): Promise<readonly PlanEvent[]>;
  read(stream: AuditStream, sinceSeq?: number): Promise<readonly AuditEvent[]>;
  async read(stream: StreamRef, sinceSeq = 0): Promise<readonly JournalEvent[]> {
    return this.#parts.reader.ask({ type: 'read', stream, sinceSeq });
  }

  trend(visitId: string, sinceSeq = 0): Promise<Trend> {
    return this.#parts.reader.ask({ type: 'trend', visitId, sinceSeq });
  }

  verify(stream: StreamRef): Promise<Verified> {
    return this.#parts.reader.ask({ type: 'verify', stream });
  }

  get pending(): number {
    return this.#parts.queue.pending;
  }

  get figures(): CommitFigures {
    return this.#parts.queue.figures;
  }

  get trouble(): JournalTrouble | undefined {
    return this.#parts.queue.trouble;
  }

  onTrouble(listener: (trouble: JournalTrouble | undefined) => void): () => void {
    this.#parts.listeners.add(listener);
    return () => this.#parts.listeners.delete(listener);
  }

  close(giveUpMs: Duration = 5_000): Promise<{ readonly lost: number }> {
    this.#closing ??= this.#closeOnce(giveUpMs);
    return this.#closing;
  }

  async #closeOnce(giveUpMs: Duration): Promise<{ readonly lost: number }> {
    const lost = await this.#parts.queue.close(giveUpMs);
    await this.#parts.reader.close();
    this.#parts.lock.release();
    return { lost };
  }
}
