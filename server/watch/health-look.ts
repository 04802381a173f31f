/** One look at a server's /healthz. What comes back is parsed like any input from outside. */
import * as z from 'zod/mini';
import type { Duration } from '#core/reading.ts';
import type { Look } from './dead-man.ts';

/** A server of an earlier build does not say the last two. */
const healthSchema = z.object({
  armed: z.boolean(),
  tickAgeMs: z.number(),
  notJudged: z._default(z.number(), 0),
  failing: z._default(z.array(z.string()), []),
});
const ANSWER_MS: Duration = 3_000;

export async function lookAt(serverUrl: string): Promise<Look> {
  try {
    const response = await fetch(new URL('/healthz', serverUrl), { signal: AbortSignal.timeout(ANSWER_MS) });
    const health = healthSchema.safeParse(await response.json());
    if (!response.ok || !health.success) return { answered: false, why: `no health report, status ${response.status}` };
    return { answered: true, ...health.data };
  } catch (error) {
    return { answered: false, why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `silent for ${ANSWER_MS / 1_000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
