/** How long a start takes with N running visits of 70 minutes at 1 Hz: from opening the database to the first tick done. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:http';
import { pino } from 'pino';
import type { VisitEvent } from '#core/event.ts';
import { attach } from '../../server/attach.ts';
import { ManualClock } from '../../server/clock.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { createNewId } from '../../server/new-id.ts';
import { aVisit, OPENED_AT } from '../support/visit-builder.ts';

const MINUTES = 70;

/** A visit of its own id and chair, as the journal would hold it. */
function runningVisit(n: number): readonly VisitEvent[] {
  const visit = aVisit({ phase: 'infusion', minutes: MINUTES, setUp: { plannedMs: 120 * 60_000 } });
  return visit.events.map((event) =>
    event.type === 'visit-opened'
      ? { ...event, visitId: `visit-${n}`, chairId: `chair-${n}`, patientId: `patient-${n}` }
      : event,
  );
}

/** @returns ms until ready, and the events that were folded. */
export async function restartMs(visits: number): Promise<{ ms: number; events: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  const database = join(folder, 'vigil.db');
  const newId = createNewId();
  const open = async () => {
    const journal = await openJournal(database, { demo: false, newId });
    if (!journal.ok) throw new Error(journal.refusal.message);
    return journal.value;
  };
  const filling = await open();
  let events = 0;
  for (let n = 1; n <= visits; n++) {
    const visit = runningVisit(n);
    events += visit.length;
    await filling.append({ kind: 'visit', id: `visit-${n}` }, visit).durable;
  }
  await filling.close();

  const started = performance.now();
  const journal = await open();
  const clock = new ManualClock(OPENED_AT + (MINUTES + 5) * 60_000);
  const http = createServer();
  const founding = { name: 'Bench', demo: false, timeZone: 'UTC' };
  const attached = attach(http, {
    journal,
    clock,
    newId,
    log: pino({ level: 'silent' }),
    founding,
    timers: false,
    watchesSound: false,
  });
  attached.clinic.tick();
  const ms = performance.now() - started;
  await attached.close();
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
  return { ms, events };
}
