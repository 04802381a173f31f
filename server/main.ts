/** The composition root: journal, clock, clinic, sockets and pages on one port. Used by every command that runs a server. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { DeskParts } from './access/desk-parts.ts';
import { attach } from './attach.ts';
import type { AttachDeps, Attached } from './attach.ts';
import { openCalls } from './calls/open-calls.ts';
import type { CallOptions } from './calls/open-calls.ts';
import type { Clinic } from './clinic.ts';
import { LATE_MS } from './clinic/durability.ts';
import type { Founding } from './clinic/opening.ts';
import { createClinicClock } from './clock.ts';
import { openDoor } from './edge/door.ts';
import type { Door, TlsOptions } from './edge/door.ts';
import { openVisitExports } from './export/visit-exports.ts';
import type { VisitExports } from './export/visit-exports.ts';
import { openHistory } from './history/history.ts';
import { openWhatIf } from './what-if/what-if.ts';
import type { WhatIf } from './what-if/what-if.ts';
import type { History } from './history/history.ts';
import { openExchange } from './fhir/fhir-exchange.ts';
import type { ExchangeSetting } from './fhir/fhir-exchange.ts';
import { createHandler } from './http.ts';
import type { Journal } from './journal/journal.ts';
import { openJournal } from './journal/open-journal.ts';
import { sealFiles } from './keeping/besides.ts';
import { finishRestore } from './keeping/finish-restore.ts';
import { openRetention } from './keeping/retention.ts';
import { openSealing } from './keeping/sealing.ts';
import type { Sealing } from './keeping/sealing.ts';
import { createNewId } from './new-id.ts';
import type { Pages } from './pages.ts';
import { openWaveforms, waveformPath } from './waveforms/open-waveforms.ts';
import type { Waveforms } from './waveforms/waveforms.ts';

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Other machines reach it over TLS only. */
  readonly host: string;
  /** Absent: plain HTTP, for this machine alone. */
  readonly tls?: TlsOptions;
  /** With a local authority: where tablets get its certificate, over plain HTTP. */
  readonly authorityPort?: number;
  /** The database file; made when absent. */
  readonly database: string;
  /** Of a new database; a known one keeps its name and time zone, and is never changed between demo and real. */
  readonly founding: Founding;
  readonly log: Logger;
  /** What answers all that is neither the wire nor the API. */
  readonly pages: Pages;
  /** Clinic ms per real ms; other than 1 in a demo only. */
  readonly rate?: number;
  /** Whom the server itself reaches: pagers and a bell. */
  readonly calls?: CallOptions;
  /** False: a chair that nobody can hear is no alert, for a clinic without screens. Default true. */
  readonly watchesSound?: boolean;
  /** Where the key of the seals is kept; default beside the database. */
  readonly sealKey?: string;
  /** Where signed visits are sent, as `checkExchange` gave it; absent: nowhere. */
  readonly fhir?: ExchangeSetting;
  readonly access?: AttachDeps['access'];
  /** For fault drills: the computer's own clock as it is set there, epoch ms, and a disk that fails when told. */
  readonly drill?: { readonly wall: () => number };
}

export interface Serving {
  readonly url: string;
  readonly port: number;
  readonly clinic: Clinic;
  readonly journal: Journal;
  /** Sign-ins, enrolments and codes. */
  readonly desk: DeskParts;
  /** Tells clients, takes nothing more, writes what waits, closes. Safe to call twice. */
  close(): Promise<void>;
}

/** @returns a refusal in a sentence when the address, the database or the port cannot be had. */
export async function serve(options: ServeOptions): Promise<Result<Serving>> {
  const { log, pages, founding, rate = 1, watchesSound = true } = options;
  const { port, host, tls, authorityPort } = options;
  const entrance = await openDoor({
    ...{ host, port, log },
    ...(tls && { tls }),
    ...(authorityPort !== undefined && { authorityPort }),
  });
  if (!entrance.ok) return entrance;
  const door = entrance.value;
  const newId = createNewId();
  const { drill } = options;
  const opened = await openJournal(options.database, { demo: founding.demo, newId, testSeams: drill !== undefined });
  if (!opened.ok) return opened;
  const journal = opened.value;
  const anchor = founding.demo ? journal.demoClock : undefined;
  const clock = createClinicClock({
    ...{ lastJournaledAt: journal.lastJournaledAt, rate },
    ...(anchor && { anchor }),
    ...drill,
  });
  if (founding.demo) void journal.putDemoClock(clock.anchor).durable;
  const restored = finishRestore(options.database, Date.now());
  if (!restored.ok)
    log.error({ why: restored.message }, 'the pulse waves of the restored database are not in place yet');
  const waveforms = openWaveforms(waveformPath(options.database), { log, now: () => clock.now() });
  const history = openHistory(options.database, journal.siteId);
  const whatIf = openWhatIf(options.database, { log, newId, now: () => clock.now() });
  const exports = openVisitExports(options.database, journal.siteId);
  const files = sealFiles(options.database, options.sealKey);
  const sealing = openSealing(files, { log, now: () => clock.now() });

  const fallback = (request: IncomingMessage, response: ServerResponse) => pages.handler(request, response);
  const { edge, networks } = door;
  const http = door.server(
    createHandler(
      {
        clinic: () => attached.clinic,
        journal,
        waveforms,
        history,
        exports,
        log,
        edge,
        networks,
        access: () => attached,
      },
      fallback,
    ),
  );
  const { build } = pages;
  let url = '';
  const calls = openCalls(options.calls ?? {}, () => url);
  const attached = attach(http, {
    ...{ journal, waveforms, history, whatIf, clock, newId, log, founding, calls, watchesSound, edge, networks },
    openRetention: (clinic) =>
      openRetention(files, { ...{ log, journal, clinic, waveforms, sealing }, now: () => clock.now() }),
    ...(options.fhir && {
      openFhir: fhirOf(options.fhir, { database: options.database, log, build, siteId: journal.siteId }),
    }),
    ...(build !== undefined && { build }),
    ...(options.access && { access: options.access }),
  });
  // The first page that asks sees what the start recorded, such as that no adapter is here yet; a disk that is late holds nobody up.
  await Promise.race([attached.clinic.drained(), wait(LATE_MS)]);
  door.watch((notice) => attached.clinic.noticeCertificate(notice));
  const listening = await door.listen(http);
  if (!listening.ok) {
    await door.close();
    await attached.close();
    await sealing.close();
    await history.close();
    await whatIf.close();
    await exports.close();
    await waveforms.close();
    await journal.close();
    return listening;
  }
  url = listening.value.url;
  const stop = closer(http, { door, attached, sealing, history, whatIf, exports, waveforms, journal }, log);
  return accept({ ...listening.value, clinic: attached.clinic, journal, desk: attached.desk, close: stop });
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

interface Parts {
  readonly door: Door;
  readonly attached: Attached;
  readonly sealing: Sealing;
  readonly history: History;
  readonly whatIf: WhatIf;
  readonly exports: VisitExports;
  readonly waveforms: Waveforms;
  readonly journal: Journal;
}

function closer(
  http: HttpServer,
  { door, attached, sealing, history, whatIf, exports, waveforms, journal }: Parts,
  log: Logger,
): () => Promise<void> {
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await door.close();
    await attached.close();
    // What the stop wrote is sealed too: nobody watches a database that no server has.
    await sealing.close();
    await history.close();
    await whatIf.close();
    await exports.close();
    await waveforms.close();
    const { lost } = await journal.close();
    if (lost > 0) log.error({ lost }, 'the disk did not answer: what waited in memory is lost');
    http.closeAllConnections();
  };
  return () => (closing ??= close());
}
