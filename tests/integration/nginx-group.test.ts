/** A visit through nginx in front of two nodes, as docs/deploy.md describes it; where there is no nginx the file says so and tries nothing. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { nginxPath, startNginx } from '../support/nginx.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { peopleOf, startNode } from '../support/test-nodes.ts';
import { knowPeopleAt, peopleAt } from '../support/test-people.ts';
import { TestScreen } from '../support/test-screen.ts';

const wall = { now: () => Date.now() };
let postgres: TestPostgres | undefined;
beforeAll(async () => {
  if (nginxPath !== undefined) postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

/** As every client does: it comes again until it is let in. The runner's time limit is the only other end. */
async function coming<T>(connect: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if ((error as { readonly data?: unknown }).data !== undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

test('ND-52 a visit through nginx goes on when the node that has it is killed: what was stored stands, nothing twice', async () => {
  if (nginxPath === undefined || !postgres) return console.warn('No nginx on this machine: nothing was tried.');
  const url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  const group = connected.value;
  onTestFinished(() => group.close());
  const siteId = randomUUID();
  await group.addSite({ siteId, name: 'One', hosts: ['127.0.0.1'], timeZone: 'UTC', demo: false });
  const nodes = await Promise.all([startNode({ postgres: url }), startNode({ postgres: url })]);
  await Promise.race(nodes.map((node) => node.until(({ holds }) => holds.length === 1)));
  const [owner, other] = nodes[0].has(siteId) ? nodes : nodes.toReversed();
  if (!owner || !other) throw new Error('Nobody has the site.');
  let serving = owner;
  peopleOf(siteId, nodes, () => serving);
  const [chairId = ''] = await owner.furnish(siteId, 1);
  const port = await startNginx(
    nginxPath,
    nodes.map((node) => node.port),
  );
  knowPeopleAt(port, { signIn: (...asked) => peopleAt(serving.port).signIn(...asked) });

  const adapterAt = async (): Promise<TestAdapter> => {
    const adapter = await coming(() =>
      TestAdapter.connect(port, { adapterId: 'adapter-1', clock: wall, chairNumber: 1 }),
    );
    onTestFinished(() => adapter.close());
    await adapter.announce();
    return adapter;
  };
  const nurseAt = async (): Promise<TestScreen> => {
    const screen = await coming(() => TestScreen.connect(port));
    onTestFinished(() => screen.close());
    return screen.choose('nurse');
  };

  const nurse = await nurseAt();
  const visitId = await nurse.open(chairId);
  const adapter = await adapterAt();
  const reading = adapter.wire({
    ...{ kind: 'oximetry', measuredAt: wall.now(), quality: 'good', causes: [], spo2Pct: 97, pulseBpm: 71 },
  });
  expect(await adapter.send([reading])).toMatchObject([{ status: 'stored' }]);
  await owner.kill();
  await nurse.until(({ raw }) => !raw.connected);
  await other.until((node) => node.has(siteId));
  serving = other;

  const again = await adapterAt();
  // The adapter never learns whether an answer was lost on its way: it sends it again.
  expect(await again.send([reading])).toMatchObject([{ status: 'duplicate' }]);
  const second = await nurseAt();
  expect(await second.watch(chairId)).toMatchObject({ visitId, spo2: { value: 97 } });
  await second.give(visitId, { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'goes on' } });
  expect(await again.spo2(96, 72)).toMatchObject({ status: 'stored' });
  await second.until(() => {
    const { spo2 } = second.view(chairId);
    return spo2.status === 'live' && spo2.value === 96;
  });
}, 120_000);
