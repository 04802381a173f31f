/** What no request may be, whatever it asks for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import { cameInTheClear } from './client-address.ts';
import { isOwnName } from './edge.ts';
import type { Edge } from './edge.ts';

/** The longest of ours is a tenth of it. */
export const MAX_URL_LENGTH = 2_048;
export const HTTPS_ONLY = 'Vigil is reached over https only: the proxy before it is to send people there.';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

export interface NotAdmitted {
  readonly status: 400 | 403 | 405 | 413 | 414;
  readonly refusal: Refusal;
}

/**
 * Also ends a connection on which something unread is still on its way once the answer is out.
 * @returns undefined when it may go on
 */
export function admitRequest(request: IncomingMessage, response: ServerResponse, edge: Edge): NotAdmitted | undefined {
  response.once('finish', () => {
    if (!request.complete) request.socket.destroySoon();
  });
  const { method = '', url = '', headers } = request;
  const no = (status: NotAdmitted['status'], message: string): NotAdmitted => ({
    status,
    ...refuse(status === 403 ? 'not-allowed' : 'malformed', message),
  });
  if (!isOwnName(headers, edge))
    return no(
      403,
      edge.isSecure
        ? 'This server answers to the names in its certificate only: use one of them.'
        : 'This server answers on this machine only: use localhost.',
    );
  if (cameInTheClear(request)) return no(403, HTTPS_ONLY);
  if (url.length > MAX_URL_LENGTH) return no(414, 'This address is too long.');
  if (!METHODS.has(method)) return no(405, 'There is nothing to do this with.');
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  // What is not read cannot be followed by another request.
  if (hasBody && !(method === 'POST' && url.startsWith('/api/'))) {
    response.setHeader('Connection', 'close');
    return no(413, 'Nothing is taken here.');
  }
  return undefined;
}
