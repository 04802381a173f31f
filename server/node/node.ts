/** A node of a group (docs/adr/0032-nodes.md): runs the sites whose leases it has, stands by for the others, and carries to them what comes here. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AttachDeps } from '../attach.ts';
import { openCalls } from '../calls/open-calls.ts';
import type { CallOptions } from '../calls/open-calls.ts';
import { networkOf } from '../access/from.ts';
import { Exempt } from '../edge/behind-proxy.ts';
import { believe, clientAddress } from '../edge/client-address.ts';
import { openDoor } from '../edge/door.ts';
import type { TlsOptions } from '../edge/door.ts';
import { OpenConnections } from '../edge/open-connections.ts';
import type { ExchangeSetting } from '../fhir/fhir-exchange.ts';
import { openGroupWire } from '../group/group-wire.ts';
import { groupOnPostgres } from '../group/postgres-group.ts';
import { keyToSealWith } from '../keeping/seal-key.ts';
import { createNewId } from '../new-id.ts';
import type { Site, SiteOptions } from '../open-site.ts';
import type { Pages } from '../pages.ts';
import { connectGroup } from '../postgres/connect-group.ts';
import type { Group } from '../postgres/group.ts';
import { Dispatch } from './dispatch.ts';
import { groupSealKey } from './group-seal-key.ts';
import { HostedSite } from './hosted-site.ts';
import type { HostingDeps } from './hosted-site.ts';
import { journalsOf } from './journals.ts';
import { backOffMs } from './lease.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { openLeaseStore } from './lease-store.ts';
import type { Looked, Standing } from './lease-store.ts';
import { answerOwn } from './own-paths.ts';
import type { NodeStanding } from './own-paths.ts';
import { Relay } from './relay.ts';

export interface NodeOptions {
  /** Of the group's database. */
  readonly postgres: string;
  /** Where the other nodes reach this one; `http://` among machines that trust their network, or `https://`. Absent: where it listens. */
  readonly nodeUrl?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Other machines reach it over TLS only. */
  readonly host: string;
  readonly tls?: TlsOptions;
  /** Addresses whose word for a client's address is believed. */
  readonly proxies?: readonly string[];
  /** People come over https, to this node or to the proxy before it. Default: with TLS or a proxy. */
  readonly isSecure?: boolean;
  /** Where the copies of the sites are kept. */
  readonly dataFolder: string;
  /** The group's key of seals: the same on every node; default `seal.key` in the data folder. Made by the first node of a group. */
  readonly sealKey?: string;
  readonly log: Logger;
  readonly pages: Pages;
  /** Whom the node itself reaches: pagers and a bell. */
  readonly calls?: CallOptions;
  readonly fhir?: ExchangeSetting;
  readonly watchesSound?: boolean;
  readonly access?: AttachDeps['access'];
  /** Each time a site begins to run here. */
  readonly onOpened?: (standing: Standing, site: Site) => void;
  /** Of the process; absent: there are none. */
  readonly metrics?: SiteOptions['metrics'];
  /** Whom they are for, and all of /healthz; default programs of this machine. */
  readonly mayLook?: SiteOptions['mayLook'];
}

export interface Node {
  readonly nodeId: string;
  readonly url: string;
  readonly port: number;
  readonly group: Group;
  /** The sites that run here now. */
  holds(): readonly string[];
  /** Of a site that runs here now. */
  site(siteId: string): Site | undefined;
  /** Every site of the group, as it was last looked at. */
  sites(): readonly Standing[];
  standing(): NodeStanding;
  /** Tells clients, writes what waits, gives the sites to the others, closes. Safe to call twice. */
  close(): Promise<void>;
}

/** Sites that are opened at the same time: more only slow each other down, and other nodes have their turn meanwhile. */
const MOST_OPENING = 3;

/** @returns a refusal in a sentence when the database, the address or the port cannot be had */
export async function runNode(options: NodeOptions): Promise<Result<Node>> {
  const { log, pages, port, host, tls, proxies = [], dataFolder, fhir, watchesSound, access } = options;
  const { metrics, mayLook } = options;
  const connected = await connectGroup(options.postgres);
  if (!connected.ok) return connected;
  const group = connected.value;
  const exempt = new Exempt(proxies);
  const entrance = await openDoor({
    ...{ host, port, log },
    ...(tls && { tls }),
    isExempt: exempt.has,
  });
  if (!entrance.ok) {
    await group.close();
    return entrance;
  }
  const door = entrance.value;
  const sealKey = options.sealKey ?? join(dataFolder, 'seal.key');
  const asked = await Promise.all([group.secret('relay'), groupSealKey(group, sealKey)]).then(
    accept,
    (error: unknown) => refuse('unavailable', `The group's database does not answer (${(error as Error).message}).`),
  );
  if (!asked.ok) {
    await group.close();
    return asked;
  }
  const [secret, groupKey] = asked.value;
  const keyTrouble = (): string | null => {
    const key = keyToSealWith({ key: sealKey, groupKey });
    return key.ok ? null : key.refusal.message;
  };
  const noSeals = keyTrouble();
  if (noSeals !== null) log.error({ event: 'seal-failed', why: noSeals }, 'this node cannot seal');
  const nodeId = randomUUID();
  const wire = openGroupWire({ url: options.postgres, log });
  const relay = new Relay({
    ...{ secret, log, addressOf: clientAddress },
    onOwn: (request) => door.networks.prove(networkOf(clientAddress(request))),
  });
  const hosted = new Map<string, HostedSite>();
  const byName = new Map<string, HostedSite>();
  const failures = new Map<string, number>();

  let isStopping = false;
  const holds = (): readonly string[] => [...hosted].flatMap(([siteId, { site }]) => (site ? [siteId] : []));
  const standing = (): NodeStanding => ({
    ...{ nodeId, isStopping, isInTouch: keeper.isInTouch, relayed: relay.open, sealTrouble: keyTrouble() },
    sites: { here: holds().length, known: hosted.size },
  });
  const dispatch = new Dispatch({
    ...{ nodeId, secret, relay, log },
    networks: door.networks,
    own: answerOwn({ log, metrics, mayLook, standing }),
    siteOf: (name) => byName.get(name),
    believe: believe({ proxies, relaySecret: secret }),
    onPeer: (address) => exempt.add(address),
  });
  const http = door.server((request, response) => dispatch.request(request, response));
  const connections = new OpenConnections(http);
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    dispatch.upgrade(request, socket, head),
  );
  const listening = await door.listen(http);
  if (!listening.ok) {
    await door.close();
    await wire.close();
    await group.close();
    return listening;
  }
  const { url } = listening.value;
  const nodeUrl = options.nodeUrl ?? url;

  const deps: HostingDeps = {
    ...{ log, pages, dataFolder, metrics, mayLook, networks: door.networks, newId: createNewId() },
    sealKey,
    ...(groupKey !== undefined && { groupKey }),
    journals: journalsOf(group, nodeId, log),
    isSecure: options.isSecure ?? (tls !== undefined || proxies.length > 0),
    calls: ({ hosts: [name] }) => openCalls(options.calls ?? {}, () => (name === undefined ? url : `https://${name}`)),
    group: (siteId, epoch, mayPublish) => groupOnPostgres({ siteId, epoch, pool: group.pool, wire, mayPublish }),
    owns: (siteId, epoch) => keeper.owns(siteId, epoch),
    onLost: (siteId, epoch, why) => keeper.lost(siteId, epoch, why),
    onOpened(standing, site) {
      failures.delete(standing.siteId);
      options.onOpened?.(standing, site);
    },
    onFailed(siteId, epoch, why) {
      const inRow = (failures.get(siteId) ?? 0) + 1;
      failures.set(siteId, inRow);
      const restMs = backOffMs(inRow);
      log.error({ siteId, epoch, why, restMs }, 'a site could not be opened here: another node may take it');
      void keeper.release(siteId, restMs);
    },
    ...(fhir && { fhir }),
    ...(watchesSound !== undefined && { watchesSound }),
    ...(access && { access }),
  };
  const look = ({ sites }: Looked): void => {
    byName.clear();
    for (const standing of sites) {
      const { siteId, owner } = standing;
      const site = hosted.get(siteId) ?? new HostedSite(standing, deps);
      site.standing = standing;
      hosted.set(siteId, site);
      for (const name of standing.hosts) byName.set(name.toLowerCase(), site);
      relay.look(siteId, owner);
    }
    const known = new Set(sites.map(({ siteId }) => siteId));
    for (const [siteId, site] of hosted) {
      // One that ran here ends when its lease is refused.
      if (known.has(siteId) || site.isHere) continue;
      hosted.delete(siteId);
      relay.look(siteId, undefined);
      void site.close();
    }
  };
  const keeper = new LeaseKeeper({
    log,
    mayTake: () => [...hosted.values()].filter(({ isOpening }) => isOpening).length < MOST_OPENING,
    store: openLeaseStore(options.postgres, { nodeId, nodeUrl }),
    listener: {
      onLook: look,
      onHeld: ({ siteId }, epoch) => hosted.get(siteId)?.held(epoch),
      onDoubt: (siteId) => hosted.get(siteId)?.doubted(),
      onLost: (siteId, why) => hosted.get(siteId)?.lost(why),
    },
  });

  const close = async (): Promise<void> => {
    isStopping = true;
    await keeper.drain();
    await Promise.all(
      [...hosted].map(async ([siteId, site]) => {
        await site.close();
        await keeper.release(siteId);
      }),
    );
    relay.close();
    await door.close();
    await connections.endWith(new Promise((resolve) => http.close(() => resolve())));
    await keeper.close();
    await wire.close();
    await group.close();
  };
  let closing: Promise<void> | undefined;
  log.info({ nodeId, nodeUrl, copies: join(dataFolder, 'sites') }, 'this node is of the group');
  return accept({
    ...{ nodeId, url, port: listening.value.port, group },
    holds,
    site: (siteId) => hosted.get(siteId)?.site,
    sites: () => [...hosted.values()].map(({ standing }) => standing),
    standing,
    close: () => (closing ??= close()),
  });
}
