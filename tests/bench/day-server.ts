/**
 * Vigil with one chair, whose visits pass as fast as they can be computed. A child process: prints `{"port":…,"chairIds":[…]}`; at each
 * `visit` on its channel one visit comes, is watched for 75 minutes of clinic time and goes, and then it answers `{"visit":"over"}`.
 */
import { ManualClock } from '../../server/clock.ts';
import { loadPages } from '../../server/pages.ts';
import { TEST_START, startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, watchByWire } from '../support/visit-by-wire.ts';

const WATCHED_MIN = 40;
const RECOVERED_MIN = 35;

const pages = await loadPages();
if (!pages.ok) throw new Error(pages.refusal.message);
const clinic = await startTestClinic({ chairs: 1, clock: new ManualClock(TEST_START), pages: pages.value });
const beats = setInterval(() => clinic.attached.beat(), 500);

async function visit(): Promise<void> {
  const here = await infusingByWire(clinic, 1);
  const { nurse, adapter, visitId } = here;
  await watchByWire(clinic, here, WATCHED_MIN);
  // An alert in each, answered, and what a nurse enters meanwhile.
  await clinic.pass(60_000, () => adapter.spo2(83), 4_000);
  await nurse.give(visitId, { type: 'entry:record', entry: { kind: 'note', text: 'Sleeps.' }, minutesAgo: 0 });
  await nurse.give(visitId, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  await watchByWire(clinic, here, RECOVERED_MIN);
  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  nurse.close();
  adapter.close();
}

process.send?.({ port: clinic.port, chairIds: [clinic.chair(1).chairId] });
process.on('message', (message) => {
  if (message === 'visit') void visit().then(() => process.send?.({ visit: 'over' }));
});
process.on('disconnect', () => {
  clearInterval(beats);
  process.exit(0);
});
