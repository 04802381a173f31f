/**
 * A node of a group in a process of its own, until it is told `stop` or killed. One argument, JSON: `{ postgres, dataFolder, port?, nodeUrl?, log? }`.
 * Tells `{port, nodeId}` when it listens and `{holds: [siteId]}` whenever that changes. Asked `{id, furnish: siteId, chairs}` it makes chairs
 * with devices in a site that runs here and admits `adapter-1` …; asked `{id, screenId, role, name, siteId}` it signs in. It answers `{answer: id, …}`.
 */
import { pino } from 'pino';
import type { Role } from '#core/actor.ts';
import type { SiteCommand } from '#core/site-state.ts';
import { runNode } from '../../server/node/node.ts';
import type { Site } from '../../server/open-site.ts';
import { noPages } from '../../server/pages.ts';
import { admit } from './admitted.ts';
import { founder, TestPeople } from './test-people.ts';

export interface ChildNodeOptions {
  readonly postgres: string;
  readonly dataFolder: string;
  readonly port?: number;
  readonly nodeUrl?: string;
  readonly log?: string;
}

export interface AskedFurnish {
  readonly id: string;
  readonly siteId: string;
  readonly chairs: number;
}
export interface AskedSignInAt {
  readonly id: string;
  readonly siteId: string;
  readonly screenId: string;
  readonly role: Role;
  readonly name: string;
}

const options = JSON.parse(process.argv[2] ?? '{}') as ChildNodeOptions;
const started = await runNode({
  postgres: options.postgres,
  port: options.port ?? 0,
  host: '127.0.0.1',
  dataFolder: options.dataFolder,
  log: pino({ level: options.log ?? process.env['VIGIL_TEST_LOG'] ?? 'silent' }),
  pages: noPages,
  // What stands after a kill is compared, however slow the machine: nobody here beats.
  watchesSound: false,
  access: { openScreens: true },
  ...(options.nodeUrl !== undefined && { nodeUrl: options.nodeUrl }),
});
if (!started.ok) throw new Error(started.refusal.message);
const node = started.value;

let told = '';
const tellHolds = (): void => {
  const holds = [...node.holds()].toSorted();
  if (JSON.stringify(holds) === told) return;
  told = JSON.stringify(holds);
  process.send?.({ holds });
};
process.send?.({ port: node.port, nodeId: node.nodeId });
setInterval(tellHolds, 20).unref();

const siteHere = (siteId: string): Site => {
  const site = node.site(siteId);
  if (!site) throw new Error(`${siteId} does not run here.`);
  return site;
};

async function furnish({ siteId, chairs }: AskedFurnish): Promise<{ readonly chairIds: readonly string[] }> {
  const { journal, attached } = siteHere(siteId);
  const { clinic } = attached;
  const give = async (command: SiteCommand): Promise<void> => {
    const answer = await clinic.siteCommand(command, { actor: founder });
    if (!answer.ok) throw new Error(answer.refusal.message);
  };
  for (let n = clinic.site.chairs.length + 1; n <= chairs; n += 1) {
    await give({ type: 'chair:add', name: `Chair ${n}` });
    const chairId = clinic.site.chairs[n - 1]?.chairId ?? '';
    for (const [deviceId, model] of [
      [`ox-${n}`, 'nonin-df2'],
      [`cuff-${n}`, 'suntech'],
    ] as const) {
      await give({ type: 'device:register', deviceId, model, label: `${model} of chair ${n}`, emulated: false });
      await give({ type: 'device:bind', deviceId, chairId });
    }
    admit({ site: clinic, journal }, `adapter-${n}`);
  }
  return { chairIds: clinic.site.chairs.map(({ chairId }) => chairId) };
}

async function signIn({ siteId, screenId, role, name }: AskedSignInAt) {
  const { clinic, desk } = siteHere(siteId).attached;
  const { token, ticket } = await new TestPeople(clinic, desk).signIn(screenId, role, name);
  return { token, ticket };
}

process.on('message', (message: 'stop' | AskedFurnish | AskedSignInAt) => {
  if (message === 'stop') return void node.close().then(() => process.exit(0));
  const answer: Promise<object> = 'chairs' in message ? furnish(message) : signIn(message);
  answer.then(
    (given) => process.send?.({ answer: message.id, ...given }),
    (error: unknown) => process.send?.({ answer: message.id, error: (error as Error).message }),
  );
});
