/** A clinic's database with an infusion running on each of N chairs, written event by event as the server would have: thousands of chairs are there in seconds. */
import { join } from 'node:path';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { SiteEvent, SiteEventBody } from '#core/site-state.ts';
import { sha256Hex } from '../../server/access/screen-token.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { createNewId } from '../../server/new-id.ts';
import { testKeyOf } from '../support/admitted.ts';
import { aVisit, OPENED_AT } from '../support/visit-builder.ts';

export const chairIdOf = (n: number): string => `chair-${n}`;
/** Feeds `ox-n` and `cuff-n`; its key is `testKeyOf`'s. */
export const adapterIdOf = (n: number): string => `bench-${n}`;
/** Of a calm visit, one reading in so many is kept: what was before is not what is measured. */
const KEPT_OF = 10;

function siteEvents(chairs: number, at: Instant): readonly SiteEvent[] {
  const bodies: SiteEventBody[] = [
    { type: 'site-founded', name: 'Bench', demo: false, timeZone: 'UTC' },
    ...publishedProtocols.map((protocol) => ({ type: 'protocol-published', protocol }) as const),
  ];
  for (let n = 1; n <= chairs; n += 1) {
    const chairId = chairIdOf(n);
    bodies.push({ type: 'chair-added', chairId, name: `Chair ${n}` });
    for (const [deviceId, model, kind] of [
      [`ox-${n}`, 'nonin-df2', 'oximeter'],
      [`cuff-${n}`, 'suntech', 'cuff'],
    ] as const)
      bodies.push(
        { type: 'device-registered', deviceId, model, kind, label: `${kind} of chair ${n}`, emulated: false },
        { type: 'device-bound', deviceId, chairId },
      );
    bodies.push({ type: 'adapter-admitted', adapterId: adapterIdOf(n), label: `adapter ${n}`, devices: 'all' });
  }
  return bodies.map((body) => ({ ...body, at, actor: { kind: 'system' } }));
}

/** The same calm visit on chair n. */
function ofChair(events: readonly VisitEvent[], n: number): readonly VisitEvent[] {
  return events.map((event) => {
    const actor = event.actor.kind === 'adapter' ? { ...event.actor, adapterId: adapterIdOf(n) } : event.actor;
    if (event.type === 'visit-opened')
      return { ...event, actor, visitId: `visit-${n}`, chairId: chairIdOf(n), patientId: `patient-${n}` };
    if (event.type !== 'reading-recorded') return { ...event, actor };
    const deviceId = event.source.deviceId.replace(/\d+$/, String(n));
    return { ...event, actor, source: { ...event.source, deviceId } };
  });
}

/**
 * @param minutes into the infusion
 * @param endsAt when its last event shall be; default on a day of its own
 * @returns when the last of it was journaled, clinic time
 */
export async function writeRunningSite(
  folder: string,
  chairs: number,
  minutes = 1,
  endsAt?: Instant,
): Promise<Instant> {
  const newId = createNewId();
  const opened = await openJournal(join(folder, 'vigil.db'), { demo: false, newId });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const journal = opened.value;
  const lasts = aVisit({ phase: 'infusion', minutes }).now - OPENED_AT;
  const openedAt = endsAt === undefined ? OPENED_AT : endsAt - lasts;
  const visit = aVisit({ phase: 'infusion', minutes, openedAt });
  const infusing = visit.events.findIndex(({ type }) => type === 'infusion-started');
  const events = visit.events.filter(
    (event, index) => event.type !== 'reading-recorded' || index < infusing || index % KEPT_OF === 0,
  );
  journal.append({ kind: 'site', id: journal.siteId }, siteEvents(chairs, openedAt));
  for (let n = 1; n <= chairs; n += 1) {
    journal.putSecret('adapter-key', adapterIdOf(n), sha256Hex(testKeyOf(adapterIdOf(n))));
    journal.putPatient({ patientId: `patient-${n}`, name: `Patient ${n}`, birthDate: '1980-12-10' });
    await journal.append({ kind: 'visit', id: `visit-${n}` }, ofChair(events, n)).durable;
  }
  await journal.close();
  return visit.now;
}
