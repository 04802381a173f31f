/** HTTP beside SvelteKit's pages: health; trend, kept waves and exports of one visit (docs/adr/0004-http-beside-kit.md). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { maySee, visitSeen } from '#core/access/may-see.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { isExport } from '#protocol/exports.ts';
import { answerAccess } from './access/http-access.ts';
import type { AccessHttp } from './access/http-access.ts';
import { answerQualityCsv } from './quality/answer-quality-csv.ts';
import { answerAuditCsv } from './audit/answer-audit-csv.ts';
import { screenSource, refusedConnection, strangerAt } from './audit/audited.ts';
import type { Clinic } from './clinic.ts';
import { admitRequest } from './edge/admit-request.ts';
import { clientAddress } from './edge/client-address.ts';
import { loopbackEdge } from './edge/edge.ts';
import type { Edge } from './edge/edge.ts';
import { securityHeaders } from './edge/headers.ts';
import { sendJson, statusOf } from './edge/json-answer.ts';
import { limitRequests } from './edge/limit-requests.ts';
import type { Networks } from './edge/networks.ts';
import { answerExport } from './export/answer-export.ts';
import type { VisitExports } from './export/visit-exports.ts';
import type { FhirExchange } from './fhir/fhir-exchange.ts';
import { answerHealth } from './health.ts';
import type { HealthOptions } from './health.ts';
import type { History } from './history/history.ts';
import type { Journal } from './journal/journal.ts';
import type { MayLook } from './metrics/may-look.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Readiness } from './readiness.ts';
import { personAt } from './sockets/screen-person.ts';
import type { ScreenPerson } from './sockets/screen-person.ts';
import { answerPleth, type PlethQuestion } from './waveforms/answer-pleth.ts';
import type { Waveforms } from './waveforms/waveforms.ts';

export interface HttpOptions {
  readonly clinic: () => Clinic;
  readonly journal: Journal;
  readonly waveforms?: Waveforms | undefined;
  /** Absent: the audit cannot be exported. */
  readonly history?: Pick<History, 'audit' | 'quality'> | undefined;
  /** Absent: no visit can be exported. */
  readonly exports?: VisitExports | undefined;
  readonly log: Logger;
  /** The names it answers to; default this machine's own, over plain HTTP. */
  readonly edge?: Edge;
  /** Absent: requests are not limited. */
  readonly networks?: Networks;
  /** Absent: nobody can sign in. */
  readonly access?: () => Pick<AccessHttp, 'desk' | 'adapterSeen' | 'adapterAttempts'> & {
    readonly fhir?: FhirExchange;
    readonly readiness: () => Readiness;
  };
  readonly metrics?: Metrics | undefined;
  /** Whom metrics are for, and all of /healthz. */
  readonly mayLook?: MayLook | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const noSignIn = refuse('signed-out', 'Nobody can sign in at this server.');

const OF_VISIT = /^\/api\/visits\/([A-Za-z0-9._:-]{1,80})\/(trend|pleth|pleth\/spans|[a-z]{1,20}\.[a-z]{1,8})$/;

/** @param next SvelteKit's handler, asked for all that is not ours. */
export function createHandler(
  {
    clinic,
    journal,
    waveforms,
    history,
    exports,
    log,
    edge = loopbackEdge,
    networks,
    access,
    metrics,
    mayLook,
  }: HttpOptions,
  next: Handler,
): Handler {
  const headers = Object.entries(securityHeaders(edge));
  const mayGoOn =
    networks &&
    limitRequests({
      ...{ networks, log, counters: () => clinic().counters },
      access: access && (() => access().desk.access),
    });
  const mayRead = (person: Result<ScreenPerson>, visitId: string): Result<null> => {
    if (!person.ok) return person;
    // Also of a visit that is over, while its chair still shows it.
    const shown = clinic().board.views.find((view) => view.visitId === visitId);
    return maySee(person.value.viewer, visitSeen(person.value.place, shown?.chair.chairId));
  };
  const healthOf: HealthOptions = {
    ...{ clinic, journal, waveforms, log, metrics, mayLook },
    fhir: () => access?.().fhir,
    readiness: access && (() => access().readiness()),
  };
  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (mayGoOn?.(request, response) === false) return;
    const not = admitRequest(request, response, edge);
    if (not) {
      refusedConnection(clinic().audit, 'http', clientAddress(request), not.refusal);
      return answer(response, not.status, { refusal: not.refusal });
    }
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url) return refused(response, refuse('malformed', 'This address cannot be read.').refusal);
    if (answerHealth(healthOf, request, response, url.pathname)) return;
    if (access && answerAccess({ ...access(), edge, log }, request, response, url.pathname)) return;
    if (!url.pathname.startsWith('/api/')) return next(request, response);
    const person = access ? personAt(access().desk.access, request.headers) : noSignIn;
    const source = () =>
      person.ok
        ? screenSource(clinic(), person.value.screenId, person.value.named)
        : strangerAt(clientAddress(request));
    const turnAway = (act: string, refusal: Refusal, visitId?: string): void => {
      const about = visitId !== undefined && isVisit(journal, visitId) ? { visitId } : undefined;
      clinic().audit.refused(source(), { type: 'act-refused', act, code: refusal.code, ...about });
      refused(response, refusal);
    };
    const failed = (what: string, error: unknown): void => {
      log.error({ err: error }, `${what} could not be read`);
      refused(response, refuse('unavailable', `The ${what} cannot be read now: try again.`).refusal);
    };

    if (url.pathname === '/api/audit.csv') {
      const exported = person.ok
        ? answerAuditCsv({ clinic: clinic(), history, person: person.value }, request, response, url.searchParams)
        : Promise.resolve(person);
      exported.then(
        (done) => void (done.ok || turnAway('audit.csv', done.refusal)),
        (error: unknown) => failed('audit', error),
      );
      return;
    }
    if (url.pathname === '/api/quality.csv') {
      const exported = person.ok
        ? answerQualityCsv({ history, person: person.value }, request, response, url.searchParams)
        : Promise.resolve(person);
      exported.then(
        (done) => void (done.ok || turnAway('quality.csv', done.refusal)),
        (error: unknown) => failed('quality', error),
      );
      return;
    }
    const [, visitId, what] = OF_VISIT.exec(url.pathname) ?? [];
    if (visitId === undefined || what === undefined)
      return turnAway('http', refuse('not-found', 'There is nothing here.').refusal);
    if (what.includes('.')) {
      const exported = person.ok
        ? answerExport({ clinic: clinic(), exports, person: person.value }, request, response, {
            ...{ visitId, name: what, asked: url.searchParams },
          })
        : Promise.resolve(person);
      exported.then(
        (done) => void (done.ok || turnAway(isExport(what) ? what : 'http', done.refusal, visitId)),
        (error: unknown) => failed('visit', error),
      );
      return;
    }
    const [act, name] = what === 'trend' ? (['trend', 'trend'] as const) : (['pleth', 'waveform'] as const);
    const may = mayRead(person, visitId);
    if (!may.ok) return turnAway(act, may.refusal, visitId);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return turnAway(act, refuse('malformed', `A ${name} is read by GET.`).refusal, visitId);
    const given =
      what === 'trend'
        ? trend(journal, visitId, url.searchParams.get('since'))
        : pleth({ journal, waveforms }, what === 'pleth' ? { visitId, asked: url.searchParams } : { visitId });
    given.then(
      (read) => {
        if (!read.ok) return turnAway(act, read.refusal, visitId);
        clinic().audit.read(source(), what === 'trend' ? 'trend' : 'pulse-wave', visitId);
        sendJson(response, 200, read.value);
      },
      (error: unknown) => failed(name, error),
    );
  };
}

async function trend(journal: Journal, visitId: string, since: string | null): Promise<Result<string>> {
  if (since !== null && !/^\d{1,15}$/.test(since))
    return refuse('malformed', '"since" must be a whole number, the "upTo" of the last answer.');
  if (!isVisit(journal, visitId)) return noVisit;
  return accept(JSON.stringify(await journal.trend(visitId, Number(since ?? 0))));
}

const isVisit = (journal: Journal, visitId: string): boolean =>
  journal.streams().some(({ stream }) => stream.kind === 'visit' && stream.id === visitId);
const noVisit = refuse('not-found', 'There is no such visit.');

async function pleth(
  { journal, waveforms }: Pick<HttpOptions, 'journal' | 'waveforms'>,
  question: PlethQuestion,
): Promise<Result<string>> {
  return isVisit(journal, question.visitId) ? answerPleth(waveforms, question) : noVisit;
}

const refused = (response: ServerResponse, refusal: Refusal): void =>
  answer(response, statusOf(refusal.code), { refusal });

const answer = (response: ServerResponse, status: number, body: object): void =>
  sendJson(response, status, JSON.stringify(body));
