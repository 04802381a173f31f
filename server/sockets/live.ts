/** The clinic's wire: one socket.io server on the HTTP server's port, with a namespace for screens and one for adapters. */
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import type { Namespace } from 'socket.io';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import { GROUP_NAMESPACE } from '#protocol/group-events.ts';
import { ADAPTERS_NAMESPACE, SCREENS_NAMESPACE } from '#protocol/version.ts';
import type { Access } from '../access/access.ts';
import { networkOf } from '../access/from.ts';
import { refusedConnection } from '../audit/audited.ts';
import type { Clinic } from '../clinic.ts';
import type { Share } from '../clinic/share.ts';
import { cameInTheClear, clientAddress } from '../edge/client-address.ts';
import { Attempts } from '../edge/connection-guard.ts';
import { mayUpgrade } from '../edge/edge.ts';
import type { Edge } from '../edge/edge.ts';
import { limitRequests, limitWireRequests, proveByCookie } from '../edge/limit-requests.ts';
import type { Networks } from '../edge/networks.ts';
import { OpenConnections } from '../edge/open-connections.ts';
import { meterWires } from '../edge/socket-budgets.ts';
import type { History } from '../history/history.ts';
import type { GroupSite } from '../group/group-site.ts';
import { serveGroup } from '../group/stations.ts';
import type { WhatIf } from '../what-if/what-if.ts';
import type { Journal } from '../journal/journal.ts';
import type { FhirExchange } from '../fhir/fhir-exchange.ts';
import type { Retention } from '../keeping/retention.ts';
import type { AdapterAttempt } from './adapter-attempts.ts';
import { serveAdapters } from './adapters.ts';
import { serveScreens } from './screens.ts';
import type { ScreenCount } from './screens.ts';
import { WIRE_OPTIONS } from './wire-options.ts';

export interface LiveOptions {
  readonly clinic: Clinic;
  readonly journal: Pick<Journal, 'secrets'>;
  readonly access: Access;
  readonly history: History | undefined;
  readonly whatIf: WhatIf | undefined;
  readonly retention: Retention | undefined;
  readonly fhir: FhirExchange | undefined;
  readonly log: Logger;
  readonly build: string | undefined;
  readonly edge: Edge;
  /** Undefined: a clinic on its own. */
  readonly group: GroupSite | undefined;
  /** Learns where the clinic's own come from. */
  readonly networks: Networks | undefined;
  /** Real ms; default the machine's clock. */
  readonly realNow?: (() => number) | undefined;
  /** Other upgrades on the same server are not ours to end: vite's own, in development. */
  readonly sharesUpgrades: boolean;
}

export interface Live {
  readonly io: Server;
  readonly adapterAttempts: () => readonly AdapterAttempt[];
  readonly screenCount: () => ScreenCount;
  /** To the screens of this share; to other clinics with the first. */
  beat(share: Share): void;
  /** Tells every client, and takes nothing more from now on. */
  stop(): void;
  close(): Promise<void>;
}

const tooManyAttempts = refuse('too-many', 'Too many connections were asked for: try again in a moment.').refusal;

export function serveLive(
  http: HttpServer,
  {
    clinic,
    journal,
    access,
    history,
    retention,
    whatIf,
    fhir,
    log,
    build,
    edge,
    group,
    networks,
    realNow,
    sharesUpgrades,
  }: LiveOptions,
): Live {
  const connections = new OpenConnections(http);
  const attempts = new Attempts();
  const io = new Server(http, {
    ...WIRE_OPTIONS,
    destroyUpgrade: !sharesUpgrades,
    allowRequest: (request, decide) => {
      const { headers } = request;
      if (!attempts.take(networkOf(clientAddress(request)), performance.now())) {
        clinic.counters.refused('handshakes', tooManyAttempts);
        return decide(tooManyAttempts.message, false);
      }
      const allowed = mayUpgrade(headers, edge) && !cameInTheClear(request);
      if (!allowed) {
        log.warn(
          { event: 'origin-refused', host: headers.host, origin: headers.origin },
          'a socket of another origin was refused',
        );
        refusedConnection(clinic.audit, 'http', clientAddress(request), { code: 'not-allowed' });
      }
      if (allowed && networks) proveByCookie(networks, access, request);
      decide(
        allowed ? null : 'This server takes its own pages, and programs that ask for it by its own name.',
        allowed,
      );
    },
  });
  if (group) useAdapterOf(io, group);
  meterWires(io, { counters: clinic.counters, log, now: realNow });
  if (networks)
    limitWireRequests(io, limitRequests({ networks, log, counters: () => clinic.counters, access: () => access }));
  let stopped: Refusal | undefined;
  const closed = (): Refusal | undefined => stopped;
  const screens = serveScreens(io.of(SCREENS_NAMESPACE), {
    clinic,
    access,
    history,
    whatIf,
    retention,
    fhir,
    log,
    build,
    realNow,
    closed,
  });
  const adapters = serveAdapters(io.of(ADAPTERS_NAMESPACE), {
    clinic,
    log,
    closed,
    journal,
    access,
    onKey: (address) => networks?.prove(networkOf(address)),
    ...(realNow && { realNow }),
  });
  const stations = group && serveGroup(io.of(GROUP_NAMESPACE), { group, clinic, access, log, build, realNow, closed });
  return {
    io,
    adapterAttempts: () => adapters.attempts(),
    screenCount: () => screens.count(),
    beat(share) {
      screens.beat(share);
      if (share.nth === 0) stations?.beat();
    },
    stop() {
      stopped = refuse('unavailable', 'The server is stopping: try again when it is back.').refusal;
      screens.stopping();
      stations?.stop();
      adapters.stopping();
    },
    close: () => connections.endWith(io.close()),
  };
}

/** Nodes hear each other in this namespace alone: what is of the others stays in this process, as it does without a group. */
function useAdapterOf(io: Server, group: GroupSite): void {
  type Adapter = new (namespace: Namespace) => Namespace['adapter'];
  const InMemory = io.adapter() as Adapter;
  // socket.io calls it with `new`, and takes what it returns.
  function adapterOf(namespace: Namespace): Namespace['adapter'] {
    return namespace.name === GROUP_NAMESPACE ? group.adapter(namespace) : new InMemory(namespace);
  }
  io.adapter(adapterOf as unknown as Parameters<Server['adapter']>[0]);
}
