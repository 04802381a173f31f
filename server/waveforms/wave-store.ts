/** What the writer's thread does to the database: keeps each sample once, and forgets the oldest. */
import type { DatabaseSync } from 'node:sqlite';
import type { Duration, Instant } from '#core/reading.ts';
import { forgetVisits } from './forget-visits.ts';
import { usedBytes } from './schema.ts';
import { endOf, joinRows, middleOf, sourceKey, toBlob, toRow } from './wave-rows.ts';
import type { WaveRow, WaveSource } from './wave-rows.ts';
import type { KeptPleth } from './waveforms.ts';

const DAY_MS: Duration = 86_400_000;
/** Over the size, so much of the oldest wave goes at a time. */
const SLICE_MS: Duration = 600_000;

export interface WaveStoreLimits {
  readonly keptDays: number;
  readonly maxBytes: number;
}

export class WaveStore {
  readonly #db: DatabaseSync;
  readonly #limits: WaveStoreLimits;
  readonly #sql;
  #sources = new Map<string, number>();

  constructor(db: DatabaseSync, limits: WaveStoreLimits) {
    this.#db = db;
    this.#limits = limits;
    this.#sql = {
      findSource: db.prepare(
        'SELECT source FROM sources WHERE visit_id = ? AND device_id = ? AND sample_hz = ? AND full_scale = ? AND width = ?',
      ),
      putSource: db.prepare(
        'INSERT INTO sources (visit_id, device_id, sample_hz, full_scale, width) VALUES (?, ?, ?, ?, ?)',
      ),
      before: db.prepare(
        'SELECT at, length(samples) AS bytes FROM waves WHERE source = ? AND at <= ? ORDER BY at DESC LIMIT 1',
      ),
      putWave: db.prepare('INSERT OR IGNORE INTO waves (source, at, samples) VALUES (?, ?, ?)'),
      // By way of the sources: each looks into the key of its own waves, no table is read from end to end.
      byAge: db.prepare(
        `SELECT source, at FROM (
           SELECT source, (SELECT at FROM waves WHERE waves.source = sources.source ORDER BY at LIMIT 1) AS at FROM sources
         ) WHERE at IS NOT NULL ORDER BY at`,
      ),
      forget: db.prepare('DELETE FROM waves WHERE source = ? AND at < ?'),
      forgetEmpty: db.prepare(
        'DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM waves WHERE waves.source = sources.source)',
      ),
    };
  }

  /** One transaction. A packet that is there already, whole or in a longer row, changes nothing. */
  keep(packets: readonly KeptPleth[]): void {
    this.#inOne(() => {
      const fresh = new Map<string, WaveRow[]>();
      for (const row of packets.map(toRow)) {
        const key = sourceKey(row.source);
        const known = fresh.get(key) ?? [];
        if (!this.#isKnown(row, known)) fresh.set(key, [...known, row]);
      }
      for (const { source, at, samples } of joinRows([...fresh.values()].flat()))
        this.#sql.putWave.run(this.#number(source), at, toBlob(samples, source.width));
    });
  }

  /** The oldest go: by age, then by size. @returns how many rows. */
  tidy(now: Instant): number {
    const tooOld = now - this.#limits.keptDays * DAY_MS;
    let removed = 0;
    for (const { source, at } of this.#byAge()) if (at < tooOld) removed += this.#forget(source, tooOld);
    while (usedBytes(this.#db) > this.#limits.maxBytes) {
      const [oldest] = this.#byAge();
      if (!oldest) break;
      removed += this.#forget(oldest.source, oldest.at + SLICE_MS);
    }
    return removed;
  }

  forgetVisits(visitIds: readonly string[]): void {
    this.#sources = new Map();
    forgetVisits(this.#db, visitIds);
  }

  #byAge(): readonly { readonly source: number; readonly at: Instant }[] {
    return this.#sql.byAge.all() as unknown as { source: number; at: Instant }[];
  }

  #forget(source: number, before: Instant): number {
    let removed = 0;
    this.#inOne(() => {
      removed = Number(this.#sql.forget.run(source, before).changes);
      this.#sql.forgetEmpty.run();
    });
    this.#sources = new Map();
    return removed;
  }

  /** @param fresh of the same source, not yet written */
  #isKnown({ source, at, samples }: WaveRow, fresh: readonly WaveRow[]): boolean {
    const middle = middleOf(at, samples.length, source.sampleHz);
    const covers = (fromAt: Instant, count: number): boolean =>
      fromAt <= middle && middle < endOf(fromAt, count, source.sampleHz);
    if (fresh.some((each) => covers(each.at, each.samples.length))) return true;
    const row = this.#sql.before.get(this.#number(source), Math.floor(middle)) as
      { at: Instant; bytes: number } | undefined;
    return row !== undefined && covers(row.at, row.bytes / source.width);
  }

  #number(source: WaveSource): number {
    const key = sourceKey(source);
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const { visitId, deviceId, sampleHz, fullScale, width } = source;
    const columns = [visitId, deviceId, sampleHz, fullScale, width] as const;
    const found = this.#sql.findSource.get(...columns) as { source: number } | undefined;
    const number = found?.source ?? Number(this.#sql.putSource.run(...columns).lastInsertRowid);
    this.#sources.set(key, number);
    return number;
  }

  #inOne(change: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#sources = new Map();
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
