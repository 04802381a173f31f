/** A clinic's database that no server runs on, with visits put in as the journal's writer puts them. */
import type { VisitEvent } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { SiteEvent } from '#core/site-state.ts';
import { connect } from '../../server/journal/schema.ts';
import type { Patient } from '../../server/journal/journal.ts';
import { toRow } from '../../server/journal/rows.ts';
import { Store } from '../../server/journal/store.ts';
import { newDatabasePath, openForTest } from './journal-folder.ts';
import { OPENED_AT } from './visit-builder.ts';

export interface OfflineClinic {
  readonly path: string;
  readonly siteId: string;
  /** In one transaction, as events of this visit. */
  put(visitId: string, events: readonly VisitEvent[], patient?: Patient): void;
}

/** With one chair and the shipped protocols. */
export async function offlineClinic(
  siteId: string,
  { name = 'Elm Street', chairId = 'chair-1', chairName = 'Window', demo = false } = {},
): Promise<OfflineClinic> {
  const path = newDatabasePath();
  const journal = await openForTest(path, { newId: () => siteId, demo });
  const system = { kind: 'system' } as const;
  const at = OPENED_AT - 86_400_000;
  const events: readonly SiteEvent[] = [
    { type: 'site-founded', name, demo, timeZone: 'UTC', at, actor: system },
    { type: 'chair-added', chairId, name: chairName, at, actor: system },
    ...publishedProtocols.map((protocol) => ({ type: 'protocol-published', protocol, at, actor: system }) as const),
  ];
  await journal.append({ kind: 'site', id: siteId }, events).durable;
  await journal.close();
  return {
    path,
    siteId,
    put(visitId, visitEvents, patient) {
      const db = connect(path);
      const stream = { kind: 'visit', id: visitId } as const;
      new Store(db, siteId).commit([
        ...(patient ? [{ table: 'patients', patient } as const] : []),
        ...visitEvents.map((event, index) => toRow(stream, index + 1, event)),
      ]);
      db.close();
    },
  };
}

/** Opened under this id, its readings of a device of its own: no two visits of a test share one. */
export const named = (visitId: string, events: readonly VisitEvent[]): readonly VisitEvent[] =>
  events.map((event): VisitEvent => {
    if (event.type === 'visit-opened') return { ...event, visitId };
    if (event.type === 'reading-recorded') return { ...event, source: { ...event.source, epoch: visitId } };
    return event;
  });
