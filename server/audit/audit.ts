/**
 * What the journal keeps of who was refused, who signed in and who read what (docs/SPEC.md, SEC-110; docs/adr/0022-audit.md). Accepted
 * commands stand in their visit's stream and the site's. Nothing here waits for the disk, and nothing here throws.
 */
import type { Actor } from '#core/actor.ts';
import { auditDay } from '#core/audit/audit-event.ts';
import type { AuditEntry, AuditEvent, AuditFrom, ReadRecord, RefusedBody } from '#core/audit/audit-event.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { Durable, Journal } from '../journal/journal.ts';
import { RefusalMinute } from './refusal-minute.ts';

/** Who it was, and from where. `actor: {kind: 'system'}` where nobody is known: an address, Vigil itself. */
export interface AuditSource {
  readonly actor: Actor;
  readonly from: AuditFrom;
}

export interface AuditDeps {
  readonly journal: Pick<Journal, 'append'>;
  /** Clinic time: when it happened. */
  readonly now: () => Instant;
  /** Real ms, only to tell minutes apart. */
  readonly realNow: () => number;
}

const MINUTE: Duration = 60_000;

export class Audit {
  readonly #deps: AuditDeps;
  readonly #refusals = new RefusalMinute((source, body) => this.#write(source, { ...body, from: source.from }));
  /** When each record was last read by each, real ms. */
  readonly #reads = new Map<string, number>();
  #minute: number | undefined;
  #isClosed = false;

  constructor(deps: AuditDeps) {
    this.#deps = deps;
  }

  /** Written now: a sign-in, a lock, a code, an export. */
  record({ actor, from }: AuditSource, entry: AuditEntry): void {
    this.#write({ actor, from }, { ...entry, from });
  }

  /** As `record`; resolves once it is on the disk, with false where nothing is taken any more. */
  async recordDurably({ actor, from }: AuditSource, entry: AuditEntry): Promise<boolean> {
    const written = this.#write({ actor, from }, { ...entry, from });
    await written?.durable;
    return written !== undefined;
  }

  /** The first of its sort from this source in a minute is written now, the others are counted. */
  refused(source: AuditSource, body: RefusedBody): void {
    this.tick();
    this.#refusals.take(source, body, this.#deps.now());
  }

  /** The same record read again by the same person from the same place within a minute is one reading of it. */
  read(source: AuditSource, what: ReadRecord, visitId?: string): void {
    const key = JSON.stringify([source, what, visitId]);
    const real = this.#deps.realNow();
    const last = this.#reads.get(key);
    if (last !== undefined && real - last < MINUTE) return;
    this.#reads.set(key, real);
    this.record(source, { type: 'record-read', what, ...(visitId !== undefined && { visitId }) });
  }

  /** Once a second or so: what was counted in a minute that is over is written. */
  tick(): void {
    const real = this.#deps.realNow();
    const minute = Math.floor(real / MINUTE);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#refusals.over();
    for (const [key, last] of this.#reads) if (real - last >= MINUTE) this.#reads.delete(key);
  }

  /** Writes what is counted, and takes nothing more. Before the journal is closed. */
  close(): void {
    this.#refusals.over();
    this.#isClosed = true;
  }

  #write({ actor }: AuditSource, body: DistributiveOmit<AuditEvent, 'at' | 'actor'>): Durable | undefined {
    if (this.#isClosed) return undefined;
    const at = this.#deps.now();
    return this.#deps.journal.append({ kind: 'audit', id: auditDay(at) }, [{ ...body, at, actor }]);
  }
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
