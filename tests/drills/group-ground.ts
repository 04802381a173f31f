/** Two nodes of a group on a real PostgreSQL, one clinic between them; each node has a line of its own to PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group } from '../../server/postgres/group.ts';
import { seeded } from '../fuzz/random.ts';
import type { Random } from '../fuzz/random.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { knowPeopleAt } from '../support/test-people.ts';
import { TestScreen } from '../support/test-screen.ts';
import { FaultyLine } from './faulty-line.ts';
import type { Ground, Look } from './ground.ts';
import { NodeUnderDrill } from './node-under-drill.ts';
import { PostgresLook } from './postgres-look.ts';
import type { DrillChair } from './prepare-site.ts';

export interface DrilledNode {
  readonly node: NodeUnderDrill;
  readonly line: FaultyLine;
}

interface Parts {
  readonly postgres: TestPostgres;
  readonly group: Group;
  readonly siteId: string;
  readonly nodes: readonly DrilledNode[];
  readonly folder: string;
  readonly random: Random;
}

export class GroupGround implements Ground {
  readonly phase = 'baseline';
  readonly #parts: Parts;
  #chairs: readonly DrillChair[] = [];
  #peakBytes = 0;
  onDeath: Ground['onDeath'] = () => undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    for (const { node } of parts.nodes) node.onDeath = (how) => this.onDeath(how);
  }

  static async open(folder: string, chairs: number, random: Random): Promise<GroupGround> {
    const postgres = await startPostgres();
    const url = await freshDatabase(postgres);
    const connected = await connectGroup(url);
    if (!connected.ok) throw new Error(connected.refusal.message);
    const group = connected.value;
    const siteId = randomUUID();
    const added = await group.addSite({ siteId, name: 'Drill', hosts: ['127.0.0.1'], timeZone: 'UTC', demo: false });
    if (!added.ok) throw new Error(added.refusal.message);
    const nodes: DrilledNode[] = [];
    for (const name of ['one', 'two']) {
      const line = await FaultyLine.open(() => Number(new URL(url).port), seeded(random.nat(2 ** 31)));
      const through = new URL(url);
      through.port = String(line.port);
      const node = new NodeUnderDrill({ postgres: through.href, dataFolder: join(folder, name) });
      nodes.push({ node, line });
    }
    const ground = new GroupGround({ postgres, group, siteId, nodes, folder, random });
    await Promise.all(nodes.map(({ node }) => node.start()));
    ground.#chairs = await ground.#furnish(chairs);
    return ground;
  }

  get chairs(): readonly DrillChair[] {
    return this.#chairs;
  }

  get postgres(): TestPostgres {
    return this.#parts.postgres;
  }

  /** As a proxy before the nodes: any that is there. */
  get port(): number | undefined {
    const ports = this.#parts.nodes.flatMap(({ node }) => node.port ?? []);
    return ports[this.#parts.random.nat(Math.max(ports.length, 1))];
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  get nodes(): readonly DrilledNode[] {
    return this.#parts.nodes;
  }

  /** Who has the clinic; while nobody does, any. */
  get owner(): DrilledNode {
    const { nodes, siteId } = this.#parts;
    const [first] = nodes;
    const owner = nodes.find(({ node }) => node.has(siteId)) ?? first;
    if (!owner) throw new Error('A group has nodes.');
    return owner;
  }

  look(chair: DrillChair): Look {
    const { group, siteId, folder } = this.#parts;
    return new PostgresLook(group, siteId, chair, folder);
  }

  /** As Linux tells it; elsewhere nobody is asked. */
  weigh(): Promise<void> {
    for (const { node } of this.#parts.nodes) this.#peakBytes = Math.max(this.#peakBytes, residentBytes(node.pid));
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#parts.nodes.map(({ node }) => node.stop()));
  }

  async close(): Promise<void> {
    const { nodes, group, postgres } = this.#parts;
    await Promise.all(nodes.map(({ node }) => node.kill()));
    for (const { line } of nodes) line.close();
    await group.close();
    await postgres.stop();
  }

  async #furnish(count: number): Promise<readonly DrillChair[]> {
    const { siteId, nodes } = this.#parts;
    while (!nodes.some(({ node }) => node.has(siteId))) await new Promise((resolve) => setTimeout(resolve, 20));
    const { node } = this.owner;
    const port = node.port ?? 0;
    const { chairIds } = await node.ask<{ readonly chairIds: readonly string[] }>({ siteId, chairs: count });
    knowPeopleAt(port, { signIn: (screenId, role, name) => node.ask({ siteId, screenId, role, name }) });
    const nurse = await (await TestScreen.connect(port)).choose('nurse');
    const chairs: DrillChair[] = [];
    for (const [n, chairId] of chairIds.entries())
      chairs.push({ number: n + 1, chairId, visitId: await nurse.open(chairId, { name: `Ada ${n}` }) });
    nurse.close();
    return chairs;
  }
}

function residentBytes(pid: number | undefined): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
