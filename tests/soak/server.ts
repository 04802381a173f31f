/**
 * The server under a soak, in a process of its own: arguments are the database, the chairs and the speed of its clock. Tells
 * `{ready}` when it listens; answers `{ask: 'count'}` with what it holds, `{id, …}` with a sign-in.
 */
import { count } from './counted.ts';
import type { Counted } from './counted.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import type { SiteCommand } from '#core/site-state.ts';
import { serve } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';
import { admit } from '../support/admitted.ts';
import { founder, TestPeople } from '../support/test-people.ts';
import type { AskedSignIn } from '../support/test-people.ts';

export interface Ready {
  readonly port: number;
  readonly chairIds: readonly string[];
}

/** What the process holds, and how it has done since it was asked last. */
export interface Sampled extends Counted {
  /** Not over. */
  readonly running: number;
  /** ms, the longest of 99 of 100 stops of its thread. */
  readonly loopP99: number;
  /** Of this process, all threads, ms. */
  readonly cpu: number;
}

const [, , database = '', chairs = '1', rate = '1'] = process.argv;
const serving = await serve({
  ...{ port: 0, host: '127.0.0.1', database, rate: Number(rate), pages: noPages },
  founding: { name: 'Soak clinic', demo: false, timeZone: 'UTC' },
  log: pino({ level: process.env['VIGIL_TEST_LOG'] ?? 'silent' }),
  access: { openScreens: true },
});
if (!serving.ok) throw new Error(serving.refusal.message);
const { clinic, journal, port, desk, close } = serving.value;
const people = new TestPeople(clinic, desk);
const give = async (command: SiteCommand): Promise<void> => {
  const answer = await clinic.siteCommand(command, { actor: founder });
  if (!answer.ok) throw new Error(answer.refusal.message);
};
for (let n = 1; n <= Number(chairs); n += 1) {
  await give({ type: 'chair:add', name: `Chair ${n}` });
  const chairId = clinic.site.chairs[n - 1]?.chairId ?? '';
  for (const [deviceId, model] of [
    [`ox-${n}`, 'nonin-df2'],
    [`cuff-${n}`, 'suntech'],
  ] as const) {
    await give({ type: 'device:register', deviceId, model, label: `${model} of chair ${n}`, emulated: false });
    await give({ type: 'device:bind', deviceId, chairId });
  }
  admit({ site: clinic, journal }, `soak-${n}`);
}
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
const ready: Ready = { port, chairIds: clinic.site.chairs.map(({ chairId }) => chairId) };
process.send?.({ ready });

function sample(): Sampled {
  const loopP99 = delays.percentile(99) / 1e6;
  const { user, system } = process.cpuUsage();
  const sampled = { ...count(database), running: clinic.health.visits, loopP99, cpu: (user + system) / 1_000 };
  // The collection itself is no delay of the clinic's.
  delays.reset();
  return sampled;
}

process.on('message', (message: { readonly ask: 'count' | 'stop' } | AskedSignIn) => {
  if ('ask' in message) {
    if (message.ask === 'count') process.send?.({ sampled: sample() });
    else void close().then(() => process.exit(0));
    return;
  }
  const { id, screenId, role, name } = message;
  void people.signIn(screenId, role, name).then(({ token, ticket }) => process.send?.({ signedIn: id, token, ticket }));
});
process.on('disconnect', () => process.exit(0));
