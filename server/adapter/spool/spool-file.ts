/** One open spool: its rows and the clocks of its runs. Throws what SQLite throws. */
import type { DatabaseSync } from 'node:sqlite';
import type { Duration, Instant } from '#core/reading.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { certaintyOf, stampOf } from './run-clock.ts';
import type { RunClock } from './run-clock.ts';
import { PAGE_BYTES } from './spool-schema.ts';
import { readingOf, valuesOf } from './spool-rows.ts';
import type { SpoolRow } from './spool-rows.ts';
import { SpooledWaves } from './spooled-waves.ts';

export interface KeptReading {
  readonly n: number;
  readonly reading: WireReading;
}

interface RunRow {
  readonly run: number;
  readonly started_at: Instant;
  readonly uptime_ms: number;
  readonly boot: string;
  readonly speed: number;
  readonly clinic_offset_ms: Duration | null;
  readonly last_at: Instant;
}

/** Worth giving the space back to the disk, when nothing is in it any more. */
const WORTH_SHRINKING_BYTES = 4_000_000;

export class SpoolFile {
  readonly waves: SpooledWaves;
  readonly #db: DatabaseSync;
  #run: number;
  readonly #runs = new Map<number, { readonly clock: RunClock; readonly lastAt: Instant }>();
  readonly #stamps = new Map<number, (stamp: Instant) => Instant>();
  readonly #sources = new Map<string, number>();
  readonly #sql;
  #clock: RunClock;
  #count: number;
  /** Of them, those that may be sent: of devices served now, and kept for no other clinic. */
  #waiting = 0;
  /** Sources whose readings may not be sent. */
  readonly #others = new Set<number>();
  #next: number;
  /** Nothing of the devices served now stands below it. */
  #from = 0;

  /** @param deviceIds whose readings are sent; those of others wait until their device is served again */
  constructor(db: DatabaseSync, clock: RunClock, deviceIds: readonly string[], maxBytes: number) {
    this.#db = db;
    this.#clock = clock;
    forgetEmptyRuns(db);
    for (const row of db.prepare(RUNS).all() as unknown as RunRow[])
      this.#runs.set(row.run, { clock: clockOf(row), lastAt: row.last_at });
    db.exec('PRAGMA temp_store = MEMORY; CREATE TEMP TABLE served (device_id TEXT PRIMARY KEY) STRICT');
    db.exec('CREATE TEMP TABLE aside (run INTEGER PRIMARY KEY) STRICT');
    for (const deviceId of deviceIds) db.prepare('INSERT INTO served (device_id) VALUES (?)').run(deviceId);
    const { n, last } = db.prepare('SELECT count(*) AS n, max(n) AS last FROM readings').get() as {
      n: number;
      last: number | null;
    };
    if (n === 0) shrink(db);
    db.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
    this.#run = begin(db, clock);
    this.#count = n;
    this.#next = (last ?? 0) + 1;
    this.waves = new SpooledWaves(db, this.#run, (run) => this.#stampOf(run));
    this.#sql = statementsOf(db);
    // A run that has not met a server yet is for the clinic of the last that did.
    const lastSite = this.#siteOf('last');
    if (lastSite !== undefined) this.#sql.setSite.run(`site:${this.#run}`, lastSite);
    this.#countWaiting();
  }

  /** Readings kept, of whatever device. */
  get count(): number {
    return this.#count;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /**
   * What is kept from now on is for this clinic; what was kept for another one stays where it is, and is not given.
   * @param clock of now: a process that meets another clinic begins a new run
   * @returns whether it is another clinic than before in this run.
   */
  belongTo(siteId: string, clock: () => RunClock): boolean {
    const before = this.#siteOf(this.#run);
    const isOther = before !== undefined && before !== siteId;
    if (isOther) {
      this.#runs.set(this.#run, { clock: this.#clock, lastAt: clock().startedAt });
      this.#clock = clock();
      this.#run = begin(this.#db, this.#clock);
      this.waves.run = this.#run;
      this.#sources.clear();
      this.#stamps.clear();
    }
    for (const run of [this.#run, 'last']) this.#sql.setSite.run(`site:${run}`, siteId);
    this.#db.exec('DELETE FROM aside');
    this.#sql.setAside.run(siteId);
    this.#from = 0;
    this.#countWaiting();
    return isOther;
  }

  /** Readings of devices served now that were kept for another clinic. */
  get aside(): number {
    return (this.#sql.countAside.get() as { n: number }).n;
  }

  #siteOf(run: number | 'last'): string | undefined {
    return (this.#sql.site.get(`site:${run}`) as { value: string } | undefined)?.value;
  }

  #countWaiting(): void {
    this.#others.clear();
    for (const { source } of this.#sql.others.all() as unknown as { source: number }[]) this.#others.add(source);
    this.#waiting = (this.#sql.countWaiting.get() as { n: number }).n;
  }

  #gone(dropped: readonly unknown[]): number {
    this.#count -= dropped.length;
    this.#waiting -= (dropped as readonly { source: number }[]).filter(
      ({ source }) => !this.#others.has(source),
    ).length;
    return dropped.length;
  }

  /** @returns its place. */
  keep(reading: WireReading): number {
    this.#sql.put.run(this.#next, this.#sourceOf(reading), reading.seq, ...valuesOf(reading));
    this.#count += 1;
    this.#waiting += 1;
    return this.#next++;
  }

  remove(places: readonly number[]): void {
    const removed: unknown[] = [];
    this.#together(() => {
      for (const n of places) removed.push(...this.#sql.remove.all(n));
    });
    this.#gone(removed);
  }

  /** Of the devices served now, oldest first, stamped by this run's clock. */
  page(after: number | undefined, limit: number): readonly KeptReading[] {
    const rows = this.#sql.page.all(Math.max(after ?? 0, this.#from - 1), limit) as unknown as SpoolRow[];
    if (after === undefined) this.#from = rows[0]?.n ?? this.#next;
    return rows.map((row) => ({ n: row.n, reading: readingOf(row, this.#stampOf(row.run)) }));
  }

  /** @returns how many there were to drop. */
  dropOldest(count: number): number {
    return this.#gone(this.#sql.dropOldest.all(count));
  }

  /** Whose time is certain only: a wall clock that was set must not age what is young. @returns how many. */
  dropMeasuredBefore(cutoff: Instant): number {
    let dropped = 0;
    for (const [run, { clock, lastAt }] of this.#runs) {
      if (certaintyOf(clock, this.#clock) === 'wall') continue;
      const shiftMs = this.#stampOf(run)(lastAt) - lastAt;
      dropped += this.#gone(this.#sql.dropOfRun.all(run, cutoff - shiftMs));
    }
    return dropped + this.#gone(this.#sql.dropOfRun.all(this.#run, cutoff));
  }

  /** Clinic time minus this run's clock, as just measured. */
  clinicOffset(offsetMs: Duration): void {
    this.#clock = { ...this.#clock, clinicOffsetMs: offsetMs };
    this.#stamps.clear();
    this.#sql.offset.run(Math.round(offsetMs), this.#run);
  }

  /** What was kept so far outlives a power cut too. */
  settle(): void {
    this.#db.exec('PRAGMA synchronous = FULL');
    try {
      this.#sql.touch.run(String(this.#next));
    } finally {
      this.#db.exec('PRAGMA synchronous = NORMAL');
    }
  }

  /** The log is folded into the database and begun anew: on a full disk its room is used again. */
  makeRoom(): void {
    this.#db.exec('PRAGMA wal_checkpoint(RESTART)');
  }

  close(): void {
    this.#db.close();
  }

  #stampOf(run: number): (stamp: Instant) => Instant {
    if (run === this.#run) return (stamp) => stamp;
    let stamp = this.#stamps.get(run);
    if (!stamp) {
      const known = this.#runs.get(run);
      stamp = known ? stampOf(known.clock, this.#clock, known.lastAt) : (same) => same;
      this.#stamps.set(run, stamp);
    }
    return stamp;
  }

  #sourceOf({ deviceId, epoch }: WireReading): number {
    const key = `${deviceId} ${epoch}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      const found = this.#sql.source.get(deviceId, epoch) as { source: number } | undefined;
      source = found?.source ?? Number(this.#sql.addSource.run(this.#run, deviceId, epoch).lastInsertRowid);
      this.#sources.set(key, source);
    }
    return source;
  }

  #together(write: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      write();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

const RUNS = `
SELECT runs.*, max(ifnull(of_readings.at, 0), ifnull(of_waves.at, 0)) AS last_at FROM runs
LEFT JOIN (SELECT run, max(at) AS at FROM readings JOIN sources USING (source) GROUP BY run) AS of_readings USING (run)
LEFT JOIN (SELECT run, max(at) AS at FROM waves GROUP BY run) AS of_waves USING (run)`;

const clockOf = ({ started_at, uptime_ms, boot, speed, clinic_offset_ms }: RunRow): RunClock => ({
  startedAt: started_at,
  uptimeMs: uptime_ms,
  boot,
  speed,
  ...(clinic_offset_ms === null ? {} : { clinicOffsetMs: clinic_offset_ms }),
});

function forgetEmptyRuns(db: DatabaseSync): void {
  db.exec(`BEGIN IMMEDIATE;
DELETE FROM sources WHERE source NOT IN (SELECT source FROM readings);
DELETE FROM runs WHERE run NOT IN (SELECT run FROM sources) AND run NOT IN (SELECT run FROM waves);
DELETE FROM meta WHERE key GLOB 'site:[0-9]*' AND CAST(substr(key, 6) AS INTEGER) NOT IN (SELECT run FROM runs);
COMMIT;`);
}

function begin(db: DatabaseSync, { startedAt, uptimeMs, boot, speed }: RunClock): number {
  const begun = db.prepare('INSERT INTO runs (started_at, uptime_ms, boot, speed) VALUES (?, ?, ?, ?)');
  return Number(begun.run(startedAt, uptimeMs, boot, speed).lastInsertRowid);
}

function shrink(db: DatabaseSync): void {
  const { page_count: pages } = db.prepare('PRAGMA page_count').get() as { page_count: number };
  const { n } = db.prepare('SELECT count(*) AS n FROM waves').get() as { n: number };
  if (n === 0 && pages * PAGE_BYTES > WORTH_SHRINKING_BYTES) db.exec('VACUUM');
}

function statementsOf(db: DatabaseSync) {
  return {
    put: db.prepare(
      `INSERT INTO readings (n, source, seq, at, device_lag_ms, kind, quality, causes, v1, v2, v3, v4, json)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    remove: db.prepare('DELETE FROM readings WHERE n = ? RETURNING source'),
    page: db.prepare(
      `SELECT readings.*, run, device_id, epoch FROM readings JOIN sources USING (source)
        WHERE n > ? AND device_id IN (SELECT device_id FROM served) AND run NOT IN (SELECT run FROM aside) ORDER BY n LIMIT ?`,
    ),
    dropOldest: db.prepare(
      'DELETE FROM readings WHERE n IN (SELECT n FROM readings ORDER BY n LIMIT ?) RETURNING source',
    ),
    dropOfRun: db.prepare(
      'DELETE FROM readings WHERE source IN (SELECT source FROM sources WHERE run = ?) AND at < ? RETURNING source',
    ),
    site: db.prepare('SELECT value FROM meta WHERE key = ?'),
    setSite: db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'),
    setAside: db.prepare(
      "INSERT INTO aside (run) SELECT run FROM runs JOIN meta ON key = 'site:' || run WHERE value <> ?",
    ),
    others: db.prepare(
      'SELECT source FROM sources WHERE device_id NOT IN (SELECT device_id FROM served) OR run IN (SELECT run FROM aside)',
    ),
    countWaiting: db.prepare(
      `SELECT count(*) AS n FROM readings JOIN sources USING (source)
        WHERE device_id IN (SELECT device_id FROM served) AND run NOT IN (SELECT run FROM aside)`,
    ),
    countAside: db.prepare(
      `SELECT count(*) AS n FROM readings JOIN sources USING (source)
        WHERE device_id IN (SELECT device_id FROM served) AND run IN (SELECT run FROM aside)`,
    ),
    source: db.prepare('SELECT source FROM sources WHERE device_id = ? AND epoch = ?'),
    addSource: db.prepare('INSERT INTO sources (run, device_id, epoch) VALUES (?, ?, ?)'),
    offset: db.prepare('UPDATE runs SET clinic_offset_ms = ? WHERE run = ?'),
    touch: db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('settledTo', ?)"),
  };
}
