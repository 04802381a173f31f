/** Everything an export of a visit may need, read in one snapshot of the journal. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import type { PastNames } from '#core/past/past-view.ts';
import { recordOf } from '#core/record/record-of.ts';
import type { VisitRecord } from '#core/record/visit-record.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { RegisteredDevice } from '#core/site-state.ts';
import type { PatientView } from '#core/view.ts';
import { chairNames, patientOf } from '../history/names.ts';
import { NOT_OVER, pastStream } from '../history/past-stream.ts';
import { broughtVisits } from '../journal/brought.ts';
import { storedEvents, storedRows } from '../journal/read-rows.ts';
import type { StoredEvent, StoredReading } from '../journal/read-rows.ts';

/** As the clinic registered it last; it may be its no longer. */
export type NamedDevice = Pick<RegisteredDevice, 'deviceId' | 'model' | 'kind' | 'label' | 'emulated'>;

export interface SourceSite {
  readonly siteId: string;
  readonly name: string;
  /** IANA. */
  readonly timeZone: string;
  /** A demo's records are marked in every export. */
  readonly demo: boolean;
}

export interface VisitSource {
  readonly site: SourceSite;
  readonly visitId: string;
  /** Of the newest of the events. */
  readonly seq: number;
  /** In the journal's order, from the opening on, readings among them. */
  readonly events: readonly VisitEvent[];
  readonly record: VisitRecord;
  /** Null: the name is not there any more. */
  readonly patient: PatientView | null;
  /** Every name each of the clinic's chairs ever had, oldest first. */
  readonly chairs: PastNames['chairs'];
  /** Those that measured in this visit. */
  readonly devices: readonly NamedDevice[];
  /** The events as they stand on the disk. Read anew at each call, in the snapshot of the rest. */
  readonly rows: () => Iterable<StoredEvent | StoredReading>;
}

/** @returns why there is nothing to export, as the history says it */
export function readVisitSource(journal: DatabaseSync, siteId: string, visitId: string): Result<VisitSource> {
  const stream = pastStream(journal, visitId);
  if (!stream.ok) return stream;
  const { number, seq } = stream.value;
  const events = [...storedEvents(journal, number, 0, seq)] as VisitEvent[];
  const folded = recordOf(events);
  if (!folded) return NOT_OVER;
  const broughtFrom = broughtVisits(journal).get(visitId);
  const record: VisitRecord = { ...folded, ...(broughtFrom && { broughtFrom }) };
  return accept({
    site: { siteId, ...siteOf(journal) },
    visitId,
    seq,
    events,
    record,
    patient: patientOf(journal, record.patientId),
    chairs: chairNames(journal),
    devices: devicesOf(journal, events),
    rows: () => storedRows(journal, number),
  });
}

const SITE_EVENTS = `SELECT type, body FROM events WHERE stream IN (SELECT stream FROM streams WHERE kind = 'site')`;

function siteOf(journal: DatabaseSync): Omit<SourceSite, 'siteId'> {
  const rows = journal
    .prepare(`${SITE_EVENTS} AND type IN ('site-founded', 'site-set-up') ORDER BY seq`)
    .all() as unknown as readonly { body: string }[];
  let site = { name: '', timeZone: 'UTC', demo: false };
  for (const { body } of rows) site = { ...site, ...pick(JSON.parse(body) as Partial<SourceSite>) };
  return site;
}

const pick = ({ name, timeZone, demo }: Partial<SourceSite>): Partial<SourceSite> => ({
  ...(name !== undefined && { name }),
  ...(timeZone !== undefined && { timeZone }),
  ...(demo !== undefined && { demo }),
});

function devicesOf(journal: DatabaseSync, events: readonly VisitEvent[]): readonly NamedDevice[] {
  const used = new Set(events.flatMap((event) => (event.type === 'reading-recorded' ? event.source.deviceId : [])));
  const rows = journal
    .prepare(`${SITE_EVENTS} AND type = 'device-registered' ORDER BY seq`)
    .all() as unknown as readonly { body: string }[];
  const last = new Map<string, NamedDevice>();
  for (const { body } of rows) {
    const { deviceId, model, kind, label, emulated } = JSON.parse(body) as NamedDevice;
    if (used.has(deviceId)) last.set(deviceId, { deviceId, model, kind, label, emulated });
  }
  return [...last.values()];
}
