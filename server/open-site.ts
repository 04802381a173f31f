/** One site, running: what stands between its open journal and the way in. A server has one, a node of a group has as many as it holds leases of. */
import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { attach } from './attach.ts';
import type { AttachDeps, Attached } from './attach.ts';
import type { Calls } from './clinic/calls.ts';
import { LATE_MS } from './clinic/durability.ts';
import type { Founding } from './clinic/opening.ts';
import { createClinicClock } from './clock.ts';
import type { Edge } from './edge/edge.ts';
import type { Networks } from './edge/networks.ts';
import { openVisitExports } from './export/visit-exports.ts';
import { openExchange } from './fhir/fhir-exchange.ts';
import type { ExchangeSetting } from './fhir/fhir-exchange.ts';
import { openHistory } from './history/history.ts';
import { createHandler } from './http.ts';
import type { Journal } from './journal/journal.ts';
import { beside, sealFiles } from './keeping/besides.ts';
import { openRetention } from './keeping/retention.ts';
import { openSealing } from './keeping/sealing.ts';
import type { MayLook } from './metrics/may-look.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Pages } from './pages.ts';
import { foldedBy } from './restart/folded-by.ts';
import { openKeptStates } from './restart/kept-states.ts';
import { openWaveforms, waveformPath } from './waveforms/open-waveforms.ts';
import { openWhatIf } from './what-if/what-if.ts';

export interface SiteOptions {
  /** The database file of the journal; what is kept besides lies beside it. */
  readonly database: string;
  readonly journal: Journal;
  readonly newId: () => string;
  /** Of a new database; a known one keeps its own. */
  readonly founding: Founding;
  readonly log: Logger;
  readonly pages: Pages;
  readonly edge: Edge;
  readonly networks: Networks;
  readonly calls: Calls;
  /** Makes what requests and upgrades are given to; it need not listen. */
  readonly server: (handler: RequestListener) => HttpServer;
  /** Clinic ms per real ms; other than 1 in a demo only. */
  readonly rate?: number;
  /** False: a chair that nobody can hear is no alert. Default true. */
  readonly watchesSound?: boolean;
  /** Where the key of the seals is kept; default beside the database. */
  readonly sealKey?: string;
  /** Its fingerprint, when it has to be the one of a group. */
  readonly groupKey?: string;
  /** Where signed visits are sent, as `checkExchange` gave it; absent: nowhere. */
  readonly fhir?: ExchangeSetting;
  readonly access?: AttachDeps['access'];
  /** Of the process: this site's figures are among them while it is open. */
  readonly metrics?: Metrics | undefined;
  /** Whom they are for; default programs of this machine. */
  readonly mayLook?: MayLook | undefined;
  /** Absent: a clinic on its own. */
  readonly group?: AttachDeps['group'];
}

export interface Site {
  readonly http: HttpServer;
  readonly attached: Attached;
  readonly journal: Journal;
  /**
   * Tells clients, takes nothing more, writes what waits, closes; the journal with it. Safe to call twice.
   * `handsOver`: another begins at once, and seals what this one wrote.
   */
  close(how?: { readonly handsOver?: boolean }): Promise<void>;
  /** Another has the site: nobody is told and nothing is written any more. The journal is closed. */
  abandon(): Promise<void>;
}

/** Reads the journal on this thread. The journal is the site's to close from now on. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { database, journal, newId, founding, pages, edge, networks, calls } = options;
  const of = (component: string): Logger => options.log.child({ component, siteId: journal.siteId });
  const log = of('server');
  const { rate = 1, watchesSound = true } = options;
  const anchor = founding.demo ? journal.demoClock : undefined;
  const clock = createClinicClock({ lastJournaledAt: journal.lastJournaledAt, rate, ...(anchor && { anchor }) });
  if (founding.demo) void journal.putDemoClock(clock.anchor).durable;
  const now = () => clock.now();
  const waveforms = openWaveforms(waveformPath(database), { log: of('waveforms'), now });
  const history = openHistory(database, journal.siteId);
  const whatIf = openWhatIf(database, { log: of('what-if'), newId, now });
  const exports = openVisitExports(database, journal.siteId);
  const files = sealFiles(database, options.sealKey, options.groupKey);
  const sealing = openSealing(files, { log: of('keeping'), now });
  const fallback = (request: IncomingMessage, response: ServerResponse) => pages.handler(request, response);
  const { build } = pages;
  const http = options.server(
    createHandler(
      {
        ...{ journal, waveforms, history, exports, log, edge, networks },
        clinic: () => attached.clinic,
        access: () => attached,
        ...{ metrics: options.metrics, mayLook: options.mayLook },
      },
      fallback,
    ),
  );
  const states = openKeptStates({
    ...{ folder: beside(database, 'running.states'), siteId: journal.siteId, code: foldedBy() },
    onFault: (error) => log.warn({ err: error }, 'states of running visits cannot be kept: a start takes longer'),
  });
  const attached = attach(http, {
    ...{
      states,
      journal,
      waveforms,
      history,
      whatIf,
      clock,
      newId,
      log,
      founding,
      calls,
      watchesSound,
      edge,
      networks,
    },
    openRetention: (clinic) =>
      openRetention(files, { ...{ log: of('keeping'), journal, clinic, waveforms, sealing }, now }),
    ...(options.fhir && {
      openFhir: fhirOf(options.fhir, { database, log: of('fhir'), build, siteId: journal.siteId }),
    }),
    ...(build !== undefined && { build }),
    ...(options.access && { access: options.access }),
    ...(options.group && { group: options.group }),
  });
  const { clinic, screenCount, readiness, fhir } = attached;
  const leaveMetrics = options.metrics?.add({
    ...{ clinic, journal, screenCount, readiness, sealing, waveforms, whatIf },
    ...(fhir && { fhir }),
  });
  // The first page that asks sees what the start recorded, such as that no adapter is here yet; a disk that is late holds nobody up.
  await Promise.race([attached.clinic.drained(), wait(LATE_MS)]);

  const readers = async (): Promise<void> => {
    await history.close();
    await whatIf.close();
    await exports.close();
    await waveforms.close();
    await states.close();
  };
  const close = async (handsOver: boolean): Promise<void> => {
    leaveMetrics?.();
    const closed = attached.close();
    // Its ticks have ended.
    const handedOver = handsOver ? clinic.handOver() : undefined;
    await closed;
    // What the stop wrote is sealed too: nobody watches a database that no server has.
    await sealing.close({ last: !handsOver });
    await readers();
    const { lost } = await journal.close();
    if (lost > 0)
      log.error({ event: 'rows-lost', rows: lost }, 'the disk did not answer: what waited in memory is lost');
    // A bell that does not answer holds nobody up: the process may end before it has.
    await Promise.race([handedOver, wait(LATE_MS)]);
  };
  const abandon = async (): Promise<void> => {
    leaveMetrics?.();
    const closed = attached.close({ atOnce: true });
    void clinic.handOver();
    await closed;
    await sealing.close({ last: false });
    await readers();
    await journal.close(0);
  };
  let closing: Promise<void> | undefined;
  return {
    ...{ http, attached, journal },
    close: ({ handsOver = false } = {}) => (closing ??= close(handsOver)),
    abandon: () => (closing ??= abandon()),
  };
}

/** What leaves is told by Vigil itself: nobody pressed a button for it. */
const fhirOf =
  (
    setting: ExchangeSetting,
    { database, siteId, log, build }: { database: string; siteId: string; log: Logger; build: string | undefined },
  ): NonNullable<AttachDeps['openFhir']> =>
  ({ audit }) =>
    openExchange(
      { database, siteId, setting, ...(build !== undefined && { build }) },
      {
        log,
        leaves: (visitId, to) =>
          audit.recordDurably(
            { actor: { kind: 'system' }, from: { kind: 'server' } },
            { type: 'record-sent', visitId, to },
          ),
      },
    );
