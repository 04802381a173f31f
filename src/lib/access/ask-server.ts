/** The server's answers about access, by HTTP: a cookie can be set no other way. */
import type { Refusal } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';

/** A hash of a PIN or password takes its time, and others may be before it. */
const ANSWER_MS = 15_000;

/** Null: no answer came. Never rejects. */
export type AskServer = <T>(path: string, body?: object) => Promise<Answer<T> | null>;

export const askServer: AskServer = async <T>(path: string, body?: object) => {
  try {
    const response = await fetch(path, {
      ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const answer: unknown = await response.json();
    return isAnswer(answer) ? (answer as Answer<T>) : null;
  } catch {
    return null;
  }
};

function isAnswer(answer: unknown): answer is Answer<unknown> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  if (answer.ok === true) return 'data' in answer;
  const refusal = 'refusal' in answer ? (answer.refusal as Partial<Refusal> | null) : null;
  return typeof refusal?.code === 'string' && typeof refusal.message === 'string';
}
