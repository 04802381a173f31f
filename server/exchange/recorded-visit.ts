/**
 * A recording as a visit that is over: an infusion from its first row to its last, its rows as readings, and what the alert engine
 * found in them. Nobody answered an alert; what the recording does not have is missing.
 */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Duration, Instant, Reading } from '#core/reading.ts';
import { IMPORTED_CHAIR } from '#core/record/imported.ts';
import type { ImportedFrom } from '#core/record/visit-record.ts';
import { baselineOf, bpOf, hasOximetry, holdOf, instantOf, oximetryOf } from '../cli/recorded-vitals.ts';
import type { Recording } from '../cli/recording.ts';
import { LivedVisit } from '../study/lived-visit.ts';

const TICK_MS = 250;
const SECOND_MS = 1_000;
const SYSTEM = { kind: 'system' } as const;
const ADAPTER = { kind: 'adapter', adapterId: 'imported' } as const;

export interface RecordedWish {
  readonly from: ImportedFrom;
  readonly protocol: ClinicalProtocol;
  /** Clinic time of the first row. */
  readonly startsAt: Instant;
  /** SpO2 and pulse of the baseline are the medians of so long from the first value on. */
  readonly baselineMs: Duration;
}

/** Of a file: the same file has the same, so that it is known when it comes again. */
export const importedId = ({ sha256 }: Pick<ImportedFrom, 'sha256'>): string => `imported-${sha256}`;

/** From the first row to the end of the last one's hold. */
export const lengthOf = (recording: Recording): Duration => {
  const { rows } = recording;
  return instantOf(rows.at(-1) ?? rows[0]) - instantOf(rows[0]) + holdOf(recording);
};

export function recordedVisit(recording: Recording, wish: RecordedWish): readonly VisitEvent[] {
  const { rows } = recording;
  const { startsAt } = wish;
  const laterMs = startsAt - instantOf(rows[0]);
  const holdMs = holdOf(recording);
  const visit = new RecordedVisit(recording, wish);
  for (const [index, row] of rows.entries()) {
    const at = instantOf(row) + laterMs;
    visit.receive(oximetryOf(row, at));
    const bp = bpOf(row, at);
    if (bp) visit.receive(bp);
    const next = rows[index + 1];
    const until = hasOximetry(row) ? Math.min(at + holdMs, next ? instantOf(next) + laterMs : Infinity) : at;
    for (let again = at + SECOND_MS; again < until; again += SECOND_MS) visit.receive(oximetryOf(row, again));
  }
  return visit.end(startsAt + lengthOf(recording));
}

class RecordedVisit {
  readonly #visit: LivedVisit;
  readonly #epoch: string;
  #now: Instant;
  #ids = 0;
  #seq = 0;

  constructor(recording: Recording, { from, protocol, startsAt, baselineMs }: RecordedWish) {
    const id = importedId(from);
    this.#now = startsAt;
    this.#epoch = from.sha256;
    this.#visit = new LivedVisit(
      { type: 'visit-opened', visitId: id, chairId: IMPORTED_CHAIR, patientId: id, protocol, imported: from },
      { at: startsAt, actor: SYSTEM, newId: () => `${id.slice(0, 41)}-${(this.#ids += 1)}` },
    );
    const plannedMs = Math.max(lengthOf(recording), protocol.infusion.plannedMs);
    this.#visit.bring(
      startsAt,
      [
        { type: 'baseline-frozen', baseline: baselineOf(recording, startsAt, baselineMs) },
        { type: 'adapter-connected', adapterId: 'imported' },
        { type: 'infusion-started', happenedAt: startsAt, plannedMs },
      ],
      SYSTEM,
    );
  }

  receive(reading: Reading): void {
    this.#tickUntil(reading.measuredAt);
    const source = { deviceId: 'imported', epoch: this.#epoch, seq: (this.#seq += 1) };
    this.#visit.receive(this.#now, source, reading, ADAPTER);
  }

  end(at: Instant): readonly VisitEvent[] {
    this.#tickUntil(at);
    const ending = { type: 'visit-ended', ending: 'home', byName: 'Vigil', reason: 'End of the recording.' } as const;
    this.#visit.bring(at, [{ type: 'infusion-ended', happenedAt: at, reason: 'completed' }, ending], SYSTEM);
    return this.#visit.events;
  }

  #tickUntil(until: Instant): void {
    for (let now = this.#now + TICK_MS; now < until; now += TICK_MS) this.#visit.tick(now);
    this.#now = until;
    this.#visit.tick(until);
  }
}
