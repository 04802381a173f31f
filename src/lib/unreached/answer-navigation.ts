/** What a page asked for is answered with: the server's answer, or else the one page that says there is none. */
import { unreachedPage } from './unreached-page.ts';

/** A server that takes the connection and says nothing is not there either. */
const ANSWER_MS = 15_000;
/** What a proxy before Vigil says when Vigil is not there. */
const OF_A_PROXY: readonly number[] = [502, 503, 504];

export async function answerNavigation(
  request: Request,
  ask: (request: Request) => Promise<Response>,
  answerMs = ANSWER_MS,
): Promise<Response> {
  const answer = await Promise.race([ask(request).catch(() => null), later(answerMs)]);
  return answer === null || OF_A_PROXY.includes(answer.status) ? unreached() : answer;
}

const later = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null));

function unreached(): Response {
  const nonce = crypto.randomUUID();
  return new Response(unreachedPage(nonce), {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
