/** The body of a POST: JSON alone, small, and in time. */
import type { IncomingMessage } from 'node:http';
import type { Duration } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';

/** With the HTTP status that says it. */
export type NoBody = { readonly ok: false; readonly status: 400 | 408 | 413 | 415; readonly refusal: Refusal };
export type JsonBody = { readonly ok: true; readonly value: unknown } | NoBody;

const MAX_BODY_BYTES = 16_384;
const BODY_WITHIN_MS: Duration = 10_000;

/**
 * Never rejects. A form of another site cannot send this type without asking first.
 * What of a refused body is still on its way is not read: `createHandler` ends that connection after the answer.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes = MAX_BODY_BYTES,
  withinMs = BODY_WITHIN_MS,
): Promise<JsonBody> {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) || encoding !== undefined)
    return no(415, 'Send this as application/json in UTF-8, not compressed.');
  const tooLarge = no(413, `This is too large: ${maxBytes} bytes are taken at most.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge;
  const bytes = await collect(request, maxBytes, withinMs);
  if (bytes === 'too-large') return tooLarge;
  if (bytes === 'too-slow') return no(408, 'This took too long to arrive: try again.');
  if (bytes === 'cut-off') return no(400, 'This did not arrive whole: try again.');
  const parsed = parseJson(bytes);
  return parsed.ok ? parsed : { status: 400, ...parsed };
}

function collect(
  request: IncomingMessage,
  maxBytes: number,
  withinMs: Duration,
): Promise<Buffer | 'too-large' | 'too-slow' | 'cut-off'> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const end = (result: Buffer | 'too-large' | 'too-slow' | 'cut-off'): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', whole).off('close', cutOff).off('error', cutOff);
      if (typeof result === 'string') request.pause().on('error', () => undefined);
      resolve(result);
    };
    const take = (part: Buffer): void => {
      length += part.length;
      if (length > maxBytes) end('too-large');
      else parts.push(part);
    };
    const whole = (): void => end(Buffer.concat(parts));
    const cutOff = (): void => end('cut-off');
    const timer = setTimeout(() => end('too-slow'), withinMs);
    request.on('data', take).on('end', whole).on('close', cutOff).on('error', cutOff);
  });
}

function parseJson(bytes: Buffer): Result<unknown> {
  try {
    return accept(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    // What was sent is not repeated: it may hold a password.
    return refuse('malformed', 'This is not JSON.');
  }
}

const no = (status: NoBody['status'], message: string): NoBody => ({ status, ...refuse('malformed', message) });
