/** The list of past visits: kept up from the journal in small steps, newest visit first, and asked page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import { visitFacts, type VisitFacts } from '#core/past/visit-summary.ts';
import type { Reading } from '#core/reading.ts';
import type { Counted } from '#core/quality/quality.ts';
import { figuresFrom } from '#core/record/record-of.ts';
import type { VisitFigures } from '#core/record/visit-figures.ts';
import type { OtherSite } from '#core/record/visit-record.ts';
import type { RecordToDo } from '#core/record/to-do.ts';
import { VISITS_A_PAGE, type HistoryFilter } from '#protocol/history.ts';
import { RECORDS_A_STEP } from '#protocol/to-sign.ts';
import { broughtVisits } from '../journal/brought.ts';
import { toEvent } from '../journal/rows.ts';
import type { EventRow } from '../journal/rows.ts';
import { readingsForFigures } from './figure-readings.ts';

interface EndedStream {
  readonly stream: number;
  readonly seq: number;
  readonly visitId: string;
}

export interface ListedPage {
  readonly visits: readonly VisitFacts[];
  readonly next: string | null;
  readonly total: number;
}

export interface CountedFilter {
  readonly from: number;
  readonly before: number;
  readonly protocolId?: string | undefined;
  /** Those made of a file of recorded vitals, and those of other clinics, too. */
  readonly imported?: boolean | undefined;
}

export class VisitList {
  readonly #journal: DatabaseSync;
  readonly #db: DatabaseSync;
  /** By stream, what is folded of it. A number may be given again once its visit was removed. */
  readonly #folded: Map<number, EndedStream>;
  /** By stream, for the quality page; read from the file once it is asked for, about 1 KB a visit, and kept up from then on. */
  #counted: Map<number, Counted> | undefined;
  /** Of the visits that are over, when nothing of them was missing. */
  #known: string | undefined;

  /** @param journal only read */
  constructor(journal: DatabaseSync, db: DatabaseSync) {
    this.#journal = journal;
    this.#db = db;
    const known = db.prepare('SELECT stream, seq, visit_id AS visitId FROM visits').all() as unknown as EndedStream[];
    this.#folded = new Map(known.map((each) => [each.stream, each]));
  }

  /** Visits that are over and not in the list as they are now, newest first. Costs a look at each visit's head, not at its events. */
  get unlisted(): readonly EndedStream[] {
    const ended = this.#journal
      .prepare(
        "SELECT stream, head_seq AS seq, stream_id AS visitId FROM streams WHERE kind = 'visit' AND ended = 1 ORDER BY stream DESC",
      )
      .all() as unknown as EndedStream[];
    return ended.filter(({ stream, seq }) => this.#folded.get(stream)?.seq !== seq);
  }

  /** What the clinic's rule let go is in no list. */
  #forgetRemoved(): void {
    const rows = this.#journal.prepare("SELECT stream, stream_id AS visitId FROM streams WHERE kind = 'visit'").all();
    const there = new Map((rows as unknown as EndedStream[]).map(({ stream, visitId }) => [stream, visitId]));
    for (const { stream, visitId } of [...this.#folded.values()]) {
      if (there.get(stream) === visitId) continue;
      this.#db.prepare('DELETE FROM visits WHERE stream = ?').run(stream);
      this.#db.prepare('DELETE FROM chairs WHERE stream = ?').run(stream);
      this.#folded.delete(stream);
      this.#counted?.delete(stream);
    }
  }

  /** Folds what is missing until `isOver`. @returns how many visits are left. */
  catchUp(isOver: () => boolean): number {
    const now = this.#ended();
    if (now === this.#known) return 0;
    this.#forgetRemoved();
    const missing = this.unlisted;
    const brought = missing.length > 0 ? broughtVisits(this.#journal) : undefined;
    let done = 0;
    for (const each of missing) {
      if (isOver()) break;
      this.#fold(each, brought?.get(each.visitId));
      done += 1;
    }
    if (done === missing.length) this.#known = now;
    return missing.length - done;
  }

  /** Changes whenever a visit ends, goes on or is removed: most questions come when nothing has. Its instants make it one of a kind. */
  #ended(): string {
    const seen = this.#journal
      .prepare(
        `SELECT count(*) AS n, max(stream) AS last, sum(stream) AS streams, sum(head_seq) AS seqs, CAST(sum(last_at) AS TEXT) AS times
         FROM streams WHERE kind = 'visit' AND ended = 1`,
      )
      .get();
    return JSON.stringify(seen);
  }

  page(filter: HistoryFilter, after: string | undefined): ListedPage {
    const { where, values } = this.#conditions(filter);
    const [openedAt, stream] = after?.split('.').map(Number) ?? [];
    const isAfter = openedAt === undefined || stream === undefined ? [] : [openedAt, stream];
    const rows = this.#db
      .prepare(
        `SELECT stream, opened_at, facts FROM visits WHERE ${where} ${isAfter.length > 0 ? 'AND (opened_at, stream) < (?, ?)' : ''}
         ORDER BY opened_at DESC, stream DESC LIMIT ?`,
      )
      .all(...values, ...isAfter, VISITS_A_PAGE + 1) as unknown as {
      readonly stream: number;
      readonly opened_at: number;
      readonly facts: string;
    }[];
    const shown = rows.slice(0, VISITS_A_PAGE);
    const last = shown.at(-1);
    const { n } = this.#db.prepare(`SELECT count(*) AS n FROM visits WHERE ${where}`).get(...values) as { n: number };
    return {
      visits: shown.map(({ facts }) => JSON.parse(facts) as VisitFacts),
      next: last && rows.length > shown.length ? `${last.opened_at}.${last.stream}` : null,
      total: n,
    };
  }

  /** What the quality page counts, of visits opened at or after `from` and before `before`. */
  counted({ from, before, protocolId, imported }: CountedFilter): readonly Counted[] {
    this.#counted ??= this.#readCounted();
    return [...this.#counted.values()].filter(
      (each) =>
        each.openedAt >= from &&
        each.openedAt < before &&
        (protocolId === undefined || each.protocolId === protocolId) &&
        (imported === true || !each.isImported),
    );
  }

  #readCounted(): Map<number, Counted> {
    const rows = this.#db.prepare('SELECT stream, figures FROM visits').all() as { stream: number; figures: string }[];
    return new Map(rows.map(({ stream, figures }) => [stream, countedOf(JSON.parse(figures) as VisitFigures)]));
  }

  /** Of every visit that is listed. */
  get protocolIds(): readonly string[] {
    const rows = this.#db.prepare('SELECT DISTINCT protocol_id AS id FROM visits ORDER BY protocol_id').all();
    return (rows as { id: string }[]).map(({ id }) => id);
  }

  /** Records that wait for this step, the longest waiting first. */
  waiting(step: RecordToDo['step']): { readonly visits: readonly VisitFacts[]; readonly total: number } {
    const rows = this.#db
      .prepare('SELECT facts FROM visits WHERE step = ? ORDER BY waits_since, stream LIMIT ?')
      .all(step, RECORDS_A_STEP) as { facts: string }[];
    const { n } = this.#db.prepare('SELECT count(*) AS n FROM visits WHERE step = ?').get(step) as { n: number };
    return { visits: rows.map(({ facts }) => JSON.parse(facts) as VisitFacts), total: n };
  }

  /** Undefined when it is not over, or nobody knows it. */
  visit(visitId: string): VisitFacts | undefined {
    const row = this.#db.prepare('SELECT facts FROM visits WHERE visit_id = ?').get(visitId);
    return row && (JSON.parse((row as { facts: string }).facts) as VisitFacts);
  }

  get chairIds(): readonly string[] {
    const rows = this.#db.prepare('SELECT DISTINCT chair_id FROM chairs').all() as { chair_id: string }[];
    return rows.map(({ chair_id: chairId }) => chairId);
  }

  /** One visit, whatever else is missing. */
  keepUp(stream: number, seq: number, visitId: string): void {
    const folded = this.#folded.get(stream);
    if (folded?.seq !== seq || folded.visitId !== visitId)
      this.#fold({ stream, seq, visitId }, broughtVisits(this.#journal).get(visitId));
  }

  /** @param from the other clinic that gave it: nothing of it is to be signed here. */
  #fold({ stream, seq, visitId }: EndedStream, from: OtherSite | undefined): void {
    // Readings are rows of another table, and read as columns: only the figures hang on them.
    const rows = this.#journal
      .prepare('SELECT type, version, at, actor, body FROM events WHERE stream = ? AND seq <= ? ORDER BY seq')
      .all(stream, seq) as unknown as EventRow[];
    const listed = listedOf(rows, () => readingsForFigures(this.#journal, stream, seq));
    if (listed) this.#put(stream, seq, from ? broughtOf(listed, from) : listed);
    this.#folded.set(stream, { stream, seq, visitId });
  }

  #put(stream: number, seq: number, { facts, figures }: Listed): void {
    const { visitId, patientId, openedAt, ending, alerts, chairIds, toDo } = facts;
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO visits (stream, seq, visit_id, patient_id, opened_at, ending, high, step, waits_since,
         protocol_id, imported, facts, figures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[stream, seq, visitId, patientId, openedAt, ending, alerts.high],
        ...[toDo?.step ?? null, toDo?.since ?? null, figures.protocolId, figures.isImported ? 1 : 0],
        ...[JSON.stringify(facts), JSON.stringify(figures)],
      );
    this.#counted?.set(stream, countedOf(figures));
    this.#db.prepare('DELETE FROM chairs WHERE stream = ?').run(stream);
    const put = this.#db.prepare('INSERT OR IGNORE INTO chairs (chair_id, stream) VALUES (?, ?)');
    for (const chairId of chairIds) put.run(chairId, stream);
  }

  #conditions({ name, from, before, chairId, ending, hadHigh }: HistoryFilter): {
    readonly where: string;
    readonly values: readonly (string | number)[];
  } {
    const where = ['1'];
    const values: (string | number)[] = [];
    const add = (condition: string, value: string | number | undefined): void => {
      if (value === undefined) return;
      where.push(condition);
      values.push(value);
    };
    add('opened_at >= ?', from);
    add('opened_at < ?', before);
    add('stream IN (SELECT stream FROM chairs WHERE chair_id = ?)', chairId);
    add('ending = ?', ending);
    if (hadHigh) where.push('high > 0');
    if (name !== undefined) {
      where.push('patient_id IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(this.#patientsNamed(name)));
    }
    return { where: where.join(' AND '), values };
  }

  /** Names stand in the journal's own table alone: the list holds none. */
  #patientsNamed(asked: string): readonly string[] {
    const words = plain(asked).split(/\s+/);
    const rows = this.#journal.prepare('SELECT patient_id, name FROM patients').all() as {
      patient_id: string;
      name: string;
    }[];
    return rows.filter(({ name }) => words.every((word) => plain(name).includes(word))).map((row) => row.patient_id);
  }
}

const countedOf = (figures: VisitFigures): Counted => {
  const { startedAt, openedAt, ending, protocolId, protocolVersion, isImported, alerts, answers } = figures;
  const { audibleMs, watchedMs, withoutSignalMs, highestBp, highestDiastolicBp, signOff, openOrders } = figures;
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(isImported && { isImported }),
    ...(highestBp && { highestBp }),
    ...(highestDiastolicBp && { highestDiastolicBp }),
    ...{ openedAt, ending, protocolId, protocolVersion, alerts, answers },
    ...{ audibleMs, watchedMs, withoutSignalMs, signOff, openOrders },
  };
};

interface Listed {
  readonly facts: VisitFacts;
  readonly figures: VisitFigures;
}

/** One broken visit must not hide all others; that it is broken, verifying the journal tells. */
function listedOf(rows: readonly EventRow[], readings: () => readonly Reading[]): Listed | undefined {
  try {
    const events = rows.map((row) => toEvent(row) as VisitEvent);
    const facts = visitFacts(events);
    const figures = facts && figuresFrom(events, readings());
    return facts && figures && { facts, figures };
  } catch {
    return undefined;
  }
}

function broughtOf({ facts: { toDo: _, ...facts }, figures }: Listed, broughtFrom: OtherSite): Listed {
  return { facts: { ...facts, broughtFrom }, figures: { ...figures, isImported: true } };
}

/** Without case and accents. */
const plain = (name: string): string => name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
