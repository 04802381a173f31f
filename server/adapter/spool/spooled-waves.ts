/** Pieces of the pulse wave that could not be sent: a small share of the spool, and the first to go. Throws what SQLite throws. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';

export interface KeptWave {
  readonly n: number;
  readonly packet: PlethPacket;
}

interface WaveRow {
  readonly n: number;
  readonly run: number;
  readonly device_id: string;
  readonly at: Instant;
  readonly sample_hz: number;
  readonly full_scale: number;
  readonly samples: Uint8Array<ArrayBuffer>;
}

/** What a row takes besides its samples, about. */
const ROW_BYTES = 48;

export class SpooledWaves {
  /** Of what is kept from now on. */
  run: number;
  readonly #stampOf: (run: number) => (stamp: Instant) => Instant;
  readonly #sql;
  #bytes: number;

  constructor(db: DatabaseSync, run: number, stampOf: (run: number) => (stamp: Instant) => Instant) {
    this.run = run;
    this.#stampOf = stampOf;
    this.#sql = statementsOf(db);
    this.#bytes = (this.#sql.bytes.get() as { bytes: number }).bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The oldest go once they take more than `maxBytes`. */
  keep({ deviceId, measuredAt, sampleHz, fullScale, samples }: PlethPacket, maxBytes: number): void {
    const bytes = samples instanceof ArrayBuffer ? new Uint8Array(samples) : samples;
    this.#sql.put.run(this.run, deviceId, Math.round(measuredAt), sampleHz, fullScale, bytes);
    this.#bytes += bytes.byteLength + ROW_BYTES;
    while (this.#bytes > maxBytes) this.#dropOldest();
  }

  #dropOldest(): void {
    const [row] = this.#sql.dropOldest.all() as unknown as { bytes: number }[];
    this.#bytes = row ? this.#bytes - row.bytes : 0;
  }

  /** Oldest first, stamped by this run's clock. */
  page(limit: number): readonly KeptWave[] {
    return (this.#sql.page.all(limit) as unknown as WaveRow[]).map(
      ({ n, run, device_id: deviceId, at, sample_hz: sampleHz, full_scale: fullScale, samples }) => ({
        n,
        packet: { deviceId, measuredAt: this.#stampOf(run)(at), sampleHz, fullScale, samples },
      }),
    );
  }

  remove(waves: readonly KeptWave[]): void {
    for (const { n, packet } of waves)
      if (this.#sql.remove.run(n).changes === 1) this.#bytes -= packet.samples.byteLength + ROW_BYTES;
  }

  /** @returns whether there were any. */
  dropAll(): boolean {
    if (this.#bytes === 0) return false;
    this.#sql.removeAll.run();
    this.#bytes = 0;
    return true;
  }
}

function statementsOf(db: DatabaseSync) {
  return {
    put: db.prepare('INSERT INTO waves (run, device_id, at, sample_hz, full_scale, samples) VALUES (?, ?, ?, ?, ?, ?)'),
    page: db.prepare('SELECT * FROM waves WHERE run NOT IN (SELECT run FROM aside) ORDER BY n LIMIT ?'),
    dropOldest: db.prepare(
      `DELETE FROM waves WHERE n = (SELECT min(n) FROM waves) RETURNING length(samples) + ${ROW_BYTES} AS bytes`,
    ),
    remove: db.prepare('DELETE FROM waves WHERE n = ?'),
    removeAll: db.prepare('DELETE FROM waves'),
    bytes: db.prepare(`SELECT ifnull(sum(length(samples) + ${ROW_BYTES}), 0) AS bytes FROM waves`),
  };
}
