/** The whole running clinic on an HTTP server: used by production, development and tests alike. */
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import type { Duration } from '#core/reading.ts';
import type { AccessDesk } from './access/access.ts';
import type { DeskParts } from './access/desk-parts.ts';
import { openFrontDesk } from './access/front-desk.ts';
import type { FrontDeskOptions } from './access/front-desk.ts';
import type { AdapterSeen } from './access/people.ts';
import { Clinic } from './clinic.ts';
import { WHOLE, inShares } from './clinic/share.ts';
import type { Share } from './clinic/share.ts';
import type { ClinicDeps } from './clinic.ts';
import { loopbackEdge } from './edge/edge.ts';
import type { Edge } from './edge/edge.ts';
import type { Networks } from './edge/networks.ts';
import type { GroupSite } from './group/group-site.ts';
import type { History } from './history/history.ts';
import type { FhirExchange } from './fhir/fhir-exchange.ts';
import type { Retention } from './keeping/retention.ts';
import { listenToSockets } from './sockets/heard.ts';
import type { AdapterAttempt } from './sockets/adapter-attempts.ts';
import { readinessOf } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { serveLive } from './sockets/live.ts';
import type { ScreenCount } from './sockets/screens.ts';
import type { WhatIf } from './what-if/what-if.ts';

const TICK_MS: Duration = 250;
const BEAT_MS: Duration = 1_000;
/** Of the rules' work and of the beats: a fortieth of a second's in one go. */
const TICK_SHARES = 10;
const BEAT_SHARES = 40;
/** How long a stop waits for the disk before it goes on without it. */
const DRAIN_MS: Duration = 5_000;

export interface AttachDeps extends ClinicDeps {
  readonly log: Logger;
  /** Absent: no past visit can be read. The caller's to close. */
  readonly history?: History;
  /** Absent: none can be run. The caller's to close. */
  readonly whatIf?: WhatIf;
  /** Lets go what the clinic's rule does not keep; absent: nothing goes. Closed with the rest. */
  readonly openRetention?: (clinic: Clinic) => Retention;
  /** Sends signed visits elsewhere; absent: none is sent. Closed with the rest. */
  readonly openFhir?: (clinic: Clinic) => FhirExchange;
  /** Of the pages this server serves; a page of another is told to load again. Absent: any may come. */
  readonly build?: string;
  /** False: nothing happens by itself, a test calls `clinic.tick()` and `beat()`. */
  readonly timers?: boolean;
  /** Other upgrades on this HTTP server are not ours to end (vite's, in development). */
  readonly sharesUpgrades?: boolean;
  /** The names it answers to; default this machine's own, over plain HTTP. */
  readonly edge?: Edge;
  /** Absent: a clinic on its own; it has no `/group`, and its stations know of no other clinic. */
  readonly group?: GroupSite;
  /** Absent: requests are not limited. */
  readonly networks?: Networks;
  /** `openScreens`: no browser needs an enrolment; default in a demo alone. */
  readonly access?: Pick<FrontDeskOptions, 'openScreens' | 'now' | 'random' | 'hasher' | 'demoPins'>;
}

export interface Attached {
  readonly clinic: Clinic;
  readonly access: AccessDesk;
  /** What the requests of access by HTTP work with. */
  readonly desk: DeskParts;
  readonly adapterSeen: AdapterSeen;
  /** Adapters that wanted in and have no valid key, newest first. */
  readonly adapterAttempts: () => readonly AdapterAttempt[];
  readonly io: Server;
  readonly screenCount: () => ScreenCount;
  readonly readiness: () => Readiness;
  readonly retention?: Retention;
  readonly fhir?: FhirExchange;
  /** Locks and ends sign-ins that are due; sends clinic time to every screen now. */
  beat(): void;
  /**
   * Tells the clients, takes nothing more, waits for the disk, closes the sockets. The journal is the caller's to close.
   * `atOnce`: tells and waits for nothing, since another has the site.
   */
  close(how?: { readonly atOnce?: boolean }): Promise<void>;
}

export function attach(http: HttpServer, deps: AttachDeps): Attached {
  const { log, history, whatIf, build, timers = true, sharesUpgrades = false, edge = loopbackEdge } = deps;
  const clinic = new Clinic({ ...deps, inGroup: deps.group !== undefined });
  const { journal, newId } = deps;
  const desk = openFrontDesk({
    ...{ journal, site: clinic, newId, isSecure: edge.isSecure, openScreens: clinic.site.demo, audit: clinic.audit },
    ...deps.access,
  });
  const { access } = desk;
  const retention = deps.openRetention?.(clinic);
  const fhir = deps.openFhir?.(clinic);
  const live = serveLive(http, {
    clinic,
    retention,
    fhir,
    journal,
    access,
    history,
    whatIf,
    log,
    build,
    edge,
    group: deps.group,
    networks: deps.networks,
    realNow: deps.realNow,
    sharesUpgrades,
  });
  const heard = listenToSockets(live.io, access, desk.now);
  const beat = (share: Share): void => {
    if (share.nth === 0) {
      access.tick();
      heard.beat();
    }
    live.beat(share);
  };
  const running = timers
    ? [inShares(TICK_MS, TICK_SHARES, (share) => clinic.tick(share)), inShares(BEAT_MS, BEAT_SHARES, beat)]
    : [];
  const stopListening = deps.journal.onTrouble((trouble) => {
    if (trouble) log.error({ event: 'journal-trouble', component: 'journal', trouble }, 'the journal is in trouble');
    else log.info({ event: 'journal-well', component: 'journal' }, 'the journal is well again');
  });

  let isStopping = false;
  let closing: Promise<void> | undefined;
  const close = async (atOnce: boolean): Promise<void> => {
    isStopping = true;
    live.stop();
    const nothingLeaves = fhir?.close();
    for (const end of running) end();
    if (!atOnce) {
      await Promise.race([clinic.drained(), later(DRAIN_MS)]);
      // The answers that waited for the disk leave before the sockets do.
      await later(50);
    }
    stopListening();
    // A cuff whose adapter's socket goes with the server was not refused: nothing is recorded of it.
    clinic.cuffs.dispose();
    await live.close();
    // Who read what while the last answers were given is in the audit.
    clinic.dispose();
    await retention?.close();
    await nothingLeaves;
  };
  const { adapterSeen } = heard;
  return {
    ...(retention && { retention }),
    ...(fhir && { fhir }),
    clinic,
    access,
    desk,
    adapterSeen,
    adapterAttempts: live.adapterAttempts,
    io: live.io,
    screenCount: live.screenCount,
    readiness: () => readinessOf(clinic, journal, isStopping),
    beat: () => beat(WHOLE),
    close: ({ atOnce = false } = {}) => (closing ??= close(atOnce)),
  };
}

const later = (ms: Duration): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
