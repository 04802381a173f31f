/** Rows of the audit as lines: what the ids in them are called, and what was done in words. One of it answers one question. */
import type { DatabaseSync } from 'node:sqlite';
import { nameOf } from '#core/actor.ts';
import type { Actor } from '#core/actor.ts';
import type { AuditEvent, AuditFrom } from '#core/audit/audit-event.ts';
import type { AuditLine } from '#core/audit/audit-line.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import type { PlanEvent } from '#core/schedule/plan.ts';
import type { SiteEvent } from '#core/site-state.ts';
import { auditWords, fromWords, screenWords } from '#core/words/audit-words.ts';
import { siteWords, visitWords } from '#core/words/done-words.ts';
import { words } from '#core/words/number-words.ts';
import { chairNames, nameAt } from '../history/names.ts';
import { toEvent } from '../journal/rows.ts';
import type { EventRow } from '../journal/rows.ts';
import type { Tombstone } from '../journal/tombstones.ts';
import { kindOf, labelled } from './audit-query.ts';
import type { FoundRow } from './audit-query.ts';

const SEALED: Readonly<Record<string, string>> = {
  start: 'Vigil started',
  stop: 'Vigil stopped',
  backup: 'A backup was made',
  restored: 'Restored from a backup',
};

interface VisitNames {
  readonly chairs: readonly { readonly seq: number; readonly chairId: string }[];
}

export class AuditLines {
  readonly #db: DatabaseSync;
  readonly #chairs;
  readonly #screens;
  readonly #visits = new Map<number, VisitNames>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#chairs = chairNames(db);
    this.#screens = labelled(db);
  }

  lineOf(row: FoundRow): AuditLine {
    const id = `${row.at}.${row.stream}.${row.seq}`;
    const line = { id, at: row.at, kind: kindOf(row) };
    if (row.kind === undefined) return { ...line, who: 'Vigil', what: SEALED[row.type] ?? words(row.type) };
    try {
      return { ...line, ...this.#told(row) };
    } catch {
      return { ...line, who: '?', what: 'This entry cannot be read: find out more by vigil audit verify' };
    }
  }

  #told(row: FoundRow): Omit<AuditLine, 'id' | 'at' | 'kind'> {
    const event = toEvent(row);
    switch (row.kind) {
      case 'audit':
        return this.#ofAudit(event as AuditEvent);
      case 'visit':
        return { ...this.#by(event), ...this.#ofVisit(row, event as VisitEvent) };
      case 'site':
      case 'patient':
        return {
          ...this.#by(event),
          what: siteWords(event as SiteEvent | PlanEvent),
          ...this.#at(row, event),
        };
      default:
        return { ...this.#by(event), what: removedWords(event as Tombstone) };
    }
  }

  #ofAudit(event: AuditEvent): Pick<AuditLine, 'who' | 'what'> {
    const from = fromWords(event.from);
    const { visitId, chairId } = event as { readonly visitId?: string; readonly chairId?: string };
    return {
      who: WHOSE[event.from.kind] ?? whoOf(event.actor),
      what: auditWords(event),
      ...(from !== undefined && { from }),
      ...(chairId !== undefined && { chair: nameAt(this.#chairs, chairId, event.at) }),
      ...(visitId !== undefined && { visitId }),
    };
  }

  #ofVisit({ stream, seq, streamId }: FoundRow, event: VisitEvent): Pick<AuditLine, 'what' | 'chair' | 'visitId'> {
    const { chairs } = this.#visit(stream);
    const chairId = chairs.findLast((each) => each.seq <= seq)?.chairId;
    return {
      what: visitWords(event),
      ...(chairId !== undefined && { chair: nameAt(this.#chairs, chairId, event.at) }),
      visitId: streamId,
    };
  }

  #by({ actor, at }: { readonly actor: Actor; readonly at: Instant }): Pick<AuditLine, 'who' | 'from'> {
    if (actor.kind === 'system') return { who: 'Vigil' };
    if (actor.kind === 'adapter') return { who: whoOf(actor), from: `adapter ${actor.adapterId}` };
    const { screenId } = actor;
    const label = this.#screens.findLast((each) => each.screenId === screenId && each.from <= at)?.label;
    return { who: whoOf(actor), from: screenWords(screenId, label) };
  }

  #at({ type }: FoundRow, event: unknown): Pick<AuditLine, 'chair' | 'visitId'> {
    const { chairId, plan, visitId, at } = event as {
      readonly chairId?: string;
      readonly plan?: { readonly chairId: string };
      readonly visitId?: string;
      readonly at: Instant;
    };
    const of = chairId ?? plan?.chairId;
    const isNamed = type.startsWith('chair-');
    return {
      ...(of !== undefined && !isNamed && { chair: nameAt(this.#chairs, of, at) }),
      ...(visitId !== undefined && { visitId }),
    };
  }

  /** On which chair it was from which event on. */
  #visit(stream: number): VisitNames {
    const known = this.#visits.get(stream);
    if (known) return known;
    const rows = this.#db
      .prepare(
        `SELECT seq, type, version, at, actor, body FROM events WHERE stream = ?
         AND type IN ('visit-opened', 'chair-changed') ORDER BY seq`,
      )
      .all(stream) as unknown as EventRow[];
    const chairs = rows.flatMap((row) => {
      const event = toEvent(row) as VisitEvent;
      if (event.type === 'visit-opened' || event.type === 'chair-changed')
        return { seq: row.seq, chairId: event.chairId };
      return [];
    });
    const visit = { chairs };
    if (this.#visits.size >= VISITS_KNOWN) this.#visits.clear();
    this.#visits.set(stream, visit);
    return visit;
  }
}

const removedWords = ({ kind, id, rule }: Tombstone): string =>
  `Removed by the clinic’s rule of ${rule.years} years: ${kind} ${id}`;

/** Visits whose names are kept while lines are made: a day of a large clinic. */
const VISITS_KNOWN = 200;

/** Where from says who it was. */
const WHOSE: Readonly<Partial<Record<AuditFrom['kind'], string>>> = { server: 'Vigil', others: 'Several' };

function whoOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.name;
    case 'screen':
      return 'Nobody named';
    case 'system':
      return 'Somebody unknown';
    default:
      return nameOf(actor);
  }
}
