/** Access by HTTP: what needs a cookie or a secret goes here, never over a socket (docs/adr/0023-sign-in.md). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type * as z from 'zod/mini';
import type { AccessAct } from '#core/authority.ts';
import { refuse } from '#core/refusal.ts';
import { accessSchemas } from '#protocol/access-schemas.ts';
import type { AccessRequest } from '#protocol/access.ts';
import { parse } from '#protocol/malformed.ts';
import { clientAddress } from '../edge/client-address.ts';
import { isOwnOrigin } from '../edge/edge.ts';
import type { Edge } from '../edge/edge.ts';
import { sendJson, statusOf } from '../edge/json-answer.ts';
import { readJsonBody } from '../edge/json-body.ts';
import type { AdapterAttempt } from '../sockets/adapter-attempts.ts';
import type { DeskParts } from './desk-parts.ts';
import { networkOf } from './from.ts';
import type { Checked, Refused } from './guard.ts';
import { accessRequests, administrator } from './http-requests.ts';
import { giveCookies, isPage, pageCookies, visitorOf } from './http-session.ts';
import { overview, people } from './people.ts';
import type { AdapterSeen } from './people.ts';
import type { Done } from './sign-in.ts';
import { actorOf, auditOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

export interface AccessHttp {
  readonly desk: DeskParts;
  readonly edge: Edge;
  readonly log: Pick<Logger, 'error'>;
  readonly adapterSeen: AdapterSeen;
  readonly adapterAttempts: () => readonly AdapterAttempt[];
}

/** @returns whether it was answered, or will be: nobody else is to answer it. */
export function answerAccess(
  http: AccessHttp,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  const name = path.startsWith('/api/') ? path.slice('/api/'.length) : '';
  const isRead = name === 'access' || name === 'people';
  if (!isRead && !isRequest(name)) {
    if (isPage(request)) giveCookies(response, pageCookies(http.desk, request, http.edge), http.edge.isSecure);
    return false;
  }
  const answering = isRead
    ? read(http, request, response, name)
    : change(http, request, response, name as AccessRequest);
  answering.catch((error: unknown) => {
    http.log.error({ err: error, request: name }, 'a request of access failed');
    if (!response.headersSent) send(response, refuse('unavailable', 'Vigil could not do this: try again.'));
  });
  return true;
}

const isRequest = (name: string): name is AccessRequest => Object.hasOwn(accessSchemas, name);

async function read(
  { desk, edge, adapterSeen, adapterAttempts }: AccessHttp,
  request: IncomingMessage,
  response: ServerResponse,
  name: 'access' | 'people',
): Promise<void> {
  if (request.method !== 'GET') return send(response, refuse('malformed', 'This is read by GET.'));
  const { visitor, cookies } = visitorOf(desk, request);
  giveCookies(response, cookies, edge.isSecure);
  if (name === 'access') return send(response, { ok: true, value: overview(desk, visitor) });
  const by = administrator(visitor, 'staff:code');
  if (!by.ok) refusedAct(desk, visitor, 'staff:code', by.refusal);
  send(response, by.ok ? { ok: true, value: people(desk, adapterSeen, adapterAttempts()) } : by);
}

async function change(
  { desk, edge }: AccessHttp,
  request: IncomingMessage,
  response: ServerResponse,
  name: AccessRequest,
): Promise<void> {
  if (request.method !== 'POST') return send(response, refuse('malformed', 'This is asked by POST.'));
  if (!isOwnOrigin(request.headers, edge)) {
    const from = { kind: 'address', address: networkOf(clientAddress(request)) } as const;
    const body = { type: 'connection-refused', to: 'http', code: 'not-allowed' } as const;
    desk.audit?.refused({ actor: { kind: 'system' }, from }, body);
    // What is not read cannot be followed by another request: a proxy keeps its connections for those of others.
    if (!request.complete) response.setHeader('Connection', 'close');
    return send(
      response,
      refuse('not-allowed', 'This is taken from Vigil’s own pages only: open one, and do it there.'),
    );
  }
  const body = await readJsonBody(request);
  if (!body.ok) {
    // What is not read cannot be followed by another request.
    if (!request.complete) response.setHeader('Connection', 'close');
    return sendStatus(response, body.status, body.refusal);
  }
  const given = parse(accessSchemas[name] as z.ZodMiniType<unknown>, body.value, name);
  if (!given.ok) return send(response, given);
  const { visitor, cookies } = visitorOf(desk, request);
  giveCookies(response, cookies, edge.isSecure);
  const ask = accessRequests[name] as (
    desk: DeskParts,
    visitor: Visitor,
    given: unknown,
  ) => Promise<Checked<Done<unknown>>>;
  const done = await ask(desk, visitor, given.value);
  const act = ACT_OF[name];
  if (!done.ok && act) refusedAct(desk, visitor, act, done.refusal);
  if (!done.ok) return send(response, done);
  // Answered once it is kept: a sign-in outlives a server that stops now.
  await desk.secrets.settled();
  giveCookies(response, done.value.cookies ?? {}, edge.isSecure);
  send(response, { ok: true, value: done.value.answer });
}

/** Of the requests that are an administrator's. */
const ACT_OF: Readonly<Partial<Record<AccessRequest, AccessAct>>> = {
  ...{ codes: 'staff:code', 'codes/take-back': 'staff:code', 'sessions/end': 'staff:code' },
  'adapter-keys': 'adapter:key',
};

const refusedAct = ({ audit, site }: DeskParts, visitor: Visitor, act: AccessAct, { code }: Refused): void =>
  audit?.refused(auditOf(visitor, site.site, visitor.session && actorOf(visitor)), { type: 'act-refused', act, code });

function send(response: ServerResponse, result: Checked<unknown>): void {
  if (!result.ok) return sendStatus(response, statusOf(result.refusal.code), result.refusal);
  sendJson(response, 200, JSON.stringify({ ok: true, data: result.value }));
}

function sendStatus(response: ServerResponse, status: number, refusal: Refused): void {
  if (refusal.waitMs !== undefined) response.setHeader('Retry-After', Math.ceil(refusal.waitMs / 1_000));
  sendJson(response, status, JSON.stringify({ ok: false, refusal }));
}
