/** Calls a webhook until it has answered: a call that is not heard is said, and tried again. */
import type { Duration } from '#core/reading.ts';

export interface WebhookDeps {
  readonly url: string;
  /** Resolves with the HTTP status; rejects when there is no answer. */
  readonly post: (url: string, body: string) => Promise<number>;
  readonly wait: (ms: Duration) => Promise<void>;
  /** Each failed try, in a sentence. */
  readonly onFailed: (why: string) => void;
}

const WAITS_MS: readonly Duration[] = [1_000, 2_000, 5_000, 10_000, 30_000];

/** @returns whether it was taken (any 2xx). A 4xx is final but for 408 and 429: the same call would be refused again. */
export async function callWebhook({ url, post, wait, onFailed }: WebhookDeps, body: object): Promise<boolean> {
  const text = JSON.stringify(body);
  for (let tries = 0; ; tries += 1) {
    const failed = await post(url, text).then(
      (status) =>
        status >= 200 && status < 300 ? undefined : { why: `it answered ${status}`, final: isFinal(status) },
      (error: unknown) => ({ why: error instanceof Error ? error.message : String(error), final: false }),
    );
    if (!failed) return true;
    onFailed(`The webhook was not reached: ${failed.why}.`);
    const waitMs = WAITS_MS[tries];
    if (failed.final || waitMs === undefined) return false;
    await wait(waitMs);
  }
}

const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;

const ANSWER_MS: Duration = 10_000;

/** Redirects are not followed: a call names no patient, but it goes where it was told to and nowhere else. */
export const postJson = async (url: string, body: string, key?: string): Promise<number> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key !== undefined && { 'Idempotency-Key': key }) },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await response.body?.cancel();
  return response.status;
};
