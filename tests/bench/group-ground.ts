/** A group to be measured: a PostgreSQL of its own, clinics with an infusion running on each chair, and nodes as processes. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringSite } from '../../server/postgres/bring-site.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group } from '../../server/postgres/group.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { startChild } from './child-server.ts';
import type { ChildServer } from './child-server.ts';
import { writeRunningSite } from './running-site.ts';

/** Clinic time is the later of the journal's and the wall's: so long the nodes may take until their clinics go on where they were written. */
const WRITTEN_AHEAD_MS = 20_000;
const TICK_MS = 10;

export interface GroupSite {
  readonly siteId: string;
  readonly host: string;
}

export class GroupUnderBench {
  readonly group: Group;
  readonly #postgres: TestPostgres;
  readonly #url: string;
  readonly #folder: string;
  #keyFile: string | undefined;
  #sealKey: Buffer | undefined;
  nodes: ChildServer[] = [];
  sites: readonly GroupSite[] = [];

  private constructor(postgres: TestPostgres, url: string, group: Group) {
    this.#postgres = postgres;
    this.#url = url;
    this.group = group;
    this.#folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  }

  static async open(): Promise<GroupUnderBench> {
    const postgres = await startPostgres();
    const url = await freshDatabase(postgres);
    const connected = await connectGroup(url);
    if (!connected.ok) throw new Error(connected.refusal.message);
    return new GroupUnderBench(postgres, url, connected.value);
  }

  async startNode(): Promise<ChildServer> {
    const node = await startChild('./group-node.ts', (folder) => {
      // Made by the first node, and copied to the others by whoever sets them up.
      const key = join(folder, 'seal.key');
      if (this.#sealKey) writeFileSync(key, this.#sealKey, { mode: 0o600 });
      this.#keyFile ??= key;
      return [this.#url, folder];
    });
    if (this.#keyFile && existsSync(this.#keyFile)) this.#sealKey ??= readFileSync(this.#keyFile);
    this.nodes.push(node);
    return node;
  }

  /** Nodes that are there already share them out. */
  async addSites(count: number, chairs: number): Promise<void> {
    const endsAt = Date.now() + WRITTEN_AHEAD_MS;
    const folders = Array.from({ length: count }, (_, n) => mkdtempSync(join(this.#folder, `site-${n + 1}-`)));
    for (const folder of folders) await writeRunningSite(folder, chairs, 1, endsAt);
    const sites: GroupSite[] = [];
    for (const [n, folder] of folders.entries()) {
      const host = `clinic-${n + 1}.test`;
      const brought = await bringSite(this.group, join(folder, 'vigil.db'), { hosts: [host] });
      if (!brought.ok) throw new Error(brought.refusal.message);
      sites.push({ siteId: brought.value.siteId, host });
    }
    this.sites = sites;
  }

  /** @returns for each node the sites that run there, once each runs somewhere */
  async shared(): Promise<readonly (readonly GroupSite[])[]> {
    for (;;) {
      const held: (readonly GroupSite[])[] = [];
      for (const node of this.nodes) {
        const { holds } = (await node.ask('holds')) as { readonly holds: readonly string[] };
        held.push(this.sites.filter(({ siteId }) => holds.includes(siteId)));
      }
      if (held.flat().length === this.sites.length) return held;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** CPU of PostgreSQL so far, ms, those that ended with it; 0 where the system does not tell. */
  postgresCpuMs(): number {
    const of = (pid: string): readonly string[] => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      } catch {
        return [];
      }
    };
    const server = String(this.#postgres.pid);
    const ticks = (from: readonly string[], fields: readonly number[]): number =>
      fields.reduce((sum, field) => sum + Number(from[field] ?? 0), 0);
    let all: readonly string[];
    try {
      all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    } catch {
      return 0;
    }
    const workers = all.filter((pid) => pid !== server && of(pid)[1] === server);
    // utime and stime, of those that ended cutime and cstime.
    const own = ticks(of(server), [11, 12, 13, 14]);
    return TICK_MS * workers.reduce((sum, pid) => sum + ticks(of(pid), [11, 12]), own);
  }

  async kill(node: ChildServer): Promise<void> {
    this.nodes = this.nodes.filter((each) => each !== node);
    await node.kill();
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.stop();
    await this.group.close();
    await this.#postgres.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
