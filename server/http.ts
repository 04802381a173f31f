/** HTTP beside SvelteKit's pages: health, and the trend and kept waves of one visit (docs/adr/0004-http-beside-kit.md). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { maySee, visitSeen } from '#core/access/may-see.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal, RefusalCode, Result } from '#core/refusal.ts';
import { answerAccess } from './access/http-access.ts';
import type { AccessHttp } from './access/http-access.ts';
import type { Clinic } from './clinic.ts';
import { admitRequest } from './edge/admit-request.ts';
import { loopbackEdge } from './edge/edge.ts';
import type { Edge } from './edge/edge.ts';
import { securityHeaders } from './edge/headers.ts';
import type { Journal } from './journal/journal.ts';
import { personAt } from './sockets/screen-person.ts';
import { answerPleth, type PlethQuestion } from './waveforms/answer-pleth.ts';
import type { Waveforms } from './waveforms/waveforms.ts';

export interface HttpOptions {
  readonly clinic: () => Clinic;
  readonly journal: Journal;
  readonly waveforms?: Waveforms | undefined;
  readonly log: Logger;
  /** The names it answers to; default this machine's own, over plain HTTP. */
  readonly edge?: Edge;
  /** Absent: nobody can sign in. */
  readonly access?: () => Pick<AccessHttp, 'desk' | 'adapterSeen' | 'adapterAttempts'>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  malformed: 400,
  'signed-out': 401,
  'not-allowed': 403,
  'not-found': 404,
  locked: 423,
  'too-many': 429,
  unavailable: 503,
};

const noSignIn = refuse('signed-out', 'Nobody can sign in at this server.');

const OF_VISIT = /^\/api\/visits\/([A-Za-z0-9._:-]{1,80})\/(trend|pleth|pleth\/spans)$/;

/** @param next SvelteKit's handler, asked for all that is not ours. */
export function createHandler(
  { clinic, journal, waveforms, log, edge = loopbackEdge, access }: HttpOptions,
  next: Handler,
): Handler {
  const headers = Object.entries(securityHeaders(edge));
  const mayRead = (request: IncomingMessage, visitId: string): Result<null> => {
    const person = access ? personAt(access().desk.access, request.headers) : noSignIn;
    if (!person.ok) return person;
    // Also of a visit that is over, while its chair still shows it.
    const shown = clinic().board.views.find((view) => view.visitId === visitId);
    return maySee(person.value.viewer, visitSeen(person.value.place, shown?.chair.chairId));
  };
  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const not = admitRequest(request, response, edge);
    if (not) return answer(response, not.status, { refusal: not.refusal });
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url) return refused(response, refuse('malformed', 'This address cannot be read.').refusal);
    if (url.pathname === '/healthz') return answer(response, 200, health(clinic(), journal, waveforms));
    if (access && answerAccess({ ...access(), edge, log }, request, response, url.pathname)) return;
    if (!url.pathname.startsWith('/api/')) return next(request, response);
    const [, visitId, what] = OF_VISIT.exec(url.pathname) ?? [];
    if (visitId === undefined) return refused(response, refuse('not-found', 'There is nothing here.').refusal);
    const may = mayRead(request, visitId);
    if (!may.ok) return refused(response, may.refusal);
    const name = what === 'trend' ? 'trend' : 'waveform';
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refused(response, refuse('malformed', `A ${name} is read by GET.`).refusal);
    const answered =
      what === 'trend'
        ? trend(journal, visitId, url.searchParams.get('since'), response)
        : pleth(
            { journal, waveforms },
            what === 'pleth' ? { visitId, asked: url.searchParams } : { visitId },
            response,
          );
    answered.catch((error: unknown) => {
      log.error({ err: error }, `a ${name} could not be read`);
      refused(response, refuse('unavailable', `The ${name} cannot be read now: try again.`).refusal);
    });
  };
}

async function trend(journal: Journal, visitId: string, since: string | null, response: ServerResponse): Promise<void> {
  if (since !== null && !/^\d{1,15}$/.test(since))
    return refused(
      response,
      refuse('malformed', '"since" must be a whole number, the "upTo" of the last answer.').refusal,
    );
  if (!isVisit(journal, visitId)) return refused(response, noVisit);
  answer(response, 200, await journal.trend(visitId, Number(since ?? 0)));
}

const isVisit = (journal: Journal, visitId: string): boolean =>
  journal.streams().some(({ stream }) => stream.kind === 'visit' && stream.id === visitId);
const noVisit = refuse('not-found', 'There is no such visit.').refusal;

async function pleth(
  { journal, waveforms }: Pick<HttpOptions, 'journal' | 'waveforms'>,
  question: PlethQuestion,
  response: ServerResponse,
): Promise<void> {
  if (!isVisit(journal, question.visitId)) return refused(response, noVisit);
  const given = await answerPleth(waveforms, question);
  if (given.ok) send(response, 200, given.value);
  else refused(response, given.refusal);
}

function health(clinic: Clinic, journal: Journal, waveforms: Waveforms | undefined): object {
  const { counters } = clinic;
  const running = clinic.health;
  return {
    ok: journal.trouble === undefined && !running.late && running.notJudged === 0 && running.failing.length === 0,
    clinicTime: clinic.now,
    demo: clinic.site.demo,
    ...running,
    journal: { pending: journal.pending, trouble: journal.trouble ?? null },
    // A wave is worth less than a vital sign: its trouble is told, and the server is well all the same.
    ...(waveforms && { waveforms: waveforms.health }),
    readings: { stored: counters.readingsStored, repeated: counters.readingsRepeated },
    commands: { accepted: counters.commandsAccepted },
    refused: counters.refusals,
    ...(clinic.certificate && { certificate: clinic.certificate }),
  };
}

const refused = (response: ServerResponse, refusal: Refusal): void =>
  answer(response, STATUS[refusal.code] ?? 400, { refusal });

const answer = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, JSON.stringify(body));

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(json);
}
