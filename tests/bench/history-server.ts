/**
 * Vigil over a copy of a database of many past visits, with infusions running on N chairs of its own. A child process: makes the list of
 * past visits first, then prints `{"port":…,"chairIds":[…],"session":{…}}`: a provider's, to read the history with.
 */
import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import { ManualClock } from '../../server/clock.ts';
import { historyPath, openHistory } from '../../server/history/history.ts';
import { connectReadOnly, metaOf } from '../../server/journal/schema.ts';
import { admit } from '../support/admitted.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { founder } from '../support/test-people.ts';
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

const [past = '', folder = '', live = '1'] = process.argv.slice(2);
const chairs = Number(live);

/** The list of past visits is made once, beside the kept database: a start that finds it goes on with it. */
async function makeList(path: string): Promise<void> {
  const db = connectReadOnly(path);
  const siteId = metaOf(db, 'siteId') ?? '';
  db.close();
  const history = openHistory(path, siteId);
  let unlisted = (await history.list({})).unlisted;
  while (unlisted > 0) ({ unlisted } = await history.list({}));
  await history.close();
}

const began = performance.now();
await makeList(past);
const listMs = performance.now() - began;
const path = join(folder, 'vigil.db');
copyFileSync(past, path, constants.COPYFILE_FICLONE);
if (existsSync(historyPath(past))) copyFileSync(historyPath(past), historyPath(path), constants.COPYFILE_FICLONE);

const clock = new BenchClock(Date.now());
const clinic = await startTestClinic({ folder, demo: true, clock, timers: true });
const give = async (command: Parameters<typeof clinic.clinic.siteCommand>[0]): Promise<void> => {
  const answer = await clinic.clinic.siteCommand(command, { actor: founder });
  if (!answer.ok) throw new Error(answer.refusal.message);
};
const first = clinic.clinic.site.chairs.length + 1;
for (let number = first; number < first + chairs; number += 1) {
  await give({ type: 'chair:add', name: `Live ${number}` });
  const { chairId } = clinic.chair(number);
  for (const [deviceId, model] of [
    [`ox-${number}`, 'nonin-df2'],
    [`cuff-${number}`, 'suntech'],
  ] as const) {
    await give({ type: 'device:register', deviceId, model, label: deviceId, emulated: true });
    await give({ type: 'device:bind', deviceId, chairId });
  }
}
const visits = await Promise.all(Array.from({ length: chairs }, (_, index) => openByWire(clinic, first + index)));
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
for (const { adapter, nurse } of visits) {
  adapter.close();
  nurse.close();
}
clock.goLive();
for (let number = first; number < first + chairs; number += 1)
  admit({ site: clinic.clinic, journal: clinic.journal }, `bench-${number}`);

const token = newToken(randomBytes);
const { token: session } = await clinic.people.signIn(screenIdOf(token) ?? '', 'provider', 'Dr. Ruiz');
process.send?.({
  port: clinic.port,
  chairIds: visits.map((visit) => visit.chairId),
  session: { token, session },
  listMs,
});
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit(0));
