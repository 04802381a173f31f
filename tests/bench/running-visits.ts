/** A database with visits that have run for 70 minutes at 1 Hz, and the clinic that is started on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { VisitEvent } from '#core/event.ts';
import { attach } from '../../server/attach.ts';
import type { Attached } from '../../server/attach.ts';
import { ManualClock } from '../../server/clock.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { createNewId } from '../../server/new-id.ts';
import { foldedBy } from '../../server/restart/folded-by.ts';
import { openKeptStates } from '../../server/restart/kept-states.ts';
import type { KeptStates } from '../../server/restart/kept-states.ts';
import { aVisit, OPENED_AT } from '../support/visit-builder.ts';

export const MINUTES = 70;

/** A visit of its own id, chair and devices, as the journal would hold it. */
export function runningVisit(n: number): readonly VisitEvent[] {
  const visit = aVisit({ phase: 'infusion', minutes: MINUTES, setUp: { plannedMs: 120 * 60_000 } });
  return visit.events.map((event) => {
    if (event.type === 'visit-opened')
      return { ...event, visitId: `visit-${n}`, chairId: `chair-${n}`, patientId: `patient-${n}` };
    if (event.type !== 'reading-recorded') return event;
    return { ...event, source: { ...event.source, deviceId: `${event.source.deviceId}-${n}` } };
  });
}

const newId = createNewId();

export interface BenchFolder {
  readonly database: string;
  open(): Promise<Journal>;
  states(journal: Journal): KeptStates;
  remove(): void;
}

export function benchFolder(folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'))): BenchFolder {
  const database = join(folder, 'vigil.db');
  return {
    database,
    async open() {
      const journal = await openJournal(database, { demo: false, newId });
      if (!journal.ok) throw new Error(journal.refusal.message);
      return journal.value;
    },
    states: ({ siteId }) =>
      openKeptStates({
        ...{ folder: join(folder, 'states'), siteId, code: foldedBy() },
        onFault: (error) => {
          throw error;
        },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes of each visit what `part` leaves of it. */
export async function writeVisits(
  journal: Journal,
  visits: number,
  part = (events: readonly VisitEvent[]) => events,
): Promise<number> {
  let written = 0;
  for (let n = 1; n <= visits; n += 1) {
    const events = part(runningVisit(n));
    written += events.length;
    await journal.append({ kind: 'visit', id: `visit-${n}` }, events).durable;
  }
  return written;
}

/** Started, and ticked once: what fell due is judged. */
export function startClinic(journal: Journal, states?: KeptStates, at = OPENED_AT + (MINUTES + 5) * 60_000): Attached {
  const attached = attach(createServer(), {
    ...{ journal, newId, clock: new ManualClock(at), log: pino({ level: 'silent' }) },
    founding: { name: 'Bench', demo: false, timeZone: 'UTC' },
    ...{ timers: false, watchesSound: false },
    ...(states && { states }),
  });
  attached.clinic.tick();
  return attached;
}
