/**
 * Vigil itself, rules and durable commit on, with infusions running on N chairs, for M minutes at 1 Hz already. A child process:
 * prints `{"port":…,"chairs":[…]}`, answers `cpu` on its channel with its CPU time so far (µs).
 */
import { ManualClock } from '../../server/clock.ts';
import { loadPages } from '../../server/pages.ts';
import { admit } from '../support/admitted.ts';
import { TEST_START, startTestClinic } from '../support/test-clinic.ts';
import { COMPLETE_SET_UP } from '../support/visit-builder.ts';
import { openByWire } from '../support/visit-by-wire.ts';

/** Told by hand while the visits are brought to their infusion, real from then on. */
class BenchClock extends ManualClock {
  #live: { at: number; from: number } | undefined;
  goLive(): void {
    this.#live = { at: super.now(), from: performance.now() };
  }
  override now(): number {
    return this.#live ? Math.trunc(this.#live.at + performance.now() - this.#live.from) : super.now();
  }
}

const chairs = Number(process.argv[2] ?? 1);
const minutes = Number(process.argv[3] ?? 0);
const pages = await loadPages();
if (!pages.ok) throw new Error(pages.refusal.message);
const clock = new BenchClock(TEST_START);
const clinic = await startTestClinic({ chairs, clock, timers: true, pages: pages.value });
const visits = await Promise.all(Array.from({ length: chairs }, (_, index) => openByWire(clinic, index + 1)));
const all = (each: (visit: (typeof visits)[number]) => Promise<unknown>): Promise<unknown> =>
  Promise.all(visits.map(each));

await all(({ nurse, visitId }) =>
  nurse.give(visitId, { type: 'identity:confirm' }, { type: 'setup:record', setUp: COMPLETE_SET_UP }),
);
await clinic.pass(1_000);
await all(({ adapter }) => adapter.probeOff());
await clinic.pass(1_000);
await all(({ adapter }) => adapter.bp(128, 79));
await clinic.pass(120_000, () => all(({ adapter }) => adapter.spo2(98)), 4_000);
await all(({ adapter }) => adapter.bp(126, 77));
await all(({ nurse, visitId }) => nurse.give(visitId, { type: 'infusion:start', minutesAgo: 0 }));
for (let minute = 1; minute <= minutes; minute += 1) {
  let second = 0;
  // As it wanders in a chair: every value is drawn, none raises an alert.
  await clinic.pass(60_000, () => {
    second += 1;
    const wander = Math.round(2 * Math.sin((minute * 60 + second) / 40) + (second % 3) / 2);
    return all(({ adapter }) => adapter.spo2(96 + wander, 74 + 3 * wander));
  });
  if (minute % 10 === 0) await all(({ adapter }) => adapter.bp(124 + minute / 10, 78));
  if (minute % 5 === 0)
    await all(({ nurse, visitId }) =>
      nurse.give(visitId, { type: 'entry:record', entry: { kind: 'note', text: 'Sleeps.' }, minutesAgo: 0 }),
    );
}
// The bench's own adapters and pages take over.
for (const { adapter, nurse } of visits) {
  adapter.close();
  nurse.close();
}
clock.goLive();
for (const number of visits.keys()) admit({ site: clinic.clinic, journal: clinic.journal }, `bench-${number + 1}`);

process.send?.({ port: clinic.port, chairIds: visits.map((visit) => visit.chairId) });
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit(0));
