/** The composition root: journal, clock, clinic, sockets and pages on one port. Used by every command that runs a server. */
import type { Logger } from 'pino';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { DeskParts } from './access/desk-parts.ts';
import type { AttachDeps } from './attach.ts';
import { openCalls } from './calls/open-calls.ts';
import type { CallOptions } from './calls/open-calls.ts';
import type { Clinic } from './clinic.ts';
import type { Founding } from './clinic/opening.ts';
import type { Behind } from './edge/behind-proxy.ts';
import { openDoor } from './edge/door.ts';
import type { TlsOptions } from './edge/door.ts';
import type { ExchangeSetting } from './fhir/fhir-exchange.ts';
import type { Journal } from './journal/journal.ts';
import { openJournal } from './journal/open-journal.ts';
import { finishRestore } from './keeping/finish-restore.ts';
import { createNewId } from './new-id.ts';
import { openSite } from './open-site.ts';
import type { SiteOptions } from './open-site.ts';
import type { Pages } from './pages.ts';

export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Other machines reach it over TLS only. */
  readonly host: string;
  /** Absent: plain HTTP, for this machine alone. */
  readonly tls?: TlsOptions;
  /** With a local authority: where tablets get its certificate, over plain HTTP. */
  readonly authorityPort?: number;
  /** People come through a proxy. */
  readonly behind?: Behind;
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
  /** Of the process; absent: there are none. */
  readonly metrics?: SiteOptions['metrics'];
  /** Whom they are for, and all of /healthz; default programs of this machine. */
  readonly mayLook?: SiteOptions['mayLook'];
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
  const { log, pages, founding, database, rate, watchesSound, sealKey, fhir, access } = options;
  const { port, host, tls, authorityPort, behind } = options;
  const entrance = await openDoor({
    ...{ host, port, log },
    ...(tls && { tls }),
    ...(authorityPort !== undefined && { authorityPort }),
    ...(behind && { behind }),
  });
  if (!entrance.ok) return entrance;
  const door = entrance.value;
  const newId = createNewId();
  const opened = await openJournal(database, { demo: founding.demo, newId });
  if (!opened.ok) return opened;
  const journal = opened.value;
  const restored = finishRestore(database, Date.now());
  if (!restored.ok)
    log.error({ why: restored.message }, 'the pulse waves of the restored database are not in place yet');
  let url = '';
  const { edge, networks } = door;
  const site = await openSite({
    ...{ database, journal, newId, founding, log, pages, edge, networks },
    calls: openCalls(options.calls ?? {}, () => url),
    server: (handler) => door.server(handler),
    ...(rate !== undefined && { rate }),
    ...(watchesSound !== undefined && { watchesSound }),
    ...(sealKey !== undefined && { sealKey }),
    ...(fhir && { fhir }),
    ...(access && { access }),
    ...{ metrics: options.metrics, mayLook: options.mayLook },
  });
  const { clinic, desk } = site.attached;
  const close = async (): Promise<void> => {
    await door.close();
    await site.close();
  };
  door.watch((notice) => clinic.noticeCertificate(notice));
  const listening = await door.listen(site.http);
  if (!listening.ok) {
    await close();
    return listening;
  }
  url = listening.value.url;
  return accept({ ...listening.value, clinic, journal, desk, close });
}
