/** HTTP beside SvelteKit's pages: health, and the trend of one visit (docs/adr/0004-http-beside-kit.md). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { refuse } from '#core/refusal.ts';
import type { Refusal, RefusalCode } from '#core/refusal.ts';
import type { Clinic } from './clinic.ts';
import type { Journal } from './journal/journal.ts';
import { isLocal } from './sockets/handshake.ts';

export interface HttpOptions {
  readonly clinic: () => Clinic;
  readonly journal: Journal;
  readonly log: Logger;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // A tablet may read its own devices and stay awake; nothing else of the machine is asked for.
  'Permissions-Policy':
    'bluetooth=(self), serial=(self), screen-wake-lock=(self), autoplay=(self), camera=(), microphone=(), geolocation=()',
};

const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  malformed: 400,
  'not-allowed': 403,
  'not-found': 404,
  unavailable: 503,
};

const TREND = /^\/api\/visits\/([A-Za-z0-9._:-]{1,80})\/trend$/;

/** @param next SvelteKit's handler, asked for all that is not ours. */
export function createHandler({ clinic, journal, log }: HttpOptions, next: Handler): Handler {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (!isLocal({ host: request.headers.host }))
      return refused(
        response,
        refuse('not-allowed', 'This server answers on this machine only: use localhost.').refusal,
      );
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (!url) return refused(response, refuse('malformed', 'This address cannot be read.').refusal);
    if (url.pathname === '/healthz') return answer(response, 200, health(clinic(), journal));
    if (!url.pathname.startsWith('/api/')) return next(request, response);
    const visitId = TREND.exec(url.pathname)?.[1];
    if (visitId === undefined) return refused(response, refuse('not-found', 'There is nothing here.').refusal);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refused(response, refuse('malformed', 'A trend is read by GET.').refusal);
    trend(journal, visitId, url.searchParams.get('since'), response).catch((error: unknown) => {
      log.error({ err: error }, 'a trend could not be read');
      refused(response, refuse('unavailable', 'The trend cannot be read now: try again.').refusal);
    });
  };
}

async function trend(journal: Journal, visitId: string, since: string | null, response: ServerResponse): Promise<void> {
  if (since !== null && !/^\d{1,15}$/.test(since))
    return refused(
      response,
      refuse('malformed', '"since" must be a whole number, the "upTo" of the last answer.').refusal,
    );
  if (!journal.streams().some(({ stream }) => stream.kind === 'visit' && stream.id === visitId))
    return refused(response, refuse('not-found', 'There is no such visit.').refusal);
  answer(response, 200, await journal.trend(visitId, Number(since ?? 0)));
}

function health(clinic: Clinic, journal: Journal): object {
  const { counters } = clinic;
  const running = clinic.health;
  return {
    ok: journal.trouble === undefined && !running.late,
    clinicTime: clinic.now,
    demo: clinic.site.demo,
    ...running,
    journal: { pending: journal.pending, trouble: journal.trouble ?? null },
    readings: { stored: counters.readingsStored, repeated: counters.readingsRepeated },
    commands: { accepted: counters.commandsAccepted },
    refused: counters.refusals,
  };
}

const refused = (response: ServerResponse, refusal: Refusal): void =>
  answer(response, STATUS[refusal.code] ?? 400, { refusal });

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
