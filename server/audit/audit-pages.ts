/** The audit, a page at a time, backwards; asked in the history's thread. */
import type { DatabaseSync } from 'node:sqlite';
import type { AuditLine } from '#core/audit/audit-line.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { AuditFilter, AuditPage, SealNow } from '#protocol/audit.ts';
import { AuditLines } from './audit-lines.ts';
import { newestBy, prepareAudit, rowsOf } from './audit-query.ts';
import type { Place } from './audit-query.ts';

const DAY: Duration = 86_400_000;
/** How long one answer may look for lines, real ms: other questions wait behind it. */
const LOOK_MS: Duration = 200;
const MOST_DAYS = 32;
const LAST = Number.MAX_SAFE_INTEGER;
/** Below it lies all of this instant and of what was before. */
const upTo = (at: Instant): Place => ({ at, stream: LAST, seq: LAST });

export interface AuditQuestion {
  readonly filter: AuditFilter;
  /** The `next` of the answer before. */
  readonly after: string | undefined;
  readonly limit: number;
}

export class AuditPages {
  readonly #db: DatabaseSync;
  readonly #realNow: () => number;

  constructor(db: DatabaseSync, realNow: () => number = () => performance.now()) {
    this.#db = db;
    this.#realNow = realNow;
    prepareAudit(db);
  }

  page({ filter, after, limit }: AuditQuestion): AuditPage {
    const until = this.#realNow() + LOOK_MS;
    const names = new AuditLines(this.#db);
    const oldest = filter.from ?? 0;
    const lines: AuditLine[] = [];
    let below = after === undefined ? beforeOf(filter) : placeOf(after);
    // Years in which nothing fits are passed in longer and longer steps: what is in memory is bounded by the limit alone.
    for (let days = 1; ; days = Math.min(days * 2, MOST_DAYS)) {
      const newest = newestBy(this.#db, below.at);
      if (newest === undefined || newest < oldest) return this.#answer(lines, undefined, oldest);
      // What lies between has nothing.
      if (newest < below.at) below = upTo(newest);
      const from = Math.max(oldest, dayOf(newest) - (days - 1) * DAY);
      const left = limit - lines.length;
      const rows = rowsOf(this.#db, filter, { below, from, limit: left + 1 });
      lines.push(...rows.slice(0, left).map((row) => names.lineOf(row)));
      const last = rows[left - 1];
      if (rows.length > left && last) return this.#answer(lines, last, last.at);
      below = upTo(from - 1);
      if (from <= oldest) return this.#answer(lines, undefined, oldest);
      if (lines.length === limit || this.#realNow() >= until) return this.#answer(lines, below, from);
    }
  }

  #answer(lines: readonly AuditLine[], next: Place | undefined, lookedBackTo: Instant): AuditPage {
    const lastSeal = this.#lastSeal();
    const written = next ? `${next.at}.${next.stream}.${next.seq}` : null;
    return { lines, next: written, lookedBackTo, ...(lastSeal && { lastSeal }) };
  }

  #lastSeal(): SealNow | undefined {
    const row = this.#db.prepare('SELECT seal, at, key FROM seals ORDER BY seal DESC LIMIT 1').get();
    return row && ({ ...row } as unknown as SealNow);
  }
}

/** The day in UTC, as the audit's streams have it. */
const dayOf = (at: Instant): Instant => Math.floor(at / DAY) * DAY;

const beforeOf = ({ before }: AuditFilter): Place => upTo(before === undefined ? LAST : before - 1);

function placeOf(next: string): Place {
  const [at = 0, stream = 0, seq = 0] = next.split('.').map(Number);
  return { at, stream, seq };
}
