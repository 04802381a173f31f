/** An HTTP answer of ours: JSON that nobody stores, its status by the code of the refusal. */
import type { ServerResponse } from 'node:http';
import type { RefusalCode } from '#core/refusal.ts';

const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  'signed-out': 401,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  locked: 423,
  'too-many': 429,
  unavailable: 503,
};

/** Of a refusal; 400 for whatever the one who asked has to mend. */
export const statusOf = (code: RefusalCode): number => STATUS[code] ?? 400;

/** Nothing where the other end has gone. */
export function sendJson(response: ServerResponse, status: number, json: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(json);
}
