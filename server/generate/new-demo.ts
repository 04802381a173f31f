/** A demo's database with a clinic in it and nobody treated yet. */
import { existsSync } from 'node:fs';
import { Clinic } from '../clinic.ts';
import { ManualClock } from '../clock.ts';
import { addPeople } from '../demo/demo-people.ts';
import { demoFounding, furnish } from '../demo/demo-site.ts';
import { openJournal } from '../journal/open-journal.ts';
import { done, outcomeOf } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import type { Instant } from '#core/reading.ts';
import { createNewId } from '../new-id.ts';

/** Where there is none. @param at of its founding */
export async function foundDemo(path: string, at: Instant): Promise<Outcome<null>> {
  if (existsSync(path)) return done(null);
  const opened = await openJournal(path, { demo: true });
  if (!opened.ok) return outcomeOf(opened);
  const journal = opened.value;
  const clinic = new Clinic({
    journal,
    clock: new ManualClock(at),
    newId: createNewId(),
    founding: demoFounding('UTC'),
  });
  await addPeople({ site: clinic.site, recordSite: (bodies, actor) => clinic.recordSite(bodies, actor) });
  await furnish(clinic);
  await clinic.drained();
  clinic.dispose();
  await journal.close();
  return done(null);
}
