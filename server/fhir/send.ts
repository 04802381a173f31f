/** One try to put a visit at the FHIR server, and what its answer means. */
import type { Bundle } from '#core/fhir/types.ts';
import type { Duration } from '#core/reading.ts';
import { outcomeText, responseOf } from './outcome-text.ts';
import { readAtMost } from './read-at-most.ts';

export type Tried =
  | { readonly is: 'taken' }
  /** The same may succeed later. `all`: so would any other visit's fare now. */
  | {
      readonly is: 'again';
      readonly status: number | null;
      readonly why: string;
      readonly askedMs: Duration;
      readonly all: boolean;
    }
  /** The same will be refused again: somebody must see to it. */
  | { readonly is: 'refused'; readonly status: number; readonly why: string };

export interface Sending {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string | undefined;
  readonly bundle: Bundle;
  readonly answerMs: Duration;
  readonly signal: AbortSignal;
  /** What of an answer names the patient, to be struck out. */
  readonly secrets: readonly string[];
}

/** Refused now, perhaps not later: too early, a conflict with a try of before that still runs, too many. */
const LATER = [408, 409, 423, 425, 429];
const ANSWER_BYTES = 8_000_000;

export async function send({ url, token, bundle, answerMs, signal, secrets }: Sending): Promise<Tried> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/fhir+json; charset=utf-8',
        Accept: 'application/fhir+json',
        Prefer: 'return=minimal',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(bundle),
      // The token and the patient go where the clinic said, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    text = await readAtMost(response, ANSWER_BYTES);
  } catch (error) {
    return { is: 'again', status: null, why: networkWords(error), askedMs: 0, all: true };
  }
  const { status } = response;
  if (status >= 200 && status < 300) return judge(text, status, bundle, secrets);
  const asked = retryAfter(response.headers.get('retry-after'));
  return ofStatus(status, `It answered ${status}${withColon(outcomeText(text, secrets))}`, asked);
}

function ofStatus(status: number, why: string, askedMs: Duration): Tried {
  if (status >= 500 || LATER.includes(status))
    return {
      is: 'again',
      status,
      why,
      askedMs,
      all: status === 429 || status === 502 || status === 503 || status === 504,
    };
  if (status >= 300 && status < 400)
    return {
      is: 'refused',
      status,
      why: `It answered ${status}, a redirect: give the address it leads to, if it is right`,
    };
  return { is: 'refused', status, why };
}

/** A 2xx that does not say entry by entry what was done is no delivery. */
function judge(text: string, status: number, { entry: sent }: Bundle, secrets: readonly string[]): Tried {
  const answered = responseOf(text);
  if (answered === undefined)
    return {
      is: 'refused',
      status,
      why: `It answered ${status}, but with no transaction-response: is this the base address of a FHIR R4 server?`,
    };
  if (answered.length !== sent.length)
    return { is: 'refused', status, why: `It answered ${answered.length} of ${sent.length} entries` };
  const index = answered.findIndex((each) => each.status < 200 || each.status >= 300);
  const not = answered[index];
  if (!not) return { is: 'taken' };
  const type = sent[index]?.resource.resourceType ?? 'entry';
  return ofStatus(not.status, `It answered ${not.status} to ${type}${withColon(outcomeText(not.outcome, secrets))}`, 0);
}

const withColon = (text: string): string => (text === '' ? '' : `: ${text}`);

/** Of fetch: what lies under it is told. Never the address's token, which is in a header. */
function networkWords(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return 'It did not answer in time';
  const { code, message: under } = (cause ?? {}) as NodeJS.ErrnoException;
  return `It could not be reached: ${code ?? under ?? message}`;
}

/** Seconds, or a date. */
function retryAfter(text: string | null): Duration {
  if (text === null) return 0;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
